/**
 * `endOfTerm` and `nextTerm` of a living new-commerce subscription, and what of them a change in the middle of the term would lose
 * (T3, T5, T6). What the document does not say stays as it is; what another step of this plan deletes is made again.
 */

import { isPast } from '../../diff/fields.ts'
import type { DeclaredSubscription } from '../../model/desired.ts'
import { type Seats, seats, type UtcDate } from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import {
  isSameRenewal,
  isSameTerm,
  type NextTerm,
  type Renewal,
  renewalLockMs,
  renewalOf,
  scheduleOf,
} from '../../model/renewal.ts'
import { msBetween } from '../../time/utc-days.ts'
import type { Action } from '../action.ts'
import { codes } from '../codes.ts'
import { finding } from '../finding.ts'
import type { DetailChanges } from '../kinds/action-parts.ts'
import { changeRenewalAction } from '../kinds/change-renewal.ts'
import { hasMonthlyPlan } from '../permit/monthly-plan.ts'
import { purchaseCodes } from '../permit/purchase-codes.ts'
import { prevents } from '../permit/refusals.ts'
import { marketOf } from '../permit/sellable.ts'
import { nextProductOf, whyNotNext } from './next-term.ts'
import { nothing, subjectOf, type TargetDecision, type TargetFacts } from './target-facts.ts'

export interface RenewalContext {
  readonly facts: TargetFacts
  /** Steps of this plan on the same subscription, in order. */
  readonly before: readonly Action[]
  /** Goes in the same request. */
  readonly also?: DetailChanges
}

export function changeRenewal(
  declared: DeclaredSubscription,
  living: LiveSubscription,
  { facts, before, also }: RenewalContext,
): TargetDecision {
  if (living.commerce !== 'nce' || declared.state !== 'active' || living.seats === null) return nothing()
  const count = seatsAfter(before, living.seats)
  const active = { ...living, status: 'active' } as const // by then: an earlier step switches it on
  const now = renewalOf(active)
  const declares = wantedRenewal(declared, active, count)
  const restores = scheduleOf(living) !== null && before.some(writesMidTerm)
  if (isSameRenewal(now, declares) && !restores) return nothing()
  const subject = subjectOf(declared, facts, living)
  const refuse = (entry: typeof codes.RENEWAL_LOCKED, detail: string) =>
    nothing(finding(entry, 'line', subject, { detail, at: declared.at }))
  if (living.trial)
    return refuse(
      codes.CHANGE_NOT_SUPPORTED,
      `\`${declared.key}\` is a trial; what follows it at its end is not declared here.`,
    )
  if (isForeignAction(living))
    return refuse(
      codes.UNSUPPORTED,
      `\`${declared.key}\`: ${now.kind === 'unknown' ? now.why : 'an instruction for the end of its term'}, which is left as it is.`,
    )
  if (living.termEndsAt !== null && msBetween(facts.now, living.termEndsAt) < renewalLockMs)
    return refuse(
      codes.RENEWAL_LOCKED,
      `\`${declared.key}\` ends its term at ${living.termEndsAt}; its renewal cannot be changed in the last 24 hours.`,
    )
  const market = marketOf(facts.partner, facts.live)
  if (declares.kind === 'renews' && declares.next !== null && market.kind === 'unusable')
    return refuse(
      purchaseCodes.MARKET_UNKNOWN,
      `The country of ${facts.customer.name} is not known, so its next term cannot be looked up in the catalogue.${prevents('MARKET_UNKNOWN')}`,
    )
  const unfit =
    nextProductOf(declared, living) === null
      ? null
      : whyNotNext(declared, declares, { ...facts, reach: 'line' })
  // What is declared cannot come; what another step of this plan deletes is made again all the same (T5).
  const wanted = unfit === null ? declares : wantedRenewal({ ...declared, nextTerm: null }, active, count)
  const findings = unfit === null ? [] : [unfit]
  if (isSameRenewal(now, wanted) && !restores) return nothing(...findings)
  const last = before.at(-1)
  return {
    findings,
    actions: [
      changeRenewalAction({
        subscription: living,
        partner: facts.partner,
        on: facts.on,
        method: 'steady',
        because: {
          kind: 'declared otherwise',
          field: declared.endOfTerm === null ? 'nextTerm' : 'endOfTerm',
        },
        after: last === undefined ? [] : [last.id],
        market: market.kind === 'known' ? market.country : null,
        hasMonthlyPlan:
          market.kind === 'known'
            ? hasMonthlyPlan(facts.index.item(facts.partner.name, market.country, living.product))
            : null,
        to: wanted,
        seats: count,
        restores,
        ...(also !== undefined && { also }),
        source: declared.at,
      }),
    ],
  }
}

/** Someone told it to do what this version does not know, or to become another product: not ours to take back (T10). */
function isForeignAction({ termEndAction }: LiveSubscription): boolean {
  return termEndAction !== null && termEndAction !== undefined && !['renew', 'extend'].includes(termEndAction)
}

/** A decrease that could not be made now is made at the renewal (T3). */
export function wantedRenewal(
  declared: DeclaredSubscription,
  living: LiveSubscription,
  count: Seats,
): Renewal {
  const now = renewalOf(living)
  if (declared.endOfTerm === 'cancel') return { kind: 'cancels' }
  if (declared.endOfTerm === 'extend') return { kind: 'extends' }
  if (declared.endOfTerm === null && now.kind !== 'renews') return now
  const present: NextTerm = {
    seats: count,
    product: living.product,
    term: living.term,
    billing: declared.billingWritten ? declared.billing : living.billing,
    endsOn: null,
    promotion: null,
  }
  const scheduled = now.kind === 'renews' ? now.next : null
  const { nextTerm } = declared
  const isLeft = declared.endOfTerm === null && nextTerm === null && declared.seats >= count
  if (isLeft && scheduled === null) return now
  if (isLeft && scheduled !== null) return { kind: 'renews', next: withCycle(scheduled, living, present) }
  const base = nextTerm === null && scheduled !== null ? withCycle(scheduled, living, present) : present
  const next: NextTerm = {
    ...base,
    ...nextTerm,
    seats: nextTerm?.seats ?? (declared.seats < count ? declared.seats : base.seats),
    ...(nextTerm !== null && scheduled !== null && { promotion: scheduled.promotion }),
    endsOn: endOf(nextTerm, { living, scheduled: scheduled?.endsOn ?? null }),
  }
  return { kind: 'renews', next: isSameTerm(next, present) ? null : next }
}

/** What is scheduled to be billed as this term is billed as this term will be, once its cycle is changed. */
function withCycle(scheduled: NextTerm, living: LiveSubscription, present: NextTerm): NextTerm {
  return scheduled.billing === living.billing ? { ...scheduled, billing: present.billing } : scheduled
}

/** A declared end that has come is no wish any more; one that nobody declares stays as it is scheduled. */
function endOf(
  nextTerm: DeclaredSubscription['nextTerm'],
  { living, scheduled }: { readonly living: LiveSubscription; readonly scheduled: UtcDate | null },
): UtcDate | null {
  const endsOn = nextTerm?.endsOn
  if (endsOn === undefined) return scheduled
  return isPast(endsOn, living) ? null : endsOn
}

/** Any change of seats, state or billing in the middle of a term deletes the schedule (facts 2.3). */
function writesMidTerm(action: Action): boolean {
  return (
    action.kind === 'subscription.change-seats' ||
    action.kind === 'subscription.reactivate' ||
    (action.kind === 'subscription.change-details' && action.changes.billing !== undefined)
  )
}

function seatsAfter(before: readonly Action[], now: Seats): Seats {
  let count: Seats = now
  for (const action of before) if (action.kind === 'subscription.change-seats') count = action.to
  return seats(count)
}
