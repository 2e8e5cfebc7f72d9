import { expect, test } from 'vitest'
import { currency, decimal } from '../../../engine/model/ids.ts'
import { known, sumAmounts, zero } from '../../../engine/money/amounts.ts'
import { isOver, isZero, minorUnitsOf, roundMoney } from '../../../engine/money/decimals.ts'

const eur = currency('EUR')
const chf = currency('CHF')

test('sums each currency apart, and counts what is unknown', () => {
  const amounts = [
    known(decimal('0.10'), eur),
    known(decimal('0.20'), eur),
    known(decimal('5.00'), chf),
    { kind: 'unknown', why: 'no price list' } as const,
  ]
  expect(sumAmounts(amounts, [])).toEqual({
    known: [
      { currency: 'CHF', amount: '5.00' },
      { currency: 'EUR', amount: '0.30' },
    ],
    unknown: 1,
  })
})

test('shows the currencies it is asked to show, also when nothing was added', () => {
  expect(sumAmounts([], [eur])).toEqual({ known: [{ currency: 'EUR', amount: '0.00' }], unknown: 0 })
})

test('rounds half up to the minor unit of the currency', () => {
  expect(roundMoney('2.345', eur)).toBe('2.35')
  expect(roundMoney('2.5', currency('JPY'))).toBe('3')
  expect(roundMoney('2.0005', currency('KWD'))).toBe('2.001')
  expect(minorUnitsOf(currency('USD'))).toBe(2)
})

test('compares as numbers, not as text', () => {
  expect(isOver(decimal('1000.00'), decimal('250'))).toBe(true)
  expect(isOver(decimal('250.00'), decimal('250'))).toBe(false)
  expect(isZero(zero(eur).amount)).toBe(true)
})
