/** Everything the actions of one customer were decided from, and nothing else (T11). */
import type { DeclaredCustomer } from '../../model/desired.ts'
import type { LiveSubscription } from '../../model/live.ts'
import type { Action } from '../action.ts'
import type { DecidedSource } from '../decide/source/decided-source.ts'
import { nextProductOf } from '../decide/target/next-term.ts'
import type { FactSubject } from '../plan.ts'

export interface SubjectFacts {
  readonly customer: DeclaredCustomer
  readonly actions: readonly Action[]
  readonly decided: readonly DecidedSource[]
  /** Under the target. */
  readonly subscriptions: readonly LiveSubscription[]
  readonly needsAgreement: boolean
  /** By key of the declared subscription. */
  readonly bound: ReadonlyMap<string, LiveSubscription>
}

export function subjectsOf(facts: SubjectFacts): readonly FactSubject[] {
  const { customer, actions, decided } = facts
  if (actions.length === 0) return []
  const at = { partner: customer.partner, customer: customer.tenant }
  const products = [...new Set(customer.subscriptions.map(entry => entry.product))].sort()
  const subjects: FactSubject[] = [
    { kind: 'customer', ...at },
    { kind: 'subscriptions', ...at, products },
  ]
  if (facts.needsAgreement) subjects.push({ kind: 'agreement', ...at })
  for (const entry of facts.subscriptions)
    if (products.includes(entry.product) && entry.status !== 'deleted')
      subjects.push({ kind: 'subscription', ...at, subscription: entry.id })
  for (const partner of new Set(decided.map(entry => entry.partner.name)))
    subjects.push({ kind: 'subscriptions', partner, customer: customer.tenant })
  for (const { subscription, partner } of decided)
    if (subscription.status !== 'deleted')
      subjects.push({
        kind: 'subscription',
        partner: partner.name,
        customer: customer.tenant,
        subscription: subscription.id,
      })
  for (const action of actions)
    if (action.kind === 'subscription.create')
      subjects.push({
        kind: 'offer',
        partner: action.partner,
        market: action.market,
        product: action.product,
      })
  // A schedule that is only made again is not looked up.
  const lookedUp = new Set(
    customer.subscriptions.map(declared => nextProductOf(declared, facts.bound.get(declared.key))),
  )
  for (const action of actions) {
    if (action.kind !== 'subscription.change-renewal' && action.kind !== 'subscription.set-renewal') continue
    const { partner, market, to } = action
    if (market === null || to.kind !== 'renews' || to.next === null) continue
    const { product } = to.next
    if (lookedUp.has(product)) subjects.push({ kind: 'offer', partner, market, product })
  }
  return subjects
}
