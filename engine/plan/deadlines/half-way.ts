import { type Action, isSwitchOff, type WriteAction } from '../action.ts'

/**
 * Whether a missed deadline would leave the customer half-way: something is bought, brought or added, and it is not the only
 * write. A single write happens or is refused, and so do writes that only end or describe; the end of a pair whose
 * replacement lives is never too late (T11). For those the deadline itself holds, without the margin.
 */
export function couldBeLeftHalfWay(actions: readonly Action[]): boolean {
  const writes = writesIn(actions)
  return writes.length > 1 && writes.some(builds)
}

export function writesIn(actions: readonly Action[]): readonly WriteAction[] {
  return actions.filter((action): action is WriteAction => 'effect' in action)
}

function builds(action: WriteAction): boolean {
  if (action.kind === 'subscription.change-seats') return action.to > action.from
  return (
    action.kind === 'subscription.create' ||
    action.kind === 'subscription.transfer' ||
    action.kind === 'subscription.reactivate' ||
    // A pair that was bought by an earlier plan and is still to be verified begins here.
    (isSwitchOff(action) && action.replacedBy.some(by => by.kind !== 'living'))
  )
}
