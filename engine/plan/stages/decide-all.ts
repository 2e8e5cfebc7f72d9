/** Each customer by itself, then what holds over all that is done to it; waves, which hold over many, come later. */
import type { ActualIndex } from '../../model/actual-index.ts'
import type { Desired } from '../../model/desired.ts'
import type { Instant, PartnerName, UtcDate } from '../../model/ids.ts'
import type { ScopedCustomer } from '../../scope/scoped-customer.ts'
import { beginningOf } from '../deadlines/judge-deadlines.ts'
import type { HalfWayPurchase } from '../move/half-way-purchase.ts'
import { withLaterPurchases } from '../move/later-purchases.ts'
import { movesInto } from '../move/moved-before.ts'
import { judgeSharedPools } from '../move/shared-pools.ts'
import type { Decided } from '../move/waves.ts'
import { judgeWholeCustomers } from '../move/whole-customer.ts'
import { planCustomer } from '../plan-customer.ts'
import type { CustomerDecision } from './order.ts'
import type { CustomerFacts } from './see.ts'

export interface DecideFacts {
  /** With the prices of the day. */
  readonly desired: Desired
  readonly scoped: readonly ScopedCustomer[]
  readonly index: ActualIndex
  readonly on: UtcDate
  readonly madeAt: Instant
  readonly halfWay: readonly HalfWayPurchase[]
}

/** `judge`: what else is asked of the decision about one customer, before those about all of them are compared. */
export function decideAll(
  { desired, scoped, index, on, madeAt, halfWay }: DecideFacts,
  judge: (decision: CustomerDecision, facts: CustomerFacts) => CustomerDecision,
): readonly Decided[] {
  const movesTo = oncePerPartner(name => movesInto(name, desired))
  const decided = scoped.map(entry => {
    const { consolidation, partner } = entry
    const now = beginningOf(on, madeAt, consolidation)
    const facts = { ...entry, index, moves: movesTo(partner.name), halfWay, on, now }
    return {
      entry,
      decision: judge(withLaterPurchases(planCustomer(facts), { consolidation, desired }), facts),
    }
  })
  // A pool first: what it stops in one consolidation stops the customer in the others too.
  return judgeWholeCustomers(judgeSharedPools(decided, index))
}

function oncePerPartner<Value>(make: (partner: PartnerName) => Value): (partner: PartnerName) => Value {
  const made = new Map<PartnerName, Value>()
  return partner => {
    const value = made.get(partner) ?? make(partner)
    made.set(partner, value)
    return value
  }
}
