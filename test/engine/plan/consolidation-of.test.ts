import { expect, it } from 'vitest'
import { consolidationOf } from '../../../engine/plan/consolidation-of.ts'
import type { CustomerPlan } from '../../../engine/plan/plan.ts'
import type { PlanScope } from '../../../engine/scope/plan-scope.ts'

const scope: PlanScope = { consolidation: null, wave: null, targets: [] }
const customers = (...names: readonly (string | null)[]) =>
  names.map(consolidation => ({ consolidation }) as CustomerPlan) // only this field is read

it('is the one asked for, else the only one there is, else none', () => {
  expect([
    consolidationOf({ scope: { ...scope, consolidation: 'asked' }, customers: customers('other') }),
    consolidationOf({ scope, customers: customers('emea', null, 'emea') }),
    consolidationOf({ scope, customers: customers('emea', 'apac') }),
    consolidationOf({ scope, customers: customers(null) }),
  ]).toEqual(['asked', 'emea', null, null])
})
