/** Ends of terms that a purchase chooses (9, 11): the end of a month, or that of another subscription. */
import { refuse } from '../refusal.ts'
import type { Service } from '../service.ts'
import { keyOf, pairOf } from '../state/store.ts'
import type { SubscriptionRow } from '../state/subscription-rows.ts'
import { addDays, addMonths, type Day, dayOf, normal } from '../time/calendar.ts'
import { monthsOfTerm } from '../time/periods.ts'
import { cannot, type NotForSale } from './not-for-sale.ts'
import type { Buyer, WantedItem } from './purchase.ts'

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
  const isListed = allowedEnds(service, buyer, { start: today, term: wanted.term }).some(
    ({ lastDay }) => addDays(lastDay, 1) === end,
  )
  if (!isListed && !service.settings.anyTermEnd)
    return cannot(10017, refuse(400, 800002, 'A term ends with a month, or with another subscription.'))
  return { termEnd: end }
}

export function isWithin(end: Day, start: Day, term: string): boolean {
  return end > start && end <= addMonths(start, monthsOfTerm(term) ?? 0)
}

export interface AllowedEnd {
  readonly type: 'calendarMonthAligned' | 'subscriptionAligned'
  /** Of the term. */
  readonly lastDay: Day
  /** Whose end it is. */
  readonly subscriptions: readonly string[]
}

/** In the order of their days; of two of one day the month first. */
export function allowedEnds(
  service: Service,
  { partner, customer }: Buyer,
  { start, term }: { readonly start: Day; readonly term: string },
): readonly AllowedEnd[] {
  const ends: AllowedEnd[] = []
  const firstOfMonth = `${start.slice(0, 7)}-01`
  for (let count = 1; count <= (monthsOfTerm(term) ?? 0) + 1; count += 1) {
    const end = addMonths(firstOfMonth, count)
    if (isWithin(end, start, term))
      ends.push({ type: 'calendarMonthAligned', lastDay: addDays(end, -1), subscriptions: [] })
  }
  const byDay = new Map<Day, string[]>()
  for (const row of service.store.subscriptions.in(pairOf(partner.name, customer.tenantId)))
    if (canBeJoined(row) && row.termEnd !== null && isWithin(row.termEnd, start, term))
      byDay.set(row.termEnd, [...(byDay.get(row.termEnd) ?? []), row.id])
  for (const [end, subscriptions] of byDay)
    ends.push({ type: 'subscriptionAligned', lastDay: addDays(end, -1), subscriptions })
  return ends.toSorted((a, b) => (a.lastDay < b.lastDay ? -1 : a.lastDay > b.lastDay ? 1 : 0))
}

const canBeJoined = (row: SubscriptionRow) => row.status === 'active' && !row.trial && row.commerce === 'nce'

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
  return row?.customer === customer.tenantId && canBeJoined(row) ? row.termEnd : null
}
