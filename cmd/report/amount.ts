import type { Amount } from '../../engine/model/money.ts'
import type { PlanSummary } from '../../engine/plan/plan.ts'

export function amountText(amount: Amount): string {
  return amount.kind === 'known' ? `${amount.currency} ${amount.amount}` : 'unknown'
}

/** One figure per currency, and how many could not be priced: unknown is never shown as 0. */
export function sumsText(sums: PlanSummary['atRisk']): string {
  const parts = sums.known.map(sum => `${sum.currency} ${sum.amount}`)
  if (sums.unknown > 0) parts.push(`${sums.unknown} unknown`)
  return parts.length === 0 ? 'nothing' : parts.join(', ')
}

/** For the last line of a report. */
export function chargedTwiceTotal(sums: PlanSummary['atRisk']): string {
  return isNothing(sums) ? 'nothing could be charged twice' : `could be charged twice ${sumsText(sums)}`
}

export function isNothing(sums: PlanSummary['atRisk']): boolean {
  return sums.known.length + sums.unknown === 0
}

/** Differences: what is added carries a plus. */
export function signedSumsText(sums: PlanSummary['monthly']): string {
  const parts = sums.known.map(
    ({ currency, amount }) => `${currency} ${amount.startsWith('-') ? '' : '+'}${amount}`,
  )
  if (sums.unknown > 0) parts.push(`${sums.unknown} unknown`)
  return parts.join(', ')
}
