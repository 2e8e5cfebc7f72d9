/**
 * A purchase that a journal knows of and no list shows: `apply` of a new plan and `resume` of the old one judge it alike, so neither sends people to the other
 * without end. Was red (chaos seed 300000): of a purchase that took hours to be provisioned `resume` said that a person had undone it, plan anew; and the new plan
 * was refused for a week, resume. Of one that was deleted at the portal and is in no list any more the new plan was refused for a week too.
 */
import { describe, expect, test } from 'vitest'
import { isOnItsWay } from '../../../engine/execute/facts/out-of-sight.ts'
import type { ApplyVerdict } from '../../../engine/execute/verdict.ts'
import { indexActual } from '../../../engine/model/actual-index.ts'
import { instant, subscriptionId } from '../../../engine/model/ids.ts'
import type { LiveSubscription, PlacedOrder, Read } from '../../../engine/model/live.ts'
import type { WriteAction } from '../../../engine/plan/action.ts'
import { aLiveSubscription, aPlan, central, mail, unknown } from '../../support/builders/index.ts'
import { aStage, type Stage, type StageFacts, statesOf } from './harness.ts'
import { actionId, bianchi, tinyActual, tinyDesired } from './tiny-world.ts'

const desired = {
  ...tinyDesired,
  customers: tinyDesired.customers.filter(({ tenant }) => tenant === bianchi),
}
const actual = {
  ...tinyActual,
  customers: tinyActual.customers.filter(({ tenant }) => tenant === bianchi),
}
const plan = aPlan({ desired, actual })
const another = aPlan({ desired, actual, madeAt: instant('2026-12-07T08:00:00Z') })
const bianchiMail = actionId('subscription.create', '2/mail', plan)
const hours = 3_600_000

/** Bianchi's mail is bought at 07:00, is not provisioned while the gate waits, and something becomes of it until 08:00. */
async function bought(facts: StageFacts, becomes: (stage: Stage) => void): Promise<Stage> {
  const stage = aStage({ plan, actual, orderHiddenForMs: 0, unlistsDeleted: true, ...facts })
  const verdict = await stage.apply()
  expect([verdict.kind, statesOf(verdict)[bianchiMail], verdict.result?.next]).toEqual([
    'partial',
    'done',
    `tenantform resume ${verdict.result?.apply}`,
  ])
  becomes(stage)
  stage.tenants.setClock(instant('2026-12-07T08:00:00Z'))
  return stage
}

function changed(change: (entry: LiveSubscription) => readonly LiveSubscription[]): (stage: Stage) => void {
  return stage =>
    stage.tenants.change(one =>
      one.partner === central && one.subscriptions.kind === 'present'
        ? { ...one, subscriptions: { kind: 'present', value: one.subscriptions.value.flatMap(change) } }
        : one,
    )
}

const deleted = changed(entry => [{ ...entry, status: 'deleted' }])
const unread = (what: string) => (stage: Stage) => {
  deleted(stage)
  stage.tenants.silence(read => read.startsWith(what))
}
const codesOf = ({ diagnostics }: ApplyVerdict) => [...new Set(diagnostics.map(({ code }) => code))]

/** What a new plan and a resume say, and what the resume says is to be done next. */
async function saidOf(stage: Stage): Promise<readonly unknown[]> {
  const anew = await stage.apply({ plan: another })
  const sent = stage.tenants.sent.length
  if (anew.kind !== 'failed') return [anew.kind, codesOf(anew)]
  const resumed = await stage.resume()
  expect(stage.tenants.sent).toHaveLength(sent)
  const apply = resumed.result?.apply ?? ''
  return [anew.kind, codesOf(anew), codesOf(resumed), resumed.result?.next?.replace(` ${apply}`, '')]
}

describe('a purchase that no list shows an hour later', () => {
  test.each<[string, StageFacts, (stage: Stage) => void]>([
    ['is still being provisioned', { hiddenForMs: 2 * hours }, () => undefined],
    [
      'is still being provisioned, and its order is not listed either',
      { hiddenForMs: 2 * hours, orderHiddenForMs: 2 * hours },
      () => undefined,
    ],
    [
      'of which nothing tells any more: its order is gone too',
      { hiddenForMs: 0.5 * hours },
      changed(() => []),
    ],
    ['may have been deleted: it cannot be read', { hiddenForMs: 0.5 * hours }, unread('subscription ')],
  ])('and %s keeps the new plan from buying it, and is waited for', async (_, facts, becomes) => {
    const stage = await bought(facts, becomes)
    expect(await saidOf(stage)).toEqual([
      'failed',
      ['APPLY.UNFINISHED'],
      ['APPLY.GATE_CLOSED'],
      'tenantform resume',
    ])
    const [purchase] = stage.tenants.sent
    expect(stage.tenants.sent).toEqual([purchase])
  })

  test('says until when it may still come', async () => {
    const stage = await bought({ hiddenForMs: 2 * hours }, () => undefined)
    const refused = await stage.apply({ plan: another })
    expect(refused.diagnostics.map(({ remedies }) => remedies?.at(-1))).toEqual([
      {
        kind: 'wait',
        until:
          'it shows, or until 2026-12-14T07:00:00Z, where it can no longer be gone on with; then plan again',
      },
    ])
  })

  test('and is deleted is undone for the old apply, and the new one buys it anew, once', async () => {
    const stage = await bought({ hiddenForMs: 0.5 * hours }, deleted)
    const resumed = await stage.resume()
    expect([codesOf(resumed), resumed.result?.next]).toEqual([
      ['APPLY.UNDONE', 'APPLY.GATE_CLOSED'],
      'tenantform plan',
    ])
    expect(await saidOf(stage)).toEqual(['partial', ['APPLY.GATE_CLOSED']])
    expect(stage.tenants.sent.map(({ kind, replayed }) => [kind, replayed])).toEqual([
      ['subscription.create', false],
      ['subscription.create', false],
    ])
  })
})

describe('what its order says', () => {
  const subscription = subscriptionId('aaaa1111-0000-4000-8000-0000000000f1')
  const purchase = plan.actions.find(({ id }) => id === bianchiMail) as WriteAction
  const order = (state: PlacedOrder['state'], made: typeof subscription | null): PlacedOrder => ({
    id: 'o-1',
    state,
    placedAt: instant('2026-12-07T07:00:00Z'),
    lines: [{ product: mail, subscription: made }],
  })
  const living = aLiveSubscription({ id: subscription })

  test.each<[string, PlacedOrder, Read<LiveSubscription>, boolean]>([
    ['cancelled', order('over', null), { kind: 'absent' }, false],
    ['open, with nothing made yet', order('open', null), { kind: 'absent' }, true],
    ['open, and what it made is not there', order('open', subscription), { kind: 'absent' }, true],
    ['complete, and what it made is not there', order('complete', subscription), { kind: 'absent' }, false],
    ['complete, and what it made is unknown', order('complete', subscription), unknown, true],
    [
      'complete, and what it made lives',
      order('complete', subscription),
      { kind: 'present', value: living },
      true,
    ],
    [
      'complete, and what it made is deleted',
      order('complete', subscription),
      { kind: 'present', value: { ...living, status: 'deleted' } },
      false,
    ],
  ])('%s', async (_, placed, read, isAwaited) => {
    const reader = {
      ...aStage().tenants.reader,
      orders: async () => ({ kind: 'present', value: [placed] }) as const,
      subscription: async () => read,
    }
    const evidence = { order: 'o-1', at: instant('2026-12-07T07:00:00Z') }
    const now = instant('2026-12-07T09:00:00Z')
    expect(await isOnItsWay(purchase, evidence, { reader, index: indexActual(actual), now })).toBe(isAwaited)
  })
})

test('a purchase that is listed and still pending was not undone by a person', async () => {
  const stage = await bought({ hiddenForMs: 0.5 * hours, pendingForMs: 2 * hours }, () => undefined)
  const resumed = await stage.resume()
  expect([codesOf(resumed), resumed.result?.next]).toEqual([
    ['APPLY.GATE_CLOSED'],
    `tenantform resume ${resumed.result?.apply}`,
  ])
})
