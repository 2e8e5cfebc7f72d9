/** A mapping file: headers and words of a language this version does not have. JSON: `{"customerId": ["Microsoft-ID"], "status": {"headers": ["Status"], "values": {"Aktiv": "active"}}}`. */
import { diagnose } from '../../engine/diagnostic.ts'
import { codes } from '../../engine/inventory/codes.ts'
import type { Vocabulary } from '../../engine/portal/columns.ts'
import { type Field, fieldNames, values as knownValues } from '../../engine/portal/words.ts'
import { Trouble } from '../../engine/trouble.ts'
import { readNamedText } from '../files/named-file.ts'

const largest = 1024 * 1024

export async function readVocabulary(path: string, cwd: string): Promise<Vocabulary> {
  const text = readNamedText(path, cwd, largest)
  const wrong = (why: string) => new Trouble(diagnose(codes.BAD_HEADERS, { detail: `${path}: ${why}.` }))
  let written: unknown
  try {
    written = JSON.parse(text)
  } catch {
    throw wrong('it is no JSON')
  }
  if (!isMap(written)) throw wrong('it is no JSON object')
  const headers: Partial<Record<Field, readonly string[]>> = {}
  const values: Partial<Record<Field, Readonly<Record<string, string>>>> = {}
  for (const [name, entry] of Object.entries(written)) {
    const field = fieldNames.find(known => known === name)
    if (field === undefined) throw wrong(`\`${name}\` is none of ${fieldNames.join(', ')}`)
    const said = isMap(entry) ? entry['headers'] : entry
    if (said !== undefined) {
      if (!isTexts(said)) throw wrong(`the headers of \`${name}\` are no list of texts`)
      headers[field] = said
    }
    if (isMap(entry) && entry['values'] !== undefined) values[field] = meanings(field, entry['values'], wrong)
  }
  return { headers, values }
}

function meanings(
  field: Field,
  written: unknown,
  wrong: (why: string) => Trouble,
): Readonly<Record<string, string>> {
  const allowed = Object.keys(knownValues[field] ?? {})
  if (!isMap(written)) throw wrong(`the values of \`${field}\` are no object`)
  const found: Record<string, string> = {}
  for (const [said, meaning] of Object.entries(written)) {
    if (typeof meaning !== 'string' || !allowed.includes(meaning))
      throw wrong(`\`${said}\` of \`${field}\` has to mean one of ${allowed.join(', ')}`)
    found[said] = meaning
  }
  return found
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(entry => typeof entry === 'string')
}
