/** The billing cycle of a living legacy subscription: a change of its order, and so of everything that order bought (facts 10). */
import type { DeclaredSubscription } from '../../../model/desired.ts'
import type { ActionId } from '../../../model/ids.ts'
import type { LiveSubscription } from '../../../model/live.ts'
import { isOff } from '../../../model/status.ts'
import { codes } from '../../codes.ts'
import { finding } from '../../finding.ts'
import { changeBillingAction } from '../../kinds/change-billing.ts'
import { nothing, subjectOf, type TargetDecision, type TargetFacts } from './target-facts.ts'

export function changeBilling(
  declared: DeclaredSubscription,
  living: LiveSubscription,
  { facts, after }: { readonly facts: TargetFacts; readonly after: readonly ActionId[] },
): TargetDecision {
  const { order, billing: from } = living
  const refuse = (detail: string) =>
    nothing(
      finding(codes.CHANGE_NOT_SUPPORTED, 'line', subjectOf(declared, facts, living), {
        detail,
        at: declared.at,
      }),
    )
  if (order === null || from === null)
    return refuse(
      `\`${declared.key}\` is billed ${from ?? 'in an unknown cycle'} and ${declared.billing} is declared; the order that bought it is not known, and a legacy cycle belongs to its order.`,
    )
  const wanted = new Map(
    facts.customer.subscriptions.flatMap(entry => {
      const bound = facts.binding.bound.get(entry.key)
      return bound === undefined || !entry.billingWritten ? [] : [[bound.id, entry.billing] as const]
    }),
  )
  const together = facts.subscriptions.filter(entry => entry.order === order && !isOff(entry.status))
  const other = together.find(entry => wanted.get(entry.id) !== declared.billing)
  if (other !== undefined)
    return refuse(
      `\`${declared.key}\` and ${other.productName} (${other.id}) were bought by one order, which has one cycle; both must be declared ${declared.billing}.`,
    )
  // One request changes them all: the first of them sends it.
  if (together[0]?.id !== living.id) return nothing()
  return {
    findings: [],
    actions: [
      changeBillingAction(
        {
          subscription: living,
          partner: facts.partner,
          on: facts.on,
          method: 'steady',
          after,
          source: declared.at,
        },
        { order, from, to: declared.billing },
      ),
    ],
  }
}
