/** A gate of a wave is judged by what came of the customers before it: nothing is read, so whoever closes the last of them judges it. */
import type { ActionRecord, Numberless } from '../../journal/fold.ts'
import type { ActionId, Instant } from '../../model/ids.ts'
import type { WaveGate } from '../../plan/kinds/wave-gate.ts'
import { blameFor } from '../blame.ts'

/** What is written down of it; null: a step before it was not started, so nothing can be said yet. */
export function judgeWaveGate(
  gate: WaveGate,
  records: Readonly<Pick<ReadonlyMap<ActionId, ActionRecord>, 'get'>>,
  now: Instant,
): Numberless | null {
  const { id: action } = gate
  const because = blameFor(gate, records)
  if (because === 'not started') return null
  if (because !== null) return { kind: 'action.skipped', action, because }
  return { kind: 'action.ended', action, attempt: 1, outcome: { kind: 'done', evidence: { at: now } } }
}
