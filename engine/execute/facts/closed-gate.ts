/**
 * Why a gate stays closed, with the one command that helps: where what replaces the sources may still come, or could not be read, looking again; where it is there and
 * is not what was wanted, or has ended, only a new plan does. Said here once, so that the answer's next command and its advice agree.
 */
import { type Diagnostic, diagnose } from '../../diagnostic.ts'
import { evidenceOf } from '../../journal/fold.ts'
import type { CustomerGate } from '../../plan/kinds/customer-gate.ts'
import type { Settled } from '../actions/settle.ts'
import { codes, gateRemedies } from '../codes.ts'
import { type Run, recordOf } from '../run.ts'
import { describeCheck } from './describe-check.ts'
import { isOnItsWay } from './out-of-sight.ts'

/** `said`: what stops, before the checks that do not hold. */
export async function closedGate(
  gate: CustomerGate,
  settled: Settled,
  { said, run }: { readonly said: string; readonly run: Run },
): Promise<Diagnostic> {
  const { again, anew } = gateRemedies
  return diagnose(codes.GATE_CLOSED, {
    detail: `${said}: ${settled.open.map(describeCheck).join('; ')}.`,
    remedies: [(await mayOpen(gate, settled, run)) ? again : anew],
  })
}

async function mayOpen(gate: CustomerGate, { judgement, index }: Settled, run: Run): Promise<boolean> {
  if (judgement === 'unknown') return true
  for (const action of run.plan.actions) {
    if (action.kind !== 'subscription.create' || !gate.after.includes(action.id)) continue
    const evidence = evidenceOf(recordOf(run, action.id))
    const facts = { reader: run.reader, index, now: run.clock.now() }
    if (evidence !== null && (await isOnItsWay(action, evidence, facts))) return true
  }
  return false
}
