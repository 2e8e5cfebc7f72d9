/** What was looked at, partner by partner, and what to do where something is wrong. */

import type { DoctorCheck, DoctorReport } from '../../engine/doctor/report.ts'
import { counted } from '../../engine/plural.ts'
import { alignColumns, wrapText } from './columns.ts'
import { remedyLines, remedyText } from './diagnostics.ts'
import type { ReportOptions } from './options.ts'
import { paintOf, paintOutcome } from './paint.ts'
import { cell } from './plan/plan-markdown.ts'
import { printable } from './printable.ts'

/** A state in a word, as people read it. */
export const checkSigns = {
  ok: 'ok',
  problem: 'FAILED',
  limited: 'limited',
  skipped: 'not tried',
  unreachable: 'UNREACHABLE',
} as const

export function doctorText(report: DoctorReport, options: ReportOptions): string {
  const paint = paintOf(options)
  const lines = report.partners.flatMap(({ partner, tenant, cloud, checks }) => [
    paint.bold(`${partner}  ${tenant}  ${cloud}`),
    ...alignColumns(
      checks.map(entry => [
        paintOutcome(checkSigns[entry.state], paint)(checkSigns[entry.state]),
        entry.name,
        printable(entry.detail),
      ]),
      '  ',
      { columns: options.columns },
    ).flatMap((row, position) => [row, ...findingLines(checks[position], options)]),
  ])
  return `${[...lines, paint.bold(doctorTotals(report))].join('\n')}\n`
}

export function doctorMarkdown(report: DoctorReport): string {
  const rows = report.partners.flatMap(({ partner, checks }) =>
    checks.map(entry => {
      const next = entry.findings.flatMap(found => found.remedies.map(remedyText)).join('; ')
      return `| ${[partner, entry.name, checkSigns[entry.state], entry.detail, next].map(cell).join(' | ')} |`
    }),
  )
  return `${['## Tenantform doctor', '', doctorTotals(report), '', '| partner | looked at | state | detail | next |', '|---|---|---|---|---|', ...rows].join('\n')}\n`
}

function findingLines(check: DoctorCheck | undefined, options: ReportOptions): readonly string[] {
  const wrapped = (line: string) => wrapText(line, options.columns, 6)
  return (check?.findings ?? []).flatMap(found => [
    wrapped(`      ${found.summary} [${found.code}]`),
    ...(found.detail === undefined ? [] : [wrapped(`      ${printable(found.detail)}`)]),
    ...remedyLines(found.remedies, options, '      '),
  ])
}

export function doctorTotals({ partners, problems }: DoctorReport): string {
  return `${counted(partners.length, 'partner')} examined: ${problems === 0 ? 'nothing has to be fixed' : `${counted(problems, 'thing has', 'things have')} to be fixed`}`
}
