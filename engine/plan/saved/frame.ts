/**
 * How a packed file is laid out: JSON, one member a line, and of a long list one entry a line, so that it is written and read line by line
 * whatever its size, and `jq` reads it as well.
 */
import { isTooDeep } from '../../json-depth.ts'
import { withEscapes } from '../../json-text.ts'
import { canonicalJson } from '../digest.ts'

/** A member; or that a list begins which is laid out entry by entry, and then each of them. `length`: characters of it as JSON. */
export type Framed =
  | { readonly kind: 'member'; readonly key: string; readonly value: unknown }
  | { readonly kind: 'list'; readonly key: string }
  | { readonly kind: 'entry'; readonly key: string; readonly value: unknown; readonly length: number }

/** A list that is laid out entry by entry. They are JSON, and asked for when their turn comes. */
export type FramedList = readonly [key: string, entries: Iterable<string>]

/** One after the other, when it is asked for. */
export function* written<Entry>(
  entries: readonly Entry[],
  write: (entry: Entry) => string = canonicalJson,
): Generator<string> {
  for (const entry of entries) yield write(entry)
}

/** The lines of the file, without their ends; the members in this order. */
export function* framed(
  members: readonly (readonly [key: string, value: unknown])[],
  lists: readonly FramedList[],
): Generator<string> {
  const said = members.filter(([, value]) => value !== undefined)
  yield '{'
  for (const [position, [key, value]] of said.entries()) {
    const isLast = position === said.length - 1 && lists.length === 0
    yield withEscapes(`${JSON.stringify(key)}: ${canonicalJson(value)}${isLast ? '' : ','}`)
  }
  for (const [position, [key, entries]] of lists.entries()) {
    yield `${JSON.stringify(key)}: [`
    let waiting: string | null = null
    for (const entry of entries) {
      if (waiting !== null) yield `${waiting},`
      waiting = withEscapes(entry)
    }
    if (waiting !== null) yield waiting
    yield position === lists.length - 1 ? ']' : '],'
  }
  yield '}'
}

/** Of a text, without their ends. */
export function* linesIn(text: string): Generator<string> {
  for (let from = 0; from <= text.length; ) {
    const end = text.indexOf('\n', from)
    yield text.slice(from, end < 0 ? text.length : end)
    from = end < 0 ? text.length + 1 : end + 1
  }
}

/** What is wrong with a line: a sentence without its subject. */
export class NotFramed extends Error {}

/** A line that may have been cut. */
export class NotWhole extends NotFramed {}

/** The last line is missing. */
export class CutShort extends Error {}

/** Takes the lines of a file, without their ends; gives what they say. The last line has to be there. */
export function* unframed(lines: Iterable<string>): Generator<Framed> {
  const keys = new Set<string>()
  let within: string | null = null
  let isOpen = false
  let isEnded = false
  for (const whole of lines) {
    const text = (isOpen ? whole : whole.replace(/^\uFEFF/, '')).replace(/\r$/, '')
    if (isEnded) {
      if (text.trim() !== '') throw new NotFramed('stands behind the end')
    } else if (!isOpen) {
      if (text !== '{') throw new NotFramed('does not begin it')
      isOpen = true
    } else if (text === '}') isEnded = within === null
    else if (within !== null && (text === ']' || text === '],')) within = null
    else {
      const bare = text.endsWith(',') ? text.slice(0, -1) : text
      if (bare === '') continue
      if (within !== null) {
        yield { kind: 'entry', key: within, value: parsed(bare), length: bare.length }
        continue
      }
      const [, key, value] = /^("[A-Za-z]+"): (.*)$/su.exec(bare) ?? []
      if (key === undefined || value === undefined) throw new NotWhole('is no member')
      const name = String(parsed(key))
      if (keys.has(name)) throw new NotFramed(`says \`${name}\` again`)
      keys.add(name)
      if (value === '[') {
        within = name
        yield { kind: 'list', key: name }
      } else yield { kind: 'member', key: name, value: parsed(value) }
    }
  }
  if (!isEnded) throw new CutShort()
}

function parsed(text: string): unknown {
  if (isTooDeep(text)) throw new NotFramed('is nested deeper than any plan')
  try {
    return JSON.parse(text)
  } catch {
    throw new NotWhole('is no JSON')
  }
}
