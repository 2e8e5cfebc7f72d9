/**
 * Text → documents with positions. The only place that knows the yaml library. A scalar that YAML takes for a number or a
 * boolean but that was written where text belongs keeps its written text (`0003` stays `0003`): see `writtenText`.
 */
import { type Document, isMap, isPair, isScalar, LineCounter, type Node, parseAllDocuments } from 'yaml'
import { type Diagnostic, diagnose, type SourceRange } from '../diagnostic.ts'
import { codes } from './codes.ts'

export interface WorkspaceFile {
  /** Relative to the workspace, forward slashes. */
  readonly path: string
  readonly text: string
}

/** One YAML document: its value, and the way from a path in the value to a place in the file. */
export interface ParsedDocument {
  readonly file: string
  readonly value: Readonly<Record<string, unknown>>
  /** Range of the value at a path; of its key when `key` is given and exists there; of the nearest parent otherwise. */
  rangeOf(path: readonly (string | number)[], key?: string): SourceRange
  /** The text as written at a path, for scalars that were read as something else than text. */
  writtenText(path: readonly (string | number)[]): string | null
}

export interface ParseOutcome {
  readonly documents: readonly ParsedDocument[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Larger files are no documents: 8 MiB of characters. */
const largestFile = 8 * 1024 * 1024

export function parseFile(file: WorkspaceFile): ParseOutcome {
  if (file.text.length > largestFile)
    return {
      documents: [],
      diagnostics: [
        diagnose(codes.TOO_LARGE, {
          detail: `${file.path} has ${file.text.length} characters.`,
          at: startOf(file.path),
        }),
      ],
    }
  const lines = new LineCounter()
  const text = file.text.replace(/^\uFEFF/, '')
  const parsed = parseAllDocuments(text, {
    lineCounter: lines,
    keepSourceTokens: false,
    prettyErrors: false,
    logLevel: 'error',
    version: '1.2',
    uniqueKeys: true,
  })
  const documents: ParsedDocument[] = []
  const diagnostics: Diagnostic[] = []
  for (const document of Array.isArray(parsed) ? parsed : []) {
    const troubles = firstAtEachPlace(document.errors).map(error =>
      diagnose(codes.MALFORMED, {
        detail: sentence(error.message),
        at: rangeBetween(file.path, lines, error.pos[0], error.pos[1]),
      }),
    )
    diagnostics.push(...troubles)
    if (troubles.length > 0) continue
    const made = toDocument(file.path, text, document, lines)
    if ('code' in made) diagnostics.push(made)
    else if (made.value !== null) documents.push({ ...made, value: made.value })
  }
  return { documents, diagnostics }
}

/** The parser may say several things of one place; the first is the cause. */
function firstAtEachPlace(errors: Document['errors']): Document['errors'] {
  const places = new Set<number>()
  return errors.filter(({ pos }) => !places.has(pos[0]) && places.add(pos[0]) !== undefined)
}

function toDocument(
  file: string,
  text: string,
  document: Document,
  lines: LineCounter,
):
  | (Omit<ParsedDocument, 'value'> & { readonly value: Readonly<Record<string, unknown>> | null })
  | Diagnostic {
  const positions = {
    file,
    rangeOf: (path: readonly (string | number)[], key?: string) => rangeIn(file, document, lines, path, key),
    writtenText: (path: readonly (string | number)[]) => {
      const node = document.getIn(path, true)
      if (!isScalar(node) || typeof node.value === 'string' || !node.range) return null
      return text.slice(node.range[0], node.range[1])
    },
  }
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null))
    return { ...positions, value: null }
  const at = positions.rangeOf([])
  if (!isMap(document.contents))
    return diagnose(codes.NOT_A_MAP, { detail: `${file} holds something else here.`, at })
  try {
    const value: unknown = document.toJS({ maxAliasCount: 100 })
    return { ...positions, value: value as Record<string, unknown> } // a map node becomes a plain object
  } catch (error) {
    return diagnose(codes.MALFORMED, {
      detail: sentence(error instanceof Error ? error.message : 'unresolvable alias'),
      at,
    })
  }
}

function rangeIn(
  file: string,
  document: Document,
  lines: LineCounter,
  path: readonly (string | number)[],
  key?: string,
): SourceRange {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true)
    if (length === path.length && key !== undefined && isMap(node)) {
      const pair = node.items.find(
        item => isPair(item) && isScalar(item.key) && String(item.key.value) === key,
      )
      const own = pair?.key as Node | undefined
      if (own?.range) return rangeBetween(file, lines, own.range[0], own.range[1])
    }
    const range = (node as Node | undefined)?.range
    if (range)
      return isMap(node)
        ? firstLine(file, lines, range[0], range[1])
        : rangeBetween(file, lines, range[0], range[1])
  }
  return startOf(file)
}

/** A map spans many lines; what the eye needs is where it begins. */
function firstLine(file: string, lines: LineCounter, from: number, to: number): SourceRange {
  const whole = rangeBetween(file, lines, from, to)
  return whole.endLine === whole.line ? whole : { ...whole, endLine: whole.line, endColumn: whole.column + 1 }
}

function rangeBetween(file: string, lines: LineCounter, from: number, to: number): SourceRange {
  const start = lines.linePos(from)
  const end = lines.linePos(Math.max(from, to))
  return {
    file,
    line: Math.max(1, start.line),
    column: Math.max(1, start.col),
    endLine: Math.max(1, end.line),
    endColumn: Math.max(1, end.col),
  }
}

function startOf(file: string): SourceRange {
  return { file, line: 1, column: 1, endLine: 1, endColumn: 2 }
}

function sentence(message: string): string {
  const [first = ''] = message.split('\n')
  return `${first.trim().replace(/[.:]$/, '')}.`
}
