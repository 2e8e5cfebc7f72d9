/** Everything the actions of one customer were decided from, and nothing else (T11). */

import type { ActualIndex } from '../../model/actual-index.ts'
import type { DeclaredCustomer, DeclaredPartner } from '../../model/desired.ts'
import type { ProductKey } from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import type { Action } from '../action.ts'
import type { DecidedSource } from '../decide/source/decided-source.ts'
import { nextProductOf } from '../decide/target/next-term.ts'
import { unlimitedSeats } from '../permit/seat-pool.ts'
import { marketOf } from '../permit/sellable.ts'
import type { FactSubject } from '../plan.ts'

export interface SubjectFacts {
  readonly customer: DeclaredCustomer
  readonly actions: readonly Action[]
  readonly decided: readonly DecidedSource[]
  /** Under the target. */
  readonly subscriptions: readonly LiveSubscription[]
  readonly needsAgreement: boolean
  /** The target. */
  readonly partner: DeclaredPartner
  readonly index: ActualIndex
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
    if (
      [entry.product, ...(entry.mayStandFor ?? [])].some(product => products.includes(product)) &&
      entry.status !== 'deleted'
    )
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
  subjects.push(...poolSubjects(facts))
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

/** What accounts that the customer is not moved from have sold of an item that this plan sells more of, where the item has a limit (T32). */
function poolSubjects({
  customer,
  partner: seller,
  actions,
  decided,
  index,
}: SubjectFacts): readonly FactSubject[] {
  const { partner: target, tenant } = customer
  const own = new Set([target, ...decided.map(entry => entry.partner.name)])
  const others = [...index.everywhere(tenant), ...index.beside(tenant)].filter(
    ({ partner, subscriptions }) => !own.has(partner) && subscriptions.kind === 'present',
  )
  if (others.length === 0) return []
  const products = new Set(
    actions.flatMap(action => {
      if (action.kind !== 'subscription.create' && action.kind !== 'subscription.change-seats') return []
      const isMore = action.kind === 'subscription.create' || action.to > action.from
      return isMore && isLimited(action.product, { customer, partner: seller, index }) ? [action.product] : []
    }),
  )
  return [...products].flatMap(product =>
    others.map(({ partner }) => ({ kind: 'seats' as const, partner, customer: tenant, product })),
  )
}

function isLimited(
  product: ProductKey,
  { customer, partner, index }: Pick<SubjectFacts, 'customer' | 'partner' | 'index'>,
): boolean {
  const read = index.customer(customer.partner, customer.tenant)?.customer
  const market = read?.kind === 'present' ? marketOf(partner, read.value) : null
  const item = market?.kind === 'known' ? index.item(customer.partner, market.country, product) : null
  return item?.kind === 'present' && item.value.commerce === 'nce' && item.value.maximumSeats < unlimitedSeats
}
