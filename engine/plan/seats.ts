/**
 * The seat equation (T17): for each customer × product, seats on the target after the plan equal the seats declared and are
 * at least the active source seats that the plan switches off. Sources of all accounts are summed.
 */
import type { DeclaredSubscription } from '../model/desired.ts'
import { type ProductKey, type Seats, seats } from '../model/ids.ts'
import type { LiveSubscription } from '../model/live.ts'
import type { SourceDecision } from './decide/source-method.ts'
import type { SeatEquation } from './plan.ts'

export interface SeatFacts {
  readonly declared: readonly DeclaredSubscription[]
  readonly bound: ReadonlyMap<string, LiveSubscription>
  readonly sources: readonly { readonly subscription: LiveSubscription; readonly decision: SourceDecision }[]
  readonly nameOf: (product: ProductKey) => string
}

export function seatEquations(facts: SeatFacts): readonly SeatEquation[] {
  const products = new Set<ProductKey>()
  for (const entry of facts.declared) products.add(entry.product)
  for (const entry of facts.sources)
    if (entry.decision.replacement !== null) products.add(entry.decision.replacement)
  return [...products].sort().map(product => equationFor(product, facts))
}

function equationFor(product: ProductKey, { declared, bound, sources, nameOf }: SeatFacts): SeatEquation {
  const lines = declared.filter(entry => entry.product === product)
  const wanted = lines.filter(entry => entry.state === 'active')
  const replaced = sources.filter(entry => entry.decision.replacement === product)
  const switchedOff = replaced.filter(entry => entry.decision.method === 'reprovision')
  const living = lines
    .map(entry => bound.get(entry.key))
    .filter(entry => entry !== undefined && entry.status === 'active')
  const declaredSeats = sum(wanted.map(entry => entry.seats))
  const off = sum(switchedOff.map(entry => entry.subscription.seats))
  const unknown =
    switchedOff.some(entry => entry.subscription.seats === null) ||
    living.some(entry => entry?.seats === null)
  const fewer = declaredSeats < off
  const acknowledged = lines.some(entry => entry.fewerSeatsAcknowledged)
  return {
    product,
    productName: nameOf(product),
    onSources: seats(sum(replaced.map(entry => entry.subscription.seats))),
    onTargetNow: seats(sum(living.map(entry => entry?.seats ?? null))),
    declared: seats(declaredSeats),
    onTargetAfter: seats(declaredSeats),
    switchedOff: seats(off),
    verdict: unknown ? 'unknown' : fewer ? (acknowledged ? 'fewer, acknowledged' : 'fewer') : 'ok',
  }
}

function sum(counts: readonly (Seats | number | null)[]): number {
  let total = 0
  for (const count of counts) total += count ?? 0
  return total
}
