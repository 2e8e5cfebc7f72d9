/** What a plan says of itself follows from its documents and its actions, whatever a file says (T11, T24): it is derived again and compared. */
import { describe, expect, test } from 'vitest'
import { notDerived } from '../../../engine/execute/facts/derived.ts'
import { instant, utcDate } from '../../../engine/model/ids.ts'
import type { Plan } from '../../../engine/plan/plan.ts'
import { aRule, aWindow, documentsOf } from '../../support/builders/index.ts'
import { planned } from '../../support/story.ts'
import { aStage } from './harness.ts'
import { tinyPlan } from './tiny-world.ts'

const plan = planned({
  consolidation: { window: aWindow({ utcHours: { from: '07:00', to: '17:00' } }) },
  central: { retired: utcDate('2026-12-31') },
})
const denied = planned({ policies: [aRule({ limits: [{ kind: 'customersOver', count: 0 }] })] })
const asking = planned({
  policies: [aRule({ effect: 'needsApproval', limits: [{ kind: 'customersOver', count: 0 }] })],
})

const told = (forged: Plan) =>
  notDerived(forged, documentsOf(forged)).map(({ code, detail }) => [code, detail])
const because = (...reasons: readonly string[]) =>
  reasons.map(reason => ['APPLY.NOT_WHOLE', `${reason}. Nothing was written.`])
const each = (change: Partial<Plan['customers'][number]>): Plan => ({
  ...plan,
  customers: plan.customers.map(part => ({ ...part, ...change })),
})

test('a plan says of itself what follows from its documents', () => {
  expect([plan, denied, asking, tinyPlan].map(told)).toEqual([[], [], [], []])
  const { window, deadlineMarginMs, expiresAt, customers } = plan
  expect([window, deadlineMarginMs, expiresAt, customers[0]?.deadlines.map(({ closes }) => closes)]).toEqual([
    { from: '2026-12-07', to: '2026-12-11', utcHours: { from: '07:00', to: '17:00' }, freezeDays: [] },
    1_800_000,
    '2026-12-08T00:00:00Z',
    ['cutover window', 'billing day', 'retirement'],
  ])
})

// Was red: each of these was carried out.
describe('is not one that was planned:', () => {
  test('a plan without its window', () => {
    expect(told({ ...plan, window: null })).toEqual(
      because(
        'its window is always open, and that of the documents is 2026-12-07 to 2026-12-11, 07:00 to 17:00 UTC',
      ),
    )
  })

  test('a plan without the deadlines of a customer, or with a smaller margin', () => {
    expect(told(each({ deadlines: [] }))).toEqual(
      because('Panificio Rossi: its deadlines are not those that the documents and its actions have'),
    )
    expect(told({ ...plan, deadlineMarginMs: 0 })).toEqual(
      because('it keeps 0 minutes before its deadlines, and the documents keep 30 minutes'),
    )
  })

  test('a plan that is good for longer', () => {
    expect(told({ ...plan, expiresAt: instant('2026-12-08T07:00:00Z') })).toEqual(
      because(
        'it would be good until 2026-12-08T07:00:00Z, and by its documents and actions it is until 2026-12-08T00:00:00Z',
      ),
    )
  })

  test('a plan whose customer is blocked and acted on, or in no consolidation', () => {
    expect(told(each({ state: 'blocked' }))[0]).toEqual(
      because('Panificio Rossi: it is `blocked` and has actions all the same')[0],
    )
    expect(told(each({ consolidation: null }))[0]).toEqual(
      because('Panificio Rossi: the documents do not have it in no consolidation')[0],
    )
  })

  test('a plan that keeps silent about a policy that forbids it', () => {
    expect(told({ ...denied, findings: [] })).toEqual(
      because('its findings are not what the policies of the documents say of it'),
    )
    expect(told({ ...asking, findings: [], approvals: [] })).toEqual(
      because(
        'its findings are not what the policies of the documents say of it',
        'its approvals are not those that the policies of the documents ask for',
      ),
    )
  })

  test('a plan with other sums', () => {
    expect(told({ ...plan, summary: { ...plan.summary, suspend: 0 } })).toEqual(
      because('its sums are not those of its actions'),
    )
  })
})

test('neither apply nor resume carries it out', async () => {
  const forged = { ...plan, window: null }
  const stage = aStage({ plan: forged })
  const verdict = await stage.apply()
  expect([verdict.kind, verdict.diagnostics.map(({ code }) => code), stage.tenants.sent]).toEqual([
    'stale',
    ['APPLY.NOT_WHOLE'],
    [],
  ])
})
