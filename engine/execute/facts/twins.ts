/**
 * Nothing is switched off that has no verified twin (T7). A gate says what lived when it opened; how long that may be relied on is said
 * here, for whatever stands behind it.
 */
import type { Diagnostic } from '../../diagnostic.ts'
import type { Instant } from '../../model/ids.ts'
import type { Action } from '../../plan/action.ts'
import type { CustomerGate } from '../../plan/kinds/customer-gate.ts'
import { msBetween } from '../../time/utc-days.ts'
import { type Settled, settle } from '../actions/settle.ts'
import type { Run } from '../run.ts'
import { closedGate } from './closed-gate.ts'

/** Looked at longer ago than this, or before anything waited for longer, twins are looked at again before a step begins; in ms. */
export const oldestToBeginMs = 10_000
/** And before its request leaves: slots of a budget and a token are waited for in less. In ms. */
export const oldestToSendMs = 120_000

export type Twins =
  | { readonly kind: 'verified' }
  | { readonly kind: 'cut short' }
  | { readonly kind: 'stale' | 'unknown'; readonly because: Diagnostic }

export function twinsAreOlderThan(mostMs: number, action: Action, run: Run): boolean {
  return gatesBefore(action, run).some(({ id }) => isOlderThan(mostMs, run.verified.get(id), run))
}

export function isOlderThan(mostMs: number, at: Instant | undefined, { clock }: Pick<Run, 'clock'>): boolean {
  const ageMs = at === undefined ? Number.POSITIVE_INFINITY : msBetween(at, clock.now())
  // Seen in the future: the clock was set back meanwhile, and how old this is nobody knows.
  return ageMs < 0 || ageMs > mostMs
}

/** Looks at all that its gate stands for, unless that was done a moment ago. */
export async function verifyTwins(action: Action, run: Run): Promise<Twins> {
  if (!twinsAreOlderThan(oldestToBeginMs, action, run)) return { kind: 'verified' }
  for (const gate of gatesBefore(action, run)) {
    const settled = await lookAtTwins(gate, run, () => true)
    if (settled.judgement === 'yes') continue
    if (settled.isCutShort) return { kind: 'cut short' }
    const said =
      'What the gate had seen was looked at again, and nothing more of this customer is switched off'
    const because = await closedGate(gate, settled, { said, run })
    return { kind: settled.judgement === 'unknown' ? 'unknown' : 'stale', because }
  }
  return { kind: 'verified' }
}

/** What a gate proves, read now; `final` tells which checks cannot become true by waiting. */
export async function lookAtTwins(
  gate: CustomerGate,
  run: Run,
  final: Parameters<typeof settle>[2],
): Promise<Settled> {
  const settled = await settle(gate.proves, run, final)
  const at = run.clock.now()
  run.seen.set(gate.customer, { index: settled.index, at })
  if (settled.judgement === 'yes') run.verified.set(gate.id, at)
  return settled
}

/** Whatever stands behind a gate takes service away: it switches off, tells a source to end with its term, or takes seats. */
function gatesBefore(action: Action, run: Run): readonly CustomerGate[] {
  return action.after.flatMap(id => run.gates.get(id) ?? [])
}
