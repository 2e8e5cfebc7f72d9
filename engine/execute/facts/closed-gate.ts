/**
 * Why a gate stays closed, with the one command that helps: where what replaces the sources may still come, or could not be read, looking again; where it is there and
 * is not what was wanted, or has ended, only a new plan does. Said here once, so that the answer's next command and its advice agree.
 */
import { type Diagnostic, diagnose } from '../../diagnostic.ts'
import { evidenceOf } from '../../journal/fold.ts'
import type { ActualIndex } from '../../model/actual-index.ts'
import type { PartnerName } from '../../model/ids.ts'
import { isWrite, type SentAction } from '../../plan/action.ts'
import type { CustomerGate } from '../../plan/kinds/customer-gate.ts'
import { plural } from '../../plural.ts'
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
  const { remedies } = codes.OUT_OF_SIGHT
  const hiding = accountsWithout(gate, settled.index)
  if (hiding.length > 0)
    return diagnose(codes.GATE_CLOSED, {
      detail: `${said}: ${hiding.join(' and ')} ${plural(hiding.length, 'does', 'do')} not show the customer any more. Its relationship with the account may have been removed, and what the customer has there may go on being charged.`,
      remedies,
    })
  return diagnose(codes.GATE_CLOSED, {
    detail: `${said}: ${settled.open.map(describeCheck).join('; ')}.`,
    remedies: [(await mayOpen(gate, settled, run)) ? again : anew],
  })
}

/**
 * What is not shown cannot be looked for, as often as it is tried. That the relationship is gone proves nothing: Partner Center takes its removal only once
 * nothing is active (facts 7), but an account that does not show a customer does not tell how that came (Q25). null: it shows, or was not read.
 */
export function hiddenFrom(action: SentAction, { seen }: Run): Diagnostic | null {
  if (!isWrite(action)) return null
  const { partner, customer } = action
  const read = seen.get(customer)?.index.customer(partner, customer)?.subscriptions
  if (read?.kind !== 'absent') return null
  return diagnose(codes.OUT_OF_SIGHT, {
    detail: `${partner} does not show the customer any more, so whether this was done cannot be seen. What the customer has there may go on being charged.`,
  })
}

/** A customer who is not visible under an account has nothing there that could be looked at; it had, when this was planned. */
function accountsWithout({ customer, proves }: CustomerGate, index: ActualIndex): readonly PartnerName[] {
  const accounts = new Set(proves.flatMap(check => ('partner' in check ? [check.partner] : [])))
  return [...accounts].filter(partner => index.customer(partner, customer)?.subscriptions.kind === 'absent')
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
