/**
 * What a PATCH asks for (E10, api.md 9): the body is the full resource. What is left out of it is not left alone everywhere:
 * a missing `autoRenewEnabled` means off, a missing schedule means none.
 */

import type { WireSubscription } from '../../partner-center/wire/subscription.ts'
import {
  asFields,
  billingCycles,
  type Fields,
  field,
  isFields,
  onlyFields,
  optionalText,
  wordField,
} from '../body-reader.ts'
import { refuse } from '../refusal.ts'
import type { NextTerm, SubscriptionRow } from '../state/rows.ts'

export interface Wanted {
  readonly seats: number
  readonly status: string
  readonly friendlyName: string
  readonly partnerId: string
  readonly billing: string
  readonly autoRenew: boolean
  readonly nextTerm: NextTerm | null
  readonly cancelAtTermEnd: boolean
}

/** Everything the resource may carry (api.md 9). */
const resourceFields = [
  'id',
  'offerId',
  'offerName',
  'friendlyName',
  'entitlementId',
  'productType',
  'quantity',
  'unitType',
  'parentSubscriptionId',
  'creationDate',
  'effectiveStartDate',
  'commitmentEndDate',
  'commitmentEndDateTime',
  'cancellationAllowedUntilDate',
  'billingCycleEndDate',
  'billingCycleEndDateTime',
  'status',
  'suspensionReasons',
  'autoRenewEnabled',
  'isTrial',
  'billingType',
  'billingCycle',
  'termDuration',
  'renewalTermDuration',
  'refundOptions',
  'refundableQuantity',
  'scheduledNextTermInstructions',
  'nextChargeInstructions',
  'scheduledActions',
  'promotionId',
  'migratedFromSubscriptionId',
  'hasPurchasableAddons',
  'isMicrosoftProduct',
  'publisherName',
  'consumptionType',
  'actions',
  'partnerId',
  'attentionNeeded',
  'actionTaken',
  'contractType',
  'orderId',
  'links',
  'attributes',
]

/** `shown`: what a GET shows just now, whose properties may come back whatever they are. */
export function wantedOf(value: unknown, row: SubscriptionRow, shown: WireSubscription): Wanted {
  const body = asFields(value, 'A subscription')
  onlyFields(body, [...resourceFields, ...Object.keys(shown)], 'A subscription')
  const id = optionalText(body, 'id')
  if (id !== null && id.toLowerCase() !== row.id.toLowerCase())
    throw refuse(400, 2012, 'The id of the body is not that of the path.')
  const cancelAtTermEnd = readActions(body)
  return {
    seats: seatsOf(body) ?? row.seats,
    // A word nobody knows comes back as it was shown.
    status: [undefined, shown.status].includes(statusOf(body)) ? row.status : (statusOf(body) ?? row.status),
    friendlyName: optionalText(body, 'friendlyName') ?? row.friendlyName,
    partnerId: optionalText(body, 'partnerId') ?? row.partnerId,
    billing: wordField(body, 'billingCycle', billingCycles) ?? row.billing,
    autoRenew: field(body, 'autoRenewEnabled') === true,
    // api.md 9: when both are sent, only scheduledActions counts.
    nextTerm: cancelAtTermEnd ? null : readNextTerm(field(body, 'scheduledNextTermInstructions'), row),
    cancelAtTermEnd,
  }
}

function seatsOf(body: Fields): number | undefined {
  const seats = field(body, 'quantity')
  if (seats === undefined) return undefined
  if (typeof seats !== 'number' || !Number.isInteger(seats) || seats < 0)
    throw refuse(400, 800002, 'The quantity must be a whole number.')
  return seats
}

const statuses = ['none', 'active', 'suspended', 'deleted', 'expired', 'pending', 'disabled']

/** A status nobody knows may come back as it was shown. */
function statusOf(body: Fields): string | undefined {
  const status = field(body, 'status')
  if (typeof status === 'number') return statuses[status]
  if (typeof status !== 'string') return undefined
  return statuses.find(word => word === status.toLowerCase()) ?? status
}

/** api.md 2.7, our own form: an explicit cancel at the end of the term. Others are refused. */
function readActions(body: Fields): boolean {
  const actions = field(body, 'scheduledActions')
  if (actions === undefined || (Array.isArray(actions) && actions.length === 0)) return false
  const [action, ...rest] = Array.isArray(actions) ? (actions as readonly unknown[]) : []
  const isCancel =
    rest.length === 0 &&
    isFields(action) &&
    String(field(action, 'type')).toLowerCase() === 'cancel' &&
    String(field(action, 'effective')).toLowerCase() === 'endofterm'
  if (!isCancel)
    throw refuse(400, 800002, 'scheduledActions takes one action: {"type":"cancel","effective":"endOfTerm"}.')
  if (field(body, 'autoRenewEnabled') === true)
    throw refuse(400, 800002, 'A subscription that is cancelled at the end of its term does not renew.')
  return true
}

function readNextTerm(value: unknown, row: SubscriptionRow): NextTerm | null {
  if (value === undefined) return null
  const next = asFields(value, 'scheduledNextTermInstructions')
  onlyFields(
    next,
    ['product', 'quantity', 'customTermEndDate', 'attributes'],
    'scheduledNextTermInstructions',
  )
  const product = asFields(field(next, 'product') ?? {}, 'product')
  onlyFields(
    product,
    ['productId', 'skuId', 'availabilityId', 'billingCycle', 'termDuration', 'promotionId', 'attributes'],
    'product',
  )
  const [productId = '', skuId = '', availabilityId = ''] = row.offerId.split(':')
  const seats = field(next, 'quantity') ?? row.seats
  if (typeof seats !== 'number' || !Number.isInteger(seats) || seats < 1)
    throw refuse(400, 800002, 'The quantity of the next term must be a whole number from 1.')
  return {
    productId: optionalText(product, 'productId') ?? productId,
    skuId: optionalText(product, 'skuId') ?? skuId,
    availabilityId: optionalText(product, 'availabilityId') ?? availabilityId,
    billing: wordField(product, 'billingCycle', billingCycles) ?? row.billing,
    term: optionalText(product, 'termDuration') ?? row.term,
    promotionId: optionalText(product, 'promotionId'),
    seats,
    customTermEndDate: optionalText(next, 'customTermEndDate'),
  }
}
