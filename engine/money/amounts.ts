/** Amounts that may be unknown, and their sums. Unknown never becomes 0, and currencies are never added together (T14). */
import { by } from '../compare.ts'
import type { Currency, Decimal } from '../model/ids.ts'
import type { Amount } from '../model/money.ts'
import { addDecimals, roundMoney } from './decimals.ts'

export interface Sums {
  readonly known: readonly { readonly currency: Currency; readonly amount: Decimal }[]
  /** How many amounts could not be priced. */
  readonly unknown: number
}

export type KnownAmount = Extract<Amount, { kind: 'known' }>

export function known(amount: Decimal, currency: Currency): KnownAmount {
  return { kind: 'known', amount, currency }
}

export function zero(currency: Currency): KnownAmount {
  return known(roundMoney(0, currency), currency)
}

/** `currencies` are shown even when their sum is 0. */
export function sumAmounts(amounts: readonly Amount[], currencies: readonly Currency[]): Sums {
  const totals = new Map<Currency, Decimal>(currencies.map(currency => [currency, roundMoney(0, currency)]))
  let unknown = 0
  for (const amount of amounts) {
    if (amount.kind === 'unknown') unknown += 1
    else
      totals.set(
        amount.currency,
        addDecimals(totals.get(amount.currency) ?? roundMoney(0, amount.currency), amount.amount),
      )
  }
  return {
    known: [...totals]
      .map(([currency, amount]) => ({ currency, amount: roundMoney(amount, currency) }))
      .sort(by(entry => entry.currency)),
    unknown,
  }
}

/** Unknown where one of them is, or where they are of several currencies. */
export function sumOf(amounts: readonly Amount[]): Amount {
  const unknown = amounts.find(({ kind }) => kind === 'unknown')
  if (unknown !== undefined) return unknown
  const [sum, ...others] = sumAmounts(amounts, []).known
  if (sum === undefined) return { kind: 'unknown', why: 'no price list' }
  return others.length > 0
    ? { kind: 'unknown', why: 'priced in several currencies' }
    : { kind: 'known', ...sum }
}
