/**
 * Values as YAML that means the same in every version of it: what an older reader would take for a number, a boolean or a
 * date (`0003`, `NO`, `2026-12-07`) is quoted, and so is whatever is not plainly a word or an id.
 */
import { isGuid } from '../model/guid.ts'

/** Words that YAML 1.1 or 1.2 reads as something else than text. */
const reserved = /^(y|yes|n|no|true|false|on|off|null|~|\.nan|\.inf)$/i
const plain = /^\p{L}[\p{L}\p{N} ._@/()+&'-]*$/u

export function yamlScalar(value: string | number): string {
  if (typeof value === 'number') return String(value)
  if (isGuid(value)) return value
  const isPlain = plain.test(value) && !reserved.test(value) && value.trim() === value
  return isPlain ? value : quoted(value)
}

export type FlowValue =
  | string
  | number
  | boolean
  | readonly FlowValue[]
  | { readonly [key: string]: FlowValue }

/** A value on one line: lists in brackets, maps in braces. */
export function flowValue(value: FlowValue): string {
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'string' || typeof value === 'number') return yamlScalar(value)
  if (isList(value)) return `[${value.map(inFlow).join(', ')}]`
  const inner = Object.entries(value).map(([key, entry]) => `${yamlScalar(key)}: ${inFlow(entry)}`)
  return `{ ${inner.join(', ')} }`
}

function isList(value: FlowValue): value is readonly FlowValue[] {
  return Array.isArray(value)
}

/** Commas and brackets end a plain word inside brackets. */
function inFlow(value: FlowValue): string {
  const text = flowValue(value)
  return typeof value === 'string' && !text.startsWith('"') && /[,[\]{}:]/.test(text)
    ? JSON.stringify(value)
    : text
}

/** JSON is YAML but for the characters that YAML does not print or takes for the end of a line. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Text for a comment: one line, nothing in it that could end the comment or hide what follows. */
export function commentText(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
}

/** Comment lines, broken between words where they grow longer than the house's documents are wide. */
export function commentLines(text: string, indent = ''): readonly string[] {
  const widest = 118 - indent.length
  const lines: string[] = []
  let line = ''
  for (const word of commentText(text).split(' ')) {
    if (line !== '' && line.length + word.length + 1 > widest) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  lines.push(line)
  return lines.map(one => `${indent}# ${one}`)
}
