/** Amounts that lie exactly between two minor units, or on one, after a division that does not come out even. */
import { describe, expect, test } from 'vitest'
import { currency, decimal, seats } from '../../../engine/model/ids.ts'
import { chargeFor } from '../../../engine/money/charge.ts'
import { roundDown, roundMoney, shareOf } from '../../../engine/money/decimals.ts'
import { mail, premium } from '../../support/builders/index.ts'

const euros = currency('EUR')

/** Was red: found by the oracle in 2,000 worlds. 28 × 3.2642 × 25 ÷ 28 is 81.605, and 25 ÷ 28 does not come out even. */
test('half a cent of legacy is rounded up, whatever the days are a part of', () => {
  const charge = { product: mail, pricePerSeat: decimal('3.2642'), currency: euros, seats: seats(28) }
  expect(chargeFor(charge, 25, 28)).toEqual({ kind: 'known', amount: '81.61', currency: 'EUR' })
})

describe('a price that is a part of another', () => {
  const twelfth = (amount: string) => shareOf(decimal(amount), 1, 12)

  test('comes to a half again, and is rounded up', () => {
    expect(roundMoney(shareOf(twelfth('0.01'), 6, 1), euros)).toBe('0.01')
  })

  test('comes to a whole cent again, and is not rounded down to the one before', () => {
    expect(roundDown(shareOf(twelfth('0.10'), 12, 1), euros)).toBe('0.10')
    const charge = { product: premium, pricePerSeat: twelfth('0.10'), currency: euros, seats: seats(3) }
    expect(chargeFor(charge, 12, 1)).toEqual({ kind: 'known', amount: '0.30', currency: 'EUR' })
  })
})
