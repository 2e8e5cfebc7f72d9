/** E32: what only subscriptions of new commerce show, while its windows are open and afterwards. */
import { expect, it } from 'vitest'
import { aRig, type Body, buy, change, premium, type Rig, rossi, subscriptionPath } from './rig.ts'

async function bought(): Promise<{ readonly rig: Rig; readonly id: string }> {
  const rig = await aRig()
  const central = await rig.app('central')
  const line = { catalogItemId: await premium(central), quantity: 4, termDuration: 'P1Y' }
  const { orders } = await buy(central, [line])
  return { rig, id: orders[0].lineItems[0].subscriptionId }
}

const shown = async (rig: Rig, id: string): Promise<Body> =>
  (await (await rig.app('central')).get(subscriptionPath(id))).body

it('E32: refunds are full for a day and partial until the window ends', async () => {
  const { rig, id } = await bought()
  const seen: Body[] = []
  for (const now of ['2026-12-08T05:59:59Z', '2026-12-08T06:00:00Z', '2026-12-14T06:00:00.001Z']) {
    await rig.until(now)
    const { refundOptions, actions, cancellationAllowedUntilDate } = await shown(rig, id)
    seen.push([refundOptions, actions, cancellationAllowedUntilDate])
  }
  const full = { type: 'Full', expiresAt: '2026-12-08T06:00:00.000Z' }
  const partial = { type: 'Partial', expiresAt: '2026-12-14T06:00:00.000Z' }
  expect(seen).toEqual([
    [[full, partial], ['edit', 'cancel'], '2026-12-14T06:00:00.000Z'],
    [[partial], ['edit', 'cancel'], '2026-12-14T06:00:00.000Z'],
    [[], ['edit'], null],
  ])
})

it('E32: a suspended one says why, and a deleted one offers nothing', async () => {
  const { rig, id } = await bought()
  const central = await rig.app('central')
  const suspended = (await change(central, id, { status: 'suspended' })).body
  expect([suspended.suspensionReasons, suspended.refundableQuantity, suspended.autoRenewEnabled]).toEqual([
    ['PartnerSuspended'],
    null,
    false,
  ])
  const deleted = (await change(central, id, { status: 'deleted' })).body
  expect([deleted.actions, deleted.refundOptions, deleted.cancellationAllowedUntilDate]).toEqual([
    [],
    [],
    null,
  ])
})

it('E32: it leads to what was bought, and tells the end of its billing cycle', async () => {
  const { rig, id } = await bought()
  const body = await shown(rig, id)
  const [product, sku, availability] = body.offerId.split(':')
  const place = `/products/${product}`
  expect([
    body.links.product.uri,
    body.links.sku.uri,
    body.links.availability.uri,
    body.links.self.uri,
    body.billingCycleEndDate,
  ]).toEqual([
    `${place}?country=IT`,
    `${place}/skus/${sku}?country=IT`,
    `${place}/skus/${sku}/availabilities/${availability}?country=IT`,
    `/customers/${rossi}/subscriptions/${id}`,
    '2027-01-06T00:00:00Z',
  ])
})
