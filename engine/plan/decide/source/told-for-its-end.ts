/**
 * What somebody told a source to do at the end of its term, in words. Whether a transfer takes it along is not documented, and is not to be relied on
 * (facts 13: assume lost); so it is said before, and neither lost nor kept in silence.
 */
import { dayOf } from '../../../model/ids.ts'
import type { LiveSubscription } from '../../../model/live.ts'
import { type NextTerm, renewalOf, scheduleOf } from '../../../model/renewal.ts'
import { counted } from '../../../plural.ts'

/** null: nothing was told beyond whether it renews. */
export function toldForItsEnd(live: LiveSubscription): string | null {
  if (live.commerce !== 'nce') return null
  const renewal = renewalOf(live)
  const end = live.termEndsAt === null ? 'its term, whose end is not known' : dayOf(live.termEndsAt)
  if (renewal.kind === 'renews') {
    const next = renewal.next ?? scheduleOf(live)
    return next === null ? null : `scheduled to go on after ${end} ${changesIn(next, live)}`
  }
  if (renewal.kind === 'cancels') return `set to cancel after ${end}`
  if (live.termEndAction === 'extend') return `set to go on by the month after ${end}`
  return isToldOtherwise(live) && renewal.kind === 'unknown' ? renewal.why.replace(/^it is /, '') : null
}

function isToldOtherwise({ termEndAction }: LiveSubscription): boolean {
  return termEndAction !== null && termEndAction !== undefined
}

function changesIn(next: NextTerm, live: LiveSubscription): string {
  const changes = [
    ...(next.seats === live.seats ? [] : [`with ${counted(next.seats, 'seat')}`]),
    ...(next.product === live.product ? [] : [`as ${next.product}`]),
    ...(next.term === live.term ? [] : [`for ${next.term ?? 'another term'}`]),
    ...(next.billing === live.billing ? [] : [`billed ${next.billing ?? 'otherwise'}`]),
    ...(next.endsOn === null ? [] : [`to ${next.endsOn}`]),
    ...(next.promotion === null ? [] : [`with promotion ${next.promotion}`]),
  ]
  return changes.join(', ')
}
