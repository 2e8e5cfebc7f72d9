/** Microsoft's own descriptions of 2020, made strict: what they do not name is a difference, too. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Ajv from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

const folder = join(import.meta.dirname, '../../../shared/partner-center/openapi')

/** Null: the folder is not there. */
export function specNamed(name: string): Spec | null {
  const file = join(folder, name)
  return existsSync(file) ? specOf(JSON.parse(readFileSync(file, 'utf8'))) : null
}

export interface Spec {
  /** How a value differs from a definition, as `path: message`, sorted; null members count as absent. */
  differences(definition: string, value: unknown): readonly string[]
}

type Json = unknown
type Fields = Readonly<Record<string, Json>>

function specOf(document: { readonly definitions: Readonly<Record<string, Json>> }): Spec {
  const ajv = new Ajv.default({ strict: false, allErrors: true, verbose: true })
  addFormats.default(ajv)
  const names = Object.keys(document.definitions)
  for (const name of names) ajv.addSchema(strict(document.definitions[name]) as object, idOf(name)) // an object in every spec
  const named = (short: string) => names.find(name => name === short || name.endsWith(`.${short}`)) ?? short
  return {
    differences(definition, value) {
      const validate = ajv.getSchema(idOf(named(definition)))
      if (validate === undefined) throw new Error(`There is no definition ${definition}.`)
      void validate(withoutNulls(value))
      return (validate.errors ?? []).map(told).sort()
    },
  }
}

const idOf = (name: string) => `https://spec.example/${encodeURIComponent(name)}`

/** Swagger 2.0 of an internal generator: enumerations are called integers, and hold words. */
function strict(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(strict)
  if (typeof schema !== 'object' || schema === null) return schema
  const fields = schema as Fields // neither null nor a list
  const changed: Record<string, Json> = {}
  for (const [key, value] of Object.entries(fields))
    if (key === '$ref') changed[key] = idOf(decodeURIComponent(String(value)).replace('#/definitions/', ''))
    else if (key === 'properties')
      changed[key] = Object.fromEntries(
        Object.entries(value as Fields).map(([name, entry]) => [name, strict(entry)]),
      )
    else if (key !== 'x-typeName') changed[key] = strict(value)
  if (Array.isArray(fields['enum'])) {
    delete changed['type']
    delete changed['format']
  }
  if (fields['properties'] !== undefined) changed['additionalProperties'] = false
  return changed
}

function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry !== null)
      .map(([key, entry]) => [key, withoutNulls(entry)]),
  )
}

function told(error: {
  readonly instancePath: string
  readonly message?: string
  readonly params: Fields
  readonly data?: unknown
}): string {
  const name = error.params['additionalProperty'] ?? error.params['missingProperty']
  const detail =
    name === undefined
      ? error.params['allowedValues'] === undefined
        ? ''
        : ` (${String(error.data)})`
      : ` (${String(name)})`
  return `${error.instancePath.replace(/\/\d+/g, '/*')}: ${error.message ?? ''}${detail}`
}
