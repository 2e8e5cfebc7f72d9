/** GET /sandbox/ledger: what was charged and credited on each day that is over, and what was charged twice (E20). */
import type { Service } from '../service.ts'
import type { SubscriptionRow } from '../state/subscription-rows.ts'
import { addDays, type Day, dayOf, normal } from '../time/calendar.ts'
import { shareText } from './amounts.ts'
import type { ChargedPeriod } from './charged.ts'
import { daysOf } from './days.ts'

export interface LedgerDay {
  readonly day: Day
  readonly partner: string
  readonly customer: string
  readonly subscription: string
  readonly family: string
  /** Decimal text; null: charged, at a price the World does not tell. */
  readonly charge: string | null
  /** Decimal text; null: credited, at a price the World does not tell. */
  readonly credit: string | null
  readonly currency: string
  /** At the end of the day. */
  readonly seats: number
  /** The billing period of the day, last day included; `days` are those of the uncut one. Null: it has none. */
  readonly period: {
    readonly from: Day
    readonly to: Day
    readonly days: number
    /** Per seat and uncut period, decimal text; null: the World does not tell. */
    readonly price: string | null
  } | null
}

export interface DoubleBilled {
  readonly customer: string
  readonly family: string
  readonly day: Day
  readonly partners: readonly string[]
}

export interface Ledger {
  readonly days: readonly LedgerDay[]
  readonly doubleBilled: readonly DoubleBilled[]
}

export function ledgerOf(service: Service): Ledger {
  const first = dayOf(normal(service.world.clock))
  const last = addDays(dayOf(service.time.now()), -1)
  const days: LedgerDay[] = []
  const charged = new Map<string, SubscriptionRow[]>()
  for (const row of service.store.subscriptions.all()) {
    const currency = service.store.partners.get(row.partner)?.currency ?? ''
    for (const { day, isCharged, charge, family, credit, seats, period } of daysOf(
      service,
      row,
      first,
      last,
    )) {
      days.push({
        day,
        partner: row.partner,
        customer: row.customer,
        subscription: row.id,
        family,
        charge: isCharged ? (charge === null ? null : shareText(charge)) : '0',
        credit: credit === null ? '0' : credit.amount,
        currency,
        seats,
        period: period === null ? null : periodView(period),
      })
      if (!isCharged) continue
      const key = [day, row.customer, family].join('\u0000')
      const together = charged.get(key)
      if (together === undefined) charged.set(key, [row])
      else together.push(row)
    }
  }
  return {
    days: days.sort(byText(row => [row.day, row.partner, row.customer, row.subscription])),
    doubleBilled: doubleBilledIn(charged),
  }
}

function periodView({ start, end, days, price }: ChargedPeriod): LedgerDay['period'] {
  return { from: start, to: addDays(end, -1), days, price }
}

/**
 * Customer × family × day on which a subscription acquired since the seed and an older one under another partner are both
 * charged. Two that the seed already had are the world's own affair, and a transfer moves a subscription, it buys none.
 */
function doubleBilledIn(charged: ReadonlyMap<string, readonly SubscriptionRow[]>): readonly DoubleBilled[] {
  const found: DoubleBilled[] = []
  for (const [key, rows] of charged) {
    const partners = new Set<string>()
    for (const newer of rows)
      for (const older of rows)
        if (isBought(newer) && older.partner !== newer.partner && older.sequence < newer.sequence) {
          partners.add(older.partner)
          partners.add(newer.partner)
        }
    const [day = '', customer = '', family = ''] = key.split('\u0000')
    if (partners.size > 0) found.push({ customer, family, day, partners: [...partners].sort() })
  }
  return found.sort(byText(row => [row.day, row.customer, row.family]))
}

function isBought({ acquired }: SubscriptionRow): boolean {
  return acquired === 'order' || acquired === 'cart'
}

export function byText<Row>(textsOf: (row: Row) => readonly string[]): (a: Row, b: Row) => number {
  return (a, b) => {
    const [left, right] = [textsOf(a).join('\u0000'), textsOf(b).join('\u0000')]
    return left < right ? -1 : left > right ? 1 : 0
  }
}
