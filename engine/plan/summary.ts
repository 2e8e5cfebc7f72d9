/** The numbers under a plan. */
import type { Currency, PartnerName } from '../model/ids.ts'
import type { Amount } from '../model/money.ts'
import { sumAmounts } from '../money/amounts.ts'
import type { Action } from './action.ts'
import { monthlyDelta } from './costs/monthly.ts'
import type { CustomerPlan, Fact, PlanSummary } from './plan.ts'

/** Requests a minute the client allows itself per partner and resource family (facts 4.7 recommends 400 of 500). */
const usualBudget = 400

interface Cost {
  readonly reads: number
  readonly writes: number
}

/** What an action costs at least: a purchase is a cart, its checkout, the order, and the look that verifies it. */
const costs: { readonly [K in Action['kind']]: Cost } = {
  'subscription.create': { reads: 3, writes: 2 },
  'subscription.change-seats': { reads: 2, writes: 1 },
  'subscription.suspend': { reads: 2, writes: 1 },
  'subscription.cancel': { reads: 2, writes: 1 },
  'subscription.reactivate': { reads: 2, writes: 1 },
  'subscription.rename': { reads: 2, writes: 1 },
  'subscription.change-details': { reads: 2, writes: 1 },
  'subscription.change-billing': { reads: 2, writes: 1 },
  'subscription.transfer': { reads: 5, writes: 2 },
  'subscription.change-renewal': { reads: 3, writes: 1 },
  'subscription.set-renewal': { reads: 3, writes: 1 },
  'gate.customer': { reads: 2, writes: 0 },
  'gate.wave': { reads: 0, writes: 0 },
}

export interface SummaryFacts {
  readonly actions: readonly Action[]
  readonly customers: readonly CustomerPlan[]
  /** Shown even when nothing is at risk in them. */
  readonly currencies: readonly Currency[]
  readonly facts: readonly Fact[]
  readonly requestsPerMinute: number | null
}

export function summarise({
  actions,
  customers,
  currencies,
  facts,
  requestsPerMinute,
}: SummaryFacts): PlanSummary {
  const count = (...kinds: readonly Action['kind'][]) =>
    actions.filter(action => kinds.includes(action.kind)).length
  const standing = (state: CustomerPlan['state']) =>
    customers.filter(customer => customer.state === state).length
  return {
    create: count('subscription.create'),
    transfer: actions.reduce(
      (sum, action) => sum + (action.kind === 'subscription.transfer' ? action.items.length : 0),
      0,
    ),
    suspend: count('subscription.suspend', 'subscription.cancel'),
    change: count(
      'subscription.change-seats',
      'subscription.reactivate',
      'subscription.rename',
      'subscription.change-details',
      'subscription.change-billing',
      'subscription.change-renewal',
      'subscription.set-renewal',
    ),
    irreversible: actions.filter(action => 'effect' in action && action.effect.irreversible).length,
    customers: {
      planned: standing('planned'),
      blocked: standing('blocked'),
      waiting: standing('waiting'),
      nothingToDo: standing('nothing to do'),
      moved: standing('moved'),
    },
    atRisk: sumAmounts(
      [
        ...actions.flatMap(overlapMoneyOf),
        ...customers.flatMap(({ chargedTwice }) => chargedTwice.map(({ money }) => money)),
      ],
      currencies,
    ),
    committed: sumAmounts(actions.flatMap(committedMoneyOf), currencies),
    credit: sumAmounts(actions.flatMap(creditOf), []),
    monthly: sumAmounts(actions.flatMap(monthlyOf), []),
    requests: requestsOf(actions, facts, requestsPerMinute ?? usualBudget),
  }
}

/** Money of the days charged on both sides; no days are no money, also where no price is known. */
export function overlapMoneyOf(action: Action): readonly Amount[] {
  if (!('effect' in action) || action.effect.overlap === undefined) return []
  const { days, money } = action.effect.overlap
  return days === 0 && money.kind === 'unknown' && money.why === 'no price list' ? [] : [money]
}

export function committedMoneyOf(action: Action): readonly Amount[] {
  return 'effect' in action && action.effect.commitment !== undefined ? [action.effect.commitment.total] : []
}

function creditOf(action: Action): readonly Amount[] {
  return 'effect' in action && action.effect.credit !== undefined ? [action.effect.credit] : []
}

function monthlyOf(action: Action): readonly Amount[] {
  if (!('effect' in action)) return []
  const delta = monthlyDelta(action)
  return delta === null ? [] : [delta]
}

/** Partners are paced apart, so the busiest one decides how long it takes. */
function requestsOf(
  actions: readonly Action[],
  facts: readonly Fact[],
  perMinute: number,
): PlanSummary['requests'] {
  const byPartner = new Map<PartnerName | null, number>()
  const add = (partner: PartnerName | null, requests: number) =>
    byPartner.set(partner, (byPartner.get(partner) ?? 0) + requests)
  const lists = new Set<string>()
  for (const { subject } of facts) {
    const isList = subject.kind === 'subscription' || subject.kind === 'subscriptions'
    const key = isList ? `subscriptions:${subject.partner}/${subject.customer}` : JSON.stringify(subject)
    if (lists.has(key)) continue
    lists.add(key)
    add(subject.partner, 1)
  }
  let reads = lists.size
  let writes = 0
  for (const action of actions) {
    const cost = costs[action.kind]
    reads += cost.reads
    writes += cost.writes
    add('partner' in action ? action.partner : null, cost.reads + cost.writes)
  }
  const busiest = Math.max(0, ...byPartner.values())
  return { reads, writes, secondsAtBudget: Math.ceil((busiest * 60) / perMinute) }
}
