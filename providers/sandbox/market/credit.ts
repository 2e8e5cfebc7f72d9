/**
 * The credit limit of a partner account (2.9, E36): new purchases count, what was billed and is not paid, and what is not billed yet.
 * Nobody pays here, so an invoice is taken to be paid after a while.
 */
import { Exact, perSeat, zero } from '../money/amounts.ts'
import { bookOf, firstInvoicedDay } from '../money/book.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Service } from '../service.ts'
import type { PartnerRow } from '../state/partner-rows.ts'
import { addDays, type Day, dayOf } from '../time/calendar.ts'
import type { Purchase } from './buy.ts'
import { priceOf } from './prices.ts'

/** Days after the day of a charge by which it is paid (inferred): the rest of its month, and the time to pay. */
const paidAfter = 60

/** Null: it fits, or there is no limit. What has no price in the World counts nothing. */
export function checkCredit(
  service: Service,
  partner: PartnerRow,
  purchases: readonly Purchase[],
): Refusal | null {
  const { creditLimit, currency } = partner
  if (creditLimit === null) return null
  const rate = service.settings.usdRates[currency] ?? '1'
  const wanted = purchases.reduce(
    (sum, purchase) => sum.plus(priceOfPurchase(service, purchase, currency)),
    zero,
  )
  const total = owed(service, partner.name).plus(wanted).times(rate)
  return total.greaterThan(creditLimit) ? refuse(403, 800069, "The partner's credit limit is used up.") : null
}

function priceOfPurchase(service: Service, purchase: Purchase, currency: string): Exact {
  const { item, quantity, billing, term } = purchase
  const price = priceOf(service.catalogue, { ...item, billing, term, extendedFrom: null }, currency)
  return price === null || item.trial ? zero : perSeat(price, 1, 1).times(quantity)
}

function owed(service: Service, partner: string): Exact {
  const today = dayOf(service.time.now())
  const from: Day = [firstInvoicedDay(service), addDays(today, -paidAfter)].toSorted().at(-1) ?? today
  let sum = zero
  for (const row of service.store.subscriptions.all())
    if (row.partner === partner)
      for (const line of bookOf(service, row, today))
        if (!line.isEarlier && line.day >= from) sum = sum.plus(line.amount ?? 0)
  return sum.lessThan(0) ? zero : new Exact(sum)
}
