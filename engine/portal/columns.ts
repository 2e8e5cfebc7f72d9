/** Which column of a portal export holds what, by its header in a known language or by a mapping file. */
import { type Diagnostic, diagnose, type SourceRange } from '../diagnostic.ts'
import { codes } from '../inventory/codes.ts'
import type { Table } from './table.ts'
import { type Field, fieldNames, headers, ignored, plainWords, values } from './words.ts'

/** Further words, from a mapping file. */
export interface Vocabulary {
  readonly headers: Readonly<Partial<Record<Field, readonly string[]>>>
  readonly values: Readonly<Partial<Record<Field, Readonly<Record<string, string>>>>>
}

export const noVocabulary: Vocabulary = { headers: {}, values: {} }

/** Of one kind. */
const mostNamed = 20

export interface Columns {
  /** Position of a field's column; undefined: the export has none. */
  readonly positions: Readonly<Partial<Record<Field, number>>>
  readonly diagnostics: readonly Diagnostic[]
}

export function columnsOf(table: Table, vocabulary: Vocabulary): Columns {
  const known = new Map<string, Field>()
  for (const field of fieldNames) for (const word of headers[field]) known.set(plainWords(word), field)
  const mapped = new Map<string, Field>()
  for (const field of fieldNames)
    for (const word of vocabulary.headers[field] ?? []) mapped.set(plainWords(word), field)
  const idle = new Set(ignored.map(plainWords))
  const found = new Map<Field, number[]>()
  const diagnostics: Diagnostic[] = []
  const claimed = new Set(mapped.values())
  const strange: number[] = []
  for (const [position, header] of table.headers.entries()) {
    const word = plainWords(header)
    const own = mapped.get(word)
    // A field that the mapping names has no other column, whatever the header of one looks like.
    const usual = known.get(word)
    const field = own ?? (usual !== undefined && !claimed.has(usual) ? usual : undefined)
    if (field !== undefined) {
      const positions = found.get(field)
      if (positions === undefined) found.set(field, [position])
      else positions.push(position)
    } else if (word !== '' && !idle.has(word) && usual === undefined) strange.push(position)
  }
  for (const position of strange.slice(0, mostNamed))
    diagnostics.push(
      diagnose(codes.UNKNOWN_COLUMN, {
        detail: `\`${table.headers[position]}\` in ${table.file}.`,
        at: headerAt(table, position),
      }),
    )
  if (strange.length > mostNamed)
    diagnostics.push(
      diagnose(codes.UNKNOWN_COLUMN, {
        detail: `So are ${strange.length - mostNamed} more in ${table.file}.`,
      }),
    )
  for (const [field, positions] of found) {
    const [, second] = positions
    if (second === undefined) continue
    const names = positions
      .slice(0, mostNamed)
      .map(position => `\`${table.headers[position]}\``)
      .join(' and ')
    diagnostics.push(
      diagnose(codes.AMBIGUOUS_COLUMN, {
        detail: `${names} both say the ${field}.`,
        at: headerAt(table, second),
      }),
    )
  }
  const positions = Object.fromEntries([...found].map(([field, [first]]) => [field, first]))
  return { positions, diagnostics: [...diagnostics, ...missing(table, found)] }
}

/** A list of customers needs their ids, a list of subscriptions what tells them apart; what else it leaves out is told line by line. */
function missing(table: Table, found: ReadonlyMap<Field, readonly number[]>): readonly Diagnostic[] {
  const needed: (readonly [string, readonly Field[]])[] = isSubscriptionList(found)
    ? [['subscriptionId', ['subscriptionId']]]
    : [
        ['customerId', ['customerId']],
        ['customerName', ['customerName']],
      ]
  return needed
    .filter(([, fields]) => !fields.some(field => found.has(field)))
    .map(([name]) =>
      diagnose(codes.MISSING_COLUMN, {
        detail: `No column of ${table.file} says the ${name}.`,
        at: headerAt(table, 0),
      }),
    )
}

function isSubscriptionList(found: ReadonlyMap<Field, unknown>): boolean {
  return (['subscriptionId', 'offerId', 'productId', 'seats'] as const).some(field => found.has(field))
}

export function headerAt(table: Table, position: number): SourceRange {
  const before = table.headers.slice(0, position).join(',').length
  const column = position === 0 ? 1 : before + 2
  const width = Math.max(1, table.headers[position]?.length ?? 1)
  return {
    file: table.file,
    line: table.headerLine,
    column,
    endLine: table.headerLine,
    endColumn: column + width,
  }
}

/** What a cell says, in our words: `active`, `P1Y`, `monthly`, `yes`; null: a word nobody knows. */
export function meaningOf(field: Field, cell: string, vocabulary: Vocabulary): string | null {
  const word = plainWords(cell)
  for (const [said, meaning] of Object.entries(vocabulary.values[field] ?? {}))
    if (plainWords(said) === word) return meaning
  for (const [meaning, words] of Object.entries(values[field] ?? {}))
    if (words.some(known => plainWords(known) === word)) return meaning
  return null
}
