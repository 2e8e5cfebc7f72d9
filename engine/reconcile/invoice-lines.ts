/** Lines of invoices as amounts over days: whose they are, what they come to, and the part of them that falls on some days. */
import type { OwnWrite } from '../activity/own-steps.ts'
import { type Decimal, dayOf, decimal, type UtcDate } from '../model/ids.ts'
import type { InvoiceLine } from '../model/invoice.ts'
import type { Money } from '../model/money.ts'
import { addDecimals, isNegative, isOver, negated, roundMoney, shareOf } from '../money/decimals.ts'
import { addDays, daysBetween } from '../time/utc-days.ts'

/** The part of a line that is about a day and those after it, up to and without another day. */
export function partFrom(
  { amount, from, lastDay }: InvoiceLine,
  day: UtcDate,
  until?: UtcDate,
): Decimal | null {
  if (amount === null) return null
  const end = addDays(lastDay, 1)
  const begin = from > day ? from : day
  const stop = until !== undefined && until < end ? until : end
  return begin < stop ? shareOf(amount, daysBetween(begin, stop), daysBetween(from, end)) : decimal('0')
}

/** What the invoices say about the subscription of a write. */
export function linesOf(
  { action, subscription }: OwnWrite,
  invoiced: readonly InvoiceLine[],
): readonly InvoiceLine[] {
  return invoiced.filter(line => line.partner === action.partner && line.subscription === subscription)
}

/** UTC day on which a write took effect. */
export function dayOfWrite(write: OwnWrite): UtcDate {
  return dayOf(write.ended ?? write.began)
}

/** Money given back. */
export function isCredit({ amount }: InvoiceLine): boolean {
  return amount !== null && isNegative(amount)
}

/** Money asked for. */
export function isCharge({ amount }: InvoiceLine): boolean {
  return amount !== null && isOver(amount, decimal('0'))
}

/** null: no line, or none with an amount. Lines of one subscription are of one currency; the first decides. */
export function sumOf(lines: readonly Pick<InvoiceLine, 'amount' | 'currency'>[]): Money | null {
  const [first] = lines
  if (first === undefined) return null
  const same = lines.filter(line => line.currency === first.currency)
  const total = same.reduce((sum, line) => addDecimals(sum, line.amount ?? decimal('0')), decimal('0'))
  return { amount: roundMoney(total, first.currency), currency: first.currency }
}

/** The service's word for it, however it is spelled. */
export function wordOf({ chargeType }: Pick<InvoiceLine, 'chargeType'>): string {
  return chargeType.toLowerCase().replace(/\s/g, '')
}

/** By the words of new commerce; legacy rows are in the words of any language. */
export function isSeatChange(line: Pick<InvoiceLine, 'chargeType'>): boolean {
  return /^(?:add|remove|move)quantity$/.test(wordOf(line))
}

/** Items of new commerce are a product and a SKU. */
export function isLegacyLine({ product }: Pick<InvoiceLine, 'product'>): boolean {
  return product?.includes(':') !== true
}

/** Their numbers, once each. */
export function invoicesOf(lines: readonly InvoiceLine[]): readonly string[] {
  return [...new Set(lines.map(line => line.invoice))].sort()
}

/** As good as the same: rounding apart. */
export function isNear(left: Decimal, right: Decimal, tolerance: Decimal): boolean {
  const difference = addDecimals(left, negated(right))
  return !isOver(isNegative(difference) ? negated(difference) : difference, tolerance)
}
