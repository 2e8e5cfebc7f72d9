/**
 * What closes for the purchases of a later day, asked before their sources are told to end (T24): frozen days, and the hours of the
 * consolidation. A source that knows already ends in any case; then it is said, and nothing more is stopped.
 */
import type { DeclaredConsolidation, Desired } from '../../model/desired.ts'
import type { UtcDate } from '../../model/ids.ts'
import { isOpenOn } from '../../time/window.ts'
import { finding } from '../finding.ts'
import { frozenFor } from '../guards/judge.ts'
import type { CustomerDecision } from '../stages/order.ts'
import { blockCustomer } from './block-customer.ts'
import { moveCodes } from './codes.ts'

export function withLaterPurchases(
  decision: CustomerDecision,
  {
    consolidation,
    desired,
  }: { readonly consolidation: DeclaredConsolidation | null; readonly desired: Desired },
): CustomerDecision {
  const found = decision.later.flatMap(purchase => {
    const why = closedOn(purchase.on, decision, { consolidation, desired })
    if (why === null) return []
    const { plan, actions } = decision
    const end = actions.length > 0 ? 'It is not set to end with its term.' : 'It ends in any case.'
    const detail = `\`${purchase.key}\` would be bought on ${purchase.on}, when the term of ${purchase.source} has ended, and ${why}. ${end}`
    const subject = { partner: plan.partner, customer: plan.tenant }
    return [
      finding(moveCodes.LATER_PURCHASE_CLOSED, actions.length > 0 ? 'customer' : 'nothing', subject, {
        detail,
        ...(plan.at !== null && { at: plan.at }),
      }),
    ]
  })
  if (decision.actions.length === 0) return { ...decision, findings: [...decision.findings, ...found] }
  return found.reduce((blocked, one) => blockCustomer(blocked, one), decision)
}

function closedOn(
  day: UtcDate,
  { plan }: CustomerDecision,
  {
    consolidation,
    desired,
  }: { readonly consolidation: DeclaredConsolidation | null; readonly desired: Desired },
): string | null {
  if (consolidation?.window != null && !isOpenOn(consolidation.window, day))
    return `the window of ${consolidation.name} is closed on that day`
  const frozen = frozenFor(plan, day, desired)
  return frozen === null
    ? null
    : `${frozen.rule} lets nothing be bought from ${frozen.window.from} to ${frozen.window.to}`
}
