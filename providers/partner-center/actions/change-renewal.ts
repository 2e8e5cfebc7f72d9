/**
 * `subscription.change-renewal`: auto-renew, the schedule for the next term, and the instruction for the end of the term, all of them absolute, in one
 * PATCH. The instruction's form is in no page of Microsoft's: it stands in convert-scheduled-actions.ts, and nowhere else.
 */
import { diagnose } from '../../../engine/diagnostic.ts'
import { isSameRenewal, type NextTerm, renewalOf } from '../../../engine/model/renewal.ts'
import type { ActionOf } from '../../../engine/plan/action.ts'
import type { Attempt } from '../../../engine/ports.ts'
import { Bug } from '../../../engine/result.ts'
import type { WriteClient } from '../client/client.ts'
import { findAvailabilities } from '../client/resources/catalog.ts'
import type { Edit } from '../client/resources/patch-subscription.ts'
import { codes } from '../codes.ts'
import { liveSubscription, statusOf } from '../convert.ts'
import { availabilityId } from '../convert-catalogue.ts'
import { actionsFor } from '../convert-scheduled-actions.ts'
import type { WireNextTerm, WireSubscription } from '../wire/subscription.ts'
import type { Prepared } from './change.ts'
import { refused } from './outcome.ts'

/** What of an action decides; also made of a step that learns the subscription's id from another one. */
export type RenewalChange = Pick<
  ActionOf<'subscription.change-renewal'>,
  'partner' | 'customer' | 'subscription' | 'market' | 'from' | 'to' | 'restores'
>

/** A next term names an availability, and those change: it is looked up now (T13). */
export async function prepareRenewal(
  action: RenewalChange,
  client: WriteClient,
  attempt: Attempt,
): Promise<Prepared> {
  const next = action.to.kind === 'renews' ? action.to.next : null
  if (next === null || action.market === null) return editRenewal(action, null)
  const [product = '', sku = ''] = next.product.split(':')
  const offered = await findAvailabilities(client, { product, sku, country: action.market })
  const availability = availabilityId(offered, next)
  if (availability === null)
    return refused(
      diagnose(codes.NOT_SOLD_NOW, {
        detail: `${action.partner}: ${next.product} is not for sale in ${action.market} as ${next.term ?? ''} ${next.billing ?? ''}.`,
        correlationId: attempt.correlationId,
      }),
    )
  return editRenewal(action, wireNextTerm(next, availability))
}

/** `next` null: looking only, or nothing is scheduled. */
export function editRenewal(action: RenewalChange, next: WireNextTerm | null): Edit {
  return found => {
    const now = renewalOf(liveSubscription(action.partner, action.customer, found))
    if (isSameRenewal(now, action.to)) return { kind: 'done' }
    const isExpected = action.restores || isSameRenewal(now, action.from)
    if (statusOf(found) !== 'active' || !isExpected) return { kind: 'moved' }
    return { kind: 'change', fields: fieldsFor(action, { found, next }) }
  }
}

/** Auto-renew off alone becomes a paid extension within a day, so the instruction goes in the same request. */
function fieldsFor(
  { to }: RenewalChange,
  { found, next }: { readonly found: WireSubscription; readonly next: WireNextTerm | null },
): Readonly<Record<string, unknown>> {
  if (to.kind !== 'cancels' && to.kind !== 'renews' && to.kind !== 'extends')
    throw new Bug(`a renewal that ${to.kind} was planned`)
  const scheduledActions = actionsFor(to.kind, { found, next })
  return {
    autoRenewEnabled: to.kind === 'renews',
    scheduledNextTermInstructions: next,
    ...(scheduledActions !== null && { scheduledActions }),
  }
}

function wireNextTerm(next: NextTerm, availability: string): WireNextTerm {
  const [productId = '', skuId = ''] = next.product.split(':')
  return {
    product: {
      productId,
      skuId,
      availabilityId: availability,
      ...(next.billing !== null && {
        billingCycle: next.billing as NonNullable<WireNextTerm['product']>['billingCycle'],
      }),
      ...(next.term !== null && { termDuration: next.term }),
      ...(next.promotion !== null && { promotionId: next.promotion }),
    },
    quantity: next.seats,
    ...(next.endsOn !== null && { customTermEndDate: `${next.endsOn}T00:00:00Z` }),
  } as WireNextTerm // words we do not know come from the service itself, and go back as they came
}
