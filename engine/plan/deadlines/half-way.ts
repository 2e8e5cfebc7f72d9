import { type Action, isSwitchOff, isWrite, type WriteAction } from '../action.ts'
import { adds } from '../kinds/all-kinds.ts'

/**
 * Whether a missed deadline would leave the customer half-way: something is bought, brought or added, and it is not the only
 * write. A single write happens or is refused, and so do writes that only end or describe; the end of a pair whose
 * replacement lives is never too late (T11). For those the deadline itself holds, without the margin.
 */
export function couldBeLeftHalfWay(actions: readonly Action[]): boolean {
  const writes = actions.filter(isWrite)
  return writes.length > 1 && writes.some(builds)
}

function builds(action: WriteAction): boolean {
  // A pair that was bought by an earlier plan and is still to be verified begins here.
  return adds(action) || (isSwitchOff(action) && action.replacedBy.some(by => by.kind !== 'living'))
}
