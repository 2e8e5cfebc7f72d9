/**
 * Canonical JSON of a large value, two spaces a level, in pieces: one text of everything costs more memory than there is. Lists within
 * the first levels come entry by entry.
 */
import { by } from '../../compare.ts'
import { withEscapes } from '../../json-text.ts'
import { canonicalJson } from '../digest.ts'
import { inPieces } from './pieces.ts'

/** Of a result, its plan's lists are lists within the second level. */
const levels = 3

/** With a line end. */
export function* jsonPieces(value: object): Generator<string> {
  yield* inPieces(pieces(value, '', levels))
  yield '\n'
}

function* pieces(value: unknown, indent: string, deeper: number): Generator<string> {
  const inner = `${indent}  `
  if (deeper === 0 || typeof value !== 'object' || value === null || isEmpty(value))
    yield withEscapes(canonicalJson(value, 2)).replaceAll('\n', `\n${indent}`)
  else if (Array.isArray(value)) {
    for (const [position, entry] of value.entries()) {
      yield `${position === 0 ? '[' : ','}\n${inner}`
      yield* pieces(entry, inner, 0)
    }
    yield `\n${indent}]`
  } else {
    let before = '{'
    for (const [key, member] of Object.entries(value).sort(by(([key]) => key))) {
      if (member === undefined) continue
      yield `${before}\n${inner}${withEscapes(JSON.stringify(key))}: `
      yield* pieces(member, inner, deeper - 1)
      before = ','
    }
    yield `\n${indent}}`
  }
}

function isEmpty(value: object): boolean {
  return Object.values(value).every(member => member === undefined)
}
