/** Fourth stage: declared minus living under the target, and the seats that come to (T17). */
import { decideTarget } from '../decide/target/target.ts'
import { nothing, type TargetDecision } from '../decide/target/target-facts.ts'
import { hasGate } from '../move/gate.ts'
import { movedBefore } from '../move/moved-before.ts'
import { seatEquations } from '../move/seat-equations.ts'
import type { SeatEquation } from '../plan.ts'
import type { BoundCustomer } from './bind-lines.ts'

export interface DecidedCustomer extends BoundCustomer {
  readonly target: TargetDecision
  readonly seats: readonly SeatEquation[]
}

export function decideTargetOf(bound: BoundCustomer): DecidedCustomer {
  const { customer, standing, isReadable, off, binding, arrivals, lapses, fromSources, nameOf, partner } =
    bound
  const target =
    standing.live !== null && isReadable
      ? decideTarget(
          {
            ...bound,
            live: standing.live,
            arriving: arrivals.byKey,
            lapsing: lapses.byKey,
            sameDay: off.some(entry => entry.decision.replacement !== null),
          },
          { licences: bound.licences, isGated: hasGate(fromSources.decided) },
        )
      : nothing()
  const seats = seatEquations({
    declared: customer.subscriptions,
    bound: binding.bound,
    sources: fromSources.decided,
    consolidation: bound.consolidation,
    arriving: arrivals.byKey,
    actions: isReadable ? target.actions : null,
    moved: movedBefore({
      ...bound,
      target: partner.name,
      tenant: customer.tenant,
      declared: customer.subscriptions,
      bound: binding.bound,
    }),
    halfWay: bound.halfWay,
    nameOf,
  })
  return { ...bound, target, seats }
}
