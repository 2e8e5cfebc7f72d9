/** Sums of invoice lines in one currency. */
import { type Currency, type Decimal, decimal } from '../model/ids.ts'
import type { InvoiceLine } from '../model/invoice.ts'
import type { Money } from '../model/money.ts'
import { addDecimals, isOver, roundMoney } from '../money/decimals.ts'

export function moneyIn(amount: Decimal | null, currency: Currency | null): Money | null {
  return amount === null || currency === null ? null : { amount: roundMoney(amount, currency), currency }
}

export function total(lines: readonly InvoiceLine[]): Decimal {
  return lines.reduce((sum, { amount }) => addDecimals(sum, amount ?? decimal('0')), decimal('0'))
}

export function least(left: Decimal, right: Decimal): Decimal {
  return isOver(left, right) ? right : left
}
