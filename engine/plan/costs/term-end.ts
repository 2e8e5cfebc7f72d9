/** What the end of a term comes to (T23): from which day, and what is paid from then on. One value for plan lines, the calendar of term ends and sources. */

import type { DeclaredPartner } from '../../model/desired.ts'
import { type Dated, serviceUntil } from '../../model/extended-term.ts'
import { dayOf, type UtcDate } from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import type { Amount } from '../../model/money.ts'
import { currentTermOf, type NextTerm, type Renewal } from '../../model/renewal.ts'
import { extensionPrice } from '../../money/extension-price.ts'
import { withPricesOf } from '../../money/price-list.ts'
import { commitment, committedBetween } from '../../money/pricing.ts'
import type { Running } from '../../money/running-price.ts'
import { fullTermEnd } from '../../time/billing-period.ts'
import { addDays } from '../../time/utc-days.ts'
import { pricePerPeriod } from '../kinds/price-per-period.ts'
import type { TermEnd } from './end-of-term.ts'

type Ending = Running & Dated & Pick<LiveSubscription, 'seats'>

export interface TermEndFacts {
  /** What follows the term is priced on its own first day, whatever day these prices are of. */
  readonly partner: DeclaredPartner
  /** Whether the catalogue has a monthly plan of the SKU; null: it was not asked. */
  readonly hasMonthlyPlan: boolean | null
}

export function termEndOf(live: Ending, renewal: Renewal, given: TermEndFacts): TermEnd {
  const from = live.termEndsAt === null ? null : addDays(dayOf(live.termEndsAt), 1)
  const facts = from === null ? given : { ...given, partner: withPricesOf(given.partner, from) }
  const outcome = renewal.kind
  switch (renewal.kind) {
    case 'cancels':
    case 'lapses':
      return { outcome, from, seats: null, ...keptUntil(live) }
    case 'unknown':
      return { outcome, from, seats: null, why: renewal.why }
    case 'extends': {
      const { amount, surcharge } = extensionPrice(facts.partner, live, facts.hasMonthlyPlan)
      return { outcome, from, seats: live.seats, perPeriod: { period: 'month', amount }, surcharge }
    }
    case 'renews': {
      const next = renewal.next ?? currentTermOf(live)
      if (next === null) return { outcome, from, seats: null }
      return { outcome, from, seats: next.seats, ...costsOf(next, from, facts) }
    }
  }
}

function keptUntil(live: Ending): Pick<TermEnd, 'serviceUntil'> {
  const until = serviceUntil(live)
  return until === null ? {} : { serviceUntil: until }
}

/** A next term that begins on a day, for which the prices are; a promotion has a price that no list knows. */
function costsOf(
  next: NextTerm,
  from: UtcDate | null,
  { partner }: Pick<TermEndFacts, 'partner'>,
): Pick<TermEnd, 'perPeriod' | 'commitment'> {
  const { period, amount } = pricePerPeriod(partner, next, next.seats)
  const full = from === null || next.term === null ? null : fullTermEnd(from, next.term)
  const until = next.endsOn ?? full
  const total =
    from === null || until === null
      ? null
      : until === full
        ? commitment(partner, next, next.seats)
        : committedBetween(partner, next, { seats: next.seats, from, until: addDays(until, 1) })
  const known = (found: Amount): Amount =>
    next.promotion === null ? found : { kind: 'unknown', why: 'bought at a promotion price' }
  return {
    perPeriod: { period, amount: known(amount) },
    ...(until !== null && total !== null && { commitment: { until, total: known(total) } }),
  }
}
