import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readPrices } from '../../../../engine/load/prices/prices.ts'
import { utcDate } from '../../../../engine/model/ids.ts'
import { multiply, roundMoney } from '../../../../engine/money/decimals.ts'
import { isInForce } from '../../../../engine/money/price-list.ts'

function read(...lines: readonly string[]) {
  const { prices, diagnostics } = readPrices('prices.csv', `${lines.join('\n')}\n`, ['IT', 'DE'])
  return {
    prices: prices.map(price =>
      [
        price.product,
        price.term,
        price.billing,
        price.currency,
        price.pricePerSeat,
        ...(price.from === undefined ? [] : [`from ${price.from}`]),
        ...(price.until === undefined ? [] : [`to ${price.until}`]),
      ].join(' '),
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
        row('2', 'IT', '223.20', 'Commercial'),
        row('0002', 'DE', '223.20', 'Commercial'),
        row('0002', 'FR', '229.20', 'Commercial'),
        row('0002', 'IT', '49.20', 'Education'),
        'Visio,CFQ7TTC0HD32,0001,Visio,,OneTime,IT,EUR,120.00,130.00,Commercial',
      ),
    ).toEqual({
      prices: ['CFQ7TTC0LCHC:0002 P1Y monthly EUR 18.6', 'CFQ7TTC0HD32:0001  one_time EUR 120'],
      mistakes: [],
    })
  })

  it('downloaded for new commerce quotes whole terms: a month of a year costs a twelfth, a year of three a third, what is paid once the whole', () => {
    const row = (term: string, billing: string, price: string) =>
      `CFQ7TTC0LCHC,0002,${term},${billing},EUR,${price}`
    expect(
      read(
        'ProductId,SkuId,TermDuration,BillingPlan,Currency,UnitPrice',
        row('P1M', 'Monthly', '22.30'),
        row('P1Y', 'Annual', '223.20'),
        row('P1Y', 'Monthly', '223.20'),
        row('P3Y', 'Annual', '600.30'),
        row('P3Y', 'OneTime', '3600'),
        row('', 'Annual', '240'),
      ).prices,
    ).toEqual([
      'CFQ7TTC0LCHC:0002 P1M monthly EUR 22.3',
      'CFQ7TTC0LCHC:0002 P1Y annual EUR 223.2',
      'CFQ7TTC0LCHC:0002 P1Y monthly EUR 18.6',
      'CFQ7TTC0LCHC:0002 P3Y annual EUR 200.1',
      'CFQ7TTC0LCHC:0002 P3Y one_time EUR 3600',
      'CFQ7TTC0LCHC:0002  annual EUR 240',
    ])
  })

  it('keeps a twelfth that never ends so that seats times it round like the whole price', () => {
    const [price] = readPrices(
      'prices.csv',
      'ProductId,SkuId,TermDuration,BillingPlan,Currency,UnitPrice\nCFQ7TTC0LCHC,0002,P1Y,Monthly,EUR,100.09\n',
      ['IT'],
    ).prices
    // 100.09 × 6 ÷ 12 is 50.045, half up 50.05; of a twelfth cut short it would be 50.04.
    expect(price && roundMoney(multiply(price.pricePerSeat, 6), price.currency)).toBe('50.05')
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

describe('a price list with days', () => {
  const ours = 'item,term,billing,currency,price,from,until'
  const sheet =
    'ProductId,SkuId,TermDuration,BillingPlan,Currency,UnitPrice,EffectiveStartDate,EffectiveEndDate'
  const monthly = (price: string, start: string, end: string) =>
    `CFQ7TTC0LCHC,0002,P1M,Monthly,EUR,${price},${start},${end}`

  it('has several prices of one item, each for its days', () => {
    expect(
      read(ours, `${office},,monthly,EUR,4.15,,2026-12-31`, `${office},,monthly,EUR,4.40,2027-01-01,`),
    ).toEqual({
      prices: [`${office}  monthly EUR 4.15 to 2026-12-31`, `${office}  monthly EUR 4.4 from 2027-01-01`],
      mistakes: [],
    })
  })

  it('contradicts itself only where two prices hold on one day', () => {
    expect(
      read(ours, `${office},,monthly,EUR,4.15,,2027-01-01`, `${office},,monthly,EUR,4.40,2027-01-01,`)
        .mistakes,
    ).toEqual([
      `prices.csv:3 ${office}  monthly costs 4.40 here and 4.15 in line 2; keep the row that holds, or give them days that do not meet: here from 2027-01-01, there to 2027-01-01.`,
    ])
    expect(
      read(ours, `${office},,monthly,EUR,4.15,,`, `${office},,monthly,EUR,4.40,2027-01-01,`).mistakes,
    ).toEqual([
      `prices.csv:3 ${office}  monthly costs 4.40 here and 4.15 in line 2; keep the row that holds, or give them days that do not meet: here from 2027-01-01, there always.`,
    ])
  })

  it.each([
    ['as the service writes them', '2026-11-01T00:00:00.0000000Z', '2026-12-31T23:59:59.0000000Z'],
    ['as a spreadsheet leaves them', '11/1/2026 0:00', '12/31/2026 23:59'],
    ['with halves of a day', '11/1/2026 12:00:00 AM', '12/31/2026 11:59:59 PM'],
    ['ended by midnight', '2026-11-01T00:00:00Z', '1/1/2027 12:00:00 AM'],
    ['as days', '2026-11-01', '2026-12-31'],
  ])('takes instants %s', (_, start, end) => {
    expect(read(sheet, monthly('22.30', start, end))).toEqual({
      prices: ['CFQ7TTC0LCHC:0002 P1M monthly EUR 22.3 from 2026-11-01 to 2026-12-31'],
      mistakes: [],
    })
  })

  it('downloaded with prices that meet goes on with the earlier one until its end', () => {
    expect(
      read(
        sheet,
        monthly('22.30', '2021-11-01T00:00:00.0000000Z', '9999-11-30T23:59:59.0000000Z'),
        monthly('20.10', '2021-10-01T00:00:00.0000000Z', '2021-11-03T06:57:30.0682597Z'),
        monthly('20.10', '2021-10-01T00:00:00.0000000Z', '2021-11-03T06:57:30.0682597Z'),
      ),
    ).toEqual({
      prices: [
        'CFQ7TTC0LCHC:0002 P1M monthly EUR 20.1 from 2021-10-01 to 2021-11-03',
        'CFQ7TTC0LCHC:0002 P1M monthly EUR 22.3 from 2021-11-04 to 9999-11-30',
      ],
      mistakes: [],
    })
  })

  describe('and markets', () => {
    const row = (market: string, price: string, start: string, end: string) =>
      `CFQ7TTC0LCHC,0002,P1M,Monthly,${market},EUR,${price},${start},${end}`
    const inMarkets = (...rows: readonly string[]) =>
      read(
        'ProductId,SkuId,TermDuration,BillingPlan,Market,Currency,UnitPrice,EffectiveStartDate,EffectiveEndDate',
        ...rows,
      )

    it('lets no market go on with the price of another', () => {
      expect(
        inMarkets(
          row('DE', '20', '2026-01-01', '2026-12-31'),
          row('IT', '30', '2026-06-01', '2027-06-30'),
          row('DE', '22', '2027-01-01', '2027-12-31'),
        ).mistakes,
      ).toEqual([
        'prices.csv:3 CFQ7TTC0LCHC:0002 P1M monthly costs 30 here and 20 in line 2; keep the row that holds, or give them days that do not meet: here from 2026-06-01 to 2027-06-30, there from 2026-01-01 to 2026-12-31.',
      ])
    })

    it('takes what each market goes on with, and says once what is the same in all', () => {
      expect(
        inMarkets(
          row('DE', '22', '2026-11-01', '9999-11-30'),
          row('DE', '20', '2026-10-01', '2026-11-03'),
          row('IT', '22', '2026-11-01', '9999-11-30'),
          row('IT', '20', '2026-10-01', '2026-11-03'),
        ),
      ).toEqual({
        prices: [
          'CFQ7TTC0LCHC:0002 P1M monthly EUR 20 from 2026-10-01 to 2026-11-03',
          'CFQ7TTC0LCHC:0002 P1M monthly EUR 22 from 2026-11-04 to 9999-11-30',
        ],
        mistakes: [],
      })
    })
  })

  it('ending on the last day that can be written says the same as one without an end', () => {
    expect(
      read(
        sheet,
        monthly('22.30', '2026-10-01', '12/31/9999 23:59'),
        monthly('22.30', '2026-11-01', ''),
        monthly('22.30', '2026-12-01', '9999-12-31'),
      ),
    ).toEqual({ prices: ['CFQ7TTC0LCHC:0002 P1M monthly EUR 22.3 from 2026-10-01'], mistakes: [] })
  })

  it('names a row whose days cannot be used', () => {
    expect(
      read(
        sheet,
        monthly('22.30', '1/11/2026', '30/11/9999'),
        monthly('22.30', '2026-02-30', ''),
        monthly('22.30', '2026-12-01', '2026-11-30'),
      ).mistakes,
    ).toEqual([
      'prices.csv:2 `30/11/9999` is no day; write YYYY-MM-DD, or month/day/year as the downloaded sheet does.',
      'prices.csv:3 `2026-02-30` is no day; write YYYY-MM-DD, or month/day/year as the downloaded sheet does.',
      'prices.csv:4 The row is in force from 2026-12-01 to 2026-11-30, which is no day.',
    ])
  })

  it('never has two prices of one item on one day, and only prices that were written for that day', () => {
    const day = fc.option(fc.integer({ min: 1, max: 9 }), { freq: 3 })
    const row = fc.record({ price: fc.integer({ min: 1, max: 3 }), start: day, end: day })
    const dayText = (number: number | null) => (number === null ? '' : `2026-12-0${number}`)
    let held = 0
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), fc.boolean(), (rows, isSheet) => {
        const lines = rows.map(({ price, start, end }) =>
          isSheet
            ? monthly(`${price}`, dayText(start), dayText(end))
            : `${office},,monthly,EUR,${price},${dayText(start)},${dayText(end)}`,
        )
        const { prices, diagnostics } = readPrices(
          'prices.csv',
          [isSheet ? sheet : ours, ...lines, ''].join('\n'),
          ['IT'],
        )
        if (diagnostics.length > 0) return
        for (let number = 1; number <= 9; number += 1) {
          const written = rows.filter(({ start, end }) => (start ?? 0) <= number && number <= (end ?? 9))
          const inForce = prices.filter(price => isInForce(price, utcDate(dayText(number))))
          expect(inForce.length).toBe(written.length === 0 ? 0 : 1)
          for (const { pricePerSeat } of inForce)
            expect(written.map(({ price }) => `${price}`)).toContain(pricePerSeat)
          held += inForce.length
        }
      }),
      {
        numRuns: 500,
        // was taken for a second price once the middle row had been cut
        examples: [
          [
            [
              { price: 2, start: null, end: 1 },
              { price: 2, start: null, end: null },
              { price: 2, start: null, end: 1 },
            ],
            false,
          ],
        ],
      },
    )
    expect(held).toBeGreaterThan(0)
  })
})
