/**
 * The formats of every answer, in one table. The option `--format`, its help, what is accepted, completion, what the ending of `--out` chooses
 * and docs/machine-output.md follow from it. A command types its writers by its row, so that a format without a writer does not compile.
 */
import type { ReportOptions } from './report/options.ts'

/** What a table is written as. */
const tables = ['csv', 'json', 'xlsx', 'html'] as const
const pages = ['text', 'json', 'markdown', 'html'] as const
/** What has nothing to lay out for a page or a pull request. */
const plain = ['text', 'json'] as const
/** What is data, and printed as such. */
const data = ['json'] as const

interface Answer {
  /** The first is used where nothing is asked for. */
  readonly formats: readonly string[]
  /** The schemas that its JSON keeps one of, by the name that `tenantform schema` takes; trouble keeps `diagnostics`. */
  readonly schemas: readonly [string, ...string[]]
  /** Where the answer can go into the file of `--out`, whose ending chooses the format too. Other files of `--out` have one layout. */
  readonly out?: 'any format' | 'all but text'
}

/** By command. */
export const answers = {
  validate: { formats: plain, schemas: ['diagnostics'] },
  import: { formats: plain, schemas: ['import'] },
  invite: { formats: ['text', 'json', 'csv'], schemas: ['invitations'] },
  plan: { formats: pages, schemas: ['plan'] },
  show: { formats: pages, schemas: ['plan', 'result'] },
  apply: { formats: pages, schemas: ['result'] },
  resume: { formats: pages, schemas: ['result'] },
  rehearse: { formats: ['text', 'json', 'html'], schemas: ['rehearsal'], out: 'any format' },
  status: { formats: [...pages, 'csv'], schemas: ['status'] },
  renewals: {
    formats: ['text', 'json', 'csv', 'xlsx', 'html', 'ics'],
    schemas: ['renewals'],
    out: 'any format',
  },
  drift: { formats: pages, schemas: ['drift'] },
  doctor: { formats: pages, schemas: ['doctor'] },
  reconcile: {
    formats: ['text', 'json', 'csv', 'xlsx', 'html'],
    schemas: ['reconciliation'],
    out: 'all but text',
  },
  'activity list': { formats: plain, schemas: ['activity'] },
  'activity export': { formats: tables, schemas: ['table'], out: 'any format' },
  'activity verify': {
    formats: ['text', 'json', 'csv', 'xlsx'],
    schemas: ['verification'],
    out: 'all but text',
  },
  'export customers': { formats: tables, schemas: ['table'], out: 'any format' },
  'export subscriptions': { formats: tables, schemas: ['table'], out: 'any format' },
  'export azure-handoff': { formats: tables, schemas: ['table'], out: 'any format' },
  'export admin': { formats: tables, schemas: ['table'], out: 'any format' },
  'export evidence': { formats: tables, schemas: ['table'], out: 'any format' },
  'journal list': { formats: plain, schemas: ['applies'] },
  'journal show': { formats: plain, schemas: ['entries'] },
  login: { formats: plain, schemas: ['login'] },
  explain: { formats: plain, schemas: ['explanation'] },
  init: { formats: plain, schemas: ['files'] },
  fmt: { formats: plain, schemas: ['files'] },
  schema: { formats: plain, schemas: ['schemas'] },
  version: { formats: plain, schemas: ['version'] },
  'sandbox start': { formats: plain, schemas: ['sandbox'] },
  'sandbox state': { formats: data, schemas: ['sandbox'] },
  'sandbox ledger': { formats: data, schemas: ['sandbox'] },
  'sandbox requests': { formats: data, schemas: ['sandbox'] },
  'sandbox advance': { formats: data, schemas: ['sandbox'] },
  'sandbox accept': { formats: data, schemas: ['sandbox'] },
  'sandbox sign-in': { formats: data, schemas: ['sandbox'] },
  'sandbox approve': { formats: data, schemas: ['sandbox'] },
  'sandbox azure-migrate': { formats: data, schemas: ['sandbox'] },
  'sandbox fault': { formats: data, schemas: ['sandbox'] },
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
