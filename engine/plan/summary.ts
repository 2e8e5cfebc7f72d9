/** The numbers under a plan. */
import type { Currency, PartnerName } from '../model/ids.ts'
import type { Amount } from '../model/money.ts'
import { sumAmounts } from '../money/amounts.ts'
import { type Action, isIrreversible, isWrite, type WriteAction } from './action.ts'
import { isAdminAction } from './admin/admin-action.ts'
import { rulesOf, stepRulesOf } from './kinds/all-kinds.ts'
import type { WriteRules } from './kinds/kind-rules.ts'
import type { CustomerPlan, Fact, PlanSummary } from './plan.ts'

/** Requests a minute the client allows itself per partner and resource family (facts 4.7 recommends 400 of 500). */
const usualBudget = 400

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
  const count = (as: WriteRules<WriteAction>['countedAs']) =>
    actions.filter(action => isWrite(action) && rulesOf(action).countedAs === as).length
  const standing = (state: CustomerPlan['state']) =>
    customers.filter(customer => customer.state === state).length
  const administered = actions.filter(isAdminAction).length
  return {
    create: count('create'),
    transfer: actions.reduce(
      (sum, action) => sum + (action.kind === 'subscription.transfer' ? action.items.length : 0),
      0,
    ),
    suspend: count('suspend'),
    change: count('change'),
    ...(administered > 0 && { administer: administered }),
    irreversible: actions.filter(isIrreversible).length,
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

/** Of actions that were carried out. */
export function moneyOf(actions: readonly Action[]): Pick<PlanSummary, 'committed' | 'credit' | 'monthly'> {
  return {
    committed: sumAmounts(actions.flatMap(committedMoneyOf), []),
    credit: sumAmounts(actions.flatMap(creditOf), []),
    monthly: sumAmounts(actions.flatMap(monthlyOf), []),
  }
}

/** Money of the days charged on both sides; no days are no money, also where no price is known. */
export function overlapMoneyOf(action: Action): readonly Amount[] {
  if (!isWrite(action) || action.effect.overlap === undefined) return []
  const { days, money } = action.effect.overlap
  return days === 0 && money.kind === 'unknown' && money.why === 'no price list' ? [] : [money]
}

export function committedMoneyOf(action: Action): readonly Amount[] {
  return isWrite(action) && action.effect.commitment !== undefined ? [action.effect.commitment.total] : []
}

function creditOf(action: Action): readonly Amount[] {
  return isWrite(action) && action.effect.credit !== undefined ? [action.effect.credit] : []
}

function monthlyOf(action: Action): readonly Amount[] {
  if (!isWrite(action)) return []
  const delta = rulesOf(action).monthly(action)
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
    const isList = ['subscription', 'subscriptions', 'seats'].includes(subject.kind)
    const key =
      isList && 'customer' in subject
        ? `subscriptions:${subject.partner}/${subject.customer}`
        : JSON.stringify(subject)
    if (lists.has(key)) continue
    lists.add(key)
    add(subject.partner, 1)
  }
  let reads = lists.size
  let writes = 0
  for (const action of actions) {
    const cost = stepRulesOf(action.kind).requests
    reads += cost.reads
    writes += cost.writes
    add('partner' in action ? action.partner : null, cost.reads + cost.writes)
  }
  // What others bought or ordered meanwhile is looked for before the purchases of each customer: two lists for all of them.
  for (const partner of accountsOf(actions, ({ kind }) => kind === 'subscription.create').values()) {
    reads += 2
    add(partner, 2)
  }
  // What is changed in an account of a customer is proven by one list.
  for (const partner of accountsOf(actions, action => 'subscription' in action).values()) {
    reads += 1
    add(partner, 1)
  }
  const busiest = Math.max(0, ...byPartner.values())
  return { reads, writes, secondsAtBudget: Math.ceil((busiest * 60) / perMinute) }
}

/** By account and customer with such a write, the account. */
function accountsOf(
  actions: readonly Action[],
  counts: (action: WriteAction) => boolean,
): ReadonlyMap<string, PartnerName> {
  return new Map(
    actions.flatMap(action =>
      isWrite(action) && counts(action)
        ? [[`${action.partner}/${action.customer}`, action.partner] as const]
        : [],
    ),
  )
}
