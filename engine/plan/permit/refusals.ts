/**
 * What Partner Center would have answered where planning says no first (facts 18, read 2026-11-23), so that people find it in its pages and
 * know what they were spared. Where a check is stricter than the service there is nothing to name, and the reason stands here.
 */
import type { bindCodes } from '../bind/codes.ts'
import type { codes } from '../codes.ts'
import type { permitCodes } from './codes.ts'
import type { purchaseCodes } from './purchase-codes.ts'

/** HTTP status and code; of an item of a cart, which is answered with 200, its code and name. */
type Answer = `${number}/${number}` | `${number} (${string})`

export type Refusal =
  | { readonly kind: 'answers'; readonly answers: readonly [Answer, ...Answer[]] }
  | { readonly kind: 'no refusal'; readonly because: string }

const answers = (...all: [Answer, ...Answer[]]): Refusal => ({ kind: 'answers', answers: all })
const noRefusal = (because: string): Refusal => ({ kind: 'no refusal', because })

type Checked =
  | keyof typeof purchaseCodes
  | Extract<
      keyof typeof codes | keyof typeof bindCodes | keyof typeof permitCodes,
      | 'AGREEMENT_MISSING'
      | 'RETIRED_PARTNER'
      | 'BOUND_ID_MISSING'
      | 'PARENT_ELSEWHERE'
      | 'ADD_ON_STAYS'
      | 'CANCEL_WINDOW_CLOSED'
      | 'DECREASE_NOT_REFUNDABLE'
      | 'RENEWAL_LOCKED'
      | 'CONTINUED_BILLING'
      | 'FEWER_SEATS'
      | 'LICENCES_SHORT'
      | 'PROMOTION_LOST'
    >

export const refusals: { readonly [code in Checked]: Refusal } = {
  AGREEMENT_MISSING: answers('403/13605'),
  MARKET_NOT_SERVED: answers('403/2030'),
  MARKET_UNKNOWN: answers('403/2030', '400/800070'),
  NOT_SOLD: answers('400/800070'),
  WITHDRAWN: answers('403/2091'),
  SEATS_OUT_OF_RANGE: answers('400/2002', '403/800088'),
  SEAT_POOL_FULL: answers('403/800088'),
  TERM_NOT_OFFERED: answers('500/800084', '400/6001'),
  END_NOT_POSSIBLE: answers('10017 (InvalidCustomTermEndDate)'),
  BASE_MISSING: answers('400/800029'),
  PREREQUISITE_MISSING: answers('400/800029'),
  LIMIT_REACHED: answers('400/27006'),
  QUALIFICATION_MISSING: answers('403/800020'),
  QUALIFICATION_IN_REVIEW: answers('403/800020'),
  ACCOUNT_UNDER_REVIEW: answers('403/800073'),
  ACCOUNT_NOT_ALLOWED: answers('403/800075'),
  BOUND_ID_MISSING: answers('404/20003'),
  CANCEL_WINDOW_CLOSED: answers('400/900117'),
  DECREASE_NOT_REFUNDABLE: answers('400/800090'),
  RENEWAL_LOCKED: noRefusal('no page says with which code a change in the last 24 hours is refused'),
  RETIRED_PARTNER: noRefusal('the day is ours: the service would sell'),
  PARENT_ELSEWHERE: noRefusal('the service would suspend the add-on and leave its base'),
  ADD_ON_STAYS: noRefusal('the service would switch the add-on off together with its base'),
  CONTINUED_BILLING: noRefusal('the service would suspend, and go on charging'),
  FEWER_SEATS: noRefusal('the service knows nothing of the other account'),
  LICENCES_SHORT: noRefusal('the service would switch off, and users would lose their licence'),
  PROMOTION_LOST: noRefusal('the service would sell at the price of the list'),
}

/** The sentence behind a finding's own words. `only`: the one of several answers that fits the case. */
export function prevents(code: Checked, only?: Answer): string {
  const refusal = refusals[code]
  if (refusal.kind === 'no refusal') return ''
  return ` The service would answer ${only ?? refusal.answers.join(' or ')}.`
}
