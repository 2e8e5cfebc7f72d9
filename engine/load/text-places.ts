/** Places in the text of a document: where nodes end, where lines do, and changes that touch nothing between them. */
import { isCollection, isPair, isScalar, type Node } from 'yaml'

export interface Change {
  readonly from: number
  readonly to: number
  readonly text: string
}

export interface Page {
  readonly text: string
  /** Offset of the first character of the line. */
  lineStart(offset: number): number
  /** Offset after the last character of the line, before its break. */
  lineEnd(offset: number): number
  insertLines(end: number, lines: readonly string[]): Change
}

export function pageOf(text: string): Page {
  const eol = text.includes('\r\n') ? '\r\n' : '\n'
  const lineEnd = (offset: number) => {
    const next = text.indexOf('\n', offset)
    if (next === -1) return text.length
    return text[next - 1] === '\r' && next > offset ? next - 1 : next
  }
  return {
    text,
    lineStart: offset => text.lastIndexOf('\n', offset - 1) + 1,
    lineEnd,
    insertLines: (end, lines) => ({ from: end, to: end, text: lines.map(line => `${eol}${line}`).join('') }),
  }
}

/** Offset after the last character that a node's own content has, without comments and blank lines behind it. */
export function endOf(node: Node): number {
  if (!isCollection(node) || node.flow === true) {
    const [from = 0, to = 0] = node.range ?? []
    return isScalar(node) && String(node.type).startsWith('BLOCK') ? to - 1 : Math.max(from, to)
  }
  const ends = node.items.map(item => (isPair(item) ? endOfPair(item) : isNode(item) ? endOf(item) : 0))
  return ends.length === 0 ? (node.range?.[0] ?? 0) : Math.max(...ends)
}

export function endOfPair(pair: unknown): number {
  if (!isPair(pair)) return 0
  const key = isNode(pair.key) ? endOf(pair.key) : 0
  return Math.max(key, isNode(pair.value) ? endOf(pair.value) : 0)
}

export function isFlow(node: unknown): boolean {
  return isCollection(node) && node.flow === true
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'range' in value
}

/** Changes do not overlap; several at one place keep their order. */
export function applied(text: string, changes: readonly Change[]): string {
  let result = ''
  let at = 0
  for (const change of [...changes].sort((a, b) => a.from - b.from || a.to - b.to)) {
    result += text.slice(at, change.from) + change.text
    at = change.to
  }
  return result + text.slice(at)
}
