/**
 * When a user was last in without a second factor. Whom the World has without one signs in every day *(inferred)*; what a person does at a
 * sign-in is remembered, so that whoever has a second factor by now is still told of as long as the service tells of it.
 */
import type { UserRow } from '../state/partner-rows.ts'
import { dayOf, type Instant, startOf } from '../time/calendar.ts'

/** null: never, as far as is known. */
export function lastWithoutSecondFactor(user: UserRow, now: Instant): Instant | null {
  const remembered = user.lastWithoutMfa ?? null
  if (user.mfa) return remembered
  const today = startOf(dayOf(now))
  return remembered !== null && remembered > today ? remembered : today
}

/** After a sign-in with or without one. */
export function signedIn(
  user: UserRow,
  { mfa, now }: { readonly mfa: boolean; readonly now: Instant },
): UserRow {
  const last = mfa ? lastWithoutSecondFactor(user, now) : now
  return { ...user, mfa, ...(last !== null && { lastWithoutMfa: last }) }
}
