/**
 * The one layout of a document: two blanks for each level, lines that end in LF and hold no blanks at their end, one empty line at most between
 * others, one line end at the end. Nothing else is touched: comments, quotes, flow and block, and what people aligned stay as they are. What comes
 * out means what went in, or nothing is changed.
 */
import { CST, type Document, parseAllDocuments, visit } from 'yaml'

/** null: another layout cannot be told from another meaning here, so the text stays as its author wrote it. */
export function formatted(text: string): string | null {
  const plain = text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n')
  const documents = documentsOf(plain)
  if (documents.some(document => document.errors.length > 0)) return null
  const layout = laidOut(plain, documents)
  return isSame(documents, documentsOf(layout)) ? layout : null
}

function documentsOf(text: string): readonly Document[] {
  const parsed = parseAllDocuments(text, {
    keepSourceTokens: true,
    logLevel: 'error',
    version: '1.2',
    // Text as it is written: `0003` is not 3.
    schema: 'failsafe',
  })
  return Array.isArray(parsed) ? parsed : []
}

interface Lines {
  readonly texts: readonly string[]
  /** Offset of each line. */
  readonly starts: readonly number[]
  /** Blanks to add, or to take away, before each line. */
  readonly shift: number[]
  /** Lines that continue a value: blanks at their end, and empty ones, belong to it. */
  readonly held: Set<number>
  /** Dashes that more than one blank follows. */
  readonly wideDashes: Set<number>
}

function laidOut(text: string, documents: readonly Document[]): string {
  const texts = text.split('\n')
  const starts: number[] = []
  let offset = 0
  for (const line of texts) {
    starts.push(offset)
    offset += line.length + 1
  }
  const lines: Lines = { texts, starts, shift: texts.map(() => 0), held: new Set(), wideDashes: new Set() }
  for (const document of documents) {
    const token = document.contents?.srcToken
    if (token !== undefined) indent(token, 0, lines)
    visit(document, {
      Scalar: (_, node) => {
        const [from = 0, to = from] = node.range ?? []
        for (let line = lineAt(from, lines) + 1; line <= lineAt(Math.max(from, to - 1), lines); line += 1)
          lines.held.add(line)
      },
    })
  }
  return joined(lines)
}

function indent(token: CST.Token, expected: number, lines: Lines): void {
  if (token.type !== 'block-map' && token.type !== 'block-seq') return
  const first = lineAt(token.offset, lines)
  const end = token.offset + CST.stringify(token).length
  const from = isFirstOnLine(token.offset, lines) ? first : first + 1
  for (let line = from; line <= lineAt(Math.max(token.offset, end - 1), lines); line += 1)
    lines.shift[line] = expected - token.indent
  for (const item of token.items) {
    const { value } = item
    if (value === undefined || value === null) continue
    if (token.type === 'block-seq' && 'indent' in value && !isFirstOnLine(value.offset, lines))
      lines.wideDashes.add(lineAt(value.offset, lines))
    indent(value, expected + 2, lines)
  }
}

function isFirstOnLine(offset: number, lines: Lines): boolean {
  const line = lineAt(offset, lines)
  return (lines.texts[line] ?? '').slice(0, offset - (lines.starts[line] ?? 0)).trim() === ''
}

function lineAt(offset: number, { starts }: Lines): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}

function joined({ texts, shift, held, wideDashes }: Lines): string {
  const out: string[] = []
  for (const [at, text] of texts.entries()) {
    const isHeld = held.has(at)
    const dashed = wideDashes.has(at) ? text.replace(/^(\s*(?:- )*-) +(?=\S)/, '$1 ') : text
    const moved = dashed.trim() === '' ? dashed : moveBy(dashed, shift[at] ?? 0)
    const line = isHeld ? moved : moved.trimEnd()
    if (!isHeld && line === '' && (out.length === 0 || out.at(-1) === '')) continue
    out.push(line)
  }
  while (out.at(-1) === '' && !held.has(texts.length - 1)) out.pop()
  return out.length === 0 ? '' : `${out.join('\n')}\n`
}

function moveBy(line: string, by: number): string {
  if (by >= 0) return ' '.repeat(by) + line
  const blanks = line.length - line.trimStart().length
  return line.slice(Math.min(blanks, -by))
}

/** The same values, and the same comments in the same order. */
function isSame(before: readonly Document[], after: readonly Document[]): boolean {
  if (before.length !== after.length) return false
  return before.every((document, at) => {
    const other = after[at]
    return (
      other !== undefined &&
      other.errors.length === 0 &&
      JSON.stringify(document.toJS({ maxAliasCount: 100 })) ===
        JSON.stringify(other.toJS({ maxAliasCount: 100 })) &&
      commentsOf(document) === commentsOf(other)
    )
  })
}

function commentsOf(document: Document): string {
  const found: string[] = [document.commentBefore ?? '', document.comment ?? '']
  visit(document, {
    Node: (_, node) => {
      found.push(node.commentBefore ?? '', node.comment ?? '')
    },
  })
  return found
    .flatMap(text => text.split('\n').map(line => line.trim()))
    .filter(line => line !== '')
    .join('\n')
}
