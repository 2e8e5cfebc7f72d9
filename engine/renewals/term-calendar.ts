/**
 * The calendar of term ends (T23): for each subscription of new commerce whose term ends soon, what it will do and what that costs. Shown is what someone has to
 * decide; an end that is as declared, or a renewal with all seats in use at the same price, is none.
 */
import { fieldChanges } from '../diff/fields.ts'
import type { DeclaredCustomer, DeclaredPartner, DeclaredSubscription, Desired } from '../model/desired.ts'
import { hasExtension } from '../model/extended-term.ts'
import { dayOf, type Instant, type Seats, seats, type UtcDate } from '../model/ids.ts'
import type { CatalogueItem, CustomerRow, LicencePool, LiveSubscription, Read } from '../model/live.ts'
import { isLiving } from '../model/living.ts'
import { currentTermOf, type Renewal, renewalLockMs, renewalOf } from '../model/renewal.ts'
import { priceOf } from '../money/price-list.ts'
import { bind } from '../plan/bind/bind.ts'
import type { TermEnd } from '../plan/costs/end-of-term.ts'
import { termEndOf } from '../plan/costs/term-end.ts'
import { hasMonthlyPlan } from '../plan/permit/monthly-plan.ts'
import { addDays, addMs, isAfter } from '../time/utc-days.ts'
import { type InUse, seatsInUse } from './licences-in-use.ts'
import { proposalFor } from './propose.ts'
import type { Decision, TermEndRow } from './term-end-row.ts'

/** One customer of one account, with what was asked about it. */
export interface CustomerTerms {
  readonly row: CustomerRow
  /** Country of the customer; null: not known. */
  readonly market: string | null
  readonly subscriptions: readonly LiveSubscription[]
  readonly pools: Read<readonly LicencePool[]>
  readonly item: (product: LiveSubscription['product']) => Read<CatalogueItem>
}

export interface CalendarFacts {
  readonly desired: Desired
  readonly customers: readonly CustomerTerms[]
  readonly now: Instant
  /** Last day that is looked at. */
  readonly until: UtcDate
}

/** By end of term, then customer. */
export function termCalendar(facts: CalendarFacts): readonly TermEndRow[] {
  const inUse = usageOf(facts.customers)
  return facts.customers
    .flatMap(customer => rowsOf(customer, facts, inUse))
    .sort((a, b) => (sortKeyOf(a) < sortKeyOf(b) ? -1 : 1))
}

function sortKeyOf({ termEndsOn, customerName, partner, subscription }: TermEndRow): string {
  return [termEndsOn, customerName, partner, subscription].join('\n')
}

/** Whether the end of its term belongs to the calendar. */
export function endsUntil(
  live: LiveSubscription,
  { now, until }: Pick<CalendarFacts, 'now' | 'until'>,
): boolean {
  return (
    live.commerce === 'nce' &&
    live.kind !== 'azure' &&
    isLiving(live) &&
    live.termEndsAt !== null &&
    isAfter(live.termEndsAt, now) &&
    dayOf(live.termEndsAt) <= until
  )
}

/** Pools are the customer's, whichever account shows them. */
function usageOf(customers: readonly CustomerTerms[]) {
  const byTenant = new Map<string, CustomerTerms[]>()
  for (const entry of customers)
    byTenant.set(entry.row.tenant, [...(byTenant.get(entry.row.tenant) ?? []), entry])
  const found = new Map<string, InUse>()
  for (const entries of byTenant.values()) {
    const living = entries
      .flatMap(entry => entry.subscriptions.filter(live => isLiving(live) && live.kind === 'licence'))
      .sort((a, b) => ((a.termEndsAt ?? '9') + a.id < (b.termEndsAt ?? '9') + b.id ? -1 : 1))
    const read = entries.find(({ pools }) => pools.kind === 'present') ?? entries[0]
    if (read === undefined) continue
    for (const [id, use] of seatsInUse(living, read.pools)) found.set(id, use)
  }
  return found
}

function rowsOf(
  customer: CustomerTerms,
  facts: CalendarFacts,
  usage: ReadonlyMap<string, InUse>,
): readonly TermEndRow[] {
  const partner = facts.desired.partners.find(entry => entry.name === customer.row.partner)
  if (partner === undefined) return []
  const document = facts.desired.customers.find(
    entry => entry.partner === customer.row.partner && entry.tenant === customer.row.tenant,
  )
  const declared = declaredFor(document, customer.subscriptions)
  return customer.subscriptions
    .filter(live => endsUntil(live, facts))
    .map(live =>
      rowOf(live, {
        ...facts,
        customer,
        partner: pricedFor(partner, customer, document),
        declared: declared.get(live.id) ?? null,
        inUse: usage.get(live.id) ?? { kind: 'not checked', why: 'it is no licence of the directory' },
      }),
    )
}

function pricedFor(
  partner: DeclaredPartner,
  { market }: CustomerTerms,
  document: DeclaredCustomer | undefined,
): (day: UtcDate) => DeclaredPartner {
  return day => ({ ...partner, pricesFor: { market, segment: document?.segment ?? null, day } })
}

function declaredFor(
  document: DeclaredCustomer | undefined,
  living: readonly LiveSubscription[],
): ReadonlyMap<string, DeclaredSubscription> {
  if (document === undefined) return new Map()
  const { bound } = bind(document, living, { reach: 'line' })
  return new Map(
    document.subscriptions.flatMap(entry => {
      const live = bound.get(entry.key)
      return live === undefined ? [] : [[live.id, entry] as const]
    }),
  )
}

interface RowFacts extends CalendarFacts {
  readonly customer: CustomerTerms
  /** With the prices of a day. */
  readonly partner: (day: UtcDate) => DeclaredPartner
  readonly declared: DeclaredSubscription | null
  readonly inUse: InUse
}

function rowOf(live: LiveSubscription, facts: RowFacts): TermEndRow {
  const { customer, declared, inUse, now } = facts
  const end = live.termEndsAt ?? now
  const decideBy = addMs(end, -renewalLockMs)
  const isLocked = isAfter(now, decideBy)
  const from = addDays(dayOf(end), 1)
  const item = customer.item(live.product)
  const prices = { partner: facts.partner(from), hasMonthlyPlan: hasMonthlyPlan(item) }
  const ends = (renewal: Renewal) => termEndOf(live, renewal, prices)
  const will = ends(renewalOf(live))
  const renewed = (count: Seats) => {
    const current = currentTermOf(live)
    return ends({ kind: 'renews', next: current === null ? null : { ...current, seats: count } })
  }
  const decision = decisionFor(live, { ...facts, will })
  return {
    partner: customer.row.partner,
    customer: customer.row.tenant,
    customerName: customer.row.name || customer.row.tenant,
    subscription: live.id,
    product: live.product,
    productName: live.productName,
    name: live.name,
    status: live.status,
    key: declared?.key ?? null,
    at: declared?.at ?? null,
    declared: declared?.endOfTerm ?? null,
    seats: live.seats,
    inUse,
    termEndsOn: dayOf(end),
    decideBy,
    isLocked,
    will,
    choices: choicesOf(live, will).map(ends),
    decision,
    proposal:
      decision === null ||
      isLocked ||
      live.trial ||
      live.kind !== 'licence' ||
      decision === 'not yet as declared'
        ? null
        : proposalFor({
            will,
            seats: live.seats,
            inUse,
            minimumSeats: item.kind === 'present' ? item.value.minimumSeats : seats(1),
            renewed,
          }),
  }
}

/** A trial has no term to renew as it is, and what has no extension cannot be extended. */
function choicesOf(live: LiveSubscription, { outcome }: TermEnd): readonly Renewal[] {
  const choices: readonly Renewal[] = live.trial
    ? [{ kind: 'cancels' }]
    : [
        { kind: 'renews', next: null },
        { kind: 'cancels' },
        ...(hasExtension(live) === false ? [] : [{ kind: 'extends' } as const]),
      ]
  return choices.filter(choice => choice.kind !== outcome)
}

function decisionFor(live: LiveSubscription, facts: RowFacts & { readonly will: TermEnd }): Decision | null {
  const { will, declared, inUse } = facts
  if (will.outcome === 'unknown') return 'what it does is not known'
  if (declared !== null && isStillToBeTold(declared, live)) return 'not yet as declared'
  if (live.trial) return will.outcome === 'renews' ? 'a trial becomes a paid subscription' : null
  switch (will.outcome) {
    case 'extends':
      return declared?.endOfTerm === 'extend' ? null : 'goes on by the month at a higher price'
    case 'cancels':
    case 'lapses': {
      const isUnused = inUse.kind === 'known' && inUse.seats === 0
      return declared?.endOfTerm === 'cancel' || isUnused || isReplaced(live, facts)
        ? null
        : 'stops, and no document says so'
    }
    case 'renews': {
      const renewing = will.seats ?? live.seats
      if (inUse.kind === 'known' && renewing !== null && inUse.seats < renewing)
        return 'renews with seats that no one uses'
      return isPriceChanged(live, facts) ? 'renews at another price' : null
    }
  }
}

function isStillToBeTold(declared: DeclaredSubscription, live: LiveSubscription): boolean {
  return fieldChanges(declared, live).some(
    ({ field }) => field === 'endOfTerm' || field.startsWith('nextTerm'),
  )
}

/** A source of a consolidation whose target declares the same product for this customer: its end is part of the move. */
function isReplaced(live: LiveSubscription, { desired }: CalendarFacts): boolean {
  return desired.consolidations.some(
    ({ from, to }) =>
      from.includes(live.partner) &&
      desired.customers.some(
        entry =>
          entry.partner === to &&
          entry.tenant === live.customer &&
          entry.subscriptions.some(one => one.product === live.product && one.state === 'active'),
      ),
  )
}

/** The list has two prices for it, today and on the day of the renewal. */
function isPriceChanged(live: LiveSubscription, { partner, now }: RowFacts): boolean {
  if (live.termEndsAt === null) return false
  const today = priceOf(partner(dayOf(now)), live)
  const then = priceOf(partner(addDays(dayOf(live.termEndsAt), 1)), live)
  return typeof today !== 'string' && typeof then !== 'string' && today.pricePerSeat !== then.pricePerSeat
}
