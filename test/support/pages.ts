/** What pages are made of: a plan of any size, an apply that came half-way, evidence of any length. All made up, without chance. */

import type { Refusal } from '../../cmd/report/pages/refusal-html.ts'
import type { OwnWrite } from '../../engine/activity/own-steps.ts'
import { evidenceTable } from '../../engine/activity/tables.ts'
import { diagnose } from '../../engine/diagnostic.ts'
import { codes as engineCodes } from '../../engine/execute/codes.ts'
import type { ActionState, ApplyResult, MovedFact } from '../../engine/journal/result.ts'
import { currency, decimal, instant, subscriptionId, utcDate } from '../../engine/model/ids.ts'
import { makePlan } from '../../engine/plan/make-plan.ts'
import type { Fact, Plan } from '../../engine/plan/plan.ts'
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
    moved: movedIn(plan),
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

/** Of every kind that a fact can move in, on as many customers. */
export function movedIn({ facts, actions }: Plan): readonly MovedFact[] {
  const ofKind = (kind: Fact['subject']['kind']) => facts.filter(({ subject }) => subject.kind === kind)
  const [five, gone, adopted] = ofKind('subscription')
  const [unread] = ofKind('customer')
  const [offer] = ofKind('offer')
  const list = ofKind('subscriptions').at(-1)
  if (!five || !gone || !adopted || !unread || !offer || !list)
    throw new Error('the plan holds too few facts')
  const customerOf = ({ subject }: Fact) => ('customer' in subject ? subject.customer : null)
  const moved = (fact: Fact, now: unknown): MovedFact => ({
    fact: fact.id,
    customer: customerOf(fact),
    planned: fact.value,
    now,
    wanted: null,
    adoptedBy: null,
  })
  const fieldsOf = ({ value }: Fact) => value as Readonly<Record<string, unknown>> // as factFor writes a subscription
  return [
    { ...moved(five, { ...fieldsOf(five), seats: 6, name: '<b>Mail</b>' }), wanted: 'suspended' },
    moved(gone, { absent: true }),
    {
      ...moved(adopted, { ...fieldsOf(adopted), status: 'suspended' }),
      wanted: 'suspended',
      adoptedBy: actions.find(action => action.kind === 'subscription.suspend')?.id ?? null,
    },
    moved(unread, { unknown: true }),
    moved(list, ['00000000-0000-4000-8000-00000000abcd']),
    moved(offer, { ...fieldsOf(offer), minimumSeats: 300 }),
  ]
}

/** An apply of a plan that the world has moved away from. */
export function aStaleApply(customers: number): { readonly plan: Plan; readonly refusal: Refusal } {
  const plan = aWidePlan(customers)
  return {
    plan,
    refusal: {
      kind: 'stale',
      moved: movedIn(plan),
      diagnostics: [
        diagnose(engineCodes.MOVED, { detail: 'seats planned from 5, now 6. Nothing was written.' }),
        diagnose(codes.REFUSED, {
          detail: 'The service said no.',
          correlationId: '6f1c0000-0000-4000-8000-000000000001',
        }),
      ],
    },
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
