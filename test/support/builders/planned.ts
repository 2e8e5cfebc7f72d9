/** Makes a plan of builders' values, on the day most tests cut over. */
import type { Desired } from '../../../engine/model/desired.ts'
import { type Digest, type Instant, type UtcDate, utcDate } from '../../../engine/model/ids.ts'
import type { Actual } from '../../../engine/model/live.ts'
import type { MadeIn } from '../../../engine/model/made-in.ts'
import { makePlan } from '../../../engine/plan/make-plan.ts'
import type { HalfWayPurchase } from '../../../engine/plan/move/half-way-purchase.ts'
import type { Plan } from '../../../engine/plan/plan.ts'
import type { PlanScope } from '../../../engine/scope/plan-scope.ts'
import { shownByService } from '../extended-skus.ts'
import { aDesired } from './declared.ts'
import { anActual, morning } from './live.ts'

export const cutoverDay = utcDate('2026-12-07')

export interface PlanFacts {
  readonly desired?: Desired
  readonly actual?: Actual
  readonly scope?: Partial<PlanScope>
  readonly on?: UtcDate
  readonly madeAt?: Instant
  /** What journals of unfinished applies say; nothing unless given. */
  readonly halfWay?: readonly HalfWayPurchase[]
}

/** A plan over everything unless a scope is given. */
export function aPlan(facts: PlanFacts = {}): Plan {
  const desired = facts.desired ?? aDesired()
  const plan = makePlan({
    desired,
    actual: shownByService(facts.actual ?? anActual()),
    scope: { consolidation: null, wave: null, targets: [], ...facts.scope },
    on: facts.on ?? cutoverDay,
    madeAt: facts.madeAt ?? morning,
    madeIn: aPlace(desired),
    version: '0.0.0-test',
    ...(facts.halfWay !== undefined && { halfWay: facts.halfWay }),
  })
  declaredBy.set(plan.desired, desired)
  return plan
}

const declaredBy = new Map<Digest, Desired>()

/** The documents of a plan that `aPlan` has made, or of a copy of it. */
export function documentsOf({ desired }: Plan): Desired {
  const found = declaredBy.get(desired)
  if (found === undefined) throw new Error('aPlan has not made this plan')
  return found
}

/** The accounts of these documents, under one made-up host. */
export function aPlace({ partners }: Desired): MadeIn {
  return {
    kind: 'accounts',
    partners: partners.map(({ name, cloud }) => ({ partner: name, cloud, api: 'api.example' })),
  }
}
