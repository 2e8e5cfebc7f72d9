/**
 * The calendar of term ends (T23): for each subscription of new commerce whose term ends soon, what it will do and what that costs. Shown is what someone has to
 * decide; an end that is as declared, or a renewal with all seats in use at the same price, is none.
 */
import { by } from '../compare.ts'
import { fieldChanges } from '../diff/fields.ts'
import type { DeclaredCustomer, DeclaredPartner, DeclaredSubscription, Desired } from '../model/desired.ts'
import { hasExtension } from '../model/extended-term.ts'
import {
  dayOf,
  type Instant,
  type PartnerName,
  type Seats,
  seats,
  type TenantId,
  type UtcDate,
} from '../model/ids.ts'
import type { CatalogueItem, CustomerRow, LicencePool, LiveSubscription, Read } from '../model/live.ts'
import { isLiving } from '../model/living.ts'
import { currentTermOf, type Renewal, renewalLockMs, renewalOf } from '../model/renewal.ts'
import { priceOf } from '../money/price-list.ts'
import type { TermEnd } from '../plan/costs/end-of-term.ts'
import { termEndOf } from '../plan/costs/term-end.ts'
import { endsBy } from '../plan/decide/target/families.ts'
import { type AfterTerm, addOnsBeyond, afterRenewal } from '../plan/permit/after-term.ts'
import { hasMonthlyPlan } from '../plan/permit/monthly-plan.ts'
import { addDays, addMs, isAfter } from '../time/utc-days.ts'
import { type AfterTerms, afterTermsOf, declaredFor, documentOf, type Shown } from './after-terms.ts'
import type { InUse } from './licences-in-use.ts'
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
  /** What all accounts show of the same customers, asked for or not: their people are counted over everything (T26). */
  readonly shown: readonly Shown[]
  /** Accounts whose list of customers gave no answer. */
  readonly unread: readonly PartnerName[]
  readonly now: Instant
  /** Last day that is looked at. */
  readonly until: UtcDate
}

/** By end of term, then customer. */
export function termCalendar(facts: CalendarFacts): readonly TermEndRow[] {
  const pools = new Map<TenantId, CustomerTerms['pools']>()
  for (const { row, pools: read } of facts.customers)
    if (pools.get(row.tenant)?.kind !== 'present') pools.set(row.tenant, read)
  const afterTerms = afterTermsOf({ ...facts, pools })
  return facts.customers.flatMap(customer => rowsOf(customer, { ...facts, afterTerms })).sort(by(sortKeyOf))
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

interface AccountFacts extends CalendarFacts {
  readonly afterTerms: AfterTerms
}

/** Add-ons first, because what they keep is what their base has to keep (T22). */
function rowsOf(customer: CustomerTerms, facts: AccountFacts): readonly TermEndRow[] {
  const { partner: account, tenant } = customer.row
  const partner = facts.desired.partners.find(entry => entry.name === account)
  if (partner === undefined) return []
  const document = documentOf(facts.desired, customer.row)
  const declared = declaredFor(document, customer.subscriptions)
  let after = facts.afterTerms.of(account, tenant)
  const rows: TermEndRow[] = []
  const ending = customer.subscriptions.filter(live => endsUntil(live, facts))
  for (const live of [...ending].sort((a, b) => Number(a.parent === null) - Number(b.parent === null))) {
    const row = rowOf(live, {
      ...facts,
      customer,
      after,
      partner: pricedFor(partner, customer, document),
      declared: declared.get(live.id) ?? null,
      inUse: facts.afterTerms.inUse(live.id),
    })
    rows.push(row)
    after = after.map(entry => (entry.live.id === live.id ? asProposed(entry, row) : entry))
  }
  return rows
}

/** Only what a document can say will be so. */
function asProposed(entry: AfterTerm, { key, proposal }: TermEndRow): AfterTerm {
  if (key === null || proposal === null) return entry
  if (proposal.endOfTerm === 'cancel') return afterRenewal(entry.live, { kind: 'cancels' })
  return { ...entry, seats: Number(proposal.seats ?? entry.seats) }
}

function pricedFor(
  partner: DeclaredPartner,
  { market }: CustomerTerms,
  document: DeclaredCustomer | undefined,
): (day: UtcDate) => DeclaredPartner {
  return day => ({ ...partner, pricesFor: { market, segment: document?.segment ?? null, day } })
}

interface RowFacts extends CalendarFacts {
  readonly customer: CustomerTerms
  /** The customer's subscriptions in this account, as documents, facts and proposals so far will leave them. */
  readonly after: readonly AfterTerm[]
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
            addOnSeats: addOnsBeyond(live, facts.after).map(entry => entry.seats),
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
  if (declared !== null && isStillToChange(declared, live)) return 'not yet as declared'
  if (live.trial) return will.outcome === 'renews' ? 'a trial becomes a paid subscription' : null
  if (goesOnWithoutBase(live, facts)) return 'goes on without its base'
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

/** Its base ends, and nothing says that it does too (T22). */
function goesOnWithoutBase({ id, parent }: LiveSubscription, { after }: RowFacts): boolean {
  const [own, base] = [id, parent].map(wanted => after.find(({ live }) => live.id === wanted))
  if (own === undefined || base === undefined || base.ends === 'unknown') return false
  return !endsBy(own, base.ends)
}

function isStillToChange(declared: DeclaredSubscription, live: LiveSubscription): boolean {
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
