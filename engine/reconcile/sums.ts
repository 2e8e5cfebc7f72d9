/** Sums of invoice lines in one currency. */
import { type Currency, type Decimal, decimal } from '../model/ids.ts'
import type { InvoiceLine } from '../model/invoice.ts'
import type { Money } from '../model/money.ts'
import { addDecimals, isNegative, isOver, negated, roundMoney } from '../money/decimals.ts'

export function moneyIn(amount: Decimal | null, currency: Currency | null): Money | null {
  return amount === null || currency === null ? null : { amount: roundMoney(amount, currency), currency }
}

export function total(lines: readonly InvoiceLine[]): Decimal {
  return lines.reduce((sum, { amount }) => addDecimals(sum, amount ?? decimal('0')), decimal('0'))
}

export function least(left: Decimal, right: Decimal): Decimal {
  return isOver(left, right) ? right : left
}

/** The entry that is apart by least; the first of several. null: there is none. */
export function closestOf<T>(entries: readonly T[], apartBy: (entry: T) => Decimal): T | null {
  let best: { readonly entry: T; readonly apart: Decimal } | null = null
  for (const entry of entries) {
    const difference = apartBy(entry)
    const apart = isNegative(difference) ? negated(difference) : difference
    if (best === null || isOver(best.apart, apart)) best = { entry, apart }
  }
  return best === null ? null : best.entry
}
