/**
 * A legacy add-on is a line of its base's order, and an order has one billing cycle (facts 10): whatever the document says or leaves out,
 * it is charged as its base is.
 */
import type { DeclaredSubscription } from '../../../model/desired.ts'
import type { BillingCycle } from '../../../model/live.ts'
import type { Action } from '../../action.ts'
import { codes } from '../../codes.ts'
import { finding } from '../../finding.ts'
import type { Finding } from '../../plan.ts'
import { reachOf, subjectOf, type TargetFacts } from './target-facts.ts'

/** The line with the cycle of its base; or a finding, where another one is written. `ofBase`: what this plan does to the base. */
export function billedWithBase(
  declared: DeclaredSubscription,
  facts: TargetFacts,
  ofBase: readonly Action[],
): DeclaredSubscription | Finding {
  const cycle = declared.commerce === 'legacy' ? cycleOfBase(declared, facts, ofBase) : null
  if (cycle === null || cycle === declared.billing) return declared
  if (!declared.billingWritten) return { ...declared, billing: cycle }
  const detail = `\`${declared.key}\` is written as \`billing: ${declared.billing}\`, and its base \`${declared.addOnTo}\` is billed ${cycle}: both are lines of one order.`
  return finding(codes.BILLED_WITH_BASE, reachOf(facts), subjectOf(declared, facts), {
    detail,
    at: declared.at,
  })
}

/** null: it has no base here, or one whose cycle is not known. */
function cycleOfBase(
  { addOnTo }: DeclaredSubscription,
  { binding }: TargetFacts,
  ofBase: readonly Action[],
): BillingCycle | null {
  if (addOnTo === null) return null
  const created = ofBase.find(action => action.kind === 'subscription.create')
  if (created !== undefined) return created.billing
  const changed = ofBase.find(action => action.kind === 'subscription.change-billing')
  const cycle = changed?.to ?? binding.bound.get(addOnTo)?.billing ?? null
  return cycle === 'monthly' || cycle === 'annual' ? cycle : null
}
