/**
 * Days that were charged on both sides, told by when replacements were there and sources went off (T11): a pair that is ended late costs
 * more than its plan announced, and says so.
 */
import { groupedBy } from '../grouped-by.ts'
import { type ActionId, dayOf, type Instant, type TenantId, type UtcDate } from '../model/ids.ts'
import type { LiveSubscription } from '../model/live.ts'
import type { Amount } from '../model/money.ts'
import { sumOf } from '../money/amounts.ts'
import { type Action, type Evidence, isSwitchOff, type SwitchOff } from '../plan/action.ts'
import type { ChangeRenewal } from '../plan/kinds/change-renewal.ts'
import type { CreateSubscription } from '../plan/kinds/create.ts'
import type { Plan } from '../plan/plan.ts'
import { addDays, daysBetween, startOfDay } from '../time/utc-days.ts'
import { type ActionRecord, evidenceOf } from './fold.ts'
import type { IncurredOverlap } from './incurred-overlap.ts'

/** What ends a source beside its replacement: switched off, or told to end with its term. */
export type PairEnd = SwitchOff | ChangeRenewal

/** What the source was charged for these days. */
export type CostOf = (
  source: LiveSubscription,
  days: { readonly from: UtcDate; readonly until: UtcDate },
) => Amount

export interface OverlapFacts extends Pick<SinceFacts, 'boughtAt'> {
  readonly plan: Plan
  readonly records: Readonly<Pick<ReadonlyMap<string, ActionRecord>, 'get'>>
  /** As it was read last; null: it was not. */
  readonly sourceOf: (action: PairEnd) => LiveSubscription | null
  readonly costOf: CostOf
  /** Steps that are told elsewhere. */
  readonly leaves: Pick<ReadonlySet<string>, 'has'>
}

/** A renewal that is no part of a pair carries no overlap. */
export function isPairEnd(action: Action): action is PairEnd {
  return (
    isSwitchOff(action) ||
    (action.kind === 'subscription.change-renewal' && action.effect.overlap !== undefined)
  )
}

/** Pairs that were charged on both sides for a day or more, or will be to the end of a term. */
export function incurredOverlap({
  plan,
  records,
  sourceOf,
  costOf,
  boughtAt,
  leaves,
}: OverlapFacts): readonly IncurredOverlap[] {
  const names = new Map(plan.customers.map(customer => [customer.tenant, customer.name]))
  const since = sinceIn({ plan, records, ...(boughtAt !== undefined && { boughtAt }) })
  return plan.actions.filter(isPairEnd).flatMap(action => {
    if (leaves.has(action.id)) return []
    const off = evidenceOf(records.get(action.id))
    const { from } = since(action) ?? {}
    if (off === null || from === undefined || from === null || goesOnBeingCharged(action)) return []
    const source = sourceOf(action)
    const until = isSwitchOff(action) ? dayOf(off.at) : afterTerm(action, source)
    if (until === null) return []
    const days = daysBetween(from, until)
    if (days <= 0) return []
    return [
      {
        customer: action.customer,
        name: names.get(action.customer) ?? action.customer,
        partner: action.partner,
        subscription: action.subscription,
        productName: action.productName,
        from,
        until,
        days,
        ...(isSwitchOff(action) &&
          records.get(action.id)?.outcome?.kind === 'adopted' && { atMost: true as const }),
        money: source === null ? notRead : chargedFor(action, source, { from, until }, costOf),
      },
    ]
  })
}

/** It was not read, so nothing of it is known. */
export const notRead: Amount = { kind: 'unknown', why: 'seats unknown' }

/** The first day on which it is charged no more, by the term it has now; of one that was not read, by the term that was planned for. */
export function afterTerm(action: ChangeRenewal, source: LiveSubscription | null): UtcDate | null {
  const end = source === null || source.termEndsAt === null ? action.termEndsOn : dayOf(source.termEndsAt)
  return end === null ? null : addDays(end, 1)
}

/**
 * Of a source whose term has been renewed since, the price of the old one is shown no more: to its end the plan had priced it, from the same
 * first day.
 */
export function chargedFor(
  action: PairEnd,
  source: LiveSubscription,
  { from, until }: { readonly from: UtcDate; readonly until: UtcDate },
  costOf: CostOf,
): Amount {
  const { overlap } = action.effect
  if (isSwitchOff(action) || overlap === undefined || action.termEndsOn === null)
    return costOf(source, { from, until })
  const renewed = addDays(action.termEndsOn, 1)
  const hasRenewed = source.termEndsAt !== null && dayOf(source.termEndsAt) > action.termEndsOn
  if (!hasRenewed || from >= renewed || until < renewed || overlap.days !== daysBetween(from, renewed))
    return costOf(source, { from, until })
  return sumOf([overlap.money, costOf(source, { from: renewed, until })])
}

/** A suspension stops no charge of new commerce (T2); what that comes to stands in the plan. */
function goesOnBeingCharged({ kind, effect }: PairEnd): boolean {
  return kind === 'subscription.suspend' && effect.commerce !== 'legacy'
}

export interface BothSince {
  /** The first day on which both were charged; null: not known. */
  readonly from: UtcDate | null
  /** When the first purchase of this plan was there; null: what replaces the source lived before. */
  readonly bought: Instant | null
}

export interface SinceFacts {
  readonly plan: Plan
  readonly records: OverlapFacts['records']
  /** Of a purchase that was found: when the service says that it was made; null: it does not, or was not read. */
  readonly boughtAt?: BoughtAt
}

export type BoughtAt = (action: CreateSubscription, evidence: Evidence) => Instant | null

/** Of each step, since when both are charged; null: nothing replaces its source, or what does was not bought. */
export function sinceIn(facts: SinceFacts): (action: PairEnd) => BothSince | null {
  const { plan } = facts
  const creates = plan.actions.filter(action => action.kind === 'subscription.create')
  const byId = new Map<ActionId, CreateSubscription>(creates.map(action => [action.id, action]))
  const byCustomer = groupedBy(creates, ({ customer }) => customer)
  return action => {
    const replacements = replacementsOf(action, byCustomer)
    const bought = replacements
      .flatMap(by => {
        const create = by === 'living' ? undefined : byId.get(by)
        return create === undefined ? [] : (boughtIn(create, facts) ?? [])
      })
      .sort((one, other) => Date.parse(one) - Date.parse(other))[0]
    const lived = replacements.includes('living')
    if (!lived && bought === undefined) return null
    const before = daysBefore(action, plan)
    const isBefore = lived || bought === undefined || (before ?? 0) > 0
    const from = before === null ? null : isBefore ? addDays(plan.on, -before) : dayOf(bought)
    return { from, bought: bought ?? null }
  }
}

/** A purchase that was found had been made before that: on the day of the plan, where nobody says better. */
function boughtIn(create: CreateSubscription, { plan, records, boughtAt }: SinceFacts): Instant | null {
  const record = records.get(create.id)
  const evidence = evidenceOf(record)
  if (evidence === null || record?.outcome?.kind !== 'adopted') return evidence?.at ?? null
  const said = boughtAt?.(create, evidence) ?? null
  if (said !== null) return said
  return dayOf(evidence.at) > plan.on ? startOfDay(plan.on) : evidence.at
}

/** Days on which both were charged before the day of the plan; null: not known. */
function daysBefore(action: PairEnd, plan: Plan): number | null {
  const days = action.effect.overlap?.days
  if (days === null) return null
  if (days === undefined) return 0
  if (isSwitchOff(action)) return days
  return action.termEndsOn === null ? null : Math.max(0, days - daysBetween(plan.on, action.termEndsOn) - 1)
}

/** A source that is told to end names no replacement: it is what the plan buys of its product, or lives. */
function replacementsOf(
  action: PairEnd,
  purchases: ReadonlyMap<TenantId, readonly CreateSubscription[]>,
): readonly (CreateSubscription['id'] | 'living')[] {
  if (isSwitchOff(action)) return action.replacedBy.map(by => (by.kind === 'living' ? by.kind : by.action))
  const bought = (purchases.get(action.customer) ?? []).filter(({ product }) => product === action.product)
  return bought.length === 0 ? ['living'] : bought.map(({ id }) => id)
}
