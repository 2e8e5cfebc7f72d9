import { dayOf, type UtcDate } from '../../../model/ids.ts'
import type { LiveSubscription } from '../../../model/live.ts'
import { addDays } from '../../../time/utc-days.ts'

/** When the target buys what takes over from it. `on`: the day of the plan, for where the end of the term is not known. */
export function dayAfterTerm({ termEndsAt }: LiveSubscription, on: UtcDate): UtcDate {
  return termEndsAt === null ? on : addDays(dayOf(termEndsAt), 1)
}
