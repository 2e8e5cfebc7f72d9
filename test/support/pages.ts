/** What pages are made of: a plan of any size, an apply that came half-way, evidence of any length. All made up, without chance. */

import type { OwnWrite } from '../../engine/activity/own-steps.ts'
import { evidenceTable } from '../../engine/activity/tables.ts'
import { diagnose } from '../../engine/diagnostic.ts'
import type { ActionState, ApplyResult } from '../../engine/journal/result.ts'
import { currency, decimal, instant, subscriptionId, utcDate } from '../../engine/model/ids.ts'
import { makePlan } from '../../engine/plan/make-plan.ts'
import type { Plan } from '../../engine/plan/plan.ts'
import type { DataTable } from '../../engine/tables/table.ts'
import { codes } from '../../providers/partner-center/codes.ts'
import { anEstate } from '../bench/estate.ts'
import { aPlace } from './builders/index.ts'

const began = instant('2026-12-07T06:00:00Z')

/** Two products each, half of the customers in italy and half in germany. */
export function aWidePlan(customers: number): Plan {
  const { desired, actual } = anEstate({ customers, productsEach: 2 })
  return makePlan({
    desired,
    actual,
    scope: { consolidation: null, wave: null, targets: [] },
    on: utcDate('2026-12-07'),
    madeAt: began,
    madeIn: aPlace(desired),
    version: 'test',
  })
}

/** Every state an action can be in, in turn; two customers are charged on both sides. */
export function aPartialResult(): ApplyResult {
  const plan = aWidePlan(6)
  const trouble = diagnose(codes.REFUSED, {
    detail: 'The service said no.',
    correlationId: '6f1c0000-0000-4000-8000-000000000001',
  })
  const states: readonly ActionState[] = [
    { kind: 'done', evidence: { at: began, subscription: subscriptionId('s-1') } },
    { kind: 'adopted', evidence: { at: began } },
    { kind: 'refused', because: trouble },
    { kind: 'unknown', because: trouble },
    { kind: 'not started' },
  ]
  return {
    format: 1,
    apply: '20261207T060000Z-00000000',
    plan,
    startedAt: began,
    endedAt: instant('2026-12-07T06:04:30Z'),
    verdict: 'partial',
    actions: plan.actions.map(({ id }, at) => ({
      action: id,
      state: states[at % states.length] ?? { kind: 'not started' },
    })),
    moved: [
      {
        fact: 'subscription:italy/1',
        customer: null,
        planned: { seats: 5 },
        now: { seats: 6 },
        wanted: '6 seats',
        adoptedBy: null,
      },
    ],
    atRisk: plan.customers.slice(0, 2).map(({ tenant, name }) => ({
      customer: tenant,
      name,
      perDay: { kind: 'known', amount: decimal('0.58'), currency: currency('EUR') },
      since: began,
    })),
    diagnostics: [trouble],
    next: 'tenantform resume 20261207T060000Z-00000000',
  }
}

/** Writes over two days; Microsoft recorded none of them yet. */
export function anEvidenceTable(writes: number): DataTable {
  const { id, madeIn, actions, customers } = aWidePlan(Math.ceil(writes / 4))
  const names = new Map(customers.map(customer => [customer.tenant, customer.name]))
  const own = actions
    .filter(action => 'effect' in action)
    .slice(0, writes)
    .map(
      (action, at): OwnWrite => ({
        apply: at % 2 === 0 ? '20261207T060000Z-00000000' : '20261208T060000Z-00000001',
        plan: id,
        who: 'ops@partner.example',
        madeIn,
        action,
        customerName: names.get(action.customer) ?? '',
        began: at % 2 === 0 ? began : instant('2026-12-08T06:00:00Z'),
        ended: at % 2 === 0 ? began : instant('2026-12-08T06:00:01Z'),
        outcome: at % 9 === 8 ? 'refused' : 'done',
        subscription: subscriptionId(`00000000-0000-4000-8000-${String(at).padStart(12, '0')}`),
        requestId: `10000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
        correlationIds: [`20000000-0000-4000-8000-${String(at).padStart(12, '0')}`],
        plannedFrom: null,
        carriedOutFrom: null,
      }),
    )
  return evidenceTable(own, () => 'not recorded')
}
