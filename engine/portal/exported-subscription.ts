/** The cells of a row as a subscription. */

import type { Unsaid } from '../documents/draft.ts'
import { type Dated, hasExtension } from '../model/extended-term.ts'
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
  /** Whether the table has a column of it. */
  readonly has: (field: Field) => boolean
  readonly word: (field: Field) => string | null
  readonly id: (field: Field) => string
  /** Collects what is wrong. */
  readonly wrong: string[]
  readonly partner: PartnerName
  readonly tenant: TenantId
  readonly days: DayOrder
}

export interface ExportedSubscription {
  readonly live: LiveSubscription
  /** No column, or no cell, says it: it is neither written nor taken out of a document. */
  readonly unsaid: ReadonlySet<Unsaid>
}

export function subscriptionOf(cells: Cells): ExportedSubscription {
  const { text, has } = cells
  const live = liveIn(cells)
  const isSilent: Readonly<Record<Unsaid, boolean>> = {
    friendlyName: text('subscriptionName') === '',
    partnerOfRecord: !has('partnerOfRecord'),
    nextTerm: !nextTermFields.some(has),
    endOfTerm: live.commerce === 'nce' && text('endOfTerm') === '' && live.termEndAction === unsaidEnd,
  }
  const fields = Object.entries(isSilent).filter(([, silent]) => silent)
  return { live, unsaid: new Set(fields.map(([field]) => field as Unsaid)) } // the keys of a record of them
}

function liveIn({ text, word, id, wrong, partner, tenant, days }: Cells): LiveSubscription {
  const product = productIn(text, wrong)
  const commerce = commerceOf(product) ?? 'legacy'
  const name = text('subscriptionName')
  const productName = text('productName') || product
  const status = word('status') as SubscriptionStatus | null // the table of words has no other
  const trial = word('trial')
  if (trial === null && namedTrial.test(`${name} ${productName}`))
    wrong.push('its name says that it is a trial, and no column tells')
  const base = idIn(text('baseSubscription'))
  const next = nextTermIn(text, days)
  if (status === null && text('status') === '') wrong.push('the status is empty')
  const known = {
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
    trial: trial === 'yes',
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
  return {
    ...known,
    ...endOf(known, { endOfTerm: word('endOfTerm'), autoRenew: word('autoRenew') }),
    ...(next !== 'unreadable' ? { nextTerm: next } : { nextTerm: null, termEndAction: unreadNext }),
  }
}

const namedTrial = /(^|[^\p{L}])(trial|prova|testversion|essai|prueba)([^\p{L}]|$)/iu

/**
 * How its term ends, as our own export says it. The portal says auto-renew, and that alone tells nothing (T23): off becomes an extension or was cancelled,
 * and what Microsoft extended shows on (facts, Q37). Only where there is no extension auto-renew decides.
 */
function endOf(
  known: Dated,
  { endOfTerm, autoRenew }: { readonly endOfTerm: string | null; readonly autoRenew: string | null },
): Pick<LiveSubscription, 'autoRenew' | 'cancelsAtTermEnd' | 'termEndAction'> {
  const off = { autoRenew: false, cancelsAtTermEnd: false }
  if (endOfTerm === 'renew') return { ...off, autoRenew: true }
  if (endOfTerm === 'cancel') return { ...off, cancelsAtTermEnd: true }
  if (endOfTerm === 'extend') return { ...off, termEndAction: 'extend' }
  if (endOfTerm === 'open') return off
  if (endOfTerm === null && autoRenew !== null && hasExtension(known) === false)
    return { ...off, autoRenew: autoRenew === 'yes' }
  return { ...off, termEndAction: unsaidEnd }
}

const unsaidEnd = 'unknown:what the export does not say'
const nextTermFields = [
  'nextSeats',
  'nextProduct',
  'nextTerm',
  'nextBilling',
  'nextEnd',
  'nextPromotion',
] as const

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
