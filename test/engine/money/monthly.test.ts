import { expect, test } from 'vitest'
import { currency, decimal } from '../../../engine/model/ids.ts'
import type { Amount } from '../../../engine/model/money.ts'
import { perMonth } from '../../../engine/money/monthly.ts'

const amount = (text: string, code = 'EUR'): Amount => ({
  kind: 'known',
  amount: decimal(text),
  currency: currency(code),
})

test.each([
  ['the price of a month', 'month', '18.00', 1, 1, '18.00'],
  ['a twelfth of the price of a year, rounded once', 'year', '313.20', 1, 1, '26.10'],
  ['what added seats cost', 'month', '43.20', 2, 12, '7.20'],
  ['what seats taken back save', 'month', '94.80', -3, 12, '-23.70'],
  ['a thirty-sixth of the price of three years', 'three years', '7000.00', 1, 1, '194.44'],
  ['a share half a cent high, rounded away from nothing', 'year', '0.06', -1, 1, '-0.01'],
] as const)('%s', (_, period, price, parts, of, expected) => {
  expect(perMonth({ period, amount: amount(price) }, parts, of)).toEqual(amount(expected))
})

test('a currency without cents stays without them', () => {
  expect(perMonth({ period: 'year', amount: amount('1000', 'JPY') }, 1, 1)).toEqual(amount('83', 'JPY'))
})

test('unknown stays unknown, and so does a cycle that has no months', () => {
  const unknown: Amount = { kind: 'unknown', why: 'no price list' }
  expect(perMonth({ period: 'month', amount: unknown }, 1, 1)).toEqual(unknown)
  expect(perMonth({ period: 'term', amount: amount('5.00') }, 1, 1)).toEqual({
    kind: 'unknown',
    why: 'billing cycle unknown',
  })
})
