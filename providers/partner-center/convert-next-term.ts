/**
 * What is scheduled for the next term. What it leaves out stays as it is; what it tells and cannot be read may be anything (T31): then all of it is
 * unknown, because a next term that is known by half is priced and compared as if the rest stayed.
 */
import { dayOf, productKey } from '../../engine/model/ids.ts'
import type { LiveSubscription } from '../../engine/model/live.ts'
import { instantOf, isUnreadTime } from '../../engine/time/instant-of.ts'
import { isJsonObject, property, textAt } from './client/read-value.ts'
import { nextTermIn, termEndOf } from './convert-scheduled-actions.ts'
import type { WireSubscription } from './wire/subscription.ts'
import { billingOf, seatsOf } from './words.ts'

type Seen = Pick<LiveSubscription, 'cancelsAtTermEnd' | 'termEndAction' | 'nextTerm'>

/** A schedule that cannot be read counts where it would come: a cancel and an extension win over it. */
export function endOfTermIn(wire: WireSubscription): Seen {
  const end = termEndOf(wire)
  const next = nextTermIn(wire)
  if (next === undefined || next === null) return { ...end, nextTerm: null }
  const unread = unreadIn(next)
  if (unread.length === 0) return { ...end, nextTerm: readNextTerm(next) }
  const renews = !end.cancelsAtTermEnd && (end.termEndAction ?? 'renew') === 'renew'
  if (!renews) return { ...end, nextTerm: null }
  const why =
    `unknown:go on ${unread.length === members.length ? 'in a way' : `with ${unread.join(' and ')}`} that cannot be read` as const
  return { ...end, termEndAction: why, nextTerm: null }
}

const members = ['seats', 'a product', 'a term', 'a billing cycle', 'an end', 'a promotion'] as const

/** By their names in a sentence; all of them where nothing is said in a form that is known. */
function unreadIn(next: unknown): readonly (typeof members)[number][] {
  if (!isJsonObject(next)) return members
  const item = property(next, 'product')
  if (item !== undefined && !isJsonObject(item)) return ['a product']
  const quantity = property(next, 'quantity')
  const end = property(next, 'customTermEndDate')
  const said = [quantity, end, item].filter(value => value !== undefined)
  if (said.length === 0) return Object.keys(next).length === 0 ? [] : members
  const isText = (name: string) => property(item, name) === undefined || textAt(item, name) !== null
  const [product, sku] = [textAt(item, 'productId'), textAt(item, 'skuId')]
  const isWhole = Boolean(product) === Boolean(sku) && isText('productId') && isText('skuId')
  const unread: Readonly<Record<(typeof members)[number], boolean>> = {
    seats: quantity !== undefined && seatsOf(quantity) === null,
    'a product': !isWhole,
    'a term': !isText('termDuration'),
    'a billing cycle': !isText('billingCycle'),
    'an end': isUnreadTime(end),
    'a promotion': !isText('promotionId'),
  }
  return members.filter(member => unread[member])
}

function readNextTerm(next: unknown): LiveSubscription['nextTerm'] {
  const item = property(next, 'product')
  const [product, sku] = [textAt(item, 'productId'), textAt(item, 'skuId')]
  const billing = property(item, 'billingCycle')
  const end = instantOf(property(next, 'customTermEndDate'))
  return {
    seats: seatsOf(property(next, 'quantity')),
    product: product && sku ? productKey(`${product}:${sku}`) : null,
    term: textAt(item, 'termDuration') || null,
    billing: billing === undefined ? null : billingOf(billing),
    endsOn: end === null ? null : dayOf(end),
    promotion: textAt(item, 'promotionId') || null,
  }
}
