import { expect, test } from 'vitest'
import { takeSnapshot } from '../../../engine/inventory/snapshot.ts'
import { worldOfSnapshot } from '../../../engine/inventory/world-of-snapshot.ts'
import { pricesOf } from '../../../engine/inventory/world-prices.ts'
import {
  aCustomerActual,
  aDesired,
  anActual,
  anItem,
  aPartner,
  aPrice,
  mail,
  onSale,
} from '../../support/builders/index.ts'
import { aClock, aReader } from '../../support/reader.ts'

test('a snapshot, and the World made of it, keep the prices in force when it was taken', async () => {
  const partners = [
    aPartner({
      prices: [
        aPrice({ product: mail, price: '3.60', until: '2026-12-06' }),
        aPrice({ product: mail, price: '4.10', from: '2026-12-07' }),
      ],
    }),
  ]
  const snapshot = await takeSnapshot({
    desired: aDesired({ partners }),
    partners,
    reader: aReader(
      anActual({
        customers: [aCustomerActual({ subscriptions: [{}] })],
        catalogue: [onSale('DE', anItem({ product: mail }))],
      }),
    ),
    clock: aClock('2026-12-07T07:00:00Z'),
    madeIn: { kind: 'accounts', partners: [] },
    progress: () => {},
    width: 2,
  })
  const price = { product: mail, term: '', billing: 'monthly', currency: 'EUR', pricePerSeat: '4.10' }
  expect(snapshot.partners.map(entry => entry.prices)).toEqual([[price]])
  expect([...pricesOf(snapshot)]).toEqual([[mail, [price]]])
})

// Was red: a withdrawn offer was sold in no country of the copy, and refused there as 400/800070 where a plan of the accounts says 403/2091.
test('what is listed and withdrawn is withdrawn in the World made of it, in the same countries', async () => {
  const partners = [aPartner()]
  const snapshot = await takeSnapshot({
    desired: aDesired({ partners }),
    partners,
    reader: aReader(
      anActual({
        customers: [aCustomerActual({ subscriptions: [{}] })],
        catalogue: ['DE', 'IT'].map(market => onSale(market, anItem({ product: mail, purchasable: false }))),
      }),
    ),
    clock: aClock('2026-12-07T07:00:00Z'),
    madeIn: { kind: 'accounts', partners: [] },
    progress: () => {},
    width: 2,
  })
  const listed = snapshot.catalogue.filter(({ item }) => item.kind === 'present').map(({ market }) => market)
  const offers = worldOfSnapshot(snapshot).catalogue?.offers ?? []
  expect(offers.map(({ id, markets, withdrawn }) => [id, markets, withdrawn])).toEqual([[mail, listed, true]])
  expect(listed.length).toBeGreaterThan(0)
})
