/**
 * The formats of every answer, in one table. The option `--format`, its help, what is accepted, completion, what the ending of `--out` chooses
 * and docs/machine-output.md follow from it. A command types its writers by its row, so that a format without a writer does not compile.
 */
import type { ReportOptions } from './report/options.ts'

/** What a table is written as. */
const tables = ['csv', 'json', 'xlsx', 'html'] as const
const pages = ['text', 'json', 'markdown', 'html'] as const

interface Answer {
  /** The first is used where nothing is asked for. */
  readonly formats: readonly string[]
  /** Where the answer can go into the file of `--out`, whose ending chooses the format too. Other files of `--out` have one layout. */
  readonly out?: 'any format' | 'all but text'
}

/** By command. */
export const answers = {
  validate: { formats: ['text', 'json'] },
  import: { formats: ['text', 'json'] },
  invite: { formats: ['text', 'json', 'csv'] },
  plan: { formats: pages },
  show: { formats: pages },
  apply: { formats: pages },
  resume: { formats: pages },
  status: { formats: [...pages, 'csv'] },
  renewals: { formats: ['text', 'json', 'csv', 'xlsx', 'html', 'ics'], out: 'any format' },
  drift: { formats: ['text', 'json', 'markdown'] },
  doctor: { formats: ['text', 'json', 'markdown'] },
  reconcile: { formats: ['text', 'json', 'csv', 'xlsx'], out: 'all but text' },
  'activity list': { formats: ['text', 'json'] },
  'activity export': { formats: tables, out: 'any format' },
  'activity verify': { formats: ['text', 'json', 'csv', 'xlsx'], out: 'all but text' },
  'export customers': { formats: tables, out: 'any format' },
  'export subscriptions': { formats: tables, out: 'any format' },
  'export azure-handoff': { formats: tables, out: 'any format' },
  'export admin': { formats: tables, out: 'any format' },
  'export evidence': { formats: tables, out: 'any format' },
  'journal list': { formats: ['text', 'json'] },
  'journal show': { formats: ['text', 'json'] },
} as const satisfies Readonly<Record<string, Answer>>

export type AnswerName = keyof typeof answers
export type FormatOf<Name extends AnswerName> = (typeof answers)[Name]['formats'][number]
export type Format = FormatOf<AnswerName>
export type TableFormat = (typeof tables)[number]

/** Commands whose answer can go into a file of `--out`. */
export type FileAnswerName = {
  [Name in AnswerName]: (typeof answers)[Name] extends { readonly out: string } ? Name : never
}[AnswerName]

/** One for each format of the command. */
export type Writers<Name extends AnswerName, Value, Written = string> = {
  readonly [F in FormatOf<Name>]: (value: Value, options: ReportOptions) => Written
}
