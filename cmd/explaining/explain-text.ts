/** A code as a person reads it, and the history of a subscription, in which what is unknown is said to be. */

import { type CodeEntry, diagnose, placeText, type Remedy } from '../../engine/diagnostic.ts'
import type {
  HistoryLink,
  HistoryRecord,
  SubscriptionHistory,
} from '../../engine/explain/subscription-history.ts'
import type { Explanation } from '../../schemas/generated/answers/explanation.ts'
import { alignColumns, wrapText } from '../report/columns.ts'
import { diagnosticsText, remedyText } from '../report/diagnostics.ts'
import type { ReportOptions } from '../report/options.ts'
import { paintOf } from '../report/paint.ts'
import { printable } from '../report/printable.ts'

export type CodeAnswer = Omit<Extract<Explanation, { kind: 'code' }>, 'remedies'> & {
  readonly remedies: readonly Remedy[]
}

/** As it is printed, with a place for what only the trouble itself knows. */
export function exampleOf(entry: CodeEntry): string {
  return diagnosticsText([diagnose(entry, { detail: '(here: which one, and why)' })], new Map()).trimEnd()
}

export function codeText(
  { code, severity, summary, remedies, pages, example }: CodeAnswer,
  { columns }: ReportOptions,
): string {
  const said = {
    error: 'error: stops the job',
    warning: 'warning: stops or limits a part of the job',
    note: 'note: informs',
  }[severity]
  const lines = [
    `${code}  ${said}`,
    `  means    ${summary}`,
    ...remedies.map(remedy => `  do       ${remedyText(remedy)}`),
    ...pages.map(page => `  read     ${page}`),
    '  looks like',
    ...example.split('\n').map(line => `    ${line}`),
  ]
  return `${lines.map(line => wrapText(line, columns, 11)).join('\n')}\n`
}

export function historyText(history: SubscriptionHistory, options: ReportOptions): string {
  const paint = paintOf(options)
  const { declared, links, byOthers, invoiceLines } = history
  const lines = [
    paint.bold(`subscription ${history.subscription}`),
    ...(declared.length === 0 ? ['  declared   in no document of this workspace'] : []),
    ...declared.map(
      ({ customer, key, at }) =>
        `  declared   ${printable(placeText(at))}  ${printable(customer)}  ${printable(key)}`,
    ),
    ...(links.length === 0 ? ['  applied    nothing by the journals of this workspace'] : []),
    ...links.flatMap(link => linkLines(link, options)),
    ...(byOthers === 'not asked' ? [] : byOthers.map(record => `  by others  ${recordText(record)}`)),
    ...(byOthers === 'not asked' ? ['  by others  unknown: no account was asked (--records asks)'] : []),
    ...(invoiceLines === 'not given' ? ['  invoiced   unknown: no invoices were given (--from FILE)'] : []),
    ...(typeof invoiceLines !== 'string' && invoiceLines.length === 0
      ? ['  invoiced   no line of the files given']
      : []),
    ...(typeof invoiceLines === 'string' ? [] : invoiceLines).map(
      ({ invoice, from, lastDay, chargeType, amount, currency }) =>
        `  invoiced   ${printable(invoice)}  ${from} to ${lastDay}  ${printable(chargeType)}  ${amount === null ? 'amount unknown' : `${currency} ${amount}`}`,
    ),
  ]
  return `${lines.join('\n')}\n`
}

function linkLines(link: HistoryLink, { columns }: ReportOptions): readonly string[] {
  const rows = [
    ['plan', link.plan],
    ['apply', `${link.apply} by ${printable(link.who)}`],
    ['outcome', link.outcome ?? 'unknown: nothing is written since it began'],
    ['request', link.requestId],
    ['correlation', link.correlationIds.join(', ')],
    [
      'activity',
      link.record === 'not asked'
        ? 'unknown: no account was asked (--records asks)'
        : link.record === 'not recorded'
          ? 'no record of the last 90 days'
          : recordText(link.record),
    ],
  ]
  return [
    `  applied    ${link.began}  ${link.action}  ${printable(link.subject)}`,
    ...alignColumns(rows, '             ', { columns }),
  ]
}

function recordText({ at, operation, status, user }: HistoryRecord): string {
  return `${at}  ${printable(operation)}  ${printable(status)}  ${printable(user ?? 'an application')}`
}
