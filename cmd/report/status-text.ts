/** The readiness board. */
import { Ansis } from 'ansis'
import type { StatusReport, StatusRow } from '../../engine/cutover/status.ts'
import { sumsText } from './amount.ts'
import { alignColumns } from './columns.ts'
import type { ReportOptions } from './options.ts'
import { cell } from './plan-markdown.ts'
import { printable } from './printable.ts'

const heading = ['customer', 'wave', 'standing', 'next', 'seats', 'methods', 'why'] as const

export function statusText(report: StatusReport, options: ReportOptions): string {
  const paint = new Ansis(options.colour ? 1 : 0)
  const table = alignColumns([[...heading], ...report.rows.map(rowOf)], '', 72)
  const [head = '', ...body] = table
  return `${[paint.bold(head), ...body, totals(report)].join('\n')}\n`
}

export function statusMarkdown(report: StatusReport): string {
  return `${[`## Readiness on ${report.on} UTC`, '', totals(report), '', `| ${heading.join(' | ')} |`, `|${heading.map(() => '---').join('|')}|`, ...report.rows.map(row => `| ${rowOf(row).map(cell).join(' | ')} |`)].join('\n')}\n`
}

function rowOf(row: StatusRow): readonly string[] {
  const standing =
    row.invitedDays === null
      ? row.standing
      : `${row.standing} ${row.invitedDays} ${row.invitedDays === 1 ? 'day' : 'days'}`
  return [
    printable(row.customer),
    row.wave ?? '',
    standing,
    row.next,
    String(row.seats),
    row.methods.map(entry => `${entry.count} ${entry.method}`).join(', '),
    printable(row.why[0] ?? ''),
  ]
}

function totals(report: StatusReport): string {
  return `${report.rows.length} customers: ${report.totals.map(entry => `${entry.count} ${entry.standing}`).join(', ')} · at risk ${sumsText(report.summary.atRisk)}`
}
