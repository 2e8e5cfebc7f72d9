/** `state: cancelled` of a living subscription: new commerce inside its window, and nothing else (T4). */

import type { DeclaredSubscription } from '../../../model/desired.ts'
import type { LiveSubscription } from '../../../model/live.ts'
import { isOff } from '../../../model/status.ts'
import { codes } from '../../codes.ts'
import { finding } from '../../finding.ts'
import { cancelAction, cancelId, howClosed, openWindow } from '../../kinds/cancel.ts'
import { prevents } from '../../permit/refusals.ts'
import { addOnStays } from './staying-add-on.ts'
import { addOnsOf, nothing, subjectOf, type TargetDecision, type TargetFacts } from './target-facts.ts'

export function cancelDeclared(
  declared: DeclaredSubscription,
  living: LiveSubscription,
  facts: TargetFacts,
): TargetDecision {
  const subject = subjectOf(declared, facts, living)
  const refuse = (entry: typeof codes.CANCEL_WINDOW_CLOSED, detail: string) =>
    nothing(finding(entry, 'line', subject, { detail, at: declared.at }))
  if (living.commerce !== 'nce')
    return nothing(
      finding(codes.CHANGE_NOT_SUPPORTED, 'line', subject, {
        detail: `\`${declared.key}\` is legacy, which cannot be cancelled; suspending it stops its charges.`,
        at: declared.at,
        remedies: [{ kind: 'edit', what: 'write `state: suspended`' }],
      }),
    )
  if (openWindow(living, facts.now) === null) {
    const closed = howClosed(living)
    return refuse(
      codes.CANCEL_WINDOW_CLOSED,
      `The window in which \`${declared.key}\` could be cancelled ${closed}; it is billed to ${living.termEndsAt?.slice(0, 10) ?? 'its term end'}.${prevents('CANCEL_WINDOW_CLOSED')}`,
    )
  }
  const { addOns, staying } = addOnsOf(living, facts, {
    counts: entry => !isOff(entry.status),
    goes: (entry, bound) => entry.state === 'cancelled' && openWindow(bound, facts.now) !== null,
  })
  if (staying !== null) return nothing(addOnStays(declared, staying, { living, facts, state: 'cancelled' }))
  return {
    findings: [],
    actions: [
      cancelAction({
        subscription: living,
        partner: facts.partner,
        on: facts.on,
        method: 'steady',
        because: { kind: 'declared otherwise', field: 'state' },
        after: addOns.map(cancelId).sort(),
        replacedBy: [],
        overlap: null,
        source: declared.at,
      }),
    ],
  }
}
