/**
 * A purchase that no journal here knows of, because it was lost, and that the list of subscriptions does not show: the account's orders tell. Was red: half an hour
 * after the journal was lost a new plan bought the same once more, as long as the first purchase was still being provisioned.
 */
import { describe, expect, test } from 'vitest'
import { instant } from '../../../engine/model/ids.ts'
import { createMemoryJournal } from '../../../providers/journal/memory.ts'
import { aPlan, central } from '../../support/builders/index.ts'
import { aStage, type Stage, type StageFacts, statesOf, untilDeath } from './harness.ts'
import { actionId, bianchi, rossi, tinyActual, tinyDesired } from './tiny-world.ts'

const rossiMail = actionId('subscription.create', '1/mail')
const bianchiMail = actionId('subscription.create', '2/mail')
const later = instant('2026-12-07T07:40:00Z')
const another = aPlan({ desired: tinyDesired, actual: tinyActual, madeAt: later })
const hours = 3_600_000

/** Rossi's mail is ordered, the machine dies with its journal, and somebody plans again at 07:40. */
async function afterTheLoss(facts: StageFacts = {}): Promise<Stage> {
  const stage = aStage({ hiddenForMs: 3 * hours, orderHiddenForMs: 15 * 60_000, ...facts })
  stage.tenants.script({ action: rossiMail, moment: 'after commit', how: 'crash' })
  expect(await untilDeath(stage.apply({ width: 1 }))).toBe('died')
  stage.tenants.restart()
  stage.tenants.setClock(later)
  return stage
}

const anew = (stage: Stage) =>
  stage.apply({ plan: another, store: stage.tenants.mortal(createMemoryJournal()), width: 1 })
const purchases = (stage: Stage) =>
  stage.tenants.sent.filter(entry => entry.action === rossiMail && !entry.replayed)

describe('a purchase whose journal was lost', () => {
  test('is not made again while its order is listed and its subscription is not; later it is taken for what was wanted', async () => {
    const stage = await afterTheLoss()
    const verdict = await anew(stage)
    expect([verdict.kind, statesOf(verdict)[rossiMail]]).toEqual(['partial', 'unknown'])
    const state = verdict.result?.actions.find(entry => entry.action === rossiMail)?.state
    expect(state?.kind === 'unknown' && [state.because.code, state.because.detail]).toEqual([
      'APPLY.ORDER_HIDDEN',
      `central lists order order-1 of Exchange Online (Plan 1) for this customer, of 2026-12-07T07:00:00Z, and what it bought does not show. Nothing was sent.`,
    ])
    expect(purchases(stage)).toHaveLength(1)
    stage.tenants.setClock(instant('2026-12-07T11:00:00Z'))
    const done = await anew(stage)
    expect([done.kind, statesOf(done)[rossiMail]]).toEqual(['done', 'adopted'])
    expect(purchases(stage)).toHaveLength(1)
  })

  test('that shows within the time a step waits is taken for what was wanted at once', async () => {
    const stage = await afterTheLoss({ hiddenForMs: 50 * 60_000 })
    expect(statesOf(await anew(stage))[rossiMail]).toBe('adopted')
    expect(purchases(stage)).toHaveLength(1)
  })

  test('and that was cancelled since is made again: its row can still be read, and lists leave it out', async () => {
    const stage = await afterTheLoss({ hiddenForMs: 10 * 60_000, unlistsDeleted: true })
    stage.tenants.change(one =>
      one.subscriptions.kind === 'present'
        ? {
            ...one,
            subscriptions: {
              kind: 'present',
              value: one.subscriptions.value.map(entry =>
                entry.id.startsWith('new-') ? { ...entry, status: 'deleted' as const } : entry,
              ),
            },
          }
        : one,
    )
    expect(statesOf(await anew(stage))[rossiMail]).toBe('done')
    expect(purchases(stage)).toHaveLength(2)
  })

  test('keeps nobody else from being bought for', async () => {
    const stage = await afterTheLoss()
    expect(statesOf(await anew(stage))[bianchiMail]).toBe('done')
  })
})

test('orders that cannot be read let nothing be bought', async () => {
  const stage = aStage()
  stage.tenants.silence(read => read === `orders ${central}/${bianchi}`)
  const verdict = await stage.apply({ width: 1 })
  expect([verdict.kind, statesOf(verdict)[bianchiMail]]).toEqual(['partial', 'unknown'])
  expect(stage.tenants.sent.filter(entry => entry.action === bianchiMail)).toEqual([])
})

test('orders are read once for each customer that is bought for, whatever is bought', async () => {
  const stage = aStage()
  expect((await stage.apply()).kind).toBe('done')
  expect(stage.tenants.reads.filter(read => read.startsWith('orders')).sort()).toEqual([
    `orders ${central}/${rossi}`,
    `orders ${central}/${bianchi}`,
  ])
})
