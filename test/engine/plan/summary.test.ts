/** The figures under a plan: credit and monthly change per currency, unknown beside them and never as 0. */
import { describe, expect, test } from 'vitest'
import { currency } from '../../../engine/model/ids.ts'
import { aMapping, aPrice, mail, premium, prices } from '../../support/builders/index.ts'
import { planned } from '../../support/story.ts'

const euro = (amount: string) => ({ known: [{ currency: 'EUR', amount }], unknown: 0 })

describe('a month after a move', () => {
  test('costs the same where the same is bought for the same price', () => {
    const { summary } = planned()
    expect([summary.monthly, summary.credit]).toEqual([euro('0.00'), euro('14.52')])
  })

  test('costs the difference where new commerce is bought instead', () => {
    const { summary } = planned({
      declared: [{ product: premium }],
      consolidation: { map: [aMapping({ from: mail, to: premium, licenceReassignmentAcknowledged: true })] },
    })
    // 5 × 18.60 − 5 × 3.60
    expect(summary.monthly).toEqual(euro('75.00'))
  })

  test('is one figure per currency: nothing is added across', () => {
    const { summary } = planned({
      central: {
        currency: currency('CHF'),
        prices: [aPrice({ product: mail, price: '4.00', currency: 'CHF' })],
      },
    })
    expect(summary.monthly.known).toEqual([
      { currency: 'CHF', amount: '20.00' },
      { currency: 'EUR', amount: '-18.00' },
    ])
  })

  test('counts what cannot be priced instead of leaving it out', () => {
    const { summary } = planned({ central: { prices: prices.filter(price => price.product !== mail) } })
    expect(summary.monthly).toEqual({ known: [{ currency: 'EUR', amount: '-18.00' }], unknown: 1 })
  })
})
