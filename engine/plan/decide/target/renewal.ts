/**
 * `endOfTerm` and `nextTerm` of a living new-commerce subscription, and what of them a change in the middle of the term would lose
 * (T3, T5, T6). What the document does not say stays as it is; what another step of this plan deletes is made again.
 */

import type { DeclaredSubscription } from '../../../model/desired.ts'
import { whyNotExtended } from '../../../model/extended-term.ts'
import { type Seats, seats } from '../../../model/ids.ts'
import type { LiveSubscription } from '../../../model/live.ts'
import { isSameRenewal, type Renewal, renewalLockMs, renewalOf, scheduleOf } from '../../../model/renewal.ts'
import { msBetween } from '../../../time/utc-days.ts'
import type { Action } from '../../action.ts'
import { codes } from '../../codes.ts'
import { finding } from '../../finding.ts'
import type { DetailChanges } from '../../kinds/action-parts.ts'
import { changeRenewalAction } from '../../kinds/change-renewal.ts'
import { hasMonthlyPlan } from '../../permit/monthly-plan.ts'
import { purchaseCodes } from '../../permit/purchase-codes.ts'
import { prevents } from '../../permit/refusals.ts'
import { poolFinding } from '../../permit/seat-pool.ts'
import { marketOf } from '../../permit/sellable.ts'
import type { Finding } from '../../plan.ts'
import { isForeignAction, writesMidTerm } from './foreign-schedule.ts'
import { nextProductOf, whyNotNext } from './next-term.ts'
import { nothing, subjectOf, type TargetDecision, type TargetFacts } from './target-facts.ts'
import { wantedRenewal } from './wanted-renewal.ts'

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
  const subject = subjectOf(declared, facts, living)
  const refuse = (entry: typeof codes.RENEWAL_LOCKED, detail: string) =>
    nothing(finding(entry, 'line', subject, { detail, at: declared.at }))
  if (now.kind !== 'renews' && declares.kind !== 'renews' && declared.endOfTerm === null)
    if (nextProductOf(declared, living) !== null)
      return refuse(
        codes.CHANGE_NOT_SUPPORTED,
        `\`${declared.key}\` declares a next term, and ${whyNone[now.kind]}: write \`endOfTerm: renew\` beside it, or leave \`nextTerm\` out.`,
      )
  if (isSameRenewal(now, declares) && !restores) return nothing()
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
  const notExtended = declares.kind === 'extends' ? whyNotExtended(living) : null
  if (notExtended !== null)
    return nothing(
      finding(codes.CHANGE_NOT_SUPPORTED, 'line', subject, {
        detail: `\`${declared.key}\` cannot be extended: ${notExtended}.`,
        at: declared.at,
        remedies: [{ kind: 'edit', what: 'write `endOfTerm: renew` or `endOfTerm: cancel`' }],
      }),
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
      : (whyNotNext(declared, declares, { ...facts, reach: 'line' }) ??
        whyNoRoom(declared, declares, { living, facts }))
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

const whyNone = {
  cancels: 'it is set to end with this one',
  lapses: 'it ends with this one, as auto-renew is off',
  extends: 'it goes on by the month after this one',
  unknown: 'what it does at the end of this one is not known',
} as const

/** More seats of the same item with the next term count in the customer's pool (T32). */
function whyNoRoom(
  declared: DeclaredSubscription,
  to: Renewal,
  { living, facts }: { readonly living: LiveSubscription; readonly facts: TargetFacts },
): Finding | null {
  const next = to.kind === 'renews' ? to.next : null
  if (next === null || next.product !== living.product || next.seats <= Number(living.seats ?? 0)) return null
  const found = poolFinding(declared, facts)
  return found === null || found.blocks === 'nothing' ? null : found
}

function seatsAfter(before: readonly Action[], now: Seats): Seats {
  let count: Seats = now
  for (const action of before) if (action.kind === 'subscription.change-seats') count = action.to
  return seats(count)
}
