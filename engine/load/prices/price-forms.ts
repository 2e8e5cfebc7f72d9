/**
 * The forms a price list comes in, each a translation of one row:
 *
 *   ours          item, term, billing, currency, price
 *   new commerce  the sheet downloaded from Partner Center: ProductId, SkuId, TermDuration, BillingPlan, Currency, UnitPrice
 *   legacy        the downloaded list of licence offers: Offer ID, Currency, List Price
 *
 * Each may say from when until when a row is in force. Column names and the monthly list price of legacy offers: learn.microsoft.com,
 * partner-center/developer/get-a-price-sheet and partner-center/pricing/pricing-and-offers (read 2026-11-23); that UnitPrice is for the
 * whole term, and which of two rows holds: partner-center/pricing/understand-nce-price-lists (read 2026-11-26).
 */
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
  /** Upper case; empty where the row names none. */
  readonly market: string
  readonly start: string
  readonly end: string
}

/** Reads a cell by the name of its column, lower case and without spaces; empty where the column is not there. */
export type Cell = (column: string) => string

export interface PriceForm {
  /** Needed columns, lower case and without spaces, each with other names it goes by. */
  readonly columns: readonly (readonly [string, ...string[]])[]
  /** Columns that may be missing. */
  readonly optional: readonly (readonly [string, ...string[]])[]
  /** Of two rows of one market for one day the one that began and ends earlier holds until its end; elsewhere they contradict each other. */
  readonly earlierHolds: boolean
  /** None: the row is about something else (another segment, a market the partner does not sell in). */
  rows(cell: Cell, markets: readonly string[]): readonly RawPrice[]
}

/** In force from and until, by every name the sheets and people give them. */
const days = [
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
] as const

const ours: PriceForm = {
  optional: days,
  earlierHolds: false,
  columns: [
    ['item', 'product', 'offer', 'product:sku'],
    ['term', 'termduration'],
    ['billing', 'billingcycle', 'billingplan'],
    ['currency'],
    ['price', 'priceperseat', 'unitprice'],
  ],
  rows: cell => [
    {
      item: cell('item'),
      term: cell('term'),
      billing: cell('billing'),
      currency: cell('currency'),
      price: cell('price'),
      times: 1,
      parts: 1,
      market: '',
      start: cell('start'),
      end: cell('end'),
    },
  ],
}

const newCommerce: PriceForm = {
  optional: days,
  earlierHolds: true,
  columns: [['productid'], ['skuid'], ['termduration'], ['billingplan'], ['currency'], ['unitprice']],
  rows: (cell, markets) => {
    const market = cell('market').toUpperCase()
    const segment = cell('segment').toLowerCase()
    if (market !== '' && !markets.includes(market)) return []
    if (segment !== '' && segment !== 'commercial') return []
    const billing = cell('billingplan').toLowerCase()
    return [
      {
        // A spreadsheet takes 0002 for a number and drops its zeros.
        item: cell('productid') === '' ? '' : `${cell('productid')}:${cell('skuid').padStart(4, '0')}`,
        term: cell('termduration'),
        billing: billing === 'onetime' ? 'one_time' : billing,
        currency: cell('currency'),
        price: cell('unitprice'),
        times: 1,
        parts: billingsIn(cell('termduration').toUpperCase(), billing),
        market,
        start: cell('start'),
        end: cell('end'),
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
  optional: days,
  earlierHolds: false,
  columns: [['offerid'], ['currency'], ['listprice']],
  rows: cell =>
    [
      { billing: 'monthly', times: 1 },
      { billing: 'annual', times: 12 },
    ].map(cycle => ({
      item: cell('offerid'),
      term: '',
      currency: cell('currency'),
      price: cell('listprice'),
      parts: 1,
      market: '',
      start: cell('start'),
      end: cell('end'),
      ...cycle,
    })),
}

export const priceForms: readonly PriceForm[] = [ours, newCommerce, legacy]
