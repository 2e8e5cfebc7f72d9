/** What a plan says of itself follows from its documents and its actions, whatever a file says (T11, T24): it is derived again and compared. */
import { describe, expect, test } from 'vitest'
import { keepsTooLittle, notDerived } from '../../../engine/execute/facts/derived.ts'
import { otherEffects } from '../../../engine/execute/facts/purchase-effects.ts'
import { sourcesLeft } from '../../../engine/execute/facts/sources-left.ts'
import { instant, utcDate } from '../../../engine/model/ids.ts'
import { derivedOf } from '../../../engine/plan/derived/derived.ts'
import type { Plan } from '../../../engine/plan/plan.ts'
import { aRule, aWindow, documentsOf, premium } from '../../support/builders/index.ts'
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

// Was red: an operator who raised `deadlineMargin:` half-way was told that somebody had changed the plan.
test('a plan that keeps less before its deadlines than the documents do now is one of other documents', () => {
  const keeping = (deadlineMarginMs: number) =>
    keepsTooLittle({ ...plan, deadlineMarginMs }, documentsOf(plan))
  expect([keeping(1_800_000), keeping(3_600_000)]).toEqual([[], []])
  expect(keeping(0).map(({ code, detail }) => [code, detail])).toEqual([
    [
      'APPLY.DOCUMENTS_CHANGED',
      'The plan keeps 0 minutes before its deadlines, and the documents keep 30 minutes now (`deadlineMargin:`). Nothing was written.',
    ],
  ])
  expect(told({ ...plan, deadlineMarginMs: 0 })).toEqual([])
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

  test('a plan without the deadlines of a customer', () => {
    expect(told(each({ deadlines: [] }))).toEqual(
      because('Panificio Rossi: its deadlines are not those that the documents and its actions have'),
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

test('a plan from which a switch-off was taken out is not one that was planned (S5, T27)', async () => {
  const both = planned({ germany: [{ id: 's-2' }], declared: [{ seats: 10 }] })
  const off = both.actions.filter(({ kind }) => kind === 'subscription.suspend')
  expect([off.length, sourcesLeft(both, documentsOf(both))]).toEqual([2, []])
  const gone = off[1]?.id
  const actions = both.actions.filter(({ id }) => id !== gone)
  const without = (lines: 'kept' | 'handled by hand'): Plan => {
    const customers = both.customers.map(part => ({
      ...part,
      actions: part.actions.filter(id => id !== gone),
      sources: part.sources.map(line =>
        line.action === gone
          ? { ...line, action: null, ...(lines !== 'kept' && { method: 'manual' as const, gated: false }) }
          : line,
      ),
    }))
    const desired = documentsOf(both)
    const { verdict: _, ...said } = derivedOf({ ...both, actions, customers }, desired)
    return { ...both, actions, customers, ...said }
  }
  for (const lines of ['kept', 'handled by hand'] as const) {
    const forged = without(lines)
    const stage = aStage({ plan: forged })
    const verdict = await stage.apply()
    expect([verdict.diagnostics.map(({ code, detail }) => [code, detail]), stage.tenants.sent]).toEqual([
      because('Panificio Rossi: s-1 under italy is replaced, and nothing switches it off'),
      [],
    ])
  }
})

test('a source that its plan no longer mentions is told', () => {
  const both = planned({ germany: [{ id: 's-2' }], declared: [{ seats: 10 }] })
  const silent: Plan = { ...both, customers: both.customers.map(part => ({ ...part, sources: [] })) }
  expect(sourcesLeft(silent, documentsOf(both)).map(({ detail }) => detail)).toEqual([
    'Panificio Rossi: it does not say what becomes of s-2 under germany. Nothing was written.',
    'Panificio Rossi: it does not say what becomes of s-1 under italy. Nothing was written.',
  ])
  const unread: Plan = { ...both, facts: both.facts.filter(({ id }) => !id.endsWith('/s-2')) }
  expect(sourcesLeft(unread, documentsOf(both)).map(({ detail }) => detail)).toContain(
    'Panificio Rossi: it does not say what s-2 under germany was. Nothing was written.',
  )
})

test('a plan whose purchase is said to cost nothing is not one that was planned', () => {
  const priced = planned({
    declared: [{ product: premium, commerce: 'nce', term: 'P1Y' }],
    italy: [],
    target: {},
    living: [],
  })
  const free: Plan = {
    ...priced,
    actions: priced.actions.map(action => {
      if (action.kind !== 'subscription.create') return action
      const { commitment: _, ...effect } = action.effect
      return { ...action, effect }
    }),
  }
  const purchase = priced.actions.find(({ kind }) => kind === 'subscription.create')?.id
  expect(otherEffects(priced, documentsOf(priced))).toEqual([])
  expect(otherEffects(free, documentsOf(free)).map(({ code, detail }) => [code, detail])).toEqual(
    because(`${purchase}: what it comes to is not what the documents make of it`),
  )
})

test('a journal of a plan that policies forbid is not gone on with', async () => {
  const stage = aStage({ plan: denied })
  const { store } = stage
  const writer = await store.open('a-1')
  const began = {
    kind: 'apply.began',
    apply: 'a-1',
    plan: denied,
    who: 'ada',
    consent: [],
    skippedCustomers: [],
  } as const
  await writer.append({ ...began, seq: 0, at: denied.madeAt })
  await writer.close()
  const verdict = await stage.resume()
  expect([verdict.kind, verdict.diagnostics.map(({ code }) => code), stage.tenants.sent]).toEqual([
    'declined',
    ['APPLY.POLICY'],
    [],
  ])
})
