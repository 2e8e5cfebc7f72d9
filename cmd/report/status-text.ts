/** The readiness board. */
import { Ansis } from 'ansis'
import type { BoardChange } from '../../engine/cutover/changes.ts'
import type { StatusReport, StatusRow } from '../../engine/cutover/status.ts'
import type { Instant } from '../../engine/model/ids.ts'
import type { Sums } from '../../engine/money/amounts.ts'
import { isZero } from '../../engine/money/decimals.ts'
import { counted } from '../../engine/plural.ts'
import { sumsText } from './amount.ts'
import { alignColumns, wrapText } from './columns.ts'
import type { ReportOptions } from './options.ts'
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
  'at risk',
  'admin',
  'why',
] as const

export function statusText(report: StatusReport, options: ReportOptions): string {
  const paint = new Ansis(options.colour ? 1 : 0)
  const table = alignColumns(filledColumns([[...heading], ...report.rows.map(rowOf)]), '', {
    columns: options.columns,
    widest: 72,
  })
  const [head = '', ...body] = table
  const banner = bannerOf(report.madeIn)
  const marked = banner === null ? [] : [paint.yellow(paint.bold(banner))]
  return `${[...marked, paint.bold(head), ...body, ...[...wavesText(report), ...report.notes.map(note => `! ${printable(note)}`), totals(report)].map(line => wrapText(line, options.columns))].join('\n')}\n`
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
    row.methods.map(entry => `${entry.count} ${entry.method}`).join(', '),
    isNothing(row.atRisk) ? '' : sumsText(row.atRisk),
    row.admin === undefined ? '' : printable(adminWords(row.admin)),
    printable(row.why[0] ?? ''),
  ]
}

/** Width is dear on a terminal: a column in which no customer has anything is left out. */
function filledColumns(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const [, ...customers] = rows
  const last = heading.length - 1
  const isFilled = heading.map((_, at) => at === last || customers.some(row => row[at] !== ''))
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
  return `${count}: ${report.totals.map(entry => `${entry.count} ${entry.standing}`).join(', ')} · at risk ${sumsText(report.summary.atRisk)}`
}
