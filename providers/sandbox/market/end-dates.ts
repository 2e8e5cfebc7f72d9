/** Ends of terms that a purchase or a renewal chooses (api.md 9, 11): by date, or that of another subscription. */
import { refuse } from '../refusal.ts'
import type { Service } from '../service.ts'
import { keyOf } from '../state/store.ts'
import { addDays, addMonths, type Day, dayOf, normal } from '../time/calendar.ts'
import { monthsOfTerm } from '../time/periods.ts'
import { cannot, type NotForSale } from './not-for-sale.ts'
import type { Buyer, WantedItem } from './resolve.ts'

/** First day after the term; null: the usual one. */
export function chosenEnd(
  service: Service,
  buyer: Buyer,
  wanted: WantedItem,
  productType: string,
): { readonly termEnd: Day | null } | NotForSale {
  const { customTermEndDate: date = null, coterminous = null } = wanted
  if (date === null && coterminous === null) return { termEnd: null }
  if (productType !== 'OnlineServicesNCE')
    return cannot(10016, refuse(400, 800002, 'The end of its term cannot be chosen.'))
  const today = dayOf(service.time.now())
  const end = date === null ? endOfOther(service, buyer, coterminous ?? '') : dayAfter(date)
  if (end === null || !isWithin(end, today, wanted.term))
    return cannot(10017, refuse(400, 800002, 'The end of the term must be a day of the term, after today.'))
  return { termEnd: end }
}

export function isWithin(end: Day, start: Day, term: string): boolean {
  return end > start && end <= addMonths(start, monthsOfTerm(term) ?? 0)
}

/** The day after a last day; null: it is no date. */
export function dayAfter(date: string): Day | null {
  try {
    return addDays(dayOf(normal(/T/.test(date) ? date : `${date}T00:00:00Z`)), 1)
  } catch {
    return null
  }
}

function endOfOther(service: Service, { partner, customer }: Buyer, id: string): Day | null {
  const row = service.store.subscriptions.get(keyOf(partner.name, id))
  const fits = row?.customer === customer.tenantId && row.status === 'active' && !row.trial
  return fits && row.commerce === 'nce' ? row.termEnd : null
}
