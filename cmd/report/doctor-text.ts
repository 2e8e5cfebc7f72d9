/** What was looked at, partner by partner, and what to do where something is wrong. */
import { Ansis } from 'ansis'
import type { DoctorCheck, DoctorReport } from '../../engine/doctor/report.ts'
import { counted } from '../../engine/plural.ts'
import { alignColumns } from './columns.ts'
import { remedyText } from './diagnostics.ts'
import type { ReportOptions } from './options.ts'
import { cell } from './plan/plan-markdown.ts'
import { printable } from './printable.ts'

const signs = {
  ok: 'ok',
  problem: 'FAILED',
  limited: 'limited',
  skipped: 'not tried',
  unreachable: 'UNREACHABLE',
} as const

export function doctorText(report: DoctorReport, options: ReportOptions): string {
  const paint = new Ansis(options.colour ? 1 : 0)
  const lines = report.partners.flatMap(({ partner, tenant, cloud, checks }) => [
    paint.bold(`${partner}  ${tenant}  ${cloud}`),
    ...alignColumns(
      checks.map(entry => [signs[entry.state], entry.name, printable(entry.detail)]),
      '  ',
      { columns: options.columns },
    ).flatMap((row, position) => [row, ...findingLines(checks[position])]),
  ])
  return `${[...lines, totals(report)].join('\n')}\n`
}

export function doctorMarkdown(report: DoctorReport): string {
  const rows = report.partners.flatMap(({ partner, checks }) =>
    checks.map(entry => {
      const next = entry.findings.flatMap(found => found.remedies.map(remedyText)).join('; ')
      return `| ${[partner, entry.name, signs[entry.state], entry.detail, next].map(cell).join(' | ')} |`
    }),
  )
  return `${['## Tenantform doctor', '', totals(report), '', '| partner | looked at | state | detail | next |', '|---|---|---|---|---|', ...rows].join('\n')}\n`
}

function findingLines(check: DoctorCheck | undefined): readonly string[] {
  return (check?.findings ?? []).flatMap(found => [
    `      ${found.summary} [${found.code}]`,
    ...(found.detail === undefined ? [] : [`      ${printable(found.detail)}`]),
    ...found.remedies.map(remedy => `      → ${remedyText(remedy)}`),
  ])
}

function totals({ partners, problems }: DoctorReport): string {
  return `${counted(partners.length, 'partner')} examined: ${problems === 0 ? 'nothing has to be fixed' : `${counted(problems, 'thing has', 'things have')} to be fixed`}`
}
