import { readFileSync } from 'node:fs'
import { decodePlan } from '../../engine/plan/codec.ts'
import type { Plan } from '../../engine/plan/plan.ts'

/** Of the file that `plan --out` wrote. */
export function savedPlan(path: string): Plan {
  const read = decodePlan(readFileSync(path, 'utf8'))
  if (!read.ok) throw new Error(`${path}: ${read.diagnostics[0]?.detail}`)
  return read.value
}
