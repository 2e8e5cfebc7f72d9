/** A gate re-reads everything it stands for, and opens only when all of it holds (S5). */
import type { ActionOutcome } from '../../journal/entry.ts'
import type { CustomerGate } from '../../plan/kinds/customer-gate.ts'
import type { WaveGate } from '../../plan/kinds/wave-gate.ts'
import { namesOf } from '../action-events.ts'
import { closedGate } from '../facts/closed-gate.ts'
import { lookAtTwins } from '../facts/twins.ts'
import { type Run, write } from '../run.ts'

/** A gate that was still waiting when the run was stopped has said nothing yet, and is written down as nothing. */
export async function runGate(gate: CustomerGate | WaveGate, run: Run): Promise<void> {
  const outcome = await judge(gate, run)
  if (outcome === null) return
  const { id: action } = gate
  await write(run, { kind: 'action.ended', action, attempt: 1, outcome })
  run.progress({ kind: 'action.ended', ...namesOf(gate, run), outcome: outcome.kind })
}

async function judge(gate: CustomerGate | WaveGate, run: Run): Promise<ActionOutcome | null> {
  // What a wave waits for are the edges of its gate, and they are done by now.
  if (gate.kind === 'gate.wave') return { kind: 'done', evidence: { at: run.clock.now() } }
  const settled = await lookAtTwins(gate, run, check => check.kind === 'no other active subscription')
  if (settled.judgement === 'yes')
    return { kind: 'done', evidence: { at: run.clock.now(), detail: `${gate.proves.length} checks` } }
  if (settled.isCutShort) return null
  const because = await closedGate(gate, settled, { said: 'Nothing of this customer is switched off', run })
  return { kind: settled.judgement === 'unknown' ? 'unknown' : 'stale', because }
}
