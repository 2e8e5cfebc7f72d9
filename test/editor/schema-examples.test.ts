/** What the schemas of documents offer to an editor: descriptions of every key, and examples and defaults that are allowed where they stand. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import { root } from '../support/example.ts'

interface Schema {
  readonly description?: string
  readonly $ref?: string
  readonly examples?: readonly unknown[]
  readonly default?: unknown
  readonly properties?: Readonly<Record<string, Schema>>
}

const kinds = ['partner', 'customer', 'consolidation', 'policy', 'catalog', 'workspace'] as const

/** Every key of a schema, with the pointer to what it says. */
function* keysOf(value: unknown, pointer = ''): Generator<readonly [pointer: string, schema: Schema]> {
  if (typeof value !== 'object' || value === null) return
  for (const [name, inner] of Object.entries(value)) {
    const at = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    if (name === 'properties')
      for (const [key, schema] of Object.entries(inner as Readonly<Record<string, Schema | boolean>>))
        if (typeof schema === 'object') yield [`${at}/${key}`, schema]
    yield* keysOf(inner, at)
  }
}

describe.each(kinds)('the schema of a %s', kind => {
  const schema = JSON.parse(readFileSync(join(root, 'schemas', `${kind}.schema.json`), 'utf8')) as {
    readonly $id: string
  }
  const ajv = new Ajv2020({ strict: false })
  addFormats.default(ajv)
  ajv.addSchema(schema)

  it('gives examples and defaults that are allowed where they stand', () => {
    const wrong = [...keysOf(schema)].flatMap(([pointer, key]) =>
      [...(key.examples ?? []), ...('default' in key ? [key.default] : [])]
        .filter(value => ajv.getSchema(`${schema.$id}#${pointer}`)?.(value) !== true)
        .map(value => [pointer, value]),
    )
    expect(wrong).toEqual([])
  })
})
