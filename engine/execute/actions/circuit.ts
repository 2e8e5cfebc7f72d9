/**
 * A customer's circuit: what the service refused three times is not asked for again and again, for each try costs the budget of all
 * customers. It never keeps two sides billed: what a switch-off waits for, what ends something, what puts back a schedule that this plan
 * deleted, and what was asked for already goes on.
 */
import type { ActionId } from '../../model/ids.ts'
import { type Action, isSwitchOff, isWrite } from '../../plan/action.ts'
import { type Run, recordOf } from '../run.ts'

const opensAfter = 3

/** The first of the refusals that opened the customer's circuit, if that keeps this step from being sent. */
export function stoppedByCircuit(action: Action, run: Run): ActionId | null {
  if (!isWrite(action)) return null
  const refused = run.refused.get(action.customer) ?? []
  if (refused.length < opensAfter || goesOn(action, run)) return null
  return refused[0] ?? null
}

function goesOn(action: Action, run: Run): boolean {
  return recordOf(run, action.id).open || endsOrRestores(action) || leadsToSwitchOff(action, run)
}

function endsOrRestores(action: Action): boolean {
  if (isSwitchOff(action)) return true
  if (action.kind === 'subscription.change-renewal') return action.restores || action.to.kind === 'cancels'
  return action.kind === 'subscription.set-renewal' && action.to.kind === 'cancels'
}

function leadsToSwitchOff({ id }: Action, run: Run): boolean {
  return (run.followers.get(id) ?? []).some(
    later => run.gates.has(later.id) || isSwitchOff(later) || leadsToSwitchOff(later, run),
  )
}
