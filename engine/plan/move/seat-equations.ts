/**
 * The seat equation (T17): for each customer × product, what the target has after the plan is at least what the plan
 * switches off, summed over all sources, and what earlier moves brought there (T26). What the target has after is counted from what living subscriptions and this
 * plan's own actions give, not from what is written: a line that cannot be carried out gives nothing.
 */
import { by } from '../../compare.ts'
import type { DeclaredConsolidation, DeclaredSubscription } from '../../model/desired.ts'
import { isExtensionOf } from '../../model/extended-term.ts'
import { type ProductKey, type Seats, seats } from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import type { Action } from '../action.ts'
import type { DecidedSource } from '../decide/source/decided-source.ts'
import { hasEnded } from '../decide/source/ended-source.ts'
import { isEnded } from '../decide/source/source-decision.ts'
import type { SeatEquation } from '../plan.ts'
import { type HalfWayPurchase, isPurchaseOf } from './half-way-purchase.ts'

export interface SeatFacts {
  readonly declared: readonly DeclaredSubscription[]
  readonly bound: ReadonlyMap<string, LiveSubscription>
  readonly sources: readonly DecidedSource[]
  /** null: steady state. */
  readonly consolidation: Pick<DeclaredConsolidation, 'map'> | null
  /** Actions on the target; null when the customer is not visible there yet, so that none could be decided. */
  readonly actions: readonly Action[] | null
  /** Declared lines that a transfer satisfies. */
  readonly arriving: ReadonlyMap<string, LiveSubscription>
  /** What earlier moves brought under the target, by product. */
  readonly moved: ReadonlyMap<ProductKey, readonly LiveSubscription[]>
  /** What unfinished applies have bought. */
  readonly halfWay: readonly HalfWayPurchase[]
  readonly nameOf: (product: ProductKey) => string
}

/** By name of the product. Products that nothing declares and nothing replaces have no line. */
export function seatEquations(facts: SeatFacts): readonly SeatEquation[] {
  const products = new Set<ProductKey>()
  for (const entry of facts.declared) products.add(entry.product)
  for (const { decision } of facts.sources)
    if (decision.replacement !== null) products.add(decision.replacement)
  return [...products].map(product => equationFor(product, facts)).sort(by(sortKeyOf))
}

function sortKeyOf({ productName, product }: SeatEquation): string {
  return `${productName}\n${product}`
}

function equationFor(product: ProductKey, facts: SeatFacts): SeatEquation {
  const lines = facts.declared.filter(entry => entry.product === product)
  const wanted = lines.filter(entry => entry.state === 'active')
  const replaced = facts.sources.filter(entry => entry.decision.replacement === product)
  const switchedOff = replaced.filter(entry => leaves(entry))
  const living = lines.flatMap(line => {
    const entry = facts.bound.get(line.key)
    return entry !== undefined && isActiveAs(line, entry) ? [entry] : []
  })
  const declared = sum(wanted.map(entry => entry.seats))
  const after = facts.actions === null ? declared : sum(wanted.map(entry => seatsAfter(entry, facts)))
  const off = sum(switchedOff.map(entry => entry.subscription.seats))
  // Told to end with its term: its seats go too, and what is declared is bought on the day after.
  const ending = replaced.filter(entry => entry.decision.method === 'lapse')
  const going = off + sum(ending.map(entry => entry.subscription.seats))
  // Nobody loses a seat by a plan that switches nothing off.
  const moved = switchedOff.length + ending.length === 0 ? [] : (facts.moved.get(product) ?? [])
  const before = sum(moved.map(entry => entry.seats))
  const isUnknown = [
    ...[...switchedOff, ...ending].map(entry => entry.subscription),
    ...living,
    ...moved,
  ].some(entry => entry.seats === null)
  const ended = facts.sources.filter(entry => hasEnded(entry, product, facts.consolidation))
  const endedSeats = sum(ended.map(entry => entry.subscription.seats))
  const onSources = sum(replaced.map(entry => entry.subscription.seats))
  const isHalfWay = (entry: LiveSubscription) => facts.halfWay.some(one => isPurchaseOf(entry, one))
  const halfWay = onSources === 0 ? 0 : sum(living.filter(isHalfWay).map(entry => entry.seats))
  const isAcknowledged = lines.some(entry => entry.fewerSeatsAcknowledged)
  return {
    product,
    productName: facts.nameOf(product),
    onSources: seats(onSources),
    ...(endedSeats > 0 && { endedOnSources: seats(endedSeats) }),
    onTargetNow: seats(sum(living.map(entry => entry.seats))),
    ...(halfWay > 0 && { halfWay: seats(halfWay) }),
    declared: seats(declared),
    onTargetAfter: seats(after),
    switchedOff: seats(off),
    ...(moved.length > 0 && {
      movedBefore: moved.map(entry => ({
        partner: entry.partner,
        subscription: entry.id,
        seats: entry.seats,
      })),
    }),
    verdict: isUnknown ? 'unknown' : verdictOf({ declared, after, off, going, before, isAcknowledged }),
  }
}

/** Switched off, told to end, or taken away by a transfer: in each case the source will have it no longer. */
function leaves({ subscription, decision }: DecidedSource): boolean {
  return decision.method === 'transfer' || isEnded(subscription, decision)
}

interface Counts {
  readonly declared: number
  readonly after: number
  readonly off: number
  /** Switched off, or ending with its term. */
  readonly going: number
  /** Moved by earlier plans, and in use since. */
  readonly before: number
  readonly isAcknowledged: boolean
}

/** `fewerSeats: acknowledged` covers what is declared, not a declared line that is not carried out. */
function verdictOf({ declared, after, off, going, before, isAcknowledged }: Counts): SeatEquation['verdict'] {
  if (after >= off + before && declared >= going + before) return 'ok'
  return isAcknowledged && after >= Math.min(declared, off) ? 'fewer, acknowledged' : 'fewer'
}

/** Seats a declared line gives once the plan is carried out; 0 while it is not active by then. */
export function seatsAfter(
  declared: DeclaredSubscription,
  { bound, actions, arriving }: Pick<SeatFacts, 'bound' | 'actions' | 'arriving'>,
): number {
  const living = bound.get(declared.key)
  const own = actions ?? []
  if (living === undefined) {
    const isBought = own.some(action => action.kind === 'subscription.create' && action.key === declared.key)
    return isBought ? declared.seats : (arriving.get(declared.key)?.seats ?? 0)
  }
  if (living.product !== declared.product && !isExtensionOf(declared, living)) return 0
  let isActive = living.status === 'active'
  let count: number = living.seats ?? 0
  for (const action of own) {
    if (!('subscription' in action) || action.subscription !== living.id) continue
    if (action.kind === 'subscription.reactivate') isActive = true
    if (action.kind === 'subscription.change-seats') count = action.to
  }
  return isActive ? count : 0
}

function isActiveAs(declared: DeclaredSubscription, entry: LiveSubscription): boolean {
  return entry.status === 'active' && (entry.product === declared.product || isExtensionOf(declared, entry))
}

function sum(counts: readonly (Seats | number | null)[]): number {
  let total = 0
  for (const count of counts) total += count ?? 0
  return total
}
