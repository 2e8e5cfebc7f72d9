/** What only subscriptions of new commerce show: windows, terms, schedules (E32). */
import type {
  WireNextTerm,
  WireRefundOption,
  WireScheduledAction,
  WireSubscription,
} from '../../partner-center/wire/subscription.ts'
import { canCancel, openBatches } from '../lifecycle/windows.ts'
import type { ScheduledAction, SubscriptionRow } from '../state/subscription-rows.ts'
import { addDuration, type Instant, lastDayBefore, lastInstantBefore } from '../time/calendar.ts'

export function ofNewCommerce(row: SubscriptionRow, now: Instant): Partial<WireSubscription> {
  const open = row.status === 'active' ? openBatches(row, now) : []
  const cancellable = canCancel(row, now) && (row.status === 'active' || row.status === 'suspended')
  return {
    ...(row.termEnd !== null && { commitmentEndDateTime: lastInstantBefore(row.termEnd) }),
    cancellationAllowedUntilDate: cancellable ? row.cancellableUntil : null,
    termDuration: row.term,
    renewalTermDuration: '',
    refundOptions: cancellable ? refundsOf(row, now) : [],
    actions: actionsOf(row, cancellable),
    refundableQuantity:
      row.status === 'active'
        ? {
            totalQuantity: open.reduce((sum, batch) => sum + batch.seats, 0),
            details: open.map(batch => ({ quantity: batch.seats, allowedUntilDateTime: batch.until })),
          }
        : null,
    scheduledNextTermInstructions: nextTermBody(row.nextTerm),
    ...(row.nextCharge !== null && {
      nextChargeInstructions: {
        product: { billingCycle: row.nextCharge.billing, termDuration: row.term },
        quantity: row.seats,
      },
    }),
    ...(row.scheduledActions.length > 0 && { scheduledActions: row.scheduledActions.map(actionBody) }),
    ...(row.promotionId !== null && { promotionId: row.promotionId }),
    ...(row.endChosen && row.termEnd !== null && { customTermEndDate: lastDayBefore(row.termEnd) }),
    migratedFromSubscriptionId: null,
  }
}

/** Full until a day after the purchase or the renewal; never of an extended service term. */
function refundsOf(
  { windowFrom, cancellableUntil }: SubscriptionRow,
  now: Instant,
): readonly WireRefundOption[] {
  const full = windowFrom === null ? null : addDuration(windowFrom, 'P1D')
  return [
    ...(full !== null && now < full ? [{ type: 'Full', expiresAt: full }] : []),
    { type: 'Partial', expiresAt: cancellableUntil },
  ]
}

function actionsOf({ status }: SubscriptionRow, cancellable: boolean): readonly string[] {
  if (status !== 'active' && status !== 'suspended') return []
  return cancellable ? ['edit', 'cancel'] : ['edit']
}

function actionBody(action: ScheduledAction): WireScheduledAction {
  const { scheduleType, actionType, effectiveDate, instructions } = action
  return {
    scheduleType,
    actionType,
    ...(effectiveDate !== null && { effectiveDate }),
    ...(instructions !== null && { instructions: nextTermBody(instructions) }),
  }
}

function nextTermBody(next: SubscriptionRow['nextTerm']): WireNextTerm | null {
  if (next === null) return null
  return {
    product: {
      productId: next.productId,
      skuId: next.skuId,
      availabilityId: next.availabilityId,
      billingCycle: next.billing,
      termDuration: next.term,
      ...(next.promotionId !== null && { promotionId: next.promotionId }),
    },
    quantity: next.seats,
    ...(next.customTermEndDate !== null && { customTermEndDate: next.customTermEndDate }),
  }
}
