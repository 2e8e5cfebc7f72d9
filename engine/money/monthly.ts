/** What the bill of a month changes by. Amounts of longer periods count with their share of a month; the share is rounded once. */
import type { Amount } from '../model/money.ts'
import { known } from './amounts.ts'
import { roundMoney, shareOfPeriod } from './decimals.ts'

const monthsOfPeriod = { month: 1, year: 12 } as const

/** `parts` of `of` of what one billing period costs, a month; negative parts are saved. */
export function perMonth(
  price: { readonly period: 'month' | 'year' | 'term'; readonly amount: Amount },
  parts: number,
  of: number,
): Amount {
  const { period, amount } = price
  if (amount.kind === 'unknown') return amount
  if (period === 'term') return { kind: 'unknown', why: 'billing cycle unknown' }
  const share = shareOfPeriod(amount.amount, parts, 1, of * monthsOfPeriod[period])
  return known(roundMoney(share, amount.currency), amount.currency)
}
