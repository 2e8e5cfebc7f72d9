import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openSheet } from '../../../../engine/load/prices/price-sheet.ts'
import { priceFile } from '../../../../engine/load/prices/prices.ts'
import { currency, productKey, utcDate } from '../../../../engine/model/ids.ts'
import type { PriceQuery } from '../../../../engine/model/money.ts'
import { multiply, roundMoney } from '../../../../engine/money/decimals.ts'

const nowhere = { file: 'partners.yaml', line: 7, column: 9, endLine: 7, endColumn: 19 }

/** Every row that can be read, in the order of the file, and everything that is told of it. */
function read(...lines: readonly string[]) {
  const text = `${lines.join('\n')}\n`
  const list = priceFile('prices.csv', { read: () => text, at: nowhere })
  const sheet = openSheet(text)
  const prices = typeof sheet === 'string' ? [] : sheet.items().flatMap(item => list.pricesOf(item))
  return {
    prices: prices.map(price =>
      [
        price.product,
        price.term,
        price.billing,
        price.currency,
        price.pricePerSeat,
        ...(price.market === undefined ? [] : [price.market]),
        ...(price.segment === undefined ? [] : [price.segment]),
        ...(price.fromSeats === undefined && price.toSeats === undefined
          ? []
          : [`${price.fromSeats ?? ''}-${price.toSeats ?? ''} seats`]),
        ...(price.from === undefined ? [] : [`from ${price.from}`]),
        ...(price.until === undefined ? [] : [`to ${price.until}`]),
      ].join(' '),
    ),
    mistakes: list.check().map(entry => `${entry.at?.file}:${entry.at?.line} ${entry.detail}`),
  }
}

/** What is said when one item is asked for. */
function ask(lines: readonly string[], query: Partial<PriceQuery> = {}) {
  const list = priceFile('prices.csv', { read: () => lines.join('\n'), at: nowhere })
  const found = list.priceFor({
    product: productKey('CFQ7TTC0LCHC:0002'),
    term: 'P1Y',
    billing: 'annual',
    currency: currency('EUR'),
    day: utcDate('2026-12-07'),
    market: 'IT',
    markets: ['IT', 'DE'],
    segment: null,
    seats: 12,
    ...query,
  })
  return {
    price: typeof found === 'string' ? found : found.pricePerSeat,
    told: list.troubles().map(entry => `${entry.at?.line} ${entry.detail}`),
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

  it('downloaded for new commerce keeps the zeros a spreadsheet dropped, and says for whom each row is', () => {
    const header =
      'ProductTitle,ProductId,SkuId,SkuTitle,TermDuration,BillingPlan,Market,Currency,UnitPrice,PricingTierRangeMin,PricingTierRangeMax,ERP Price,Segment'
    const row = (sku: string, market: string, price: string, rest: string) =>
      `"Microsoft 365, ""Business""",CFQ7TTC0LCHC,${sku},Premium,P1Y,Monthly,${market},EUR,${price},${rest}`
    expect(
      read(
        header,
        row('2', 'IT', '223.20', ',,22.00,Commercial'),
        row('0002', 'fr', '229.20', '1,300,22.00,Commercial'),
        row('0002', 'IT', '49.20', '301,,22.00,Charity'),
        'Visio,CFQ7TTC0HD32,0001,Visio,,OneTime,,EUR,120.00,,,130.00,',
      ),
    ).toEqual({
      prices: [
        'CFQ7TTC0LCHC:0002 P1Y monthly EUR 18.6 IT commercial',
        'CFQ7TTC0LCHC:0002 P1Y monthly EUR 19.1 FR commercial 1-300 seats',
        'CFQ7TTC0LCHC:0002 P1Y monthly EUR 4.1 IT nonprofit 301- seats',
        'CFQ7TTC0HD32:0001  one_time EUR 120',
      ],
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
    const list = priceFile('prices.csv', {
      read: () =>
        'ProductId,SkuId,TermDuration,BillingPlan,Currency,UnitPrice\nCFQ7TTC0LCHC,0002,P1Y,Monthly,EUR,100.09\n',
      at: nowhere,
    })
    const [price] = list.pricesOf(productKey('CFQ7TTC0LCHC:0002'))
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
      `prices.csv:4 ${office} monthly costs 4.20 here and 4.15 in line 2, so its price is unknown; keep the row that holds.`,
    ])
  })

  it('names every row that cannot be used, once', () => {
    expect(
      read('Offer ID,Currency,List Price', `${office},EUR,free`, ',EUR,4.15', `${office},€,4.15`).mistakes,
    ).toEqual([
      `prices.csv:2 ${office}: \`free\` is no price; until the row is corrected the price is unknown.`,
      'prices.csv:3 The row names no item.',
      `prices.csv:4 ${office}: \`€\` is no currency; until the row is corrected the price is unknown.`,
    ])
  })

  it('of an unknown form says which columns the known forms need, and has no price', () => {
    const said =
      'prices.csv: Its header fits no form of price list; needed are the columns item, term, billing, currency, price, or productid, skuid, termduration, billingplan, currency, unitprice, or offerid, currency, listprice.'
    expect(read('a,b,c', '1,2,3').mistakes).toEqual([`prices.csv:1 ${said}`])
    expect(ask(['a,b,c', '1,2,3'])).toEqual({ price: 'price list unreadable', told: [`1 ${said}`] })
  })

  it('keeps every row behind a quote that is not closed: only the item of its own row is unknown', () => {
    const lines = [
      'item,term,billing,currency,price,note',
      'CFQ7TTC0LCHC:0002,P1Y,annual,EUR,250.80,"5"" or so',
      'CFQ7TTC0LH16:0001,P1Y,annual,EUR,44.40,"fine, so far"',
    ]
    expect(ask(lines)).toEqual({
      price: 'doubtful in the price list',
      told: [
        '2 CFQ7TTC0LCHC:0002: a quote of the row is not closed; until the row is corrected the price is unknown.',
      ],
    })
    expect(ask(lines, { product: productKey('CFQ7TTC0LH16:0001') })).toEqual({ price: '44.4', told: [] })
  })

  it('takes no price from a row that its own separators have made wider', () => {
    expect(ask(['item,term,billing,currency,price', 'CFQ7TTC0LCHC:0002,P1Y,annual,EUR,250,80'])).toEqual({
      price: 'doubtful in the price list',
      told: [
        '2 CFQ7TTC0LCHC:0002: the row has 6 cells and the header 5; until the row is corrected the price is unknown.',
      ],
    })
  })
})

describe('a price list in the spelling of', () => {
  const header = ['item', 'term', 'billing', 'currency', 'price', 'from', 'until']
  const row = (price: string, from = '', until = '', item = 'CFQ7TTC0LCHC:0002') => [
    item,
    'P1Y',
    'annual',
    'EUR',
    price,
    from,
    until,
  ]
  const table = (separator: string, ...rows: readonly (readonly string[])[]) =>
    [header, ...rows].map(cells => cells.join(separator))

  it.each([
    ['a European spreadsheet', ';', '1.250,80', '01/12/2026 00:00', '31/12/2026 23:59'],
    ['a German one', ';', '1.250,80 €', '01.12.2026', '31.12.2026'],
    ['a French one', '\t', '1\u202f250,80', '01/12/2026', '31/12/2026'],
    ['a Swiss one', ';', "1'250.80", '01.12.2026', '31.12.2026'],
    ['an American one', '\t', '1,250.80', '12/1/2026 0:00', '12/31/2026 23:59'],
    ['people', '|', 'EUR 1250.8', '2026-12-01', '2026-12-31'],
  ])('%s says the same', (_, separator, price, from, until) => {
    const lines = table(separator, row(price, from, until))
    expect(ask(lines)).toEqual({ price: '1250.8', told: [] })
    expect(ask([`sep=${separator}`, ...lines].map(line => `${line}\r`))).toEqual({
      price: '1250.8',
      told: [],
    })
    expect(ask(lines, { day: utcDate('2026-11-30') })).toEqual({ price: 'no price in force', told: [] })
  })

  it('one number that can be read two ways is that of the whole file, where the file says which', () => {
    const other = (price: string) => row(price, '', '', 'CFQ7TTC0LH16:0001')
    expect(ask(table(';', row('1.250'), other('12,50')))).toEqual({ price: '1250', told: [] })
    expect(ask(table(';', row('1.250'), other('12.50')))).toEqual({ price: '1.25', told: [] })
    expect(ask(table(';', row('0.125'), other('12')))).toEqual({ price: '0.125', told: [] })
  })

  it.each([
    ['says nothing', '12'],
    ['says both', '12,50'],
  ])('no one, where the file %s: that item is unknown', (_, other) => {
    const lines = table(
      ';',
      row('1.250'),
      row(other, '', '', 'A:1'),
      row(other.replace(',', '.'), '', '', 'A:2'),
    )
    expect(ask(lines)).toEqual({
      price: 'doubtful in the price list',
      told: [
        '2 CFQ7TTC0LCHC:0002: `1.250` can be read as two numbers, and the file does not say which is meant; until the row is corrected the price is unknown.',
      ],
    })
  })

  it('nobody: a day beside decimal commas that can be read two ways is none', () => {
    expect(ask(table(';', row('12,50', '07/12/2026')))).toEqual({
      price: 'doubtful in the price list',
      told: [
        '2 CFQ7TTC0LCHC:0002: `07/12/2026` is no day that can be read one way; write YYYY-MM-DD; until the row is corrected the price is unknown.',
      ],
    })
  })
})

describe('the row of a price list', () => {
  const header =
    'ProductId,SkuId,TermDuration,BillingPlan,Market,Currency,UnitPrice,PricingTierRangeMin,PricingTierRangeMax,EffectiveStartDate,EffectiveEndDate,Segment'
  const row = (facts: {
    market?: string
    currency?: string
    price: string
    tier?: readonly [string, string]
    days?: readonly [string, string]
    segment?: string
  }) =>
    [
      'CFQ7TTC0LCHC,0002,P1Y,Annual',
      facts.market ?? 'IT',
      facts.currency ?? 'EUR',
      facts.price,
      ...(facts.tier ?? ['', '']),
      ...(facts.days ?? ['', '']),
      facts.segment ?? 'Commercial',
    ].join(',')
  const lines = [
    header,
    row({ price: '100', tier: ['1', '9'] }),
    row({ price: '90', tier: ['10', '99'] }),
    row({ price: '80', tier: ['100', ''] }),
    row({ price: '190', market: 'DE' }),
    row({ price: '110', currency: 'USD' }),
    row({ price: '39', segment: 'Education' }),
    row({ price: '95', tier: ['10', '99'], days: ['2027-01-01', ''] }),
  ]
  const price = (query: Partial<PriceQuery>) => ask(lines, query).price

  it('is that of the seats, both ends of the tier included', () => {
    expect([1, 9, 10, 99, 100, 5000].map(seats => price({ seats, day: utcDate('2026-12-31') }))).toEqual([
      '100',
      '100',
      '90',
      '90',
      '80',
      '80',
    ])
    expect(price({ seats: null })).toBe('seats unknown')
    expect(ask([header, row({ price: '1', tier: ['5', '9'] })], { seats: 4 }).price).toBe(
      'no price for these seats',
    )
  })

  it('is that of the market; of an unknown one only where all of them say the same', () => {
    expect(price({ market: 'DE' })).toBe('190')
    expect(price({ market: null })).toBe('market unknown')
    expect(price({ market: null, markets: ['DE'] })).toBe('190')
    expect(price({ market: 'FR' })).toBe('not in the price list')
    const same = [header, row({ price: '5' }), row({ price: '5.00', market: 'DE' })]
    expect(ask(same, { market: null }).price).toBe('5')
  })

  it('is that of the segment: commercial unless written, or where the item is sold to one other only', () => {
    expect(price({ segment: 'education' })).toBe('39')
    expect(price({ segment: 'nonprofit' })).toBe('not in the price list')
    const forSchools = [header, row({ price: '39', segment: 'Education' })]
    expect(ask(forSchools).price).toBe('39')
    expect(ask(forSchools, { segment: 'commercial' }).price).toBe('not in the price list')
    expect(ask([...forSchools, row({ price: '29', segment: 'Charity' })]).price).toBe('not in the price list')
    // Sold to others by the month: what schools pay for a year says nothing of them.
    const byTheMonth = row({ price: '25.23' }).replace('P1Y,Annual', 'P1M,Monthly')
    expect(ask([...forSchools, byTheMonth]).price).toBe('not in the price list')
    expect(ask([...forSchools, byTheMonth], { segment: 'education' }).price).toBe('39')
  })

  it('is in the currency of the partner, or there is none', () => {
    expect(price({ currency: currency('USD') })).toBe('110')
    expect(price({ currency: currency('CHF') })).toBe('no price in this currency')
    expect(price({ currency: null })).toBe('priced in several currencies')
  })

  it('that says two things counts only for whom both are', () => {
    const twice = [...lines, row({ price: '91', tier: ['50', '99'] })]
    expect(ask(twice, { seats: 12 })).toEqual({ price: '90', told: [] })
    expect(ask(twice, { seats: 60 })).toEqual({
      price: 'doubtful in the price list',
      told: [
        '9 CFQ7TTC0LCHC:0002 P1Y annual costs 91 here and 90 in line 3, so its price is unknown; keep the row that holds.',
      ],
    })
    expect(ask(twice, { market: 'DE', seats: 60 })).toEqual({ price: '190', told: [] })
  })

  it('that cannot be read makes unknown what it might be the price of, and nothing else', () => {
    const odd = [...lines, row({ price: 'n/a', segment: 'Education' }), row({ price: '5', market: 'Mars' })]
    expect(price({})).toBe('90')
    expect(ask(odd.slice(0, -1), { segment: 'education' }).price).toBe('doubtful in the price list')
    expect(ask(odd.slice(0, -1)).price).toBe('90')
    // A market that cannot be read may be any where the own market has no row.
    expect(ask(odd, { market: 'FR' })).toEqual({
      price: 'doubtful in the price list',
      told: [
        '10 CFQ7TTC0LCHC:0002: `Mars` is no country code; until the row is corrected the price is unknown.',
      ],
    })
    expect(ask(odd, { market: 'DE' }).price).toBe('190')
  })

  it('is told once, however often it is asked for, and not before', () => {
    const text = [...lines, row({ price: '91', tier: ['10', '99'] })].join('\n')
    let reads = 0
    const read = () => {
      reads += 1
      return text
    }
    const list = priceFile('prices.csv', { read, at: nowhere })
    expect([list.troubles(), reads]).toEqual([[], 0])
    const query = {
      product: productKey('CFQ7TTC0LCHC:0002'),
      term: 'P1Y',
      billing: 'annual',
      currency: currency('EUR'),
      day: utcDate('2026-12-07'),
      market: 'IT',
      markets: ['IT'],
      segment: null,
    }
    for (const seats of [11, 12, 13, 12]) list.priceFor({ ...query, seats })
    expect([
      list.troubles().map(entry => [entry.severity, entry.at?.line, entry.related?.[0]?.at.line]),
      reads,
    ]).toEqual([[['warning', 9, 3]], 1])
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
      `prices.csv:3 ${office} monthly costs 4.40 here and 4.15 in line 2, so its price is unknown; keep the row that holds, or give them days that do not meet: here from 2027-01-01, there to 2027-01-01.`,
    ])
    expect(
      read(ours, `${office},,monthly,EUR,4.15,,`, `${office},,monthly,EUR,4.40,2027-01-01,`).mistakes,
    ).toEqual([
      `prices.csv:3 ${office} monthly costs 4.40 here and 4.15 in line 2, so its price is unknown; keep the row that holds, or give them days that do not meet: here from 2027-01-01, there always.`,
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

  it('downloaded with prices that share more than a day says two things', () => {
    const rows = [
      monthly('240.00', '12/1/2026 0:00', '11/30/9999 23:59'),
      monthly('120.00', '2/1/2026 0:00', '12/31/2026 23:59'),
    ]
    const on = (day: string) =>
      ask([sheet, ...rows], { term: 'P1M', billing: 'monthly', day: utcDate(day) }).price
    expect(['2026-11-30', '2026-12-01', '2026-12-07', '2026-12-31', '2027-01-01'].map(on)).toEqual([
      '120',
      'doubtful in the price list',
      'doubtful in the price list',
      'doubtful in the price list',
      '240',
    ])
    const { prices, mistakes } = read(sheet, ...rows)
    expect([prices.length, mistakes.length]).toEqual([2, 1])
  })

  it('downloaded with prices that meet within a day goes on with the earlier one for that day', () => {
    expect(
      read(
        sheet,
        monthly('22.30', '2021-11-01T00:00:00.0000000Z', '9999-11-30T23:59:59.0000000Z'),
        monthly('20.10', '2021-10-01T00:00:00.0000000Z', '2021-11-01T06:57:30.0682597Z'),
        monthly('20.10', '2021-10-01T00:00:00.0000000Z', '2021-11-01T06:57:30.0682597Z'),
      ),
    ).toEqual({
      prices: [
        'CFQ7TTC0LCHC:0002 P1M monthly EUR 22.3 from 2021-11-01 to 9999-11-30',
        'CFQ7TTC0LCHC:0002 P1M monthly EUR 20.1 from 2021-10-01 to 2021-11-01',
        'CFQ7TTC0LCHC:0002 P1M monthly EUR 20.1 from 2021-10-01 to 2021-11-01',
      ],
      mistakes: [],
    })
    const on = (day: string) =>
      ask(
        [
          sheet,
          monthly('22.30', '2021-11-01T00:00:00.0000000Z', '9999-11-30T23:59:59.0000000Z'),
          monthly('20.10', '2021-10-01T00:00:00.0000000Z', '2021-11-01T06:57:30.0682597Z'),
        ],
        { term: 'P1M', billing: 'monthly', day: utcDate(day) },
      ).price
    expect(['2021-09-30', '2021-10-31', '2021-11-01', '2021-11-02'].map(on)).toEqual([
      'no price in force',
      '20.1',
      '20.1',
      '22.3',
    ])
  })

  describe('and markets', () => {
    const row = (market: string, price: string, start: string, end: string) =>
      `CFQ7TTC0LCHC,0002,P1M,Monthly,${market},EUR,${price},${start},${end}`
    const marketHeader =
      'ProductId,SkuId,TermDuration,BillingPlan,Market,Currency,UnitPrice,EffectiveStartDate,EffectiveEndDate'
    const inMarkets = (...rows: readonly string[]) => read(marketHeader, ...rows)

    it('lets no market go on with the price of another', () => {
      const rows = [
        row('DE', '20', '2026-01-01', '2026-12-31'),
        row('IT', '30', '2026-06-01', '2027-06-30'),
        row('DE', '22', '2027-01-01', '2027-12-31'),
      ]
      expect(inMarkets(...rows).mistakes).toEqual([])
      const inMarket = (market: string, day: string) =>
        ask([marketHeader, ...rows], { term: 'P1M', billing: 'monthly', market, day: utcDate(day) }).price
      expect([
        inMarket('DE', '2026-07-01'),
        inMarket('DE', '2027-01-01'),
        inMarket('IT', '2026-07-01'),
        inMarket('IT', '2027-07-01'),
      ]).toEqual(['20', '22', '30', 'no price in force'])
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
    ).toEqual({
      prices: [
        'CFQ7TTC0LCHC:0002 P1M monthly EUR 22.3 from 2026-10-01',
        'CFQ7TTC0LCHC:0002 P1M monthly EUR 22.3 from 2026-11-01',
        'CFQ7TTC0LCHC:0002 P1M monthly EUR 22.3 from 2026-12-01',
      ],
      mistakes: [],
    })
  })

  it('names a row whose days cannot be used', () => {
    expect(
      read(
        sheet,
        monthly('22.30', '13/13/2026', '30/11/9999'),
        monthly('22.30', '2026-02-30', ''),
        monthly('22.30', '2026-12-01', '2026-11-30'),
      ).mistakes,
    ).toEqual([
      'prices.csv:2 CFQ7TTC0LCHC:0002: `13/13/2026` is no day that can be read one way; write YYYY-MM-DD; until the row is corrected the price is unknown.',
      'prices.csv:3 CFQ7TTC0LCHC:0002: `2026-02-30` is no day that can be read one way; write YYYY-MM-DD; until the row is corrected the price is unknown.',
      'prices.csv:4 CFQ7TTC0LCHC:0002: The row is in force from 2026-12-01 to 2026-11-30, which is no day; until the row is corrected the price is unknown.',
    ])
  })

  it('never says two prices of one item on one day, and only one that was written for that day', () => {
    const day = fc.option(fc.integer({ min: 1, max: 9 }), { freq: 3 })
    const row = fc.record({ price: fc.integer({ min: 1, max: 3 }), start: day, end: day })
    const dayText = (number: number | null) => (number === null ? '' : `2026-12-0${number}`)
    let held = 0
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), fc.boolean(), (rows, isSheet) => {
        const lines = rows.map(({ price, start, end }) =>
          isSheet
            ? monthly(`${price}`, dayText(start), dayText(end))
            : `CFQ7TTC0LCHC:0002,P1M,monthly,EUR,${price},${dayText(start)},${dayText(end)}`,
        )
        const isReadable = rows.every(({ start, end }) => (start ?? 0) <= (end ?? 9))
        for (let number = 1; number <= 9; number += 1) {
          const { price, told } = ask([isSheet ? sheet : ours, ...lines], {
            term: 'P1M',
            billing: 'monthly',
            day: utcDate(dayText(number)),
          })
          const written = rows.filter(({ start, end }) => (start ?? 0) <= number && number <= (end ?? 9))
          const prices = new Set(written.map(entry => `${entry.price}`))
          if (!isReadable) expect([price, told.length > 0]).toEqual(['doubtful in the price list', true])
          else if (prices.size === 0) expect([price, told]).toEqual(['no price in force', []])
          else if (prices.size === 1) expect([[price], told]).toEqual([[...prices], []])
          else if (price === 'doubtful in the price list') expect(told).toHaveLength(1)
          else expect([isSheet, prices.has(price)]).toEqual([true, true])
          held += prices.has(price) ? 1 : 0
        }
      }),
      { numRuns: 300 },
    )
    expect(held).toBeGreaterThan(0)
  })
})
