/**
 * The forms a price list comes in, each a translation of one row:
 *
 *   ours          item, term, billing, currency, price
 *   new commerce  the sheet downloaded from Partner Center: ProductId, SkuId, TermDuration, BillingPlan, Currency, UnitPrice
 *   legacy        the downloaded list of licence offers: Offer ID, Currency, List Price
 *
 * Each may say for which market, segment and number of seats a row is, and from when until when. Column names and the monthly list price
 * of legacy offers: learn.microsoft.com, partner-center/developer/get-a-price-sheet and partner-center/pricing/pricing-and-offers (read
 * 2026-11-23); that UnitPrice is for the whole term, and which of two rows holds: partner-center/pricing/understand-nce-price-lists (read
 * 2026-11-26).
 */
import type { Segment } from '../../model/money.ts'
import { monthsOf, monthsOfTerm } from '../../time/billing-period.ts'

export interface RawPrice {
  readonly item: string
  readonly term: string
  readonly billing: string
  readonly currency: string
  readonly price: string
  /** Billing periods of the quoted price in the billing period meant here. */
  readonly times: number
  /** Billing periods meant here in what the price is quoted for. */
  readonly parts: number
  /** Empty where the row names none, as all that follow. */
  readonly market: string
  readonly segment: string
  readonly fromSeats: string
  readonly toSeats: string
  readonly start: string
  readonly end: string
}

/** Reads a cell by the name of its column; empty where the column is not there. */
export type Cell = (column: string) => string

/** The names of a column, lower case and without spaces: ours first. */
type Column = readonly [string, ...string[]]

export interface PriceForm {
  readonly columns: readonly Column[]
  /** The one that holds the price, by our name. */
  readonly priceColumn: string
  readonly item: (cell: Cell) => string
  /** Where one row ends within the day on which the next one of its market begins, it holds for that day; elsewhere, and for more days, they contradict each other. */
  readonly earlierHolds: boolean
  rows(cell: Cell): readonly RawPrice[]
}

/** Columns of every form that may be missing, by every name the sheets and people give them. */
export const optionalColumns: readonly Column[] = [
  ['market', 'country', 'countryregion', 'country/region'],
  ['segment', 'endcustomertype', 'customertype'],
  ['fromseats', 'pricingtierrangemin', 'minseats', 'minimumseats', 'minquantity', 'tiermin'],
  ['toseats', 'pricingtierrangemax', 'maxseats', 'maximumseats', 'maxquantity', 'tiermax'],
  [
    'start',
    'effectivestartdate',
    'effectivestart',
    'effectivefrom',
    'validfrom',
    'validfromdate',
    'startdate',
    'from',
  ],
  [
    'end',
    'effectiveenddate',
    'effectiveend',
    'effectiveto',
    'validto',
    'validtodate',
    'validuntil',
    'enddate',
    'until',
    'to',
  ],
]

/** What the sheets call the segments. */
export const segmentWords: Readonly<Record<string, Segment>> = {
  commercial: 'commercial',
  corporate: 'commercial',
  education: 'education',
  academic: 'education',
  faculty: 'education',
  student: 'education',
  government: 'government',
  charity: 'nonprofit',
  nonprofit: 'nonprofit',
  'non-profit': 'nonprofit',
}

const ours: PriceForm = {
  columns: [
    ['item', 'product', 'offer', 'product:sku'],
    ['term', 'termduration'],
    ['billing', 'billingcycle', 'billingplan'],
    ['currency'],
    ['price', 'priceperseat', 'unitprice'],
  ],
  priceColumn: 'price',
  item: cell => cell('item'),
  earlierHolds: false,
  rows: cell => [
    {
      ...commonOf(cell, cell('item')),
      term: cell('term'),
      billing: cell('billing'),
      price: cell('price'),
      times: 1,
      parts: 1,
    },
  ],
}

const newCommerce: PriceForm = {
  columns: [['productid'], ['skuid'], ['termduration'], ['billingplan'], ['currency'], ['unitprice']],
  priceColumn: 'unitprice',
  // A spreadsheet takes 0002 for a number and drops its zeros.
  item: cell => (cell('productid') === '' ? '' : `${cell('productid')}:${cell('skuid').padStart(4, '0')}`),
  earlierHolds: true,
  rows: cell => {
    const billing = cell('billingplan').toLowerCase()
    return [
      {
        ...commonOf(cell, newCommerce.item(cell)),
        term: cell('termduration'),
        billing: billing === 'onetime' ? 'one_time' : billing,
        price: cell('unitprice'),
        times: 1,
        parts: billingsIn(cell('termduration').toUpperCase(), billing),
      },
    ]
  },
}

/** Billing periods of a term; 1 for what is paid once, however long its term, and for what has no term. */
function billingsIn(term: string, billing: string): number {
  const period = monthsOf(billing)
  return period === null ? 1 : (monthsOfTerm(term) ?? period) / period
}

/** List prices are for monthly billing; a year costs twelve of them. */
const legacy: PriceForm = {
  columns: [['offerid'], ['currency'], ['listprice']],
  priceColumn: 'listprice',
  item: cell => cell('offerid'),
  earlierHolds: false,
  rows: cell =>
    [
      { billing: 'monthly', times: 1 },
      { billing: 'annual', times: 12 },
    ].map(cycle => ({
      ...commonOf(cell, cell('offerid')),
      term: '',
      price: cell('listprice'),
      parts: 1,
      ...cycle,
    })),
}

function commonOf(cell: Cell, item: string) {
  return {
    item,
    currency: cell('currency'),
    market: cell('market'),
    segment: cell('segment'),
    fromSeats: cell('fromseats'),
    toSeats: cell('toseats'),
    start: cell('start'),
    end: cell('end'),
  }
}

export const priceForms: readonly PriceForm[] = [ours, newCommerce, legacy]
