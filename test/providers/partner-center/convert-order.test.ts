import { expect, test } from 'vitest'
import { placedOrder } from '../../../providers/partner-center/convert-order.ts'

test('an order names what was ordered, without its availability, and what came of it', () => {
  expect(
    placedOrder({
      id: 'a1b2c3d4e5f6',
      status: 'pending',
      creationDate: '2026-12-07T07:02:00Z',
      lineItems: [
        { offerId: 'CFQ7TTC0LCHC:0002:CFQ7TTC0K971', quantity: 20 },
        {
          offerId: '195416c1-3447-423a-b37b-ee59a99a19c4',
          subscriptionId: 'AAAA1111-0000-4000-8000-0000000000F1',
        },
      ],
    }),
  ).toEqual({
    id: 'a1b2c3d4e5f6',
    state: 'open',
    placedAt: '2026-12-07T07:02:00Z',
    lines: [
      { product: 'CFQ7TTC0LCHC:0002', subscription: null },
      {
        product: '195416C1-3447-423A-B37B-EE59A99A19C4',
        subscription: 'aaaa1111-0000-4000-8000-0000000000f1',
      },
    ],
  })
})

test.each([
  ['cancelled', 'over'],
  ['Cancelled', 'over'],
  ['error', 'over'],
  ['poreviewrejected', 'over'],
  ['completed', 'complete'],
  ['Completed', 'complete'],
  ['pending', 'open'],
  ['partialsuccess', 'open'],
  ['a word of next year', 'open'],
])('an order that is %s is %s', (status, state) => {
  expect(placedOrder({ id: 'o-1', status } as never)).toEqual({
    id: 'o-1',
    state,
    placedAt: null,
    lines: [],
  })
})
