/**
 * New commerce that is replaced now and runs, paid, to the end of its term: told to cancel behind the customer's gate, once its replacement is
 * verified (T7). A source that knows already is left alone.
 */
import { type ActionId, dayOf } from '../../model/ids.ts'
import { endsWithTerm } from '../../model/renewal.ts'
import { addDays } from '../../time/utc-days.ts'
import type { DecidedSource } from '../decide/source/decided-source.ts'
import type { ChangeRenewal } from '../kinds/change-renewal.ts'
import { cancelAtTermEnd } from './cancel-at-term-end.ts'
import type { GateFacts } from './gate-facts.ts'
import { overlapOf } from './overlap.ts'

/** Sources the plan still has to tell. */
export function stillToCancel(decided: readonly DecidedSource[]): readonly DecidedSource[] {
  return decided.filter(
    ({ subscription, decision }) => decision.method === 'overlap' && !endsWithTerm(subscription),
  )
}

export function overlapActions(facts: GateFacts, gate: ActionId): readonly ChangeRenewal[] {
  return stillToCancel(facts.decided).flatMap(entry => {
    const { subscription, decision } = entry
    const { termEndsAt } = subscription
    if (termEndsAt === null || decision.replacement === null) return []
    return cancelAtTermEnd(entry, {
      on: facts.on,
      method: 'overlap',
      because: { kind: 'replaced on the target', consolidation: facts.consolidation.name },
      after: [gate],
      overlap: overlapOf(entry, decision.replacement, facts, addDays(dayOf(termEndsAt), 1)),
      ...(facts.written && { source: facts.customer.at }),
    })
  })
}
