/** What a document wants to happen when a term ends (T3, T6); what it does not say stays as it is. */
import { isPast } from '../../../diff/fields.ts'
import type { DeclaredSubscription } from '../../../model/desired.ts'
import type { Seats, UtcDate } from '../../../model/ids.ts'
import type { LiveSubscription } from '../../../model/live.ts'
import { isSameTerm, type NextTerm, type Renewal, renewalOf } from '../../../model/renewal.ts'

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
