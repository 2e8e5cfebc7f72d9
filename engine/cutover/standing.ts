/** One word for where a customer stands between invitation and the end of the move, and who has to do something next. */
import { type Action, isSwitchOff } from '../plan/action.ts'
import { isLapsing } from '../plan/move/lapses.ts'
import { permitCodes } from '../plan/permit/codes.ts'
import { purchaseCodes } from '../plan/permit/purchase-codes.ts'
import type { CustomerPlan, Finding } from '../plan/plan.ts'
import { azureProgressOf, isWithMicrosoft } from './azure.ts'

/**
 * `moving`: part of it is done. `moved`: our part is done, Microsoft still has Azure usage to move. `verified`: everything
 * is seen to be on under the target and off in the sources. `steady`: nothing of it moves.
 */
export const standings = [
  'not invited',
  'invited',
  'agreement missing',
  'qualification missing',
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

/** Asked for by the partner, and looked at by Microsoft; the customer itself cannot ask. */
const unqualified: readonly Finding['code'][] = [
  purchaseCodes.QUALIFICATION_MISSING.code,
  purchaseCodes.QUALIFICATION_IN_REVIEW.code,
]

/** Looked at by Microsoft; nobody else can do anything meanwhile. */
const reviewed: readonly Finding['code'][] = [
  purchaseCodes.QUALIFICATION_IN_REVIEW.code,
  purchaseCodes.ACCOUNT_UNDER_REVIEW.code,
]

export function standingOf(customer: CustomerPlan, actions: readonly Action[]): Standing {
  switch (customer.state) {
    case 'nothing to do':
      return isLapsing(customer) ? 'moving' : 'steady'
    case 'moved':
      return isWithMicrosoft(azureProgressOf(customer)) ? 'moved' : 'verified'
    case 'planned':
      return isUnderWay(customer, actions) ? 'moving' : 'ready'
    case 'waiting':
    case 'blocked':
      if (customer.readiness.kind !== 'accepted') return customer.readiness.kind
      return isUnqualified(customer) ? 'qualification missing' : 'blocked'
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
      return isStoppedOnlyBy(customer, [permitCodes.NOT_ACCEPTED.code]) ? 'customer' : 'partner'
    case 'qualification missing':
    case 'blocked':
      return isStoppedOnlyBy(customer, reviewed) ? 'Microsoft' : 'partner'
    case 'not invited':
    case 'agreement missing':
    case 'unknown':
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

function isUnqualified({ blockedBy }: CustomerPlan): boolean {
  return blockedBy.some(found => unqualified.includes(found.code))
}

/** Nothing else stops it, so nothing of our own is to be done first. */
function isStoppedOnlyBy({ blockedBy }: CustomerPlan, those: readonly Finding['code'][]): boolean {
  return blockedBy.length > 0 && blockedBy.every(found => those.includes(found.code))
}
