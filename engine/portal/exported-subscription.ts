/** The cells of a row as a subscription. */

import {
  type Instant,
  instant,
  type PartnerName,
  type ProductKey,
  productKey,
  seats,
  subscriptionId,
  type TenantId,
} from '../model/ids.ts'
import type { BillingCycle, LiveSubscription, SubscriptionStatus } from '../model/live.ts'
import { commerceOf } from '../model/product-form.ts'
import { countIn, type DayOrder, dayIn, idIn } from './spelling.ts'
import type { Field } from './words.ts'

export interface Cells {
  readonly text: (field: Field) => string
  readonly word: (field: Field) => string | null
  readonly id: (field: Field) => string
  /** Collects what is wrong. */
  readonly wrong: string[]
  readonly partner: PartnerName
  readonly tenant: TenantId
  readonly days: DayOrder
}

export function subscriptionOf({ text, word, id, wrong, partner, tenant, days }: Cells): LiveSubscription {
  const product = productIn(text, wrong)
  const commerce = commerceOf(product) ?? 'legacy'
  const name = text('subscriptionName')
  const productName = text('productName') || product
  const status = word('status') as SubscriptionStatus | null // the table of words has no other
  const endOfTerm = word('endOfTerm')
  const base = idIn(text('baseSubscription'))
  const next = nextTermIn(text, days)
  if (status === null && text('status') === '') wrong.push('the status is empty')
  return {
    partner,
    customer: tenant,
    id: subscriptionId(id('subscriptionId')),
    product,
    productName,
    kind: kindOf(text('kind'), product),
    commerce,
    name: name === '' ? productName : name,
    status: status ?? 'none',
    seats: wholeNumber(text('seats'), wrong),
    term: commerce === 'nce' ? word('term') : null,
    billing: word('billing') as BillingCycle | null, // the table of words has no other
    trial: word('trial') === 'yes',
    autoRenew: word('autoRenew') === 'yes' || endOfTerm === 'renew',
    cancelsAtTermEnd: endOfTerm === 'cancel',
    ...(endOfTerm === 'extend' && { termEndAction: endOfTerm }),
    // Our export says so of what is suspended, for one: not known, and nothing is claimed of it.
    ...(endOfTerm === 'unknown' && { termEndAction: 'unknown:what the export does not say' as const }),
    ...(next !== 'unreadable' ? { nextTerm: next } : { nextTerm: null, termEndAction: unreadNext }),
    boughtAt: null,
    termEndsAt: endOn(text('endDate'), days),
    chargedUntil: null,
    cancellableUntil: null,
    refundable: [],
    parent: base === '' ? null : subscriptionId(base),
    nextBilling: null,
    promotion: null,
    partnerOfRecord: text('partnerOfRecord') || null,
    order: null,
  }
}

const unreadNext = 'unknown:go on in a way that the export does not say'

/** Only our own export says it; what it leaves empty stays as it is. */
function nextTermIn(text: Cells['text'], days: DayOrder): LiveSubscription['nextTerm'] | 'unreadable' {
  const [count, product, end] = [text('nextSeats'), text('nextProduct'), text('nextEnd')]
  const next = {
    seats: countIn(count),
    product: product === '' ? null : productKey(product),
    term: text('nextTerm') || null,
    billing: (text('nextBilling') || null) as BillingCycle | null, // as it was exported
    endsOn: dayIn(end, days),
    promotion: text('nextPromotion') || null,
  }
  if ((count !== '' && next.seats === null) || (end !== '' && next.endsOn === null)) return 'unreadable'
  if (next.product !== null && commerceOf(next.product) === null) return 'unreadable'
  const isNone = Object.values(next).every(value => value === null)
  return isNone ? null : { ...next, seats: next.seats === null ? null : seats(next.seats) }
}

/** Only our own export says it; elsewhere what is no Azure usage is taken for licences, as before. */
function kindOf(word: string, product: ProductKey): LiveSubscription['kind'] {
  if (word === '') return product.startsWith('MS-AZR-') ? 'azure' : 'licence'
  const known = knownKinds.find(kind => kind === word)
  return known ?? `unknown:${word}`
}

const knownKinds = ['licence', 'azure', 'software', 'perpetual', 'marketplace', 'reservation'] as const

/** `PRODUCT:SKU` in one cell or in two, with or without the availability; spreadsheets make `3` of `0003`. */
function productIn(text: (field: Field) => string, wrong: string[]): ProductKey {
  const [first = '', sku = text('skuId')] = idIn(text('offerId') || text('productId')).split(':')
  const key = productKey(sku === '' ? first : `${first}:${sku.padStart(4, '0')}`)
  if (commerceOf(key) === null)
    wrong.push(
      first === ''
        ? 'nothing says its product or offer'
        : `\`${key}\` is neither an offer id nor PRODUCT:SKU`,
    )
  return key
}

function wholeNumber(cell: string, wrong: string[]): LiveSubscription['seats'] {
  const count = countIn(cell)
  if (count === null && cell !== '') wrong.push(`\`${cell}\` is no number of seats`)
  return count === null ? null : seats(count)
}

/** Only days that can be read one way. */
function endOn(cell: string, days: DayOrder): Instant | null {
  const day = dayIn(cell, days)
  return day === null ? null : instant(`${day}T00:00:00Z`)
}
