/** Who relies on a fact: its customer, those that have yet to buy an item, or those whose wave waits for somebody else's. */
import type { ActionId, TenantId } from '../../model/ids.ts'
import type { Fact, Plan } from '../plan.ts'

/** `adopted`: purchases that are there already. */
export function reliersOn(
  fact: Fact,
  { plan, adopted }: { readonly plan: Plan; readonly adopted: ReadonlySet<ActionId> },
): readonly TenantId[] {
  const { subject } = fact
  if (subject.kind === 'offer') return buyersOf(plan, fact, adopted)
  return ('behind' in subject ? subject.behind : undefined) ?? [subject.customer]
}

/** A catalogue item belongs to nobody; it concerns those who have yet to buy it. */
function buyersOf(plan: Plan, { subject }: Fact, adopted: ReadonlySet<ActionId>): readonly TenantId[] {
  if (subject.kind !== 'offer') return []
  return [
    ...new Set(
      plan.actions.flatMap(action =>
        action.kind === 'subscription.create' &&
        action.partner === subject.partner &&
        action.market === subject.market &&
        action.product === subject.product &&
        !adopted.has(action.id)
          ? [action.customer]
          : [],
      ),
    ),
  ]
}
