/** A price sheet of a whole market with one row that nobody can read: how soon a price of it is known, and that of the odd row is not. Only the rows of an item are read. */
import { priceFile } from '../../engine/load/prices/prices.ts'
import { currency, productKey, utcDate } from '../../engine/model/ids.ts'

const header =
  'ProductTitle,ProductId,SkuId,SkuTitle,Publisher,SkuDescription,UnitOfMeasure,TermDuration,BillingPlan,Market,Currency,UnitPrice,PricingTierRangeMin,PricingTierRangeMax,EffectiveStartDate,EffectiveEndDate,Tags,ERP Price,Segment'

export function benchPrices(rows: number): readonly string[] {
  const odd = Math.floor(rows / 2)
  const lines = Array.from(
    { length: rows },
    (_, position) =>
      `Item ${position},${productIdOf(position)},1,Title,Publisher,"small, medium",,P1Y,Monthly,IT,EUR,${position === odd ? '250.8O' : '250.80'},,,2/1/2026 0:00,11/30/9999 23:59,License,264,Commercial`,
  )
  const text = [header, ...lines].join('\n')
  const began = performance.now()
  const at = { file: 'a.yaml', line: 1, column: 1, endLine: 1, endColumn: 2 }
  const list = priceFile('sheet.csv', { read: () => text, at })
  const prices = [rows - 1, odd].map(position => {
    const price = list.priceFor({
      product: productKey(`${productIdOf(position)}:0001`),
      term: 'P1Y',
      billing: 'monthly',
      currency: currency('EUR'),
      day: utcDate('2026-12-07'),
      market: 'IT',
      markets: ['IT'],
      segment: null,
      seats: 12,
    })
    return typeof price === 'string' ? price : `${price.currency} ${price.pricePerSeat}`
  })
  const told = list.troubles().length
  const ms = performance.now() - began
  return [
    `two prices of a sheet, ${rows.toLocaleString('en')} rows, one odd`,
    `${ms.toFixed(0)} ms`,
    `${prices.join(', ')}, told ${told === 1 ? 'once' : `${told} times`}`,
  ]
}

function productIdOf(position: number): string {
  return `CFQ7TTC0${String(position).padStart(6, '0')}`
}
