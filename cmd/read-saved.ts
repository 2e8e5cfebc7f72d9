/** Reads what a command saved: a plan, or the result of an apply. */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { diagnose } from '../engine/diagnostic.ts'
import type { ApplyResult } from '../engine/journal/result.ts'
import { decodePlan } from '../engine/plan/codec.ts'
import type { Plan } from '../engine/plan/plan.ts'
import { fail, type Result, succeed } from '../engine/result.ts'
import { violationsOf } from '../schemas/validators.ts'
import { codes } from './codes.ts'

export type Saved =
  | { readonly kind: 'plan'; readonly plan: Plan }
  | { readonly kind: 'result'; readonly result: ApplyResult }

export async function readSaved(path: string, cwd: string): Promise<Result<Saved>> {
  let text: string
  try {
    text = await readFile(resolve(cwd, path), 'utf8')
  } catch {
    return fail(diagnose(codes.NO_FILE, { detail: `${path} is not there or cannot be read.` }))
  }
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
