import { buying, type Guard, subjectOf, type Violation } from './guard.ts'

/** Days charged on both sides by one pair. How many is not always known, and then they may be too many. */
export const overlapDaysOver: Guard<'overlapDaysOver'> = (limit, guarded) =>
  buying(guarded)
    .flatMap(entry => entry.actions)
    .flatMap((action): readonly Violation[] => {
      if (!('effect' in action) || action.effect.overlap === undefined || !('productName' in action))
        return []
      const { days } = action.effect.overlap
      const subject = subjectOf(action)
      if (days === null)
        return [
          {
            kind: 'undecided',
            subject,
            detail: `${action.productName} is charged on both sides, and for how many days is unknown`,
          },
        ]
      if (days <= limit.days) return []
      const detail = `${action.productName} is charged on both sides for ${days} days; the limit is ${limit.days}`
      return [{ kind: 'over', detail, subject }]
    })
