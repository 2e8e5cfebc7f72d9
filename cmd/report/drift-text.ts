/** What is not as declared, with who did it and when; Markdown for a ticket. */

import { placeText } from '../../engine/diagnostic.ts'
import type { DriftReport, WitnessedLine } from '../../engine/drift/witnesses.ts'
import { counted } from '../../engine/plural.ts'
import { alignColumns, wrapText } from './columns.ts'
import type { ReportOptions } from './options.ts'
import { paintOf } from './paint.ts'
import { cell } from './plan/plan-markdown.ts'
import { printable } from './printable.ts'

export function driftText(report: DriftReport, options: ReportOptions): string {
  const paint = paintOf(options)
  const rows = report.lines.flatMap(line =>
    whatOfLine(line).map(what => [
      paint.yellow('~'),
      printable(line.customerName),
      line.partner,
      printable(line.productName),
      `${printable(what)} · ${whoOf(line)}${placeOf(line)}`,
    ]),
  )
  const admin = (report.admin ?? []).map(line => [
    paint.yellow('~'),
    printable(line.customerName),
    line.partner,
    'delegated administration',
    `${printable(line.what)} · ${whoOf(line)}${placeOf(line)}`,
  ])
  return `${[
    ...alignColumns([...rows, ...admin], '', { columns: options.columns }),
    ...report.unknown.map(entry =>
      paint.yellow(wrapText(`? ${printable(entry.detail ?? entry.summary)}`, options.columns)),
    ),
    paint.bold(wrapText(driftTotals(report), options.columns)),
  ].join('\n')}\n`
}

export function driftMarkdown(report: DriftReport): string {
  const rows = report.lines.flatMap(line =>
    whatOfLine(line).map(
      what =>
        `| ${[line.customerName, line.partner, line.productName, what, whoOf(line), line.at === null ? '' : placeText(line.at)].map(cell).join(' | ')} |`,
    ),
  )
  for (const line of report.admin ?? [])
    rows.push(
      `| ${[line.customerName, line.partner, 'delegated administration', line.what, whoOf(line), placeText(line.at)].map(cell).join(' | ')} |`,
    )
  const table =
    rows.length === 0
      ? []
      : [
          '| customer | partner | product | drift | who | declared in |',
          '|---|---|---|---|---|---|',
          ...rows,
          '',
        ]
  const unknown = report.unknown.map(entry => `- unknown: ${cell(entry.detail ?? entry.summary)}`)
  return `${['## Tenantform drift', '', driftTotals(report), '', ...table, ...unknown].join('\n').trimEnd()}\n`
}

/** One sentence per difference. */
export function whatOfLine(line: WitnessedLine): readonly string[] {
  switch (line.kind) {
    case 'changed':
      return line.changes.map(
        ({ field, from, to }) => `${line.key ?? ''} ${field}: ${said(from)} live, ${said(to)} declared`,
      )
    case 'missing':
      return [`${line.key ?? ''}: declared active, and nothing of it lives`]
    case 'bought under a retired partner':
      return [`bought under ${line.partner} after it retired (${line.subscription ?? ''})`]
  }
}

export function whoOf({ who }: Pick<WitnessedLine, 'who'>): string {
  if (who.kind === 'microsoft') return printable(`Microsoft itself: ${who.what}`)
  return who.kind === 'known'
    ? printable(`${who.by} on ${who.at.slice(0, 16)}Z (${who.operation})`)
    : `who: unknown, ${printable(who.why)}`
}

function placeOf({ at }: Pick<WitnessedLine, 'at'>): string {
  return at === null ? '' : ` (${placeText(at)})`
}

function said(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

export function driftTotals(report: DriftReport): string {
  const drifted = [...report.lines, ...(report.admin ?? [])]
  const customers = new Set(drifted.map(line => line.customer)).size
  const parts = [
    `${drifted.length} drifted in ${customers} of ${counted(report.customers, 'customer')}`,
    `${report.unmanaged.length} in no document`,
    `${report.waiting.length} waiting to move or to be accepted`,
    `${report.unknown.length} unknown`,
  ]
  return `Drift: ${parts.join(' · ')}`
}
