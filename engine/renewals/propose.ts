/**
 * What to do about the end of a term, where seats in use say it: never fewer seats than are in use, no end where anyone works with it, and nothing that parts
 * a base from its add-ons (T22).
 */
import { type Seats, seats } from '../model/ids.ts'
import type { Amount } from '../model/money.ts'
import { known } from '../money/amounts.ts'
import { addDecimals, negated, roundMoney } from '../money/decimals.ts'
import { perMonth } from '../money/monthly.ts'
import type { TermEnd } from '../plan/costs/end-of-term.ts'
import type { InUse } from './licences-in-use.ts'
import type { Proposal } from './term-end-row.ts'

export interface ProposalFacts {
  readonly will: TermEnd
  readonly seats: Seats | null
  readonly inUse: InUse
  /** Seats of each of its add-ons that go on: it goes on with as many. */
  readonly addOnSeats: readonly number[]
  /** The fewest seats it is sold with. */
  readonly minimumSeats: Seats
  /** What a next term of so many seats comes to. */
  readonly renewed: (seats: Seats) => TermEnd
}

export function proposalFor(facts: ProposalFacts): Proposal | null {
  const { will, inUse, minimumSeats, renewed } = facts
  if (inUse.kind !== 'known' || facts.seats === null) return null
  if (will.outcome !== 'renews' && will.outcome !== 'extends') return null
  if (inUse.seats === 0 && facts.addOnSeats.length === 0) return { endOfTerm: 'cancel', saving: whole(will) }
  const needed = Math.max(inUse.seats, minimumSeats, ...facts.addOnSeats)
  const wanted = seats(Math.min(needed, facts.seats))
  const fewer = wanted < (will.seats ?? facts.seats)
  if (will.outcome === 'renews')
    return fewer
      ? { seats: wanted, saving: { amount: less(totalOf(will), totalOf(renewed(wanted))), per: 'term' } }
      : null
  const saving = { amount: less(monthOf(will), monthOf(renewed(wanted))), per: 'month' } as const
  return { endOfTerm: 'renew', ...(fewer && { seats: wanted }), saving }
}

/** All that would have been paid. */
function whole(will: TermEnd): Proposal['saving'] {
  return will.outcome === 'extends'
    ? { amount: monthOf(will), per: 'month' }
    : { amount: totalOf(will), per: 'term' }
}

function totalOf({ commitment }: TermEnd): Amount {
  return commitment?.total ?? { kind: 'unknown', why: 'term end unknown' }
}

function monthOf({ perPeriod }: TermEnd): Amount {
  return perPeriod === undefined
    ? { kind: 'unknown', why: 'billing cycle unknown' }
    : perMonth(perPeriod, 1, 1)
}

function less(before: Amount, after: Amount): Amount {
  if (before.kind === 'unknown') return before
  if (after.kind === 'unknown') return after
  if (before.currency !== after.currency) return { kind: 'unknown', why: 'priced in several currencies' }
  return known(
    roundMoney(addDecimals(before.amount, negated(after.amount)), before.currency),
    before.currency,
  )
}
