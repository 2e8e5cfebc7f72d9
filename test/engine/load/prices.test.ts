import { describe, expect, it } from 'vitest'
import { readPrices } from '../../../engine/load/prices.ts'

function read(...lines: readonly string[]) {
  const { prices, diagnostics } = readPrices('prices.csv', `${lines.join('\n')}\n`, ['IT', 'DE'])
  return {
    prices: prices.map(price =>
      [price.product, price.term, price.billing, price.currency, price.pricePerSeat].join(' '),
    ),
    mistakes: diagnostics.map(entry => `${entry.at?.file}:${entry.at?.line} ${entry.detail}`),
  }
}

const office = '031C9E47-4802-4248-838E-778FB1D2CC05'

describe('a price list', () => {
  it('of our own columns is read row by row, in any order of columns', () => {
    expect(read('currency,item,price,term,billing', 'eur,cfq7ttc0lchc:0002,18.60,p1y,Monthly')).toEqual({
      prices: ['CFQ7TTC0LCHC:0002 P1Y monthly EUR 18.6'],
      mistakes: [],
    })
  })

  it('downloaded for new commerce keeps the zeros a spreadsheet dropped, the own markets, and commercial customers', () => {
    const header =
      'ProductTitle,ProductId,SkuId,SkuTitle,TermDuration,BillingPlan,Market,Currency,UnitPrice,ERP Price,Segment'
    const row = (sku: string, market: string, price: string, segment: string) =>
      `"Microsoft 365, Business",CFQ7TTC0LCHC,${sku},Premium,P1Y,Monthly,${market},EUR,${price},22.00,${segment}`
    expect(
      read(
        header,
        row('2', 'IT', '18.60', 'Commercial'),
        row('0002', 'DE', '18.60', 'Commercial'),
        row('0002', 'FR', '19.10', 'Commercial'),
        row('0002', 'IT', '4.10', 'Education'),
        'Visio,CFQ7TTC0HD32,0001,Visio,,OneTime,IT,EUR,120.00,130.00,Commercial',
      ),
    ).toEqual({
      prices: ['CFQ7TTC0LCHC:0002 P1Y monthly EUR 18.6', 'CFQ7TTC0HD32:0001  one_time EUR 120'],
      mistakes: [],
    })
  })

  it('of legacy offers is for a month, and a year costs twelve of it', () => {
    expect(
      read('Offer Display Name,Offer ID,Currency,List Price,ERP Price', `Office,${office},EUR,4.15,5.00`),
    ).toEqual({ prices: [`${office}  monthly EUR 4.15`, `${office}  annual EUR 49.8`], mistakes: [] })
  })

  it('takes a price of 0 for a price', () => {
    expect(read('item,term,billing,currency,price', `${office},,monthly,EUR,0`).prices).toEqual([
      `${office}  monthly EUR 0`,
    ])
  })

  it('that contradicts itself is refused with both lines; saying a price twice is fine', () => {
    expect(
      read(
        'item,term,billing,currency,price',
        `${office},,monthly,EUR,4.15`,
        `${office},,monthly,EUR,4.150`,
        `${office},,monthly,EUR,4.20`,
      ).mistakes,
    ).toEqual([
      `prices.csv:4 ${office}  monthly costs 4.20 here and 4.15 in line 2; keep the row that holds.`,
    ])
  })

  it('names every row that cannot be used, once', () => {
    expect(
      read('Offer ID,Currency,List Price', `${office},EUR,"4,15"`, ',EUR,4.15', `${office},€,4.15`).mistakes,
    ).toEqual([
      'prices.csv:2 `4,15` is no price; write it with a point and without separators.',
      'prices.csv:3 The row names no item.',
      'prices.csv:4 `€` is no currency.',
    ])
  })

  it('of an unknown form says which columns the known forms need', () => {
    expect(read('a,b,c', '1,2,3').mistakes).toEqual([
      'prices.csv:1 The header fits no form of price list; needed are the columns item, term, billing, currency, price, or productid, skuid, termduration, billingplan, currency, unitprice, or offerid, currency, listprice.',
    ])
  })

  it('that is no CSV is refused', () => {
    expect(read('item,term,billing,currency,price', '"open').mistakes[0]).toMatch(
      /^prices.csv:1 The file is not CSV: /,
    )
  })
})
