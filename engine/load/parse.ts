/**
 * Text → documents with positions. The only place that knows the yaml library. A scalar that YAML takes for a number or a
 * boolean but that was written where text belongs keeps its written text (`0003` stays `0003`): see `writtenText`.
 */
import { Composer, type CST, type Document, isMap, isScalar, LineCounter, Parser } from 'yaml'
import { type Diagnostic, diagnose, type SourceRange } from '../diagnostic.ts'
import { codes } from './codes.ts'
import { nodeAt, type PairsOf, pairsByKey } from './yaml/pairs.ts'
import { type AliasTrouble, type Structure, structureOf } from './yaml/structure.ts'
import { deepest, lexemesOf, mostTokens, TooMuch } from './yaml/token-limits.ts'

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

/** Larger files are no documents; a hundred thousand customers take some 60 MiB. */
const largestFile = 96 * 1024 * 1024
/** Documents in one file; every one costs the parser its time, however little stands in it. */
const mostDocuments = 200_000
/** Values that the aliases of one file may add to what is written in it. */
const mostUnfolded = 100_000
/** Anchors and aliases of one document. */
const mostAnchors = 10_000

export function parseFile(file: WorkspaceFile): ParseOutcome {
  if (file.text.length > largestFile)
    return refused(file.path, `${file.path} has ${file.text.length} characters.`)
  const text = file.text.replace(/^\uFEFF/, '')
  try {
    return documentsIn(text, file)
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error
    const { trouble } = error
    return trouble.kind === 'too many'
      ? refused(file.path, `A document of ${file.path} has more than ${mostTokens} words and marks.`)
      : { documents: [], diagnostics: [tooDeep(rangeAt(file.path, text, trouble.at))] }
  }
}

/** Throws TooMuch. */
function documentsIn(text: string, file: WorkspaceFile): ParseOutcome {
  const lines = new LineCounter()
  const composer = new Composer({
    lineCounter: lines,
    keepSourceTokens: false,
    prettyErrors: false,
    logLevel: 'error',
    version: '1.2',
    uniqueKeys: false, // structureOf looks for them
    resolveKnownTags: false, // the library knows tags of YAML 1.1 as well: !!binary, !!timestamp, !!set
  })
  const documents: ParsedDocument[] = []
  const diagnostics: Diagnostic[] = []
  let count = 0
  let unfolded = 0
  for (const document of composer.compose(parsed(text, lines))) {
    count += 1
    if (count > mostDocuments)
      return refused(file.path, `${file.path} has more than ${mostDocuments} documents.`)
    const place = { file: file.path, lines, pairsOf: pairsByKey() }
    const syntax = syntaxTroubles(document, place)
    for (const trouble of syntax) diagnostics.push(trouble)
    if (syntax.length > 0) continue
    const structure = structureOf(document, { deepest, mostAnchors, mostUnfolded: mostUnfolded - unfolded })
    unfolded += structure.unfolded
    const troubles = structureTroubles(document, structure, place)
    for (const trouble of troubles) diagnostics.push(trouble)
    if (troubles.length > 0) continue
    const made = toDocument(text, document, place)
    if ('code' in made) diagnostics.push(made)
    else if (made.value !== null) documents.push({ ...made, value: made.value })
  }
  return { documents, diagnostics }
}

/** What the parser would do with the text, but for who makes its lexemes: they are made once, and looked at on their way. */
function* parsed(text: string, lines: LineCounter): Generator<CST.Token> {
  const parser = new Parser(lines.addNewLine)
  lines.addNewLine(0)
  for (const lexeme of lexemesOf(text)) yield* parser.next(lexeme)
  yield* parser.end()
}

function refused(file: string, detail: string): ParseOutcome {
  return { documents: [], diagnostics: [diagnose(codes.TOO_LARGE, { detail, at: startOf(file) })] }
}

function tooDeep(at: SourceRange): Diagnostic {
  return diagnose(codes.TOO_DEEP, { detail: `It has more than ${deepest} levels here.`, at })
}

/** Before the parser has counted lines. */
function rangeAt(file: string, text: string, offset: number): SourceRange {
  const before = text.slice(0, offset).split('\n')
  const line = before.length
  const column = (before.at(-1) ?? '').length + 1
  return { file, line, column, endLine: line, endColumn: column + 1 }
}

/** Where a document stands, and how to look into it. */
interface Place {
  readonly file: string
  readonly lines: LineCounter
  readonly pairsOf: PairsOf
}

function syntaxTroubles(document: Document, { file, lines }: Place): readonly Diagnostic[] {
  // Whatever else is said once the levels were too many for the parser follows from that.
  const exhausted = document.errors.find(error => error.code === 'RESOURCE_EXHAUSTION')
  return firstAtEachPlace(exhausted === undefined ? document.errors : [exhausted]).map(error =>
    error.code === 'RESOURCE_EXHAUSTION'
      ? tooDeep(rangeBetween(file, lines, error.pos[0], error.pos[0] + 1))
      : diagnose(codes.MALFORMED, {
          detail: sentence(error.message),
          at: rangeBetween(file, lines, error.pos[0], error.pos[1]),
        }),
  )
}

function structureTroubles(
  document: Document,
  { repeated, tooDeep: beyond, aliases }: Structure,
  { file, lines }: Place,
): readonly Diagnostic[] {
  const at = (node: { readonly range?: readonly number[] | null | undefined }) => {
    const [from = 0, to = from] = node.range ?? []
    return rangeBetween(file, lines, from, to)
  }
  if (beyond !== null) return [tooDeep(firstColumn(at(beyond)))]
  const twice = repeated.map(({ key, first }) =>
    diagnose(codes.MALFORMED, {
      detail: 'Map keys must be unique.',
      at: at(key),
      related: [{ at: at(first), note: 'the first is here' }],
    }),
  )
  const unusable = aliases.map(({ alias, why }) =>
    diagnose(codes.MALFORMED, { detail: aliasTroubles[why](`\`*${alias.source}\``), at: at(alias) }),
  )
  return [...twice, ...meaningTroubles(document, { file, lines }), ...unusable]
}

const aliasTroubles: Readonly<Record<AliasTrouble['why'], (alias: string) => string>> = {
  'no anchor': alias => `${alias} refers to no anchor before it.`,
  'within itself': alias => `${alias} stands within what it refers to.`,
  'unfolds too far': alias =>
    `With ${alias} the aliases of this file stand for more than ${mostUnfolded} values.`,
  'too many': alias => `With ${alias} the document has more than ${mostAnchors} anchors and aliases.`,
}

/** What would be read by other rules than those of YAML 1.2, or lose its meaning: another version, a tag outside the core schema. */
function meaningTroubles(
  document: Document,
  { file, lines }: Pick<Place, 'file' | 'lines'>,
): readonly Diagnostic[] {
  const malformed = (from: number, to: number, detail: string) =>
    diagnose(codes.MALFORMED, { detail, at: rangeBetween(file, lines, from, to) })
  const { explicit, version } = document.directives?.yaml ?? { explicit: false, version: '1.2' }
  const troubles = document.warnings.map(({ pos, message }) => malformed(pos[0], pos[1], sentence(message)))
  if (explicit === true && version !== '1.2')
    troubles.push(
      diagnose(codes.MALFORMED, {
        detail: `Documents are YAML 1.2, and %YAML ${version} asks for other rules: remove that line.`,
        at: startOf(file),
      }),
    )
  return troubles
}

/** The parser may say several things of one place; the first is the cause. */
function firstAtEachPlace(errors: Document['errors']): Document['errors'] {
  const places = new Set<number>()
  return errors.filter(({ pos }) => !places.has(pos[0]) && places.add(pos[0]) !== undefined)
}

function toDocument(
  text: string,
  document: Document,
  place: Place,
):
  | (Omit<ParsedDocument, 'value'> & { readonly value: Readonly<Record<string, unknown>> | null })
  | Diagnostic {
  const { file, pairsOf } = place
  const positions = {
    file,
    rangeOf: (path: readonly (string | number)[], key?: string) => rangeIn(document, place, { path, key }),
    writtenText: (path: readonly (string | number)[]) => {
      const node = nodeAt(document, path, pairsOf)
      // An unquoted null is no text, whatever the key (`null`, `~`, nothing at all).
      if (!isScalar(node) || typeof node.value === 'string' || node.value === null || !node.range) return null
      return text.slice(node.range[0], node.range[1])
    },
  }
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null))
    return { ...positions, value: null }
  const at = positions.rangeOf([])
  if (!isMap(document.contents))
    return diagnose(codes.NOT_A_MAP, { detail: `${file} holds something else here.`, at })
  const value: unknown = document.toJS({ maxAliasCount: -1 }) // structureOf has weighed them
  return { ...positions, value: value as Record<string, unknown> } // a map node becomes a plain object
}

function rangeIn(
  document: Document,
  { file, lines, pairsOf }: Place,
  { path, key }: { readonly path: readonly (string | number)[]; readonly key: string | undefined },
): SourceRange {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = nodeAt(document, path.slice(0, length), pairsOf)
    if (length === path.length && key !== undefined && isMap(node)) {
      const own = pairsOf(node).get(key)?.key
      if (isScalar(own) && own.range) return rangeBetween(file, lines, own.range[0], own.range[1])
    }
    const range = node?.range
    if (range)
      return isMap(node)
        ? firstColumn(rangeBetween(file, lines, range[0], range[1]))
        : rangeBetween(file, lines, range[0], range[1])
  }
  return startOf(file)
}

/** A map spans many lines; what the eye needs is where it begins. */
function firstColumn(whole: SourceRange): SourceRange {
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

/** Without the piece of the document that the parser quotes: what stands there may be a secret, and its place is told. */
function sentence(message: string): string {
  const [first = ''] = message.replace(/( in YAML stream|^Not a YAML token): .*$/s, '$1').split('\n')
  return `${first.trim().replace(/[.:]$/, '')}.`
}
