/** Request bodies are read case-insensitively (api.md 4.2), and fields nobody knows are refused. */
import { refuse } from './refusal.ts'

export type Fields = Readonly<Record<string, unknown>>

export function asFields(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw refuse(400, 2000, `${what} must be an object.`)
  return value as Fields // checked just above
}

/** The value of a field in whatever case it was written; null reads as absent. */
export function field(fields: Fields, name: string): unknown {
  const wanted = name.toLowerCase()
  for (const [key, value] of Object.entries(fields))
    if (key.toLowerCase() === wanted) return value ?? undefined
  return undefined
}

export function hasField(fields: Fields, name: string): boolean {
  return Object.keys(fields).some(key => key.toLowerCase() === name.toLowerCase())
}

export function onlyFields(fields: Fields, allowed: readonly string[], what: string): void {
  const known = new Set(allowed.map(name => name.toLowerCase()))
  const stranger = Object.keys(fields).find(key => !known.has(key.toLowerCase()))
  if (stranger !== undefined) throw refuse(400, 2000, `${what} has no property ${stranger}.`)
}

export function textField(fields: Fields, name: string, what: string): string {
  const value = field(fields, name)
  if (typeof value !== 'string' || value === '') throw refuse(400, 2000, `${what} needs the text ${name}.`)
  return value
}

export function optionalText(fields: Fields, name: string): string | null {
  const value = field(fields, name)
  return typeof value === 'string' && value !== '' ? value : null
}

export function countField(fields: Fields, name: string, what: string): number {
  const value = field(fields, name)
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0)
    throw refuse(400, 2000, `${what} needs the whole number ${name}.`)
  return value
}
