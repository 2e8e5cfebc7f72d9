/** Where budgets are kept: by one process alone, or for all that share a workspace. */

import type { StartsPerMinute } from './learned.ts'
import type { LotRules } from './rules.ts'
import type { BudgetState } from './state.ts'

/** What is kept of one budget. */
export interface KeptBudget {
  readonly service: string
  /** As the store names accounts. */
  readonly account: string
  readonly family: string
  readonly state: BudgetState
  /** By the store's clock. */
  readonly nowMs: number
}

/** Budgets that outlive the process. */
export interface SharedBudgets extends BudgetStore {
  /** What is kept by now, sorted. Rejects where it cannot be read. */
  kept(): Promise<readonly KeptBudget[]>
  /** Others need not count with this process any more. */
  close(): Promise<void>
}

/** Of one account of one service, for one family of calls. */
export interface BudgetKey {
  readonly service: string
  /** Name of the partner in the workspace. */
  readonly partner: string
  readonly family: string
}

export interface BudgetStore {
  /** Of this process among all that share the store. */
  readonly process: string
  /** Its requests leave room for people. */
  readonly isJob: boolean
  readonly lots: LotRules
  /**
   * Changes a state with nobody else in between. `work` changes what it is given, and may be called again where somebody else was faster. `nowMs` is
   * the store's clock, which all that share it go by.
   */
  change<Answer extends Changed>(
    key: BudgetKey,
    starts: StartsPerMinute,
    work: (state: BudgetState, nowMs: number) => Answer,
  ): Answer | Promise<Answer>
  /** Somebody else told everybody to wait since the last change. Asked before each start, so it is answered at once. */
  isStale(key: BudgetKey): boolean
}

export interface Changed {
  /** A pause began, which others are to hear of at once. */
  readonly isPaused: boolean
}
