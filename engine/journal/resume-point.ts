/** Where to go on with one action, judged from its record alone. */
import type { Evidence } from '../plan/action.ts'
import { type ActionRecord, evidenceOf } from './fold.ts'

export type ResumePoint =
  /** It holds; nothing is to be done. */
  | { readonly kind: 'keep'; readonly evidence: Evidence }
  /** Something of this attempt may have been sent: look, and repeat it with its own ids only. */
  | { readonly kind: 'look'; readonly attempt: number }
  /** Nothing is open. The service settled the attempts before, if there were any, so this one has ids of its own. */
  | { readonly kind: 'begin'; readonly attempt: number }

export function resumePointOf(record: ActionRecord): ResumePoint {
  const evidence = evidenceOf(record)
  if (evidence !== null) return { kind: 'keep', evidence }
  return record.open
    ? { kind: 'look', attempt: record.attempt }
    : { kind: 'begin', attempt: record.attempt + 1 }
}
