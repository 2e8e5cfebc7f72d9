import { isSwitchOff } from '../action.ts'
import { buying, type Guard, subjectOf } from './guard.ts'

/** Days charged on both sides by one pair. */
export const overlapDaysOver: Guard<'overlapDaysOver'> = (limit, guarded) =>
  buying(guarded)
    .flatMap(entry => entry.actions)
    .flatMap(action => {
      if (!isSwitchOff(action)) return []
      const days = action.effect.overlap?.days ?? 0
      if (days <= limit.days) return []
      const detail = `${action.productName} is charged on both sides for ${days} days; the limit is ${limit.days}`
      return [{ kind: 'over' as const, detail, subject: subjectOf(action) }]
    })
