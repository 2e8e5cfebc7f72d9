import { isTooDeep } from '../../engine/json-depth.ts'

/** Bodies as they come: empty, with a byte-order mark, with stray characters before the JSON (Q1), or no JSON at all. */
export type ParsedBody =
  | { readonly kind: 'empty' }
  /** `source`: the JSON itself, without what stood before it. */
  | { readonly kind: 'json'; readonly value: unknown; readonly source: string }
  | { readonly kind: 'garbled'; readonly start: string }

export function parseJsonBody(text: string): ParsedBody {
  if (text.trim() === '') return { kind: 'empty' }
  const whole = tryParse(text)
  if (whole !== undefined) return { kind: 'json', value: whole, source: text }
  const begin = text.search(/[{[]/)
  const source = text.slice(Math.max(0, begin))
  const rest = begin < 0 ? undefined : tryParse(source)
  return rest === undefined
    ? { kind: 'garbled', start: text.slice(0, 200) }
    : { kind: 'json', value: rest, source }
}

function tryParse(text: string): unknown {
  try {
    return isTooDeep(text) ? undefined : (JSON.parse(text) as unknown)
  } catch {
    return undefined
  }
}
