/** What the decisions about one customer's target side are given, and how they answer. */

import type { ActualIndex } from '../../../model/actual-index.ts'
import type {
  DeclaredConsolidation,
  DeclaredCustomer,
  DeclaredPartner,
  DeclaredSubscription,
} from '../../../model/desired.ts'
import type { Instant, ProductKey, UtcDate } from '../../../model/ids.ts'
import type { LiveCustomer, LiveSubscription } from '../../../model/live.ts'
import type { Action } from '../../action.ts'
import type { Binding } from '../../bind/bind.ts'
import type { Finding } from '../../plan.ts'
import type { FreedSeats } from './freed-seats.ts'

export interface TargetFacts {
  readonly customer: DeclaredCustomer
  readonly partner: DeclaredPartner
  readonly consolidation: DeclaredConsolidation | null
  readonly live: LiveCustomer
  readonly subscriptions: readonly LiveSubscription[]
  readonly binding: Binding
  /** Declared lines that a transfer of this plan satisfies, by key. */
  readonly arriving: ReadonlyMap<string, LiveSubscription>
  /** Declared lines that are bought when the term of a source has ended, by key. */
  readonly lapsing: ReadonlyMap<string, LiveSubscription>
  readonly index: ActualIndex
  readonly on: UtcDate
  readonly now: Instant
  /** A switch-off of this customer waits for these creates, so they belong to one UTC day. */
  readonly sameDay: boolean
  readonly needsAgreement: boolean
  /** Only these keys were asked for; null: all. */
  readonly keys: ReadonlySet<string> | null
  readonly nameOf: (product: ProductKey) => string
  /** What the plan takes back before it adds anything of the product. */
  readonly freed: FreedSeats
}

export interface TargetDecision {
  readonly actions: readonly Action[]
  readonly findings: readonly Finding[]
}

export function nothing(...findings: readonly Finding[]): TargetDecision {
  return { actions: [], findings }
}

/** What cannot be bought stops the whole customer of a consolidation (S5), and only its line otherwise. */
export function reachOf({ consolidation }: Pick<TargetFacts, 'consolidation'>): 'customer' | 'line' {
  return consolidation === null ? 'line' : 'customer'
}

export function subjectOf(
  declared: DeclaredSubscription,
  facts: TargetFacts,
  living?: LiveSubscription,
): Finding['subject'] {
  return {
    partner: facts.partner.name,
    customer: facts.customer.tenant,
    product: declared.product,
    ...(living !== undefined && { subscription: living.id }),
  }
}

/** The add-ons of a base that goes, and the first of them that is not declared to go too. `goes`: what a declared line and its subscription have to be for that. */
export function addOnsOf(
  base: LiveSubscription,
  { subscriptions, customer, binding }: Pick<TargetFacts, 'subscriptions' | 'customer' | 'binding'>,
  rules: {
    readonly counts: (addOn: LiveSubscription) => boolean
    readonly goes: (declared: DeclaredSubscription, bound: LiveSubscription) => boolean
  },
): {
  readonly addOns: readonly LiveSubscription[]
  readonly staying: { readonly addOn: LiveSubscription; readonly line: DeclaredSubscription | null } | null
} {
  const addOns = subscriptions.filter(entry => entry.parent === base.id && rules.counts(entry))
  const going = new Set(
    customer.subscriptions.flatMap(entry => {
      const bound = binding.bound.get(entry.key)
      return bound !== undefined && rules.goes(entry, bound) ? [bound.id] : []
    }),
  )
  const addOn = addOns.find(entry => !going.has(entry.id))
  const line = customer.subscriptions.find(entry => binding.bound.get(entry.key) === addOn) ?? null
  return { addOns, staying: addOn === undefined ? null : { addOn, line } }
}
