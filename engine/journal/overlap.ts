/**
 * Days that were charged on both sides, told by when replacements were there and sources went off (T11): a pair that is ended late costs
 * more than its plan announced, and says so.
 */
import type { UtcDate } from '../model/ids.ts'
import { dayOf } from '../model/ids.ts'
import type { LiveSubscription } from '../model/live.ts'
import type { Amount } from '../model/money.ts'
import { isSwitchOff, type SwitchOff } from '../plan/action.ts'
import type { Plan } from '../plan/plan.ts'
import { addDays, daysBetween } from '../time/utc-days.ts'
import { type ActionRecord, evidenceOf } from './fold.ts'
import type { IncurredOverlap } from './incurred-overlap.ts'

/** What the source was charged for these days. */
export type CostOf = (
  source: LiveSubscription,
  days: { readonly from: UtcDate; readonly until: UtcDate },
) => Amount

export interface OverlapFacts {
  readonly plan: Plan
  readonly records: Readonly<Pick<ReadonlyMap<string, ActionRecord>, 'get'>>
  /** As it was read last; null: it was not. */
  readonly sourceOf: (action: SwitchOff) => LiveSubscription | null
  readonly costOf: CostOf
}

/** Pairs that were charged on both sides for a day or more. */
export function incurredOverlap({
  plan,
  records,
  sourceOf,
  costOf,
}: OverlapFacts): readonly IncurredOverlap[] {
  const names = new Map(plan.customers.map(customer => [customer.tenant, customer.name]))
  return plan.actions.filter(isSwitchOff).flatMap(action => {
    const off = evidenceOf(records.get(action.id))
    const from = bothFrom(action, { plan, records })
    if (off === null || from === null || goesOnBeingCharged(action)) return []
    const until = dayOf(off.at)
    const days = daysBetween(from, until)
    if (days <= 0) return []
    const source = sourceOf(action)
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
        ...(records.get(action.id)?.outcome?.kind === 'adopted' && { atMost: true as const }),
        money: source === null ? notRead : costOf(source, { from, until }),
      },
    ]
  })
}

/** It was not read, so nothing of it is known. */
const notRead: Amount = { kind: 'unknown', why: 'seats unknown' }

/** A suspension stops no charge of new commerce (T2); what that comes to stands in the plan. */
function goesOnBeingCharged({ kind, effect }: SwitchOff): boolean {
  return kind === 'subscription.suspend' && effect.commerce !== 'legacy'
}

/** null: nothing replaces it, or what does was not bought. */
function bothFrom(
  { replacedBy, effect }: SwitchOff,
  { plan, records }: Pick<OverlapFacts, 'plan' | 'records'>,
): UtcDate | null {
  const bought = replacedBy.flatMap(by => {
    const evidence = by.kind === 'created by' ? evidenceOf(records.get(by.action)) : null
    return evidence === null ? [] : [dayOf(evidence.at)]
  })
  const before = effect.overlap?.days ?? 0
  if (before > 0 || replacedBy.some(({ kind }) => kind === 'living')) return addDays(plan.on, -before)
  return bought.sort()[0] ?? null
}
