/** Tolerant readers of JSON: property case (Q13, Q14), numbers as text (Q15), nulls as absence, words in any spelling (Q8). */

export type Json = Readonly<Record<string, unknown>>

export function isJsonObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A property by its name in any letter case; the exact spelling wins. null counts as absent. */
export function property(value: unknown, name: string): unknown {
  if (!isJsonObject(value)) return undefined
  if (Object.hasOwn(value, name)) return value[name] ?? undefined
  const wanted = name.toLowerCase()
  const found = Object.keys(value).find(key => key.toLowerCase() === wanted)
  return found === undefined ? undefined : (value[found] ?? undefined)
}

export function textAt(value: unknown, name: string): string | null {
  const found = property(value, name)
  return typeof found === 'string' ? found : typeof found === 'number' ? String(found) : null
}

export function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value !== 'string' || value.trim() === '') return null
  const number = Number(value)
  return Number.isFinite(number) ? number : null
}

/** Lower case, without `_`, `-` and blanks: `OneTime`, `one_time` and `One Time` are one word. */
export function plainWord(text: string): string {
  return text.toLowerCase().replace(/[_\s-]/g, '')
}

/**
 * Items of an envelope, of a bare array (Q10), or none when the key is missing or null (Q9) in what is a collection by its other keys.
 * null: it is no list, and taking it for an empty one would be taking somebody else's answer for absence.
 */
export function itemsOf(body: unknown): readonly unknown[] | null {
  if (Array.isArray(body)) return body
  if (!isJsonObject(body)) return null
  const items = property(body, 'items')
  if (Array.isArray(items)) return items
  return items === undefined && isEmptyCollection(body) ? [] : null
}

/** How many a page says that it holds; null: it does not say. */
export function countOf(body: unknown): number | null {
  return numberOf(property(body, 'totalCount'))
}

function isEmptyCollection(body: Json): boolean {
  const count = countOf(body)
  if (count !== null) return count === 0
  if (Object.keys(body).some(key => key.toLowerCase() === 'items')) return true
  const type = textAt(property(body, 'attributes'), 'objectType') ?? ''
  return /collection/i.test(type) || property(property(body, 'links'), 'self') !== undefined
}

/** The properties of a resource under the names the wire types give them, whatever their letter case was (Q13, Q14). */
export function withNames(value: unknown, names: readonly string[]): Json {
  if (!isJsonObject(value)) return {}
  const byLower = new Map(names.map(name => [name.toLowerCase(), name]))
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [byLower.get(key.toLowerCase()) ?? key, entry]),
  )
}

/** What is no list is an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** Pages whose items do not say who they are were refused before they come here (`identified` and `resource` of the client). */
export function idOf(wire: object): string {
  return textAt(wire, 'id') ?? ''
}
