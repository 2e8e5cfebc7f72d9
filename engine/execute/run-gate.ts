/** A gate re-reads everything it stands for, and opens only when all of it holds (S5). */
import { diagnose } from '../diagnostic.ts'
import type { ActionOutcome } from '../journal/entry.ts'
import type { CustomerGate, WaveGate } from '../plan/action.ts'
import { codes } from './codes.ts'
import { describeCheck } from './describe-check.ts'
import type { Run } from './run.ts'
import { settle } from './settle.ts'

export async function runGate(gate: CustomerGate | WaveGate, run: Run): Promise<ActionOutcome> {
  if (gate.kind === 'gate.wave') return { kind: 'done', evidence: { at: run.clock.now() } }
  const settled = await settle(gate.proves, run, check => check.kind === 'no other active subscription')
  run.seen.set(gate.customer, { index: settled.index, at: run.clock.now() })
  if (settled.judgement === 'yes')
    return { kind: 'done', evidence: { at: run.clock.now(), detail: `${gate.proves.length} checks` } }
  const because = diagnose(codes.GATE_CLOSED, {
    detail: `Nothing of this customer is switched off: ${settled.open.map(describeCheck).join('; ')}.`,
  })
  return { kind: settled.judgement === 'unknown' ? 'unknown' : 'stale', because }
}
