/**
 * Somebody has the portal open between an interrupted apply and its resume, hours later. The journal is not believed about what lives: was red, as
 * a source that was switched on again was called off, a twin that was gone was called there, and more was bought for its customer.
 */
import { describe, expect, test } from 'vitest'
import { seats } from '../../../engine/model/ids.ts'
import type { LiveSubscription } from '../../../engine/model/live.ts'
import { addMs } from '../../../engine/time/utc-days.ts'
import { aStage, type Stage, type StageFacts, statesOf, untilDeath } from './harness.ts'
import { actionId, bianchi, rossi, tinyPlan } from './tiny-world.ts'

const hour = 3_600_000

async function interruptedAt(action: ReturnType<typeof actionId>, facts: StageFacts = {}): Promise<Stage> {
  const stage = aStage(facts)
  stage.tenants.script({ action, moment: 'before send', how: 'crash' })
  expect(await untilDeath(stage.apply({ width: 1 }))).toBe('died')
  stage.tenants.restart()
  return stage
}

function byHand(
  { tenants }: Stage,
  is: (entry: LiveSubscription) => boolean,
  change: (entry: LiveSubscription) => readonly LiveSubscription[],
): void {
  tenants.change(entry =>
    entry.subscriptions.kind === 'present'
      ? {
          ...entry,
          subscriptions: {
            kind: 'present',
            value: entry.subscriptions.value.flatMap(one => (is(one) ? change(one) : [one])),
          },
        }
      : entry,
  )
}

const isTwinOf = (customer: string) => (entry: LiveSubscription) =>
  entry.id.startsWith('new-') && entry.customer === customer

async function resumedLater(stage: Stage, afterMs = hour) {
  stage.tenants.setClock(addMs(stage.tenants.clock.now(), afterMs))
  const before = stage.tenants.sent.length
  const verdict = await stage.resume()
  const { diagnostics = [], next = null } = verdict.result ?? {}
  return {
    verdict,
    states: statesOf(verdict),
    sent: stage.tenants.sent.slice(before).map(({ action }) => action),
    codes: [...new Set(diagnostics.map(({ code }) => code))],
    next,
  }
}

const firstOff = actionId('subscription.suspend', 'r-calls')
const secondOff = actionId('subscription.suspend', 'r-suite')
const rossiGate = actionId('gate.customer', rossi)

describe('a source that was switched off and is on again', () => {
  test('is named, stays as it is, and the rest is finished', async () => {
    const stage = await interruptedAt(secondOff)
    byHand(
      stage,
      ({ id }) => id === 'r-calls',
      entry => [{ ...entry, status: 'active' }],
    )
    const { verdict, states, sent, codes, next } = await resumedLater(stage)
    expect({
      kind: verdict.kind,
      verdict: verdict.result?.verdict,
      states: [states[firstOff], states[secondOff], states[rossiGate]],
      isSent: sent.includes(firstOff),
      codes,
      next,
    }).toEqual({
      kind: 'partial',
      verdict: 'partial',
      states: ['stale', 'done', 'done'],
      isSent: false,
      codes: ['APPLY.UNDONE'],
      next: 'tenantform plan',
    })
    expect(verdict.result?.atRisk.map(({ customer }) => customer)).toEqual([rossi])
    expect(verdict.diagnostics.map(({ detail }) => detail)).toEqual([
      `${firstOff} was done, and was changed by a person since: subscription r-calls under italy should be suspended.`,
    ])
  })

  test('says so again when it is resumed again, and no more once it is off', async () => {
    const stage = await interruptedAt(secondOff)
    byHand(
      stage,
      ({ id }) => id === 'r-calls',
      entry => [{ ...entry, status: 'active' }],
    )
    await resumedLater(stage)
    const again = await resumedLater(stage)
    expect([again.verdict.kind, again.codes, again.sent]).toEqual(['partial', ['APPLY.UNDONE'], []])
    byHand(
      stage,
      ({ id }) => id === 'r-calls',
      entry => [{ ...entry, status: 'deleted' }],
    )
    const last = await resumedLater(stage)
    expect([last.verdict.kind, last.codes, last.states[firstOff]]).toEqual(['done', [], 'done'])
  })

  test('refuses the saved plan, which would go on in the same journal', async () => {
    const stage = await interruptedAt(secondOff)
    byHand(
      stage,
      ({ id }) => id === 'r-calls',
      entry => [{ ...entry, status: 'active' }],
    )
    stage.tenants.setClock(addMs(stage.tenants.clock.now(), hour))
    const sent = stage.tenants.sent.length
    const verdict = await stage.apply({ width: 1 })
    expect([verdict.kind, verdict.diagnostics.map(({ code }) => code)]).toEqual(['stale', ['APPLY.UNDONE']])
    expect(stage.tenants.sent).toHaveLength(sent)
  })
})

describe('a twin that was bought and then', () => {
  test.each<[string, (entry: LiveSubscription) => readonly LiveSubscription[], StageFacts?]>([
    ['suspended', (entry: LiveSubscription) => [{ ...entry, status: 'suspended' as const }]],
    [
      'cancelled, and no list names it',
      entry => [{ ...entry, status: 'deleted' as const }],
      { unlistsDeleted: true },
    ],
    ['cancelled, and lists name it', (entry: LiveSubscription) => [{ ...entry, status: 'deleted' as const }]],
    ['left with fewer seats', (entry: LiveSubscription) => [{ ...entry, seats: seats(1) }]],
  ])(
    'was %s lets nothing of its customer be switched off, and nothing more be bought',
    async (_, change, facts) => {
      const stage = await interruptedAt(actionId('subscription.create', '1/suite'), facts)
      byHand(stage, isTwinOf(rossi), change)
      const { verdict, states, sent, codes, next } = await resumedLater(stage)
      expect(verdict.kind).toBe('partial')
      expect([
        states[actionId('subscription.create', '1/mail')],
        states[actionId('subscription.create', '1/suite')],
        states[actionId('subscription.create', '1/calls')],
        states[rossiGate],
        states[firstOff],
      ]).toEqual(['stale', 'stale', 'skipped: depends on', 'skipped: depends on', 'skipped: depends on'])
      expect(sent.filter(action => action.includes(rossi))).toEqual([])
      expect([codes.includes('APPLY.UNDONE'), next]).toEqual([true, 'tenantform plan'])
      expect(states[actionId('subscription.suspend', 'b-it')]).toBe('done')
    },
  )

  test('was cancelled lets nothing be switched off where all was bought', async () => {
    const stage = await interruptedAt(firstOff)
    byHand(stage, isTwinOf(rossi), entry => [{ ...entry, status: 'deleted' as const }])
    const { states, sent, next } = await resumedLater(stage)
    expect([states[rossiGate], states[firstOff], next]).toEqual([
      'stale',
      'skipped: depends on',
      'tenantform plan',
    ])
    expect(sent.filter(action => action.includes(rossi))).toEqual([])
  })
})

test('what was bought a moment ago and does not show yet is waited for, and not called undone', async () => {
  const stage = await interruptedAt(actionId('subscription.create', '2/mail'))
  byHand(stage, isTwinOf(rossi), entry => [{ ...entry, status: 'pending' }])
  const { codes } = await resumedLater(stage, 60_000)
  expect(codes).not.toContain('APPLY.UNDONE')
})

test('a switch-off that was sent, not written down, and undone by hand: its repeat does it no more, and a new plan is named', async () => {
  const stage = aStage()
  stage.tenants.script({ action: firstOff, moment: 'after commit', how: 'crash' })
  expect(await untilDeath(stage.apply({ width: 1 }))).toBe('died')
  stage.tenants.restart()
  byHand(
    stage,
    ({ id }) => id === 'r-calls',
    entry => [{ ...entry, status: 'active' }],
  )
  const { states, codes, next } = await resumedLater(stage)
  expect([states[firstOff], codes, next]).toEqual(['stale', ['APPLY.UNDONE'], 'tenantform plan'])
})

test('nobody did anything: a resume a day later finishes, and costs no read more', async () => {
  const stage = await interruptedAt(actionId('subscription.suspend', 'b-it'))
  const before = stage.tenants.reads.length
  const { verdict, codes } = await resumedLater(stage, hour)
  expect([verdict.kind, codes]).toEqual(['done', []])
  const listed = stage.tenants.reads.slice(before).filter(read => read === `subscriptions central/${bianchi}`)
  // Before anything is written: it shows the twins, too.
  expect(listed.length).toBe(1)
})

describe('switch-offs that are proven together, of which one was answered when the run died, and is on again', () => {
  // Long after the service has forgotten its request.
  test('name it a day later, and send it no more', async () => {
    const suspends = tinyPlan.actions.filter(
      ({ kind, id }) => kind === 'subscription.suspend' && id.includes(rossi),
    )
    const [first, second] = suspends.map(({ id }) => id)
    const stage = await interruptedAt(second ?? firstOff)
    byHand(
      stage,
      ({ id }) => first?.endsWith(id) === true,
      entry => [{ ...entry, status: 'active' }],
    )
    const { states, sent, codes, next } = await resumedLater(stage, 25 * hour)
    expect([states[first ?? ''], sent.includes(first ?? firstOff), next]).toEqual([
      'stale',
      false,
      'tenantform plan',
    ])
    expect(codes).toContain('APPLY.UNDONE')
  })
})
