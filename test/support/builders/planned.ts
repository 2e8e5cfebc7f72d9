/** Makes a plan of builders' values, on the day most tests cut over. */
import type { Desired } from '../../../engine/model/desired.ts'
import { type Instant, type UtcDate, utcDate } from '../../../engine/model/ids.ts'
import type { Actual } from '../../../engine/model/live.ts'
import { makePlan } from '../../../engine/plan/make-plan.ts'
import type { Plan } from '../../../engine/plan/plan.ts'
import type { PlanScope } from '../../../engine/scope/plan-scope.ts'
import { aDesired } from './declared.ts'
import { anActual, morning } from './live.ts'

export const cutoverDay = utcDate('2026-12-07')

export interface PlanFacts {
  readonly desired?: Desired
  readonly actual?: Actual
  readonly scope?: Partial<PlanScope>
  readonly on?: UtcDate
  readonly madeAt?: Instant
}

/** A plan over everything unless a scope is given. */
export function aPlan(facts: PlanFacts = {}): Plan {
  return makePlan({
    desired: facts.desired ?? aDesired(),
    actual: facts.actual ?? anActual(),
    scope: { consolidation: null, wave: null, targets: [], ...facts.scope },
    on: facts.on ?? cutoverDay,
    madeAt: facts.madeAt ?? morning,
    version: '0.0.0-test',
  })
}
