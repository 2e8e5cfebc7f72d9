import { expect, test } from 'vitest'
import { takeSnapshot } from '../../../engine/inventory/snapshot.ts'
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
