/** Credits of whole periods that are promised although nothing says what the period was before (T14). */
import type { Plan } from '../../../engine/plan/plan.ts'
import type { WorldOfOthers } from './world-of-others.ts'

const wholeWithin = 30 * 86_400_000

/** Legacy that was bought on an earlier day, 30 days ago or less. */
export function promisedUnseen({ actual }: WorldOfOthers, plan: Plan): readonly string[] {
  const at = Date.parse(`${plan.on}T00:00:00Z`)
  return plan.actions.flatMap(action => {
    if (action.kind !== 'subscription.suspend' || action.effect.credit?.kind !== 'known') return []
    const seen = actual.customers.find(
      ({ partner, tenant }) => partner === action.partner && tenant === action.customer,
    )
    const living = seen?.subscriptions.kind === 'present' ? seen.subscriptions.value : []
    const bought = living.find(({ id }) => id === action.subscription)?.boughtAt?.slice(0, 10) ?? ''
    const age = at - Date.parse(`${bought}T00:00:00Z`)
    return age > 0 && age <= wholeWithin && seen?.changes?.kind !== 'present' ? [action.id] : []
  })
}
