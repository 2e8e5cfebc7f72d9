/** What the invoices say about what the journal predicted. */

import { subjectOfWrite } from '../../engine/activity/subject.ts'
import type { LineSetAside } from '../../engine/model/invoice.ts'
import type { Amount, Money } from '../../engine/model/money.ts'
import { isZero } from '../../engine/money/decimals.ts'
import { counted } from '../../engine/plural.ts'
import { alarming, type ReconciledLine, type Reconciliation } from '../../engine/reconcile/reconciliation.ts'
import type { RowCounts } from '../../engine/reconcile/rows/rows.ts'
import { isFinding } from '../../engine/reconcile/variance.ts'
import { alignColumns, wrapText } from './columns.ts'
import type { ReportOptions } from './options.ts'
import { paintOf } from './paint.ts'
import { printable } from './printable.ts'

export function reconcileText(found: Reconciliation, options: ReportOptions): string {
  const paint = paintOf(options)
  const rows = found.lines.map(line => [
    alarming.has(line.verdict) ? '!' : line.verdict === 'matched' ? 'ok' : '?',
    line.verdict,
    printable(line.write.customerName),
    line.partner,
    line.what,
    printable(line.item?.productName ?? subjectOfWrite(line.write.action).productName ?? ''),
    moneyOf(line),
  ])
  const money = found.money.map(
    entry =>
      `${entry.currency}: credits ${entry.creditsSeen} of ${entry.creditsExpected} expected · charged after switch-off ${entry.chargedAfter} · billed twice ${entry.billedTwice}${isZero(entry.chargedLate) ? '' : ` · for late switch-offs ${entry.chargedLate}`}`,
  )
  const counts = found.totals.map(({ verdict, count }) => `${count} ${verdict}`).join(' · ')
  const isOdd = found.variances.some(isFinding)
  const isClean = !isOdd && !found.totals.some(entry => alarming.has(entry.verdict))
  const sum = counts === '' ? 'Nothing was bought or switched off.' : counts
  return `${[...alignColumns(rows, '', { columns: options.columns, widest: 40 }), ...others(found, options), ...money.map(line => wrapText(line, options.columns)), isClean ? sum : paint.bold(sum)].join('\n')}\n`
}

function moneyOf({ expected, seen, from, invoices, late, stillCharged }: ReconciledLine): string {
  const parts = [`from ${from}`, seen === null ? 'nothing seen' : amountOrUnknown(seen)]
  if (expected !== null) parts.push(`expected ${amountOrUnknown(expected)}`)
  if (stillCharged !== undefined) parts.push(`${amountOrUnknown(stillCharged)} of those days stays charged`)
  if (late !== undefined)
    parts.push(
      `${counted(late.days, 'day')} later than planned, charged ${late.money === null ? 'unknown' : amountOrUnknown(late.money)}`,
    )
  if (invoices.length > 0) parts.push(invoices.join(' '))
  return parts.join(' · ')
}

export function amountOrUnknown(money: Amount | Money): string {
  return 'amount' in money ? `${money.currency} ${money.amount}` : 'unknown'
}

/** Beside what the journal predicts: what nothing explains, and what was not counted. */
function others(found: Reconciliation, options: ReportOptions): readonly string[] {
  const variances = found.variances.map(entry => [
    isFinding(entry) ? '!' : '?',
    entry.kind,
    printable(entry.customerName),
    entry.other === undefined ? entry.partner : `${entry.partner} and ${entry.other}`,
    printable(entry.product),
    [
      `${entry.from} to ${entry.lastDay}`,
      entry.money === null ? 'unknown' : amountOrUnknown(entry.money),
      ...(entry.kind === 'billed in two accounts' ? [] : [entry.chargeTypes.map(printable).join(' ')]),
      entry.invoices.map(printable).join(' '),
    ].join(' · '),
  ])
  const aside = [...new Set(found.setAside.map(line => line.because))].sort().map(because => {
    const lines = found.setAside.filter(line => line.because === because)
    return `${counted(lines.length, 'line')} not counted (${because}): ${lines.slice(0, mostNamed).map(asideText).join('; ')}${lines.length > mostNamed ? ` and ${lines.length - mostNamed} more` : ''}`
  })
  const repeated = found.repeated.map(
    ({ file, sameAs, invoice, rows }) =>
      `${printable(file)} repeats ${counted(rows, 'row')} of ${invoice === '' ? '' : `${printable(invoice)} in `}${printable(sameAs)}: counted once`,
  )
  return [
    ...alignColumns(variances, '', { columns: options.columns, widest: 40 }),
    ...[...aside, ...repeated, rowsText(found.rows)].map(line => wrapText(line, options.columns)),
  ]
}

/** Where each row is found: nothing that was read is in none of them. */
export function rowsText({
  read,
  explained,
  variances,
  recurring,
  notCompared,
  setAside,
  repeated,
}: RowCounts): string {
  return [
    `${counted(read, 'row')} read: ${explained} of what an apply did`,
    `${variances} listed above`,
    `${recurring} charged again as before`,
    `${notCompared} with nothing to compare`,
    `${setAside} not counted`,
    ...(repeated === 0 ? [] : [`${repeated} repeated`]),
  ].join(' · ')
}

const mostNamed = 5

function asideText({ source, line, customerName, amount, detail }: LineSetAside): string {
  const place = `${source}${line === null ? '' : `:${line}`}`
  return printable([place, customerName, amount, detail ?? ''].filter(word => word !== '').join(' '))
}
