import { expect, test } from 'vitest'
import { chargedTwiceTotal, sumsText } from '../../../cmd/report/amount.ts'
import { currency, decimal } from '../../../engine/model/ids.ts'

const euro = (amount: string) => ({ currency: currency('EUR'), amount: decimal(amount) })

/** Was red: `could be charged twice EUR 0.00, 2 unknown`, as if it were known to be nothing. */
test.each([
  [[], 0, 'nothing', 'nothing could be charged twice'],
  [[euro('0.00')], 0, 'EUR 0.00', 'could be charged twice EUR 0.00'],
  [[euro('0.00')], 2, '2 unknown', 'could be charged twice: unknown (2 amounts)'],
  [[], 1, '1 unknown', 'could be charged twice: unknown (1 amount)'],
  [[euro('7.20')], 2, 'EUR 7.20, 2 unknown', 'could be charged twice EUR 7.20, 2 unknown'],
])('%j and %d unknown', (known, unknown, sums, total) => {
  expect([sumsText({ known, unknown }), chargedTwiceTotal({ known, unknown })]).toEqual([sums, total])
})
