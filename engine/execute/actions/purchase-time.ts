/**
 * When an action of a plan may still be begun. The plan's day and its expiry stop all of a customer of whom nothing has happened, as they stop an
 * apply. What a customer that was begun still lacks is judged by its own deadlines, and never bought after a policy has ended that let it
 * pass. Where its creates are done, verified sources may be switched off at any later time (T11), because leaving both on is what costs money.
 */
import type { SkipReason } from '../../journal/entry.ts'
import { dayOf, type Instant } from '../../model/ids.ts'
import { type Action, isSwitchOff, isWrite, type WriteAction } from '../../plan/action.ts'
import { additionsEnd } from '../../plan/expiry.ts'
import { adds, broughtBy } from '../../plan/kinds/all-kinds.ts'
import type { Plan } from '../../plan/plan.ts'
import { msBetween } from '../../time/utc-days.ts'
import { isOpen, nextOpening } from '../../time/window.ts'

export interface TimeFacts {
  readonly plan: Plan
  readonly now: Instant
  readonly isAskedFor: boolean
  /** Something of this customer has happened already. */
  readonly hasBegun: boolean
}

/**
 * Why this action may not be begun now; null when it may. `isAskedFor`: the service has been asked for this transfer, and
 * blocks every write on what it names until it is accepted; to leave it there is worse than to finish it late.
 */
export function whyNotNow(action: Action, { plan, now, isAskedFor, hasBegun }: TimeFacts): SkipReason | null {
  if (!isWrite(action) || endsPair(action)) return null
  if (action.kind === 'subscription.transfer' && isAskedFor) return null
  if (hasBegun && !adds(action)) return null
  // A deadline of somebody else never leaves a customer half-way that was begun in time.
  const end = hasBegun ? additionsEnd(plan) : plan.expiresAt
  if (msBetween(now, end) <= 0 || !isItsDay(action, now)) return { kind: 'day is over' }
  if (broughtBy(action).length === 0 || plan.window === null || isOpen(plan.window, now)) return null
  return { kind: 'window is closed', opens: nextOpening(plan.window, now) }
}

export function isExpired(plan: Plan, now: Instant): boolean {
  return msBetween(now, plan.expiresAt) <= 0
}

/** Whether an action may be carried out on this UTC day (S6). */
export function isItsDay(action: Action, now: Instant): boolean {
  return action.expects.every(check => check.kind !== 'day is' || check.day === dayOf(now))
}

/** Whether a plan does nothing but end pairs whose replacements live already: that is never too late. */
export function onlyEndsPairs(plan: Plan): boolean {
  return plan.actions.every(action => !isWrite(action) || endsPair(action))
}

function endsPair(action: WriteAction): boolean {
  return (
    isSwitchOff(action) && action.replacedBy.length > 0 && action.replacedBy.every(by => by.kind === 'living')
  )
}
