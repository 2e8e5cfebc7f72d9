/** Terms whose end the service does not say, or says in a form that cannot be read: they are in no row of the calendar, and are named instead (T31). */
import { type Diagnostic, diagnose } from '../diagnostic.ts'
import { codes } from '../inventory/codes.ts'
import type { LiveSubscription } from '../model/live.ts'
import { isLiving } from '../model/living.ts'

interface Shown {
  readonly row: { readonly name: string }
  readonly subscriptions: readonly LiveSubscription[]
}

export function unreadableEnds(customers: readonly Shown[]): readonly Diagnostic[] {
  return customers.flatMap(({ row, subscriptions }) =>
    subscriptions.filter(hasUnreadableEnd).map(({ id, name, partner }) =>
      diagnose(codes.TERM_END_UNREAD, {
        detail: `${row.name} under ${partner}: when the term of ${name} (${id}) ends cannot be read, so it may end, and renew, at any time.`,
      }),
    ),
  )
}

function hasUnreadableEnd(live: LiveSubscription): boolean {
  const hasTerm = live.kind === 'licence' || live.kind.startsWith('unknown:') || live.term !== null
  return (
    live.commerce !== 'legacy' &&
    live.kind !== 'azure' &&
    hasTerm &&
    isLiving(live) &&
    live.termEndsAt === null
  )
}
