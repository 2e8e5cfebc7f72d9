/**
 * The result of an apply as a file: its members as they are, one entry a line where there may be many, and its plan in the short form
 * (plan/saved/), because it is most of it.
 */
import { violationsOfFile } from '../../schemas/files.ts'
import { planFrom } from '../plan/codec.ts'
import { framed, written } from '../plan/saved/frame.ts'
import { packedLists, type Said, savedFormat, splitPlan } from '../plan/saved/saved-plan.ts'
import { type Result, succeed } from '../result.ts'
import type { ApplyResult } from './result.ts'

/** Without their ends. */
export function savedResultLines(result: ApplyResult): Iterable<string> {
  const { format: _loose, plan, actions, diagnostics, moved, ...few } = result
  const { header, findings } = splitPlan(plan)
  return framed(
    [['format', savedFormat], ...Object.entries(few), ['plan', { ...header, findings }]],
    [
      ['actions', written(actions)],
      ['moved', written(moved)],
      ['diagnostics', written(diagnostics)],
      ...packedLists(plan),
    ],
  )
}

/** null: it is no result. Its plan is judged like a saved one. */
export function resultFrom({ members, grown }: Said): Result<ApplyResult> | null {
  const { plan: header } = members
  if (typeof header !== 'object' || header === null) return null
  const plan = planFrom({ ...header, format: 1, ...grown })
  if (!plan.ok) return plan
  const result: unknown = { ...members, format: 1, plan: plan.value }
  return isResult(result) ? succeed(result) : null
}

/** Whether a value, parsed, is one; its plan is looked at no further. */
export function isResult(value: unknown): value is ApplyResult {
  return (
    typeof value === 'object' &&
    value !== null &&
    'verdict' in value && // a plan has none, and is not held against a schema that it does not fit
    violationsOfFile('Result', value).length === 0
  )
}
