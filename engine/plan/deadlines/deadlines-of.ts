/** The deadlines of one action, from what is live: what its kind says, and the day on which it has to happen. */
import { endOfDay } from '../../time/utc-days.ts'
import type { WriteAction } from '../action.ts'
import { rulesOf } from '../kinds/all-kinds.ts'
import type { DeadlineFacts } from './closings.ts'
import type { Deadline } from './deadline.ts'

export function deadlinesOf(action: WriteAction, facts: DeadlineFacts): readonly Deadline[] {
  const day = action.expects.find(check => check.kind === 'day is')
  return [
    ...rulesOf(action).closes(action, facts),
    ...(day === undefined ? [] : [{ closes: 'billing day', at: endOfDay(day.day), fact: null } as const]),
  ].map(entry => ({ ...entry, action: action.id }))
}
