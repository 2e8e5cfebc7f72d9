/** `state: suspended` of a living subscription: by design without a replacement, and it says so (T7, T2, T22). */
import type { DeclaredSubscription } from '../../../model/desired.ts'
import type { LiveSubscription } from '../../../model/live.ts'
import { codes } from '../../codes.ts'
import { finding } from '../../finding.ts'
import { suspendAction, suspendId } from '../../kinds/suspend.ts'
import { addOnStays } from './staying-add-on.ts'
import { addOnsOf, nothing, subjectOf, type TargetDecision, type TargetFacts } from './target-facts.ts'

export function switchOffDeclared(
  declared: DeclaredSubscription,
  living: LiveSubscription,
  facts: TargetFacts,
): TargetDecision {
  const subject = subjectOf(declared, facts, living)
  if (living.commerce === 'nce' && !declared.acceptContinuedBilling) {
    const detail = `\`${declared.key}\` would be cut off and billed to ${living.termEndsAt?.slice(0, 10) ?? 'its term end'}.`
    return nothing(finding(codes.CONTINUED_BILLING, 'line', subject, { detail, at: declared.at }))
  }
  const { addOns, staying } = addOnsOf(living, facts, {
    counts: entry => entry.status === 'active',
    goes: (entry, bound) =>
      entry.state === 'suspended' &&
      (bound.commerce === 'legacy' || entry.acceptContinuedBilling) &&
      bound.nextTerm === null,
  })
  if (staying !== null) return nothing(addOnStays(declared, staying, { living, facts, state: 'suspended' }))
  return {
    findings: [],
    actions: [
      suspendAction({
        subscription: living,
        partner: facts.partner,
        on: facts.on,
        changes: facts.index.changes(living.partner, living.customer),
        method: 'steady',
        because: { kind: 'declared otherwise', field: 'state' },
        after: addOns.map(suspendId).sort(),
        replacedBy: [],
        overlap: null,
        irreversible: false,
        source: declared.at,
      }),
    ],
  }
}
