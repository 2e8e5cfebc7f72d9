/**
 * The extended service term: since 4 May 2026 the term of new commerce that ends without renewing and without an instruction to cancel goes on
 * month by month, paid (Microsoft's page on extended service terms, read 2026-11-30). Not every subscription has it.
 */
import { fullTermEnd, monthsOfTerm } from '../time/billing-period.ts'
import { addDays, addMonths } from '../time/utc-days.ts'
import { dayOf, type ProductKey, type UtcDate, utcDate } from './ids.ts'
import type { LiveSubscription } from './live.ts'
import { isUnread } from './unread-dates.ts'

/** Terms that began earlier, by purchase or renewal, have no extension. */
const firstDayOfTerms = utcDate('2025-04-01')
/** Terms that end earlier have no extension. */
const firstEnd = utcDate('2026-05-04')

export type Dated = Pick<
  LiveSubscription,
  'commerce' | 'kind' | 'trial' | 'term' | 'boughtAt' | 'termStartsAt' | 'termEndsAt'
>

/** Whether its term is extended when it neither renews nor is cancelled; the same that stop at once when they are told to. */
export function hasExtension(live: Dated): boolean | 'unknown' {
  if (live.commerce !== 'nce' || live.kind !== 'licence' || live.trial) return false
  if (live.termEndsAt === null) return 'unknown'
  const end = dayOf(live.termEndsAt)
  if (end < firstEnd) return false
  if (live.boughtAt !== null && dayOf(live.boughtAt) >= firstDayOfTerms) return true
  if (live.termStartsAt !== null && live.termStartsAt !== undefined)
    return dayOf(live.termStartsAt) >= firstDayOfTerms
  const earliest = earliestStart(end, live.term)
  return earliest !== null && earliest >= firstDayOfTerms ? true : 'unknown'
}

/** Days for which users keep what has expired, unpaid; what has the extension stops at once instead (facts 2.3, 2.8). */
const daysKept = 30

/** Last day on which users have what does not go on after its term; null: its end is not known. */
export function serviceUntil(live: Dated): UtcDate | 'unknown' | null {
  if (live.termEndsAt === null) return null
  const end = dayOf(live.termEndsAt)
  const extended = hasExtension(live)
  return extended === 'unknown' ? 'unknown' : extended ? end : addDays(end, daysKept)
}

/** Why it cannot go on by the month; null: it can, or the facts do not tell. */
export function whyNotExtended(live: Dated): string | null {
  if (hasExtension(live) !== false) return null
  if (live.trial) return 'a trial is not extended'
  if (live.commerce !== 'nce' || live.kind !== 'licence') return 'only licences of new commerce are extended'
  return `its term ends before ${firstEnd} or began before ${firstDayOfTerms}, and such a term has no extension: it renews, or expires`
}

/** A term is made shorter and never longer, so it began on this day or later. */
function earliestStart(end: UtcDate, term: string | null): UtcDate | null {
  const months = term === null ? null : monthsOfTerm(term)
  return months === null ? null : addMonths(addDays(end, 1), -months)
}

type Extending = Pick<
  LiveSubscription,
  | 'commerce'
  | 'trial'
  | 'productName'
  | 'soldAs'
  | 'term'
  | 'boughtAt'
  | 'termStartsAt'
  | 'termEndsAt'
  | 'autoRenew'
  | 'cancellableUntil'
  | 'termEndAction'
  | 'unreadDates'
>

/**
 * Whether its extension runs already: its name says so, or a month of it can be cancelled to its last day, where the window of a bought month closes after a
 * week (facts 2.8); a bought month that is cut shorter than its window is none. Told to go on so, without either, it may be the month before.
 */
export function isInExtension(live: Extending): boolean | 'unknown' {
  const { commerce, trial, term, termEndsAt, cancellableUntil } = live
  if (commerce !== 'nce' || trial || term !== 'P1M' || termEndsAt === null) return false
  if (live.soldAs !== undefined || /extended service term/i.test(live.productName)) return true
  // A window that cannot be read may be open to its end, and without the day of the purchase a month cannot be held against a whole one.
  if (isUnread(live, 'cancellableUntil')) return 'unknown'
  const isOpenToItsEnd = cancellableUntil !== null && dayOf(cancellableUntil) >= dayOf(termEndsAt)
  if (isOpenToItsEnd && !isShorterThanAMonth(live, dayOf(termEndsAt)))
    return isUnread(live, 'boughtAt') || isUnread(live, 'termStartsAt') ? 'unknown' : true
  return live.termEndAction === 'extend' && live.autoRenew ? 'unknown' : false
}

/** A month of an extension is a whole one. */
function isShorterThanAMonth(
  { boughtAt, termStartsAt }: Pick<Extending, 'boughtAt' | 'termStartsAt'>,
  end: UtcDate,
): boolean {
  return [boughtAt, termStartsAt].some(at => {
    const whole = at === null || at === undefined ? null : fullTermEnd(dayOf(at), 'P1M')
    return whole !== null && whole > end
  })
}

/**
 * Whether a living subscription is the extension of what a document declares, or may be: the same id goes on by the month. It is the declared one all the
 * same, and nothing is bought beside it.
 */
export function isExtensionOf(
  { product, term }: { readonly product: ProductKey; readonly term: string | null },
  live: LiveSubscription,
): boolean {
  if (live.mayStandFor?.includes(product) === true) return true
  if (live.product !== product || live.term !== 'P1M') return false
  return live.soldAs !== undefined || (live.termEndAction === 'extend' && term !== null && term !== 'P1M')
}
