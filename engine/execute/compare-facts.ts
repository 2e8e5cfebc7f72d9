/**
 * Facts as planned against facts now. A fact that moved to exactly what one of the plan's own actions proves is adopted:
 * somebody, or an earlier run, has done the work already. Everything else that moved is stale.
 */
import type { MovedFact } from '../journal/result.ts'
import type { ActionId, Instant, TenantId } from '../model/ids.ts'
import type { Action } from '../plan/action.ts'
import type { ActualIndex } from '../plan/actual-index.ts'
import { holds, isNewSubscription } from '../plan/checks.ts'
import { factFor, isUnknownFact } from '../plan/facts.ts'
import type { Fact, Plan } from '../plan/plan.ts'

export interface Comparison {
  readonly moved: readonly MovedFact[]
  /** Customers with a fact that moved and is nobody's proof. */
  readonly stale: ReadonlySet<TenantId>
  /** Customers with a fact that could not be read. */
  readonly unread: ReadonlySet<TenantId>
  readonly adopted: ReadonlySet<ActionId>
}

export function compareFacts(plan: Plan, index: ActualIndex, now: Instant): Comparison {
  const byCustomer = new Map<TenantId, Action[]>()
  for (const action of plan.actions)
    if ('effect' in action)
      byCustomer.set(action.customer, [...(byCustomer.get(action.customer) ?? []), action])
  const moved: MovedFact[] = []
  const stale = new Set<TenantId>()
  const unread = new Set<TenantId>()
  const adopted = new Set<ActionId>()
  for (const fact of plan.facts) {
    const fresh = factFor(fact.subject, index)
    if (fresh.digest === fact.digest) continue
    const customers = 'customer' in fact.subject ? [fact.subject.customer] : buyersOf(plan, fact)
    const adopters = customers.flatMap(customer =>
      adoptersOf(fact, fresh, byCustomer.get(customer) ?? [], index, now),
    )
    for (const action of adopters) adopted.add(action)
    for (const customer of adopters.length > 0 ? [] : customers)
      (isUnknownFact(fresh) ? unread : stale).add(customer)
    moved.push({
      fact: fact.id,
      customer: customers[0] ?? null,
      planned: fact.value,
      now: fresh.value,
      adoptedBy: adopters[0] ?? null,
    })
  }
  return { moved, stale, unread, adopted }
}

/** A catalogue item belongs to nobody; it concerns those who buy it. */
function buyersOf(plan: Plan, fact: Fact): readonly TenantId[] {
  const { subject } = fact
  if (subject.kind !== 'offer') return []
  return [
    ...new Set(
      plan.actions.flatMap(action =>
        action.kind === 'subscription.create' &&
        action.partner === subject.partner &&
        action.market === subject.market &&
        action.product === subject.product
          ? [action.customer]
          : [],
      ),
    ),
  ]
}

function adoptersOf(
  planned: Fact,
  fresh: Fact,
  actions: readonly Action[],
  index: ActualIndex,
  now: Instant,
): readonly ActionId[] {
  const { subject } = planned
  if (subject.kind === 'subscription') {
    return actions
      .filter(action =>
        action.proves.some(
          check =>
            check.kind === 'subscription is' &&
            check.partner === subject.partner &&
            check.subscription === subject.subscription &&
            holds(check, index, now) === 'yes',
        ),
      )
      .map(action => action.id)
  }
  if (subject.kind !== 'subscriptions' || !Array.isArray(planned.value) || !Array.isArray(fresh.value))
    return []
  const before = new Set<unknown>(planned.value)
  const after = new Set<unknown>(fresh.value)
  if ([...before].some(id => !after.has(id))) return []
  const read = index.customer(subject.partner, subject.customer)?.subscriptions
  const arrived =
    read?.kind === 'present' ? read.value.filter(entry => after.has(entry.id) && !before.has(entry.id)) : []
  const owners = arrived.map(
    entry =>
      actions.find(action =>
        action.proves.some(
          check =>
            check.kind === 'new subscription lives' &&
            check.partner === subject.partner &&
            isNewSubscription(check, entry),
        ),
      )?.id,
  )
  const known = owners.filter(owner => owner !== undefined)
  return known.length === arrived.length && new Set(known).size === known.length ? known : []
}
