/** The readiness board. */
import type { BoardChange } from '../../engine/cutover/changes.ts'
import type { Standing } from '../../engine/cutover/standing.ts'
import type { StatusReport, StatusRow } from '../../engine/cutover/status.ts'
import { budgetSentence } from '../../engine/doctor/request-budget.ts'
import { groupedBy } from '../../engine/grouped-by.ts'
import type { Instant } from '../../engine/model/ids.ts'
import type { Sums } from '../../engine/money/amounts.ts'
import { isZero } from '../../engine/money/decimals.ts'
import { counted } from '../../engine/plural.ts'
import { chargedTwiceTotal, sumsText } from './amount.ts'
import { alignColumns, wrapText } from './columns.ts'
import { remedyLines, remedyText } from './diagnostics.ts'
import type { ReportOptions } from './options.ts'
import { type Paint, paintOf } from './paint.ts'
import { adminWords } from './plan/admin-lines.ts'
import { withinBudget } from './plan/markdown-budget.ts'
import { cell } from './plan/plan-markdown.ts'
import { printable } from './printable.ts'
import { bannerOf } from './world.ts'

const heading = [
  'customer',
  'wave',
  'standing',
  'since',
  'next',
  'seats',
  'methods',
  'charged twice',
  'admin',
  'why',
] as const

export function statusText(report: StatusReport, options: ReportOptions): string {
  const paint = paintOf(options)
  const wrapped = (line: string, hang?: number) => wrapText(line, options.columns, hang)
  const cells = filledColumns([[...onScreen], ...report.rows.map(screenRow(paint))])
  const aligned = (rows: readonly (readonly string[])[]) =>
    alignColumns(rows, '', { columns: options.columns, widest: 72 })
  const wide = aligned(cells)
  // A row stays whole: where the methods have no room, `plan` and the other formats have them.
  const [head = '', ...body] = wide.some(row => row.includes('\n'))
    ? aligned(cells.map(row => row.slice(0, -1)))
    : wide
  const banner = bannerOf(report.madeIn)
  const marked = banner === null ? [] : [paint.yellow(paint.bold(wrapped(banner)))]
  const rows = report.rows.flatMap((row, at) => [
    body[at] ?? '',
    ...row.why.map(sentence => wrapped(`    ${printable(sentence)}`, 4)),
    ...remedyLines(row.remedies, options, '    '),
  ])
  const waves = wavesText(report).map(line => wrapped(line))
  const budgets = budgetsText(report).map(line => wrapped(line))
  const notes = report.notes.map(note => paint.yellow(wrapped(`! ${printable(note)}`)))
  return `${[...marked, paint.bold(head), ...rows, ...waves, ...budgets, ...notes, paint.bold(wrapped(totals(report)))].join('\n')}\n`
}

/** On a screen the reasons and what to do stand below the row, and what is the usual case is left out. */
const onScreen = [
  'customer',
  'wave',
  'standing',
  'next',
  'seats',
  'charged twice',
  'admin',
  'methods',
] as const

function screenRow(paint: Paint): (row: StatusRow) => readonly string[] {
  return row => [
    printable(row.customer),
    row.wave ?? '',
    paintStanding(row, paint),
    row.next === 'nobody' ? '' : row.next,
    String(row.seats),
    isNothing(row.atRisk) ? '' : sumsText(row.atRisk),
    row.admin === undefined ? '' : printable(adminWords(row.admin)),
    methodsText(row),
  ]
}

function paintStanding(row: StatusRow, paint: Paint): string {
  const words =
    row.invitedDays === null && row.since !== null ? `${row.standing} ${row.since}` : standingOf(row)
  if (isStuck.has(row.standing)) return paint.yellow(words)
  return row.standing === 'verified' || row.standing === 'moved' ? paint.green(words) : words
}

const isStuck: ReadonlySet<Standing> = new Set([
  'not invited',
  'invited',
  'agreement missing',
  'qualification missing',
  'unknown',
  'blocked',
])

function methodsText({ methods }: StatusRow): string {
  return methods.map(entry => `${entry.count} ${entry.method}`).join(', ')
}

export function statusMarkdown(report: StatusReport): string {
  const listed = (lines: readonly string[], kind: string) => ({
    head: [],
    rows: lines.map(line => ({ text: `- ${cell(printable(line))}`, kind })),
  })
  const banner = bannerOf(report.madeIn)
  return withinBudget(
    [
      `## Readiness on ${report.on} UTC`,
      '',
      ...(banner === null ? [] : [`> **${cell(banner)}**`, '']),
      totals(report),
      '',
    ],
    [
      {
        head: [`| ${heading.join(' | ')} |`, `|${heading.map(() => '---').join('|')}|`],
        rows: report.rows.map(row => ({
          text: `| ${rowOf(row).map(cell).join(' | ')} |`,
          kind: row.standing,
        })),
      },
      listed(wavesText(report), 'waves'),
      listed(budgetsText(report), 'budgets'),
      listed(report.notes, 'notes'),
    ],
    '`--format csv` has all of them.',
  )
}

function rowOf(row: StatusRow): readonly string[] {
  return [
    printable(row.customer),
    row.wave ?? '',
    standingOf(row),
    row.since ?? '',
    row.next,
    String(row.seats),
    methodsText(row),
    isNothing(row.atRisk) ? '' : sumsText(row.atRisk),
    row.admin === undefined ? '' : printable(adminWords(row.admin)),
    printable([...row.why, ...row.remedies.map(remedy => `→ ${remedyText(remedy)}`)].join(' ')),
  ]
}

/** Width is dear on a terminal: a column in which no customer has anything is left out. */
function filledColumns(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const [, ...customers] = rows
  const isFilled = onScreen.map((_, at) => at === 0 || customers.some(row => row[at] !== ''))
  return rows.map(row => row.filter((_, at) => isFilled[at]))
}

function isNothing({ known, unknown }: Sums): boolean {
  return unknown === 0 && known.every(sum => isZero(sum.amount))
}

function standingOf({ standing, invitedDays }: StatusRow): string {
  return invitedDays === null ? standing : `${standing} ${counted(invitedDays, 'day')}`
}

function wavesText({ waves }: StatusReport): readonly string[] {
  return waves.map(
    ({ wave, customers, accepted, moved, isDone }) =>
      `wave ${wave}: ${counted(customers, 'customer')}, ${accepted} accepted, ${moved} moved${isDone ? ' · done' : ''}`,
  )
}

function budgetsText({ budgets = [] }: StatusReport): readonly string[] {
  return [...groupedBy(budgets, ({ partner }) => partner)].map(
    ([partner, ofPartner]) => `requests ${partner}: ${budgetSentence(ofPartner)}`,
  )
}

/** For whoever watches the board: a line per customer that stands elsewhere now. */
export function changesText(changes: readonly BoardChange[], at: Instant): string {
  return changes
    .map(({ row, before }) => {
      const from = before === null ? 'new on the board' : standingOf(before)
      const next = row.next === 'nobody' ? '' : ` · next: ${row.next}`
      const why = row.why[0] === undefined ? '' : ` · ${printable(row.why[0])}`
      const admin = row.admin === undefined ? '' : ` · admin ${printable(adminWords(row.admin))}`
      return `${at.slice(0, 16)}Z  ${printable(row.customer)}  ${from} → ${standingOf(row)}${next}${admin}${why}\n`
    })
    .join('')
}

function totals(report: StatusReport): string {
  const count = counted(report.rows.length, 'customer')
  if (report.rows.length === 0) return count
  return `${count}: ${report.totals.map(entry => `${entry.count} ${entry.standing}`).join(', ')} · ${chargedTwiceTotal(report.summary.atRisk)}`
}
