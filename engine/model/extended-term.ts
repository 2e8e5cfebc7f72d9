/**
 * The extended service term: since 4 May 2026 the term of new commerce that ends without renewing and without an instruction to cancel goes on
 * month by month, paid (Microsoft's page on extended service terms, read 2026-11-30). Not every subscription has it.
 */
import { monthsOfTerm } from '../time/billing-period.ts'
import { addDays, addMonths } from '../time/utc-days.ts'
import { dayOf, type ProductKey, type UtcDate, utcDate } from './ids.ts'
import type { LiveSubscription } from './live.ts'

/** Terms that began earlier, by purchase or renewal, have no extension. */
const firstDayOfTerms = utcDate('2025-04-01')
/** Terms that end earlier have no extension. */
const firstEnd = utcDate('2026-05-04')

/** Whether its term is extended when it neither renews nor is cancelled. */
export function hasExtension(live: LiveSubscription): boolean | 'unknown' {
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

/** A term is made shorter and never longer, so it began on this day or later. */
function earliestStart(end: UtcDate, term: string | null): UtcDate | null {
  const months = term === null ? null : monthsOfTerm(term)
  return months === null ? null : addMonths(addDays(end, 1), -months)
}

/**
 * Whether a living subscription is the extension of what a document declares: the same id goes on by the month, under a SKU of its own, and is told to
 * go on so. It is the declared one all the same, and nothing is bought beside it.
 */
export function isExtensionOf(
  { product, term }: { readonly product: ProductKey; readonly term: string | null },
  live: LiveSubscription,
): boolean {
  return (
    live.termEndAction === 'extend' &&
    live.term === 'P1M' &&
    term !== null &&
    (term !== 'P1M' || live.product !== product) &&
    productIdOf(live.product) === productIdOf(product)
  )
}

function productIdOf(product: ProductKey): string {
  return product.split(':')[0] ?? product
}
