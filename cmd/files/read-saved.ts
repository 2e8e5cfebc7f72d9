/** Reads what a command saved: a plan, or the result of an apply. */
import type { ApplyResult } from '../../engine/journal/result.ts'
import { decodePlan } from '../../engine/plan/codec.ts'
import type { Plan } from '../../engine/plan/plan.ts'
import { type Result, succeed } from '../../engine/result.ts'
import { violationsOf } from '../../schemas/validators.ts'
import { readNamedText } from './named-file.ts'

export type Saved =
  | { readonly kind: 'plan'; readonly plan: Plan }
  | { readonly kind: 'result'; readonly result: ApplyResult }

/** Throws COMMAND.NO_FILE. */
export async function readSaved(path: string, cwd: string): Promise<Result<Saved>> {
  const text = readNamedText(path, cwd)
  const result = asResult(text)
  if (result !== null) return succeed({ kind: 'result', result })
  const plan = decodePlan(text)
  return plan.ok ? succeed({ kind: 'plan', plan: plan.value }) : plan
}

function asResult(text: string): ApplyResult | null {
  try {
    const value: unknown = JSON.parse(text)
    return violationsOf('Result', value).length === 0 ? (value as ApplyResult) : null // the schema has accepted it
  } catch {
    return null
  }
}
