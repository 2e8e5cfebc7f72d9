/** The calendar of term ends on a terminal: an end to a paragraph of one table. */

import { plural } from '../../engine/plural.ts'
import { type AdminEndRow, adminEndWords } from '../../engine/renewals/admin-ends.ts'
import type { RenewalsReport } from '../../engine/renewals/report.ts'
import { proposalText } from '../../engine/renewals/table.ts'
import type { TermEndRow } from '../../engine/renewals/term-end-row.ts'
import { amountText } from './amount.ts'
import { alignColumns, wrapText } from './columns.ts'
import type { ReportOptions } from './options.ts'
import { paintOf } from './paint.ts'
import { termEndWords } from './plan/renewal-words.ts'
import { printable } from './printable.ts'
import { bannerOf } from './world.ts'

const heading = [
  'ends',
  'decide by',
  'customer',
  'product',
  'seats',
  'will, what else, and what to decide',
] as const

export function renewalsText(report: RenewalsReport, options: ReportOptions): string {
  const paint = paintOf(options)
  const { admin = [] } = report
  const [head = '', ...body] = alignColumns(
    [[...heading], ...report.rows.map(cellsOf), ...admin.map(adminCells)],
    '',
    {
      columns: options.columns,
    },
  )
  const banner = bannerOf(report.madeIn)
  const isEmpty = report.rows.length + admin.length === 0
  return `${[
    ...(banner === null ? [] : [paint.yellow(paint.bold(wrapText(banner, options.columns)))]),
    ...(isEmpty ? [] : [paint.bold(head), ...body]),
    ...report.written.map(({ file, key }) => `written: ${key} in ${file}`),
    paint.bold(wrapText(totalsOf(report), options.columns)),
  ].join('\n')}\n`
}

function adminCells(row: AdminEndRow): readonly string[] {
  return [
    row.endsOn,
    '',
    printable(row.customerName),
    'delegated administration',
    '',
    printable(adminEndWords(row)),
  ]
}

function cellsOf(row: TermEndRow): readonly string[] {
  return [
    row.termEndsOn,
    row.isLocked ? 'too late' : `${row.decideBy.slice(0, 16)}Z`,
    printable(row.customerName),
    printable(row.productName),
    seatsText(row),
    [
      termEndWords(row.will),
      ...row.choices.map(choice => `or ${termEndWords(choice)}`),
      ...(row.decision === null ? [] : [`to decide: ${row.decision}`]),
      ...proposed(row),
      ...(row.inUse.kind === 'known' ? [] : [`use not checked: ${printable(row.inUse.why)}`]),
      ...(row.key === null ? ['in no document'] : []),
    ].join(' · '),
  ]
}

/** `18 of 25 in use` */
export function seatsText({ seats, inUse }: TermEndRow): string {
  const bought = seats ?? 'unknown'
  return inUse.kind === 'known' ? `${inUse.seats} of ${bought} in use` : String(bought)
}

function proposed({ proposal }: TermEndRow): readonly string[] {
  if (proposal === null) return []
  const { amount, per } = proposal.saving
  return [`proposed: ${proposalText(proposal)}, saves ${amountText(amount)} a ${per}`]
}

function totalsOf({ rows, admin = [], hidden, until, unread }: RenewalsReport): string {
  const toDecide = [...rows, ...admin].filter(row => row.decision !== null).length
  const others = rows.length + admin.length - toDecide + hidden
  return [
    `Term ends to ${until}: ${toDecide} to decide`,
    `${others} that ${plural(others, 'needs', 'need')} no decision${hidden > 0 ? ' (--all shows them)' : ''}`,
    ...(unread.length > 0 ? [`${unread.length} not readable`] : []),
  ].join(' · ')
}
