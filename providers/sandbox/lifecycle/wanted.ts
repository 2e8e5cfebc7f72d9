/**
 * What a PATCH asks for (E10, facts 9): the body is the full resource. What is left out of it is not left alone everywhere:
 * a missing `autoRenewEnabled` means off, a missing schedule means none.
 */

import type { WireSubscription } from '../../partner-center/wire/subscription.ts'
import {
  asFields,
  billingCycles,
  type Fields,
  field,
  onlyFields,
  optionalText,
  wordField,
} from '../body-reader.ts'
import { refuse } from '../refusal.ts'
import type { NextTerm, ScheduledAction, SubscriptionRow } from '../state/subscription-rows.ts'
import type { Instant } from '../time/calendar.ts'
import { readNextTerm } from './next-term-body.ts'
import { readActions } from './scheduled-actions.ts'

export interface Wanted {
  readonly seats: number
  readonly status: string
  readonly friendlyName: string
  readonly partnerId: string
  readonly billing: string
  readonly autoRenew: boolean
  readonly nextTerm: NextTerm | null
  readonly scheduledActions: readonly ScheduledAction[]
}

/** Everything the resource may carry (facts 9). */
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
  'refundOption', // the name some pages give it (Q39)
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
export function wantedOf(
  value: unknown,
  row: SubscriptionRow,
  at: { readonly now: Instant; readonly shown: WireSubscription },
): Wanted {
  const { shown } = at
  const body = asFields(value, 'A subscription')
  onlyFields(body, [...resourceFields, ...Object.keys(shown)], 'A subscription')
  const id = optionalText(body, 'id')
  if (id !== null && id.toLowerCase() !== row.id.toLowerCase())
    throw refuse(400, 2012, 'The id of the body is not that of the path.')
  const scheduledActions = readActions(body, row, at)
  return {
    seats: seatsOf(body) ?? row.seats,
    // A word nobody knows comes back as it was shown.
    status: [undefined, shown.status].includes(statusOf(body)) ? row.status : (statusOf(body) ?? row.status),
    friendlyName: optionalText(body, 'friendlyName') ?? row.friendlyName,
    partnerId: optionalText(body, 'partnerId') ?? row.partnerId,
    billing: wordField(body, 'billingCycle', billingCycles) ?? row.billing,
    autoRenew: field(body, 'autoRenewEnabled') === true,
    // Where both are sent, only the actions count (2.7).
    nextTerm:
      scheduledActions.length > 0 ? null : readNextTerm(field(body, 'scheduledNextTermInstructions'), row),
    scheduledActions,
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
