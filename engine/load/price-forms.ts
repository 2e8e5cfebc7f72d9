/**
 * The forms a price list comes in, each a translation of one row:
 *
 *   ours          item, term, billing, currency, price
 *   new commerce  the sheet downloaded from Partner Center: ProductId, SkuId, TermDuration, BillingPlan, Currency, UnitPrice
 *   legacy        the downloaded list of licence offers: Offer ID, Currency, List Price
 *
 * Column names and the monthly list price of legacy offers: learn.microsoft.com, partner-center/developer/get-a-price-sheet and
 * partner-center/pricing/pricing-and-offers (read 2026-11-23).
 */
export interface RawPrice {
  readonly item: string
  readonly term: string
  readonly billing: string
  readonly currency: string
  readonly price: string
  /** Billing periods of the quoted price in the billing period meant here. */
  readonly times: number
}

/** Reads a cell by the name of its column, lower case and without spaces; empty where the column is not there. */
export type Cell = (column: string) => string

export interface PriceForm {
  /** Needed columns, lower case and without spaces, each with other names it goes by. */
  readonly columns: readonly (readonly [string, ...string[]])[]
  /** None: the row is about something else (another segment, a market the partner does not sell in). */
  rows(cell: Cell, markets: readonly string[]): readonly RawPrice[]
}

const ours: PriceForm = {
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
    },
  ],
}

const newCommerce: PriceForm = {
  columns: [['productid'], ['skuid'], ['termduration'], ['billingplan'], ['currency'], ['unitprice']],
  rows: (cell, markets) => {
    const market = cell('market').toUpperCase()
    const segment = cell('segment').toLowerCase()
    if (market !== '' && !markets.includes(market)) return []
    if (segment !== '' && segment !== 'commercial') return []
    return [
      {
        // A spreadsheet takes 0002 for a number and drops its zeros.
        item: cell('productid') === '' ? '' : `${cell('productid')}:${cell('skuid').padStart(4, '0')}`,
        term: cell('termduration'),
        billing: cell('billingplan').toLowerCase() === 'onetime' ? 'one_time' : cell('billingplan'),
        currency: cell('currency'),
        price: cell('unitprice'),
        times: 1,
      },
    ]
  },
}

/** List prices are for monthly billing; a year costs twelve of them. */
const legacy: PriceForm = {
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
      ...cycle,
    })),
}

export const priceForms: readonly PriceForm[] = [ours, newCommerce, legacy]
