/** What a run says of money charged on both sides, and which of its steps came too late for what the rules accept. */
import type { Diagnostic } from '../../diagnostic.ts'
import type { IncurredOverlap } from '../../journal/incurred-overlap.ts'
import type { ActionId } from '../../model/ids.ts'
import type { Run } from '../run.ts'
import { overlapsNotAccepted } from './overlap-not-accepted.ts'
import { overlapOf } from './overlap-of.ts'
import { type StillCharged, stillCharged } from './still-charged.ts'

export interface MoneyOfRun {
  /** What is not as its step has it: undone since, or done too late. */
  readonly undone: ReadonlyMap<ActionId, Diagnostic>
  readonly overlap: readonly IncurredOverlap[]
  readonly charged: readonly StillCharged[]
}

export function moneyOf(run: Run): MoneyOfRun {
  const late = overlapsNotAccepted(run)
  const undone = new Map([...late, ...run.undone])
  return { undone, overlap: overlapOf(run, late), charged: stillCharged({ ...run, undone }) }
}
