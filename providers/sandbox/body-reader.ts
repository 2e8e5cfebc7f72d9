/** Request bodies are read case-insensitively (facts 4.2), and properties nobody knows are refused. */
import { refuse } from './refusal.ts'

export type Fields = Readonly<Record<string, unknown>>

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function asFields(value: unknown, what: string): Fields {
  if (!isFields(value)) throw refuse(400, 2000, `${what} must be a JSON object.`)
  return value
}

/** The value of a property in whatever case it was written; null reads as absent. */
export function field(fields: Fields, name: string): unknown {
  const wanted = name.toLowerCase()
  for (const [key, value] of Object.entries(fields))
    if (key.toLowerCase() === wanted) return value ?? undefined
  return undefined
}

export function onlyFields(fields: Fields, allowed: readonly string[], what: string): void {
  const known = new Set(allowed.map(name => name.toLowerCase()))
  const stranger = Object.keys(fields).find(key => !known.has(key.toLowerCase()))
  if (stranger !== undefined) throw refuse(400, 2000, `${what} has no property ${stranger}.`)
}

export function textField(fields: Fields, name: string, what: string): string {
  const value = field(fields, name)
  if (typeof value !== 'string' || value === '') throw refuse(400, 800002, `${what} needs the text ${name}.`)
  return value
}

export function optionalText(fields: Fields, name: string): string | null {
  const value = field(fields, name)
  if (value === undefined || value === '') return null
  if (typeof value !== 'string') throw refuse(400, 800002, `${name} must be text.`)
  return value
}

export function countField(fields: Fields, name: string, what: string): number {
  const value = field(fields, name)
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0)
    throw refuse(400, 800002, `${what} needs the whole number ${name}.`)
  return value
}

export function optionalList(fields: Fields, name: string): readonly unknown[] {
  const value = field(fields, name)
  if (value === undefined) return []
  if (!Array.isArray(value)) throw refuse(400, 800002, `${name} must be an array.`)
  return value
}

/** Words of an enumeration: any case, with or without `_`, or the ordinal (facts 4.2, 17). */
export function wordField(fields: Fields, name: string, words: readonly string[]): string | undefined {
  const value = field(fields, name)
  if (value === undefined) return undefined
  if (typeof value === 'number') {
    const word = words[value]
    if (word !== undefined) return word
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const plain = (word: string) => word.toLowerCase().replaceAll('_', '')
  const found = words.find(word => plain(word) === plain(text))
  if (found === undefined) throw refuse(400, 900126, `${name} cannot be ${text}.`)
  return found
}

/** In the order of their ordinals. */
export const billingCycles = [
  'unknown',
  'monthly',
  'annual',
  'none',
  'one_time',
  'triennial',
  'biennial',
] as const
