/** Days on which nothing is bought or changed; what ends an overlap goes on (T11). */
import type { FreezeWindow } from '../../model/desired.ts'
import type { UtcDate } from '../../model/ids.ts'
import { counted } from '../../plural.ts'
import { addDays } from '../../time/utc-days.ts'
import { type Action, isSwitchOff, isWrite } from '../action.ts'
import type { Guard } from './guard.ts'

export const freeze: Guard<'freeze'> = ({ windows }, guarded, on) => {
  const window = windowOf(windows, on)
  if (window === undefined) return []
  const count = guarded.filter(({ actions }) => actions.some(isNew)).length
  if (count === 0) return []
  const who = counted(count, 'customer is', 'customers are')
  const detail = `${who} to be changed on ${on}, and nothing is from ${window.from} to ${window.to}; the next free day is ${nextFreeDay(windows, on)}`
  return [{ kind: 'over', detail }]
}

/** A write that is not the end of a pair whose other side lives already. */
function isNew(action: Action): boolean {
  if (!isWrite(action)) return false
  if (isSwitchOff(action))
    return action.replacedBy.length === 0 || action.replacedBy.some(by => by.kind !== 'living')
  // The source of an accepted overlap, told to end with its term: where its twin is still to be bought, that purchase is new.
  return !(action.kind === 'subscription.change-renewal' && action.effect.method === 'overlap')
}

export function windowOf(windows: readonly FreezeWindow[], day: UtcDate): FreezeWindow | undefined {
  return windows.find(({ from, to }) => day >= from && day <= to)
}

/** Windows may follow on each other. */
function nextFreeDay(windows: readonly FreezeWindow[], from: UtcDate): UtcDate {
  let day = from
  for (let held = windowOf(windows, day); held !== undefined; held = windowOf(windows, day))
    day = addDays(held.to, 1)
  return day
}
