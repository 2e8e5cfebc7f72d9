import type { Amount } from '../../engine/model/money.ts'
import { isZero } from '../../engine/money/decimals.ts'
import type { PlanSummary } from '../../engine/plan/plan.ts'
import { counted } from '../../engine/plural.ts'

export function amountText(amount: Amount): string {
  return amount.kind === 'known' ? `${amount.currency} ${amount.amount}` : 'unknown'
}

/** One figure per currency, and how many could not be priced: unknown is never shown as 0, nor beside a 0 that is of nothing. */
export function sumsText({ known, unknown }: PlanSummary['atRisk']): string {
  const parts = known
    .filter(({ amount }) => unknown === 0 || !isZero(amount))
    .map(({ currency, amount }) => `${currency} ${amount}`)
  if (unknown > 0) parts.push(`${unknown} unknown`)
  return parts.length === 0 ? 'nothing' : parts.join(', ')
}

/** For the last line of a report. */
export function chargedTwiceTotal(sums: PlanSummary['atRisk']): string {
  if (isNothing(sums)) return 'nothing could be charged twice'
  return sums.unknown > 0 && sums.known.every(({ amount }) => isZero(amount))
    ? `could be charged twice: unknown (${counted(sums.unknown, 'amount')})`
    : `could be charged twice ${sumsText(sums)}`
}

export function isNothing(sums: PlanSummary['atRisk']): boolean {
  return sums.known.length + sums.unknown === 0
}

/** Known, and nothing: of what could not be priced nobody can say so. */
export function comesToNothing({ known, unknown }: PlanSummary['atRisk']): boolean {
  return unknown === 0 && known.every(({ amount }) => isZero(amount))
}

/** Differences: what is added carries a plus. */
export function signedSumsText(sums: PlanSummary['monthly']): string {
  const parts = sums.known.map(
    ({ currency, amount }) => `${currency} ${amount.startsWith('-') ? '' : '+'}${amount}`,
  )
  if (sums.unknown > 0) parts.push(`${sums.unknown} unknown`)
  return parts.join(', ')
}
