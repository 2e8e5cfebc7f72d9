/** What may stand in `scheduledActions`, and what it does to the rest of the resource (2.7). */
import { describe, expect, it } from 'vitest'
import { aRig, type Body, change, codeOf, ids, subscriptionPath } from './rig.ts'

const cancel = { scheduleType: 'TermEnd', actionType: 'Cancel' }
const extend = { scheduleType: 'TermEnd', actionType: 'RenewToExtendedServiceTerm' }
const renew = { scheduleType: 'TermEnd', actionType: 'RenewToNewTerm' }
const later = { scheduleType: 'CustomDate', actionType: 'Cancel', effectiveDate: '2027-01-31T00:00:00Z' }

async function theSuite() {
  const rig = await aRig()
  const italy = await rig.app('italy')
  return {
    rig,
    send: (autoRenewEnabled: boolean, ...scheduledActions: readonly unknown[]) =>
      change(italy, ids.suite, { autoRenewEnabled, scheduledActions }),
    change: (fields: object) => change(italy, ids.suite, { ...fields }),
    shown: async (): Promise<Body> => (await (await rig.app('italy')).get(subscriptionPath(ids.suite))).body,
  }
}

describe('scheduledActions', () => {
  it.each([
    ['the form of before', false, [{ type: 'cancel', effective: 'endOfTerm' }], 800002],
    ['an unknown schedule', false, [{ ...cancel, scheduleType: 'Tomorrow' }], 800002],
    ['an unknown action', false, [{ ...cancel, actionType: 'Pause' }], 800002],
    ['no schedule', false, [{ actionType: 'Cancel' }], 800002],
    ['two for the end of the term', false, [cancel, extend], 800002],
    ['a cancel that renews', true, [cancel], 800002],
    ['a new term without renewal', false, [renew], 800002],
    ['a date without a date', false, [{ ...later, effectiveDate: null }], 800002],
    ['a date that has passed', false, [{ ...later, effectiveDate: '2026-12-06T00:00:00Z' }], 800002],
    ['a date at the end of the term', false, [{ ...cancel, effectiveDate: '2027-01-31' }], 800002],
    ['a transition without a product', true, [{ ...renew, actionType: 'Transition' }], 800002],
    ['something that is no action', false, ['cancel'], 2000],
    ['a member nobody knows', false, [{ ...cancel, reason: 'none' }], 2000],
    ['something that is no list', false, cancel, 800002],
  ])('are refused with %s', async (_, autoRenewEnabled, scheduledActions, code) => {
    const suite = await theSuite()
    expect(codeOf(await suite.change({ autoRenewEnabled, scheduledActions }))).toEqual([400, code])
    expect((await suite.shown()).scheduledActions).toBeUndefined()
  })

  it('are read in any letter case and shown in one', async () => {
    const suite = await theSuite()
    const answer = await suite.send(false, { ScheduleType: 'termend', ActionType: 'cancel' })
    expect(answer.body.scheduledActions).toEqual([cancel])
  })

  it('come back whole, with those of a date', async () => {
    const suite = await theSuite()
    await suite.send(false, later, extend)
    expect((await suite.change({ friendlyName: 'renamed' })).body.scheduledActions).toEqual([
      { ...later, effectiveDate: '2027-01-31T00:00:00.000Z' },
      extend,
    ])
  })

  it('that are left out are removed', async () => {
    const suite = await theSuite()
    await suite.send(false, cancel)
    expect((await suite.change({ scheduledActions: undefined })).body.scheduledActions).toBeUndefined()
  })

  it('tell what the next term is to be, and the older schedule does not', async () => {
    const suite = await theSuite()
    const instructions = { product: { billingCycle: 'annual' }, quantity: 12 }
    const sent = {
      autoRenewEnabled: true,
      scheduledActions: [{ ...renew, instructions }],
      scheduledNextTermInstructions: { quantity: 3 },
    }
    const { body } = await suite.change(sent)
    expect([body.scheduledNextTermInstructions, body.scheduledActions]).toEqual([
      null,
      [
        {
          ...renew,
          instructions: {
            product: {
              productId: 'CFQ7TTC0LCHC',
              skuId: '0002',
              availabilityId: body.offerId.split(':')[2],
              billingCycle: 'annual',
              termDuration: 'P1Y',
            },
            quantity: 12,
          },
        },
      ],
    ])
    await suite.rig.until('2027-03-15T00:00:00Z')
    const renewed = await suite.shown()
    expect([renewed.quantity, renewed.billingCycle, renewed.scheduledActions]).toEqual([
      12,
      'annual',
      undefined,
    ])
  })

  it('are judged like any next term', async () => {
    const suite = await theSuite()
    const next = (product: object) => suite.send(true, { ...renew, instructions: { product } })
    expect(codeOf(await next({ productId: 'CFQ7TTC0XXXX' }))).toEqual([404, 400018])
    expect(codeOf(await next({ termDuration: 'P3Y' }))).toEqual([500, 800084])
  })

  it.each([
    ['seats', { quantity: 21 }],
    ['the billing cycle', { billingCycle: 'annual' }],
    ['a suspension', { status: 'suspended' }],
  ])('lose what they plan for the next term to %s', async (_, fields) => {
    const suite = await theSuite()
    await suite.send(true, { ...renew, instructions: { quantity: 12 } })
    expect((await suite.change(fields)).body.scheduledActions).toBeUndefined()
  })

  it('keep a cancel through a change of seats', async () => {
    const suite = await theSuite()
    await suite.send(false, cancel)
    expect((await suite.change({ quantity: 21 })).body.scheduledActions).toEqual([cancel])
  })

  it('mean nothing on a legacy subscription', async () => {
    const rig = await aRig()
    const answer = await change(await rig.app('italy'), ids.mail, { scheduledActions: [{ type: 'pause' }] })
    expect([answer.status, answer.body.scheduledActions]).toEqual([200, undefined])
  })
})
