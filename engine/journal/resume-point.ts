/** Where to go on with one action, judged from its record alone. */
import type { Evidence } from '../plan/action.ts'
import { type ActionRecord, evidenceOf } from './fold.ts'

export type ResumePoint =
  /** It holds; nothing is to be done. */
  | { readonly kind: 'keep'; readonly evidence: Evidence }
  /** Something of this attempt may have been sent: look, and repeat it with its own ids only. */
  | { readonly kind: 'look'; readonly attempt: number }
  /**
   * The journal says that the service refused this attempt. Only the service settles a write (T28), so it is looked at before another
   * one begins, which it would not recognise.
   */
  | { readonly kind: 'confirm'; readonly attempt: number }
  /** Nothing is open. The service settled the attempts before, if there were any, so this one has ids of its own. */
  | { readonly kind: 'begin'; readonly attempt: number }

/** To be looked for before anything of its customer goes on. */
export function isUnsettled(record: ActionRecord): boolean {
  const { kind } = resumePointOf(record)
  return kind === 'look' || kind === 'confirm'
}

export function resumePointOf(record: ActionRecord): ResumePoint {
  const evidence = evidenceOf(record)
  if (evidence !== null) return { kind: 'keep', evidence }
  if (record.open) return { kind: 'look', attempt: record.attempt }
  return record.outcome?.kind === 'refused'
    ? { kind: 'confirm', attempt: record.attempt }
    : { kind: 'begin', attempt: record.attempt + 1 }
}
