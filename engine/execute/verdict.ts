/** What came of an apply or a resume; the command maps `kind` to an exit code. */
import type { Diagnostic } from '../diagnostic.ts'
import type { ApplyResult, MovedFact } from '../journal/result.ts'
import type { Plan } from '../plan/plan.ts'

export interface ApplyVerdict {
  /** `failed`: the job could not be done and nothing was written; `partial`: some of it was, or the operator stopped it. */
  readonly kind: 'done' | 'partial' | 'stale' | 'declined' | 'busy' | 'failed'
  /** null: nothing was begun. */
  readonly result: ApplyResult | null
  readonly diagnostics: readonly Diagnostic[]
  readonly moved: readonly MovedFact[]
  /** What was gone on with, or was not. */
  readonly plan?: Plan
}

export function refusal(
  kind: Exclude<ApplyVerdict['kind'], 'done' | 'partial'>,
  diagnostics: readonly Diagnostic[],
  moved: readonly MovedFact[] = [],
): ApplyVerdict {
  return { kind, result: null, diagnostics, moved }
}
