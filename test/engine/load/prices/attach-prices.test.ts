import { expect, it } from 'vitest'
import { loadWorkspace } from '../../../../engine/load/load-workspace.ts'
import { productKey } from '../../../../engine/model/ids.ts'
import { pricedFor, priceOf } from '../../../../engine/money/price-list.ts'

const partner = (name: string, digit: number, prices: string) => `apiVersion: tenantform/v1
kind: Partner
name: ${name}
tenantId: 7d3a0c5e-0000-4000-8000-00000000aa0${digit}
markets: [IT, AT]
currency: EUR
prices: ${prices}
`
const file = (path: string, text: string) => ({ path, text })
const rows = [
  'item,term,billing,currency,price,market',
  'CFQ7TTC0LCHC:0002,P1Y,monthly,EUR,20.90,IT',
  'CFQ7TTC0LCHC:0002,P1Y,monthly,EUR,21.90,AT',
  'CFQ7TTC0LH16:0001,P1Y,monthly,EUR,what?,IT',
]
const item = (product: string) => ({
  product: productKey(product),
  term: 'P1Y',
  billing: 'monthly',
  seats: 3,
})

// A row of an item that no document declared stopped every command, `resume` too.
it('reads no price list before a price is asked for, and stops for no row of it', () => {
  let reads = 0
  const read = () => {
    reads += 1
    return rows.join('\n')
  }
  const { workspace, diagnostics, sources } = loadWorkspace({
    files: [file('a/one.yaml', partner('one', 1, '../p.csv')), file('two.yaml', partner('two', 2, 'p.csv'))],
    readAttachment: path => (path === 'p.csv' ? { read } : undefined),
  })
  expect([diagnostics, reads, workspace?.priceLists.length, workspace?.priceLists[0]?.troubles()]).toEqual([
    [],
    0,
    1,
    [],
  ])
  const [one, two] = workspace?.desired.partners ?? []
  if (one === undefined || two === undefined) throw new Error('two partners')
  const inMarket = (market: string | null) => pricedFor(two, { market, segment: null })
  expect(
    [
      priceOf(inMarket('IT'), item('CFQ7TTC0LCHC:0002')),
      priceOf(inMarket('AT'), item('CFQ7TTC0LCHC:0002')),
      priceOf(inMarket(null), item('CFQ7TTC0LCHC:0002')),
      priceOf(one, item('CFQ7TTC0XXXX:0001')),
    ].map(found => (typeof found === 'string' ? found : found.pricePerSeat)),
  ).toEqual(['20.9', '21.9', 'market unknown', 'not in the price list'])
  expect([reads, workspace?.priceLists[0]?.troubles()]).toEqual([1, []])
  expect(priceOf(inMarket('IT'), item('CFQ7TTC0LH16:0001'))).toBe('doubtful in the price list')
  expect(
    workspace?.priceLists[0]
      ?.troubles()
      .map(({ code, severity, detail, at }) => [code, severity, detail, at?.file, at?.line]),
  ).toEqual([
    [
      'DOCUMENT.PRICE_ROW',
      'warning',
      'CFQ7TTC0LH16:0001: `what?` is no price; until the row is corrected the price is unknown.',
      'p.csv',
      4,
    ],
  ])
  expect(sources.get('p.csv')).toBe(rows.join('\n'))
})

it('says at the place that names it that a list is not there, or outside', () => {
  const { diagnostics } = loadWorkspace({
    files: [file('a.yaml', partner('one', 1, 'q.csv')), file('b.yaml', partner('two', 2, '../../q.csv'))],
    readAttachment: () => undefined,
  })
  expect(diagnostics.map(({ code, at }) => [code, at?.file, at?.line])).toEqual([
    ['DOCUMENT.PRICES_MISSING', 'a.yaml', 7],
    ['DOCUMENT.PATH_OUTSIDE', 'b.yaml', 7],
  ])
})
