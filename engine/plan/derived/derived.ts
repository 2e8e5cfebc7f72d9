/**
 * What a plan says of itself that follows from the documents and from its own actions, customers and facts. Planning writes it down, and an apply
 * derives it again: a file or a journal whose maker changed it says something else.
 */
import { by } from '../../compare.ts'
import type { Desired } from '../../model/desired.ts'
import { dayOf } from '../../model/ids.ts'
import { intersect } from '../../time/window.ts'
import { expiryOf, longestExpiry, policiesEnd } from '../expiry.ts'
import { approvalsOf, isFrozen, judgePolicies, leansOnUntil } from '../guards/judge.ts'
import type { CustomerPlan, Finding, Plan } from '../plan.ts'
import { summarise } from '../summary.ts'

export type Derived = Pick<
  Plan,
  'window' | 'policiesUntil' | 'expiresAt' | 'deadlineMarginMs' | 'approvals' | 'summary'
> & {
  /** What the policies of the documents say of it. */
  readonly verdict: readonly Finding[]
}

/** `desired`: with the prices of the plan's day. */
export function derivedOf(
  plan: Pick<Plan, 'partners' | 'on' | 'madeAt' | 'customers' | 'actions' | 'facts'>,
  desired: Desired,
): Derived {
  const { partners, on, madeAt, customers, actions, facts } = plan
  const judged = { desired, customers, actions }
  const good = { on, madeAt, actions }
  const policiesUntil = policiesEnd(good, {
    leansOnUntil: leansOnUntil({ ...judged, on }),
    isFrozen: isFrozen({ ...judged, on: dayOf(longestExpiry(good)) }),
  })
  const limited = { ...(policiesUntil !== null && { policiesUntil }) }
  const approvals = approvalsOf({ ...judged, on })
  return {
    window: windowOf(desired, customers),
    ...limited,
    expiresAt: expiryOf({ ...good, ...limited, customers }),
    deadlineMarginMs: desired.workspace.deadlineMarginMs,
    ...(approvals.length > 0 && { approvals }),
    verdict: judgePolicies({ ...judged, on }),
    summary: summarise({
      actions,
      customers,
      currencies: [...new Set(partners.flatMap(entry => entry.currency ?? []))].sort(),
      facts,
      requestsPerMinute: desired.workspace.requestsPerMinute,
    }),
  }
}

/** Where several consolidations write, all of their windows must be open. */
function windowOf({ consolidations }: Desired, customers: readonly CustomerPlan[]): Plan['window'] {
  const writing = new Set(
    customers.filter(({ actions }) => actions.length > 0).map(({ consolidation }) => consolidation),
  )
  return intersect(
    [...consolidations]
      .sort(by(entry => entry.name))
      .flatMap(entry => (writing.has(entry.name) && entry.window !== null ? [entry.window] : [])),
  )
}
