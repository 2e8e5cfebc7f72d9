/**
 * What a person buys by hand while an apply runs is seen before the customer's next purchase: a list read for the purchase, one for those that follow one
 * another. Was red: a purchase of legacy relied on what the apply had read up to ten minutes earlier, and no list said that the product lived there already under
 * another name.
 */
import { describe, expect, test } from 'vitest'
import { instant } from '../../../engine/model/ids.ts'
import type { LiveSubscription } from '../../../engine/model/live.ts'
import { addMs } from '../../../engine/time/utc-days.ts'
import {
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  aLiveSubscription,
  anActual,
  aPlan,
  central,
  mail,
  mailNce,
  premium,
  suite,
} from '../../support/builders/index.ts'
import { aStage, type Stage, statesOf } from './harness.ts'
import { actionId, bianchi, rossi } from './tiny-world.ts'

const bianchiMail = actionId('subscription.create', '2/mail')

type Bought = Partial<Omit<LiveSubscription, 'id' | 'seats'>>

/** As soon as the first write of the apply leaves, a colleague buys this for Bianchi. */
function boughtMeanwhile(stage: Stage, bought: Bought): void {
  let isBought = false
  stage.tenants.onPerform(() => {
    if (!isBought) buyByHand(stage, bought)
    isBought = true
  })
}

function buyByHand(stage: Stage, bought: Bought): void {
  const entry = aLiveSubscription({
    id: 'by-hand',
    seats: 17,
    partner: central,
    customer: bianchi,
    boughtAt: instant('2026-12-07T07:01:00Z'),
    ...bought,
  })
  stage.tenants.change(one =>
    one.partner === central && one.tenant === bianchi && one.subscriptions.kind === 'present'
      ? { ...one, subscriptions: { kind: 'present', value: [...one.subscriptions.value, entry] } }
      : one,
  )
}

describe('a product that was bought by hand while the apply ran', () => {
  test.each([
    ['under another name', { name: 'Posta, bought by Anna' }],
    ['yearly', { name: 'mail', billing: 'annual' as const }],
    ['and switched off again', { name: 'other', status: 'suspended' as const }],
  ])('%s is not bought beside that: the customer stops, and the others are finished', async (_, bought) => {
    const stage = aStage()
    boughtMeanwhile(stage, bought)
    const verdict = await stage.apply({ width: 1 })
    expect(verdict.kind).toBe('partial')
    const states = statesOf(verdict)
    expect(states[bianchiMail]).toBe('stale')
    expect(stage.tenants.sent.filter(entry => entry.action.includes(bianchi))).toEqual([])
    for (const [action, state] of Object.entries(states))
      if (!action.includes(bianchi)) expect([action, state]).toEqual([action, 'done'])
    const outcome = verdict.result?.actions.find(entry => entry.action === bianchiMail)?.state
    expect(outcome?.kind === 'stale' && [outcome.because.code, outcome.because.detail]).toEqual([
      'APPLY.MOVED',
      `subscriptions:central/${bianchi}: planned from [], now ["by-hand"]. Nothing was sent.`,
    ])
  })

  test('as it was planned is taken for the purchase', async () => {
    const stage = aStage()
    boughtMeanwhile(stage, { name: 'mail' })
    const verdict = await stage.apply({ width: 1 })
    expect([verdict.kind, statesOf(verdict)[bianchiMail]]).toEqual(['done', 'adopted'])
    expect(stage.tenants.sent.filter(entry => entry.action === bianchiMail)).toEqual([])
  })

  test('of another product is nothing to this plan', async () => {
    const stage = aStage()
    boughtMeanwhile(stage, { name: 'office', product: premium })
    expect((await stage.apply({ width: 1 })).kind).toBe('done')
  })
})

describe('a product that was bought by hand while a request of its purchase waited', () => {
  /** Before the cart, and before the checkout. */
  test.each([1, 2])('for half an hour, wait %i, is not bought beside that', async wait => {
    const stage = aStage()
    let waits = 0
    stage.tenants.onWait(action => {
      if (action.id !== bianchiMail) return
      waits += 1
      if (waits !== wait) return
      stage.tenants.setClock(addMs(stage.tenants.clock.now(), 30 * 60_000))
      buyByHand(stage, { name: 'Posta, bought by Anna' })
    })
    const verdict = await stage.apply({ width: 1 })
    expect(statesOf(verdict)[bianchiMail]).toBe('stale')
    expect(stage.tenants.sent.filter(entry => entry.action === bianchiMail)).toEqual([])
  })
})

test('a list that gives no answer lets nothing be bought', async () => {
  const stage = aStage()
  stage.tenants.onPerform(() => stage.tenants.silence(read => read === `subscriptions ${central}/${bianchi}`))
  const verdict = await stage.apply({ width: 1 })
  expect([verdict.kind, statesOf(verdict)[bianchiMail]]).toEqual(['partial', 'stale'])
  expect(stage.tenants.sent.filter(entry => entry.action === bianchiMail)).toEqual([])
})

describe('lists of a customer under the target, while it is bought for,', () => {
  const listed = (stage: Stage) =>
    stage.tenants.reads.filter(read => read === `subscriptions ${central}/${rossi}`).length

  /** From the first purchase that is ready to the last that is sent. */
  async function listsBetweenPurchases(stage: Stage, waitMs = 0): Promise<number> {
    let first = 0
    let last = 0
    stage.tenants.onPerform(action => {
      if (action.kind !== 'subscription.create' || action.customer !== rossi) return
      if (first === 0) first = listed(stage)
      last = listed(stage)
      stage.tenants.setClock(addMs(stage.tenants.clock.now(), waitMs))
    })
    const verdict = await stage.apply({ width: 1 })
    expect(verdict.kind).toBe('done')
    return last - first + 1
  }

  const buying = (...products: readonly string[]) => {
    const actual = anActual({ customers: [aCustomerActual()] })
    const subscriptions = products.map((product, at) =>
      aDeclaredSubscription({ key: `line-${at}`, product: product as typeof mail }),
    )
    const desired = aDesired({ customers: [aCustomer({ subscriptions })], consolidations: [] })
    return aStage({ plan: aPlan({ desired, actual }), actual })
  }

  // Was one more behind each purchase.
  test.each([
    ['legacy', [mail, suite]],
    ['new commerce', [premium, mailNce]],
    ['both', [premium, mail, suite, mailNce]],
  ])('are one for all purchases that follow one another: %s', async (_, products) => {
    expect(await listsBetweenPurchases(buying(...products))).toBe(1)
  })

  test('are two: the check before the first write serves the first purchase, and one proves all of them', async () => {
    const stage = buying(premium, mail, suite, mailNce)
    expect((await stage.apply({ width: 1 })).kind).toBe('done')
    expect(listed(stage)).toBe(2)
  })

  test('are one for all purchases before a gate', async () => {
    expect(await listsBetweenPurchases(aStage())).toBe(1)
  })

  test('are read again where the purchases take longer than two minutes', async () => {
    expect(await listsBetweenPurchases(aStage(), 121_000)).toBe(3)
  })
})
