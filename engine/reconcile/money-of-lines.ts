/** The money of all reconciled lines, and of what is billed in two accounts, by currency. */
import { type Currency, decimal } from '../model/ids.ts'
import type { Amount, Money } from '../model/money.ts'
import { addDecimals, roundMoney } from '../money/decimals.ts'
import type { ReconciledLine, ReconcileVerdict, Reconciliation } from './reconciliation.ts'
import type { Variance } from './variance.ts'

export function moneyOf(
  lines: readonly ReconciledLine[],
  variances: readonly Variance[],
): Reconciliation['money'] {
  const inTwo = variances.flatMap(entry =>
    entry.kind === 'billed in two accounts' || entry.kind === 'charged twice' ? (entry.money ?? []) : [],
  )
  const currencies = new Set<Currency>()
  for (const { expected, seen } of lines) {
    if (expected?.kind === 'known') currencies.add(expected.currency)
    if (seen !== null) currencies.add(seen.currency)
  }
  for (const { currency } of inTwo) currencies.add(currency)
  return [...currencies].sort().map(currency => {
    const sum = (wanted: (line: ReconciledLine) => Amount | Money | null) =>
      roundMoney(
        lines.reduce((total, line) => {
          const money = wanted(line)
          if (money === null || !('amount' in money) || money.currency !== currency) return total
          return addDecimals(total, money.amount)
        }, decimal('0')),
        currency,
      )
    const of = (verdict: ReconcileVerdict) => (line: ReconciledLine) =>
      line.verdict === verdict ? line.seen : null
    return {
      currency,
      creditsExpected: sum(line => (line.what === 'credit' ? line.expected : null)),
      creditsSeen: sum(line => (line.what === 'credit' ? line.seen : null)),
      chargedAfter: sum(of('charged after switch-off')),
      billedTwice: roundMoney(
        inTwo
          .filter(money => money.currency === currency)
          .reduce((total, { amount }) => addDecimals(total, amount), sum(of('billed under two partners'))),
        currency,
      ),
      chargedLate: sum(line => line.late?.money ?? null),
    }
  })
}
