/** One word for where a customer stands between invitation and the end of the move, and who has to do something next. */
import { type Action, isSwitchOff } from '../plan/action.ts'
import { codes } from '../plan/codes.ts'
import type { CustomerPlan } from '../plan/plan.ts'
import { azureProgressOf, isWithMicrosoft } from './azure.ts'

/**
 * `moving`: part of it is done. `moved`: our part is done, Microsoft still has Azure usage to move. `verified`: everything
 * is seen to be on under the target and off in the sources. `steady`: nothing of it moves.
 */
export const standings = [
  'not invited',
  'invited',
  'agreement missing',
  'unknown',
  'blocked',
  'ready',
  'moving',
  'moved',
  'verified',
  'steady',
] as const
export type Standing = (typeof standings)[number]

export type NextActor = 'customer' | 'partner' | 'Microsoft' | 'nobody'

export function standingOf(customer: CustomerPlan, actions: readonly Action[]): Standing {
  switch (customer.state) {
    case 'nothing to do':
      return customer.sources.some(line => line.method === 'lapse') ? 'moving' : 'steady'
    case 'moved':
      return isWithMicrosoft(azureProgressOf(customer)) ? 'moved' : 'verified'
    case 'planned':
      return isUnderWay(customer, actions) ? 'moving' : 'ready'
    case 'waiting':
    case 'blocked':
      return customer.readiness.kind === 'accepted' ? 'blocked' : customer.readiness.kind
  }
}

export function nextActorOf(standing: Standing, customer: CustomerPlan): NextActor {
  switch (standing) {
    case 'verified':
    case 'steady':
      return 'nobody'
    case 'moved':
      return 'Microsoft'
    case 'invited':
      return hasOtherTrouble(customer) ? 'partner' : 'customer'
    case 'not invited':
    case 'agreement missing':
    case 'unknown':
    case 'blocked':
    case 'ready':
    case 'moving':
      return 'partner'
  }
}

/** A replacement lives already, while its source is still to be switched off. */
function isUnderWay({ seats, consolidation }: CustomerPlan, actions: readonly Action[]): boolean {
  if (consolidation === null || !actions.some(isSwitchOff)) return false
  return seats.some(line => line.switchedOff > 0 && line.onTargetNow > 0)
}

function hasOtherTrouble({ blockedBy }: CustomerPlan): boolean {
  return blockedBy.some(found => found.code !== codes.NOT_ACCEPTED.code)
}
