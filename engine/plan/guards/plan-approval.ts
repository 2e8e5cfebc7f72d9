/** What policies want approved of a plan, and what lets it pass. */
import type { SourceRange } from '../../diagnostic.ts'
import type { Limit } from '../../model/desired.ts'
import type { UtcDate } from '../../model/ids.ts'

/** One limit of a rule that asks for an approval, in this plan. */
export interface PlanApproval {
  /** `policy/rule` */
  readonly rule: string
  readonly limit: Limit['kind']
  /** `given`: lines of the Workspace document cover all of it. */
  readonly state: 'missing' | 'given'
  /** Why it is asked for, in words. */
  readonly asked: readonly string[]
  /** What of it no line covers. */
  readonly missing: readonly string[]
  readonly lines: readonly {
    readonly scope: string
    readonly reason: string
    readonly until: UtcDate
    readonly at: SourceRange
  }[]
}
