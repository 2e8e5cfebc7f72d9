/** What the journal says of each subscription: since when it is ours, what it costs, with how many seats it goes on, and from when on nothing is charged. */
import type { OwnWrite } from '../../activity/own-steps.ts'
import { dayOf, type PartnerName, type SubscriptionId, type UtcDate } from '../../model/ids.ts'
import type { InvoiceLine } from '../../model/invoice.ts'
import type { KnownAmount } from '../../money/amounts.ts'
import { monthsOfWord } from '../../money/monthly.ts'
import { addDays } from '../../time/utc-days.ts'
import { dayOfWrite } from '../invoice-lines.ts'
import { isSwitchOff } from './switch-off.ts'

export interface OwnFacts {
  /** Days on which a write of ours began or took effect. */
  readonly days: ReadonlySet<UtcDate>
  /** The first of them: what was before is in the facts that its plan was made of. */
  readonly since: UtcDate
  /** First day that is charged no more; null: it lives. */
  readonly off: UtcDate | null
  /** Price of a whole cycle for all seats, since a purchase or a change of seats; the latest last. */
  readonly prices: readonly CyclePrice[]
  /** Days on which we changed how it is billed, by which rows are given back and charged anew. */
  readonly rebilled: ReadonlySet<UtcDate>
  /** Last day to which what we bought or added is committed, whatever becomes of it; null: not known. */
  readonly committedUntil: UtcDate | null
  /** Seats that we asked for in a next term. */
  readonly nextSeats: ReadonlySet<number>
}

export interface CyclePrice {
  readonly since: UtcDate
  readonly by: 'purchase' | 'change'
  readonly months: number | null
  /** By the price list; null: not known. */
  readonly amount: KnownAmount | null
  readonly seats: number
}

export interface OwnSubscriptions {
  of(line: Pick<InvoiceLine, 'partner' | 'subscription'>): OwnFacts | undefined
}

/** `arrived`: rows under the target of what a transfer brought, whose new ids no journal has. */
export function ownSubscriptions(
  writes: readonly OwnWrite[],
  arrived: readonly InvoiceLine[],
): OwnSubscriptions {
  const found = new Map<string, OwnFacts>()
  const learn = (
    partner: PartnerName,
    subscription: SubscriptionId,
    days: readonly UtcDate[],
    facts: Partial<Pick<OwnFacts, 'off'>> & {
      price?: CyclePrice
      committedUntil?: UtcDate | undefined
      nextSeats?: number
      rebilled?: UtcDate
    } = {},
  ) => {
    const key = `${partner}/${subscription}`
    const before = found.get(key)
    const all = [...(before?.days ?? []), ...days]
    found.set(key, {
      days: new Set(all),
      since: [...all].sort()[0] ?? ('' as UtcDate), // never empty
      off: facts.off === undefined ? (before?.off ?? null) : facts.off,
      prices: [...(before?.prices ?? []), ...(facts.price === undefined ? [] : [facts.price])],
      rebilled: new Set([
        ...(before?.rebilled ?? []),
        ...(facts.rebilled === undefined ? [] : [facts.rebilled]),
      ]),
      committedUntil: facts.committedUntil ?? before?.committedUntil ?? null,
      nextSeats: new Set([
        ...(before?.nextSeats ?? []),
        ...(facts.nextSeats === undefined ? [] : [facts.nextSeats]),
      ]),
    })
  }
  for (const write of writes) {
    const { action, subscription, began, ended } = write
    const on = [dayOf(began), dayOf(ended ?? began)]
    const day = dayOfWrite(write)
    if (action.kind === 'subscription.transfer')
      for (const item of action.items) learn(action.from, item.subscription, on, { off: addDays(day, 1) })
    if (subscription === null) continue
    const price = priceOf(write)
    const next =
      action.kind === 'subscription.change-renewal' && action.to.kind === 'renews' ? action.to.next : null
    learn(action.partner, subscription, on, {
      ...(isSwitchOff(write) && { off: day }),
      ...(action.kind === 'subscription.reactivate' && { off: null }),
      ...(isRebilled(write) && { rebilled: day }),
      ...(price !== null && { price }),
      committedUntil: action.effect.commitment?.until,
      ...(next !== null && { nextSeats: next.seats }),
    })
  }
  for (const { partner, subscription, from } of arrived)
    if (subscription !== null) learn(partner, subscription, [addDays(from, -1)])
  return {
    of: ({ partner, subscription }) =>
      subscription === null ? undefined : found.get(`${partner}/${subscription}`),
  }
}

function priceOf(write: OwnWrite): CyclePrice | null {
  const { action } = write
  if (action.kind !== 'subscription.create' && action.kind !== 'subscription.change-seats') return null
  const price = action.effect.perPeriod
  const known = price?.amount.kind === 'known' ? price.amount : null
  const common = {
    since: dayOfWrite(write),
    months: price === undefined ? null : monthsOfWord(price.period),
    amount: known,
  }
  return action.kind === 'subscription.create'
    ? { ...common, by: 'purchase', seats: action.seats }
    : { ...common, by: 'change', seats: action.to }
}

/** Another cycle, and an end of a pause, are charged anew by rows that no plan predicts one by one. */
function isRebilled({ action }: OwnWrite): boolean {
  return (
    action.kind === 'subscription.change-billing' ||
    action.kind === 'subscription.change-details' ||
    action.kind === 'subscription.reactivate' ||
    ('also' in action && action.also?.billing !== undefined)
  )
}
