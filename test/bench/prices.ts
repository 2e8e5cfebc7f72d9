/** A price sheet of a whole market: how soon one price of it is known. Only the rows of its item are read. */
import { priceFile } from '../../engine/load/prices/prices.ts'
import { currency, productKey, utcDate } from '../../engine/model/ids.ts'

const header =
  'ProductTitle,ProductId,SkuId,SkuTitle,Publisher,SkuDescription,UnitOfMeasure,TermDuration,BillingPlan,Market,Currency,UnitPrice,PricingTierRangeMin,PricingTierRangeMax,EffectiveStartDate,EffectiveEndDate,Tags,ERP Price,Segment'

export function benchPrices(rows: number): readonly string[] {
  const lines = Array.from(
    { length: rows },
    (_, position) =>
      `Item ${position},CFQ7TTC0${String(position).padStart(6, '0')},1,Title,Publisher,"small, medium",,P1Y,Monthly,IT,EUR,250.80,,,2/1/2026 0:00,11/30/9999 23:59,License,264,Commercial`,
  )
  const text = [header, ...lines].join('\n')
  const began = performance.now()
  const list = priceFile('sheet.csv', () => text, {
    file: 'a.yaml',
    line: 1,
    column: 1,
    endLine: 1,
    endColumn: 2,
  })
  const price = list.priceFor({
    product: productKey(`CFQ7TTC0${String(rows - 1).padStart(6, '0')}:0001`),
    term: 'P1Y',
    billing: 'monthly',
    currency: currency('EUR'),
    day: utcDate('2026-12-07'),
    market: 'IT',
    markets: ['IT'],
    segment: null,
    seats: 12,
  })
  const ms = performance.now() - began
  return [
    `one price of a sheet, ${rows.toLocaleString('en')} rows`,
    `${ms.toFixed(0)} ms`,
    typeof price === 'string' ? price : `${price.currency} ${price.pricePerSeat}`,
  ]
}
