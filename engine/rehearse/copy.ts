/** A copy of the accounts with a clock of its own, which nobody else works on. */
import type { ApplyVerdict } from '../execute/verdict.ts'
import type { Instant, UtcDate } from '../model/ids.ts'
import type { Plan } from '../plan/plan.ts'
import type { Clock } from '../ports.ts'
import type { PlanScope } from '../scope/plan-scope.ts'

export interface Copy {
  readonly clock: Clock
  /** Id of its world. */
  readonly world: string
  /** For the day that it is there. */
  plan(scope: PlanScope): Promise<Plan>
  /** With every consent that a person can give, and these rules approved. */
  apply(plan: Plan, approved: readonly string[]): Promise<ApplyVerdict>
  /** `apply`: the id of one that was interrupted. */
  resume(apply: string): Promise<ApplyVerdict>
  /** Every request so far, in order. */
  requests(): readonly SentRequest[]
  /** Of the days that are over. */
  chargedTwice(): Promise<readonly DoubleCharge[]>
}

export interface SentRequest {
  /** When it left. */
  readonly at: Instant
  readonly partner: string
  /** Which budget of the account it counts against. */
  readonly family: string
  readonly wasThrottled: boolean
}

/** A customer who pays for one product in several accounts on one day. */
export interface DoubleCharge {
  /** Tenant id. */
  readonly customer: string
  readonly product: string
  readonly day: UtcDate
  readonly partners: readonly string[]
}
