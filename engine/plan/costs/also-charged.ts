/**
 * Money at risk that no action announces (T27): a source that goes on being charged while its product lives under the target already, because it
 * was left, runs out, was suspended, renewed behind our back, or because the customer is blocked half-way.
 */
import type { Amount } from '../../model/money.ts'
import type { Action } from '../action.ts'
import type { CustomerPlan, SourceLine } from '../plan.ts'

/** Methods whose source stays charged for now where no action of the plan ends it. */
const charged = new Set([
  'reprovision',
  'repurchase',
  'transfer',
  'lapse',
  'overlap',
  'observe',
  'left',
  'manual',
  'blocked',
])

/** One amount for each such source; to the end of its term where it ends, else unknown. */
export function alsoChargedTwice(customer: CustomerPlan, actions: readonly Action[]): readonly Amount[] {
  const own = new Set<string>(customer.actions)
  const announced = new Set(
    actions.flatMap(action =>
      own.has(action.id) && action.kind === 'subscription.create' && action.effect.overlap !== undefined
        ? [action.product]
        : [],
    ),
  )
  return customer.sources
    .filter(line => isCharged(line) && livesUnderTarget(line, customer) && !announced.has(line.product))
    .map(line => line.money ?? { kind: 'unknown', why: 'no end known' })
}

/** An action that ends it, or tells it to, announces what it comes to; to tell what runs out announces nothing. */
function isCharged({ method, action, status, commerce }: SourceLine): boolean {
  if (!charged.has(method) || (action !== null && method !== 'lapse')) return false
  return status === 'active' || (status === 'suspended' && commerce === 'nce')
}

function livesUnderTarget({ product }: SourceLine, { seats }: CustomerPlan): boolean {
  return seats.some(line => line.product === product && line.onTargetNow > 0)
}
