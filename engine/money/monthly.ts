/** What the bill of a month changes by. Amounts of longer periods count with their share of a month; the share is rounded once. */
import type { Amount } from '../model/money.ts'
import { known } from './amounts.ts'
import { roundMoney, shareOfPeriod } from './decimals.ts'

const monthsOfPeriod = { month: 1, year: 12, 'two years': 24, 'three years': 36 } as const

/** How long one billing period is; `term`: paid once, for a time that is not known here. */
export type PeriodWord = keyof typeof monthsOfPeriod | 'term'

export function wordForPeriod(months: number | null): PeriodWord {
  const words = Object.keys(monthsOfPeriod) as (keyof typeof monthsOfPeriod)[] // the keys of the table above
  return words.find(word => monthsOfPeriod[word] === months) ?? 'term'
}

/** null: its length is not known here. */
export function monthsOfWord(period: PeriodWord): number | null {
  return period === 'term' ? null : monthsOfPeriod[period]
}

/** `parts` of `of` of what one billing period costs, a month; negative parts are saved. */
export function perMonth(
  price: { readonly period: PeriodWord; readonly amount: Amount },
  parts: number,
  of: number,
): Amount {
  const { period, amount } = price
  if (amount.kind === 'unknown') return amount
  if (period === 'term') return { kind: 'unknown', why: 'billing cycle unknown' }
  const share = shareOfPeriod(amount.amount, parts, of * monthsOfPeriod[period])
  return known(roundMoney(share, amount.currency), amount.currency)
}
