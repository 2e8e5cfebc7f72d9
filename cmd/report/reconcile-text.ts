/** What the invoices say about what the journal predicted. */
import { Ansis } from 'ansis'
import { subjectOfWrite } from '../../engine/activity/subject.ts'
import type { Amount, Money } from '../../engine/model/money.ts'
import { isZero } from '../../engine/money/decimals.ts'
import { alarming, type ReconciledLine, type Reconciliation } from '../../engine/reconcile/reconcile.ts'
import { alignColumns, wrapText } from './columns.ts'
import type { ReportOptions } from './options.ts'
import { printable } from './printable.ts'

export function reconcileText(found: Reconciliation, options: ReportOptions): string {
  const paint = new Ansis(options.colour ? 1 : 0)
  const rows = found.lines.map(line => [
    alarming.has(line.verdict) ? '!' : line.verdict === 'matched' ? 'ok' : '?',
    line.verdict,
    printable(line.write.customerName),
    line.partner,
    line.what,
    printable(subjectOfWrite(line.write.action).productName ?? ''),
    moneyOf(line),
  ])
  const money = found.money.map(
    entry =>
      `${entry.currency}: credits ${entry.creditsSeen} of ${entry.creditsExpected} expected · charged after switch-off ${entry.chargedAfter} · billed twice ${entry.billedTwice}${isZero(entry.chargedLate) ? '' : ` · for late switch-offs ${entry.chargedLate}`}`,
  )
  const counts = found.totals.map(({ verdict, count }) => `${count} ${verdict}`).join(' · ')
  const isClean = !found.totals.some(entry => alarming.has(entry.verdict))
  const sum = counts === '' ? 'Nothing was bought or switched off.' : counts
  return `${[...alignColumns(rows, '', { columns: options.columns, widest: 40 }), ...money.map(line => wrapText(line, options.columns)), isClean ? sum : paint.bold(sum)].join('\n')}\n`
}

function moneyOf({ expected, seen, from, invoices, late }: ReconciledLine): string {
  const parts = [`from ${from}`, seen === null ? 'nothing seen' : text(seen)]
  if (expected !== null) parts.push(`expected ${text(expected)}`)
  if (late !== undefined)
    parts.push(
      `${late.days} ${late.days === 1 ? 'day' : 'days'} later than planned, charged ${late.money === null ? 'unknown' : text(late.money)}`,
    )
  if (invoices.length > 0) parts.push(invoices.join(' '))
  return parts.join(' · ')
}

function text(money: Amount | Money): string {
  return 'amount' in money ? `${money.currency} ${money.amount}` : 'unknown'
}
