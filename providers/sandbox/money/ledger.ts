/**
 * The billing ledger by the one model of api.md 2.5, a row per subscription and UTC day that has passed. A day is charged to
 * a subscription that is chargeable at its end. Daily shares are exact; what is printed are differences of the running sum
 * rounded once per period, so the days of a period add up to its once-rounded amount to the cent. A credit stands on the day
 * of the switch-off: what the next invoice gives back of the period that was charged ahead.
 */
import { Decimal } from 'decimal.js'
import { priceOf } from '../market/catalogue.ts'
import type { SubscriptionRow } from '../rows.ts'
import type { Service } from '../service.ts'
import { addDays, dayOf, daysBetween, monthsOfCycle, normal, periodOf, startOf } from '../time.ts'

const exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP })

export interface LedgerDay {
  readonly day: string
  readonly partner: string
  readonly customer: string
  readonly subscription: string
  readonly family: string
  /** Decimal text; null: charged, at a price the World does not tell. */
  readonly charge: string | null
  readonly credit: string
  readonly currency: string
}

export interface DoubleBilled {
  readonly customer: string
  readonly family: string
  readonly day: string
  readonly partners: readonly string[]
}

export interface Ledger {
  readonly days: readonly LedgerDay[]
  readonly doubleBilled: readonly DoubleBilled[]
}

/** Days after a purchase within which a legacy switch-off gives the whole period back (api.md 2.5). */
const fullRefundDays = 30

export function ledgerOf(service: Service): Ledger {
  const first = dayOf(normal(service.world.clock))
  const today = dayOf(service.time.now())
  const days: LedgerDay[] = []
  const charged = new Map<string, SubscriptionRow[]>()
  for (const row of service.store.all('subscriptions')) {
    if (row.commerce === 'azure') continue
    for (let day = first; day < today; day = addDays(day, 1)) {
      const line = dayOfSubscription(service, row, day)
      if (line === null) continue
      days.push(line.row)
      if (!line.isCharged) continue
      const key = `${day}\u0000${row.customer}\u0000${row.family}`
      charged.set(key, [...(charged.get(key) ?? []), row])
    }
  }
  days.sort((a, b) =>
    compare(
      `${a.day}/${a.partner}/${a.customer}/${a.subscription}`,
      `${b.day}/${b.partner}/${b.customer}/${b.subscription}`,
    ),
  )
  return { days, doubleBilled: doubleBilledIn(charged) }
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}

/** E20: a subscription acquired since the seed and an older one under another partner, both charged on one day. */
function doubleBilledIn(charged: ReadonlyMap<string, readonly SubscriptionRow[]>): readonly DoubleBilled[] {
  const found: DoubleBilled[] = []
  for (const [key, rows] of charged) {
    const [day = '', customer = '', family = ''] = key.split('\u0000')
    const fresh = rows.filter(row => row.acquired !== 'seed')
    const older = rows.filter(row =>
      fresh.some(other => other.partner !== row.partner && other.purchasedAt > row.purchasedAt),
    )
    if (older.length === 0) continue
    const partners = [...new Set([...fresh, ...older].map(row => row.partner))].sort()
    found.push({ customer, family, day, partners })
  }
  return found.sort((a, b) =>
    compare(`${a.day}/${a.customer}/${a.family}`, `${b.day}/${b.customer}/${b.family}`),
  )
}

function dayOfSubscription(
  service: Service,
  row: SubscriptionRow,
  day: string,
): { readonly row: LedgerDay; readonly isCharged: boolean } | null {
  const end = stateAt(row, startOf(addDays(day, 1)))
  const isCharged = end !== null && isChargeable(row, end, day)
  const credit = creditOn(service, row, day)
  if (!isCharged && credit === null) return null
  const currency = service.store.get('partners', row.partner)?.currency ?? ''
  return {
    isCharged,
    row: {
      day,
      partner: row.partner,
      customer: row.customer,
      subscription: row.id,
      family: row.family,
      charge: isCharged ? chargeOn(service, row, day, currency) : '0',
      credit: credit ?? '0',
      currency,
    },
  }
}

/** Seats and status just before an instant; null before the purchase. */
function stateAt(
  row: SubscriptionRow,
  instant: string,
): { readonly seats: number; readonly status: string } | null {
  let found: { readonly seats: number; readonly status: string } | null = null
  for (const entry of row.history) if (entry.at < instant) found = entry
  return found
}

/** Legacy: while active. New commerce: every day of the committed term, suspended or not, unless cancelled in its window. */
function isChargeable(row: SubscriptionRow, end: { readonly status: string }, day: string): boolean {
  if (row.trial || dayOf(row.purchasedAt) > day) return false
  if (row.commerce === 'legacy') return end.status === 'active'
  return end.status === 'active' || end.status === 'suspended'
}

function chargeOn(service: Service, row: SubscriptionRow, day: string, currency: string): string | null {
  const price = priceOf(service.world, row, currency)
  const months = monthsOfCycle(row.billing)
  if (price === null || months === null) return null
  const period = periodOf(dayOf(row.purchasedAt), months, day)
  const length = daysBetween(period.start, period.end)
  const until = (last: string) => {
    let sum = new exact(0)
    for (let at = period.start; at <= last; at = addDays(at, 1)) {
      const state = stateAt(row, startOf(addDays(at, 1)))
      if (state !== null && isChargeable(row, state, at))
        sum = sum.plus(new exact(price).times(state.seats).dividedBy(length))
    }
    return sum
  }
  const before = day === period.start ? new exact(0) : until(addDays(day, -1))
  return until(day)
    .toDecimalPlaces(minorUnits(currency))
    .minus(before.toDecimalPlaces(minorUnits(currency)))
    .toFixed(minorUnits(currency))
}

/** What a switch-off on this day gives back; null when nothing was switched off. */
function creditOn(service: Service, row: SubscriptionRow, day: string): string | null {
  if (row.trial || dayOf(row.purchasedAt) > day) return null
  const before = stateAt(row, startOf(day))
  const after = stateAt(row, startOf(addDays(day, 1)))
  const wasOn =
    before?.status === 'active' ||
    (before === null && row.history.some(entry => dayOf(entry.at) === day && entry.status === 'active'))
  const off =
    row.commerce === 'legacy'
      ? after?.status === 'suspended' || after?.status === 'deleted'
      : after?.status === 'deleted' && row.cancellableUntil !== null
  if (!wasOn || off !== true) return null
  const currency = service.store.get('partners', row.partner)?.currency ?? ''
  const price = priceOf(service.world, row, currency)
  const months = monthsOfCycle(row.billing)
  const seats = before?.seats ?? row.seats
  if (price === null || months === null) return null
  const bought = dayOf(row.purchasedAt)
  const period = periodOf(bought, months, day)
  const length = daysBetween(period.start, period.end)
  const whole = row.commerce === 'legacy' ? daysBetween(bought, day) <= fullRefundDays : day === bought
  const unused = whole ? length : daysBetween(day, period.end)
  return new exact(price).times(seats).times(unused).dividedBy(length).toFixed(minorUnits(currency))
}

const withoutMinor = new Set(['JPY', 'KRW', 'CLP', 'ISK', 'VND'])
function minorUnits(currency: string): number {
  return withoutMinor.has(currency) ? 0 : 2
}
