/** What happened in one rehearsal. */
import type { Diagnostic } from '../diagnostic.ts'
import type { ApplyVerdict } from '../execute/verdict.ts'
import type { ActionId, Instant, TenantId } from '../model/ids.ts'
import type { Action } from '../plan/action.ts'
import type { Plan } from '../plan/plan.ts'
import type { DoubleCharge, SentRequest } from './copy.ts'
import type { Stage } from './stages.ts'

export interface Course {
  /** Id of the world it was carried out in. */
  readonly world: string
  readonly stages: readonly StageCourse[]
  /** What was carried out, each action once. */
  readonly done: readonly Action[]
  /** Of each consolidation, over everything of it, after all stages. */
  readonly last: readonly Plan[]
  /** Why actions were not carried out at their last try. */
  readonly notDone: ReadonlyMap<ActionId, string>
  /** Customers that were not begun at the last try because the time was too short, and what the plan said. */
  readonly late: ReadonlyMap<TenantId, string>
  /** Rules whose approval was taken as given. */
  readonly approvals: readonly string[]
  readonly requests: readonly SentRequest[]
  readonly chargedTwice: readonly DoubleCharge[]
}

export interface StageCourse {
  readonly stage: Stage
  readonly legs: readonly Leg[]
  readonly end: StageEnd
  /** What the last plan said of customers for which the time was too short, each sentence once. */
  readonly late: readonly string[]
}

/**
 * `finished`: nothing was left to send. `window over`: it does not open again. `declined`: refused before anything was written, with why. `stuck`: what is
 * left did not get further.
 */
export type StageEnd =
  | { readonly kind: 'finished' | 'window over' | 'stuck' }
  | { readonly kind: 'declined'; readonly diagnostics: readonly Diagnostic[] }

/** One command of the operator. */
export interface Leg {
  readonly command: 'apply' | 'resume'
  /** Reading included. */
  readonly from: Instant
  readonly to: Instant
  readonly verdict: ApplyVerdict['kind'] | 'nothing to do'
  /** Customers with something carried out in it, and actions. */
  readonly customers: number
  readonly actions: number
  /** Which of the course's requests were of it. */
  readonly requests: { readonly from: number; readonly to: number }
}
