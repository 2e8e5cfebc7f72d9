/** What is known of how many requests an account takes, for one family of calls of one service. */

import type { Instant, PartnerName } from '../model/ids.ts'
import { counted } from '../plural.ts'

export interface RequestBudget {
  readonly partner: PartnerName
  /** `partner-center` or `graph`. */
  readonly service: string
  readonly family: string
  /** Requests that may start in a minute by now. */
  readonly perMinute: number
  /** A refusal has shown it; otherwise it is what nothing was refused of so far. */
  readonly isLearned: boolean
  /** Started in the last minute, by all processes that share it. */
  readonly lastMinute: number
  /** Answers 429 since it is kept. */
  readonly refusals: number
  /** Until when everybody waits; null: nobody is told to. */
  readonly pausedUntil: Instant | null
  /** Customers whose requests wait. */
  readonly pausedCustomers: number
  /** Who asked for something in the last minute. */
  readonly processes: number
}

/** Of one account, in one line. */
export function budgetSentence(budgets: readonly RequestBudget[]): string {
  return budgets.map(words).join('; ')
}

function words(budget: RequestBudget): string {
  const { service, family, perMinute, isLearned, lastMinute, refusals, pausedUntil, pausedCustomers } = budget
  const name = service === 'graph' ? 'Graph' : family
  const facts = [
    `${lastMinute} in the last minute`,
    ...(refusals === 0 ? [] : [counted(refusals, 'answer 429', 'answers 429')]),
    ...(pausedUntil === null ? [] : [`paused until ${pausedUntil.slice(0, 19)}Z`]),
    ...(pausedCustomers === 0 ? [] : [`${counted(pausedCustomers, 'customer')} paused`]),
  ]
  return `${name} ${perMinute} a minute${isLearned ? ' learned' : ''} (${facts.join(', ')})`
}
