/** The base an add-on is bought for: living before, or created by another action of the same plan. */
import { type Diagnostic, diagnose } from '../../../engine/diagnostic.ts'
import { type SubscriptionId, subscriptionId } from '../../../engine/model/ids.ts'
import type { Evidence } from '../../../engine/plan/action.ts'
import type { WriteClient } from '../client/client.ts'
import { listOf, textAt } from '../client/read-value.ts'
import { getOrder } from '../client/resources/orders.ts'
import { getSubscription } from '../client/resources/subscriptions.ts'
import { until } from '../client/settle.ts'
import { codes } from '../codes.ts'
import type { WireOrder } from '../wire/order.ts'
import type { Purchase } from './find-bought.ts'

export type Base =
  | { readonly kind: 'none' }
  | { readonly kind: 'base'; readonly subscription: SubscriptionId; readonly order: string | null }
  | { readonly kind: 'unknown'; readonly because: Diagnostic }

export async function baseOf(client: WriteClient, { action, attempt }: Purchase): Promise<Base> {
  const { base } = action
  if (base === undefined) return { kind: 'none' }
  const { subscription, order } =
    base.kind === 'living' ? base : await createdBase(client, action.customer, attempt.evidence[base.action])
  if (subscription === null)
    return {
      kind: 'unknown',
      because: diagnose(codes.NO_BASE, {
        detail: `${action.partner}: nothing is known of the base that \`${action.name}\` belongs to.`,
        correlationId: attempt.correlationId,
      }),
    }
  if (order !== null || action.product.includes(':')) return { kind: 'base', subscription, order }
  const found = await getSubscription(client, action.customer, subscription)
  return { kind: 'base', subscription, order: textAt(found, 'orderId') || null }
}

interface Created {
  readonly subscription: SubscriptionId | null
  readonly order: string | null
}

/** A base that was ordered a moment ago may not be provisioned; its order, of one line, will name it. */
async function createdBase(
  client: WriteClient,
  customer: string,
  created: Evidence | undefined,
): Promise<Created> {
  const order = created?.order ?? null
  if (created?.subscription !== undefined || order === null)
    return { subscription: created?.subscription ?? null, order }
  const { last } = await until(client, {
    look: () => getOrder(client, customer, order),
    isShown: found => baseLine(found) !== null,
  })
  const named = baseLine(last)
  return { subscription: named === null ? null : subscriptionId(named), order }
}

function baseLine(order: WireOrder): string | null {
  const line = listOf(order.lineItems).find(entry => !textAt(entry, 'parentSubscriptionId'))
  return textAt(line, 'subscriptionId') || null
}
