/**
 * Seats of a living subscription. Legacy goes up and down any time while active. New commerce goes up any time, and down
 * only by what can still be given back (T3, T4); the rest is scheduled for the renewal, and said aloud.
 */

import type { DeclaredSubscription } from '../../../model/desired.ts'
import { type ActionId, type Instant, type Seats, seats } from '../../../model/ids.ts'
import type { LiveSubscription } from '../../../model/live.ts'
import { renewalLockMs, renewalOf } from '../../../model/renewal.ts'
import { isUnread } from '../../../model/unread-dates.ts'
import { counted } from '../../../plural.ts'
import { isAfter, msBetween } from '../../../time/utc-days.ts'
import { codes } from '../../codes.ts'
import { finding } from '../../finding.ts'
import type { DetailChanges } from '../../kinds/action-parts.ts'
import { changeSeatsAction } from '../../kinds/change-seats.ts'
import { purchaseCodes } from '../../permit/purchase-codes.ts'
import { prevents } from '../../permit/refusals.ts'
import { poolFinding } from '../../permit/seat-pool.ts'
import { marketOf } from '../../permit/sellable.ts'
import { nothing, subjectOf, type TargetDecision, type TargetFacts } from './target-facts.ts'

export function changeSeats(
  declared: DeclaredSubscription,
  living: LiveSubscription,
  {
    facts,
    after,
    also = {},
  }: {
    readonly facts: TargetFacts
    readonly after: readonly ActionId[]
    /** Sent in the same request. */
    readonly also?: DetailChanges
  },
): TargetDecision {
  if (living.seats === null) return nothing()
  const act = (to: Seats) =>
    changeSeatsAction(
      {
        subscription: living,
        partner: facts.partner,
        on: facts.on,
        method: 'steady',
        source: declared.at,
        after,
      },
      to,
      Object.keys(also).length > 0 ? also : undefined,
    )
  const range = outOfRange(declared, living.seats, facts)
  if (range !== null)
    return nothing(
      finding(purchaseCodes.SEATS_OUT_OF_RANGE, 'line', subjectOf(declared, facts, living), {
        detail: range,
        at: declared.at,
      }),
    )
  if (declared.seats > living.seats) {
    const pool = poolFinding(declared, facts)
    if (pool !== null && pool.blocks !== 'nothing') return nothing(pool)
    return { actions: [act(declared.seats)], findings: pool === null ? [] : [pool] }
  }
  if (living.commerce === 'legacy') return { actions: [act(declared.seats)], findings: [] }

  const open = refundableSeats(living, facts.now)
  const to = seats(Math.max(declared.seats, living.seats - open.seats))
  if (to === declared.seats) return { actions: [act(to)], findings: [] }
  const outlook = outlookOf(declared, living, facts.now)
  const until = open.until === null ? '' : ` until ${open.until}`
  const unread = isUnread(living, 'refundable')
    ? ' Until when more of them could be given back cannot be read.'
    : ''
  const detail = `\`${declared.key}\` has ${counted(living.seats, 'seat')} and ${declared.seats} are declared; ${open.seats} can be given back now${until}, the other ${to - declared.seats} ${outlooks[outlook]}.${unread}${outlook === 'scheduled' ? '' : prevents('DECREASE_NOT_REFUNDABLE')}`
  const rest = finding(
    codes.DECREASE_NOT_REFUNDABLE,
    outlook === 'scheduled' ? 'nothing' : 'line',
    subjectOf(declared, facts, living),
    {
      detail,
      at: declared.at,
    },
  )
  return { actions: to === living.seats ? [] : [act(to)], findings: [rest] }
}

/** What becomes of seats that cannot be given back now. */
type Outlook = 'scheduled' | 'locked' | 'ends'

const outlooks: { readonly [O in Outlook]: string } = {
  scheduled: 'with the renewal, for which they are scheduled',
  locked:
    'not at all in this term and not with its renewal: in the last 24 hours of a term nothing about it can be changed, so they renew too, and can be given back in the first days of the new term',
  ends: 'only with a renewal, and it does not renew',
}

function outlookOf(declared: DeclaredSubscription, living: LiveSubscription, now: Instant): Outlook {
  const isLocked = living.termEndsAt !== null && msBetween(now, living.termEndsAt) < renewalLockMs
  const renews = renewalOf(living).kind === 'renews'
  if (isLocked) return renews ? 'locked' : 'ends'
  const willRenew = declared.endOfTerm === null ? renews : declared.endOfTerm === 'renew'
  return willRenew ? 'scheduled' : 'ends'
}

/** Seats whose refund window is still open, and the instant the first of these windows closes. */
export function refundableSeats(
  living: LiveSubscription,
  now: Instant,
): { readonly seats: number; readonly until: Instant | null } {
  let count = 0
  let until: Instant | null = null
  for (const batch of living.refundable) {
    if (!isAfter(batch.until, now)) continue
    count += batch.seats
    if (until === null || isAfter(until, batch.until)) until = batch.until
  }
  return { seats: count, until }
}

/** Somebody may have been sold more than the item allows today: fewer of them is no fault as long as the least is kept. */
function outOfRange(declared: DeclaredSubscription, now: Seats, facts: TargetFacts): string | null {
  const market = marketOf(facts.partner, facts.live)
  if (market.kind !== 'known') return null
  const item = facts.index.item(facts.partner.name, market.country, declared.product)
  if (item.kind !== 'present') return null
  const { minimumSeats, maximumSeats, name } = item.value
  if (declared.seats > now ? declared.seats <= maximumSeats : declared.seats >= minimumSeats) return null
  return `${name} is sold from ${minimumSeats} to ${maximumSeats} seats; \`${declared.key}\` asks for ${declared.seats}.`
}
