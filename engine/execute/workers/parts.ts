/**
 * A plan taken apart for workers: what is done in one process is everything of one customer (product: unit of work), and gates of waves are all
 * that one customer waits for of others.
 */
import { groupedBy } from '../../grouped-by.ts'
import type { ActionId, PartnerName, ProductKey, TenantId } from '../../model/ids.ts'
import type { WaveGate } from '../../plan/kinds/wave-gate.ts'
import type { Fact, Plan } from '../../plan/plan.ts'
import { Bug } from '../../result.ts'
import { actionsOfCustomer, factsOfCustomer, plansOfCustomer } from '../of-customer.ts'

export interface Part {
  readonly customer: TenantId
  /** Accounts that it reads or writes; who carries it out signs in to all of them. */
  readonly accounts: readonly PartnerName[]
  /** Gates of waves that steps of it wait for. */
  readonly waitsFor: readonly ActionId[]
  /** Gates of waves that wait for steps of it. */
  readonly countsFor: readonly ActionId[]
}

/** In the order of the plan. */
export function partsOf(plan: Plan): readonly Part[] {
  const gates = waveGatesOf(plan)
  const owner = new Map(
    plan.actions.flatMap(action => ('customer' in action ? [[action.id, action.customer]] : [])),
  )
  const counts = new Map<TenantId, Set<ActionId>>()
  for (const gate of gates.values())
    for (const before of gate.after) {
      const customer = owner.get(before)
      if (customer === undefined) throw new Bug(`${gate.id} waits for ${before}, which is of no customer`)
      counts.set(customer, (counts.get(customer) ?? new Set()).add(gate.id))
    }
  return [...new Set(owner.values())].map(customer => {
    const own = actionsOfCustomer(plan, customer)
    const waitsFor = new Set<ActionId>()
    for (const action of own)
      for (const before of action.after) {
        if (gates.has(before)) waitsFor.add(before)
        else if (owner.get(before) !== customer)
          throw new Bug(`${action.id} waits for ${before}, which is of another customer`)
      }
    return {
      customer,
      accounts: accountsOf(plan, customer),
      waitsFor: [...waitsFor],
      countsFor: [...(counts.get(customer) ?? [])],
    }
  })
}

export function waveGatesOf({ actions }: Pick<Plan, 'actions'>): ReadonlyMap<ActionId, WaveGate> {
  return new Map(actions.flatMap(action => (action.kind === 'gate.wave' ? [[action.id, action]] : [])))
}

const needs = new WeakMap<Plan['actions'], ReadonlyMap<ActionId, ReadonlySet<ActionId>>>()

/** What each gate of a wave waits for. */
export function neededByGates(plan: Pick<Plan, 'actions'>): ReadonlyMap<ActionId, ReadonlySet<ActionId>> {
  const known = needs.get(plan.actions)
  if (known !== undefined) return known
  const found = new Map([...waveGatesOf(plan)].map(([id, { after }]) => [id, new Set(after)] as const))
  needs.set(plan.actions, found)
  return found
}

function accountsOf(plan: Plan, customer: TenantId): readonly PartnerName[] {
  const accounts = new Set<PartnerName>()
  for (const action of actionsOfCustomer(plan, customer)) {
    if ('partner' in action) accounts.add(action.partner)
    if (action.kind === 'subscription.transfer') accounts.add(action.from)
  }
  for (const { subject } of factsFor(plan, customer)) accounts.add(subject.partner)
  return [...accounts].sort()
}

/**
 * The plan as far as one customer goes: the same id, so the same request ids. What its steps wait for elsewhere is not in it; the journal tells
 * what came of that.
 */
export function planOfCustomer(plan: Plan, customer: TenantId): Plan {
  return {
    ...plan,
    actions: actionsOfCustomer(plan, customer),
    customers: plansOfCustomer(plan, customer),
    facts: factsFor(plan, customer),
  }
}

/** Those it relies on: its own, and what is for sale of what it buys; what holds up its wave of others, too. */
function factsFor(plan: Plan, customer: TenantId): readonly Fact[] {
  const { offers, behind } = sharedFactsOf(plan.facts)
  const bought = actionsOfCustomer(plan, customer).flatMap(action =>
    action.kind === 'subscription.create' ? (offers.get(offerKey(action)) ?? []) : [],
  )
  const own = factsOfCustomer(plan, customer).filter(fact => behindOf(fact) === null)
  return [...own, ...(behind.get(customer) ?? []), ...new Set(bought)]
}

interface SharedFacts {
  readonly offers: ReadonlyMap<string, readonly Fact[]>
  readonly behind: ReadonlyMap<TenantId, readonly Fact[]>
}

const shared = new WeakMap<Plan['facts'], SharedFacts>()

/** Looked up for each customer; looking through all facts each time would take as long as the square of the plan. */
function sharedFactsOf(facts: Plan['facts']): SharedFacts {
  const known = shared.get(facts)
  if (known !== undefined) return known
  const offers = groupedBy(
    facts.filter(({ subject }) => subject.kind === 'offer'),
    ({ subject }) => (subject.kind === 'offer' ? offerKey(subject) : ''),
  )
  const behind = new Map<TenantId, Fact[]>()
  for (const fact of facts)
    for (const customer of behindOf(fact) ?? []) behind.set(customer, [...(behind.get(customer) ?? []), fact])
  const found = { offers, behind }
  shared.set(facts, found)
  return found
}

function behindOf({ subject }: Fact): readonly TenantId[] | null {
  return ('behind' in subject ? subject.behind : undefined) ?? null
}

function offerKey(offer: {
  readonly partner: PartnerName
  readonly market: string
  readonly product: ProductKey
}): string {
  return `${offer.partner}/${offer.market}/${offer.product}`
}
