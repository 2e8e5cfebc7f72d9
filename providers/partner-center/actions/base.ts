/** The base an add-on is bought for: living before, or created by another action of the same plan. */
import { type Diagnostic, diagnose } from '../../../engine/diagnostic.ts'
import type { SubscriptionId } from '../../../engine/model/ids.ts'
import type { WriteClient } from '../client/client.ts'
import { getSubscription } from '../client/subscriptions.ts'
import { codes } from '../codes.ts'
import type { Purchase } from './find-bought.ts'

export type Base =
  | { readonly kind: 'none' }
  | { readonly kind: 'base'; readonly subscription: SubscriptionId; readonly order: string | null }
  | { readonly kind: 'unknown'; readonly because: Diagnostic }

export async function baseOf(client: WriteClient, { action, attempt }: Purchase): Promise<Base> {
  const { base } = action
  if (base === undefined) return { kind: 'none' }
  const created = base.kind === 'created by' ? attempt.evidence[base.action] : undefined
  const subscription = base.kind === 'living' ? base.subscription : created?.subscription
  if (subscription === undefined)
    return {
      kind: 'unknown',
      because: diagnose(codes.NO_BASE, {
        detail: `${action.partner}: nothing is known of the base that \`${action.name}\` belongs to.`,
        correlationId: attempt.correlationId,
      }),
    }
  const order = base.kind === 'living' ? base.order : (created?.order ?? null)
  if (order !== null || action.product.includes(':')) return { kind: 'base', subscription, order }
  const found = await getSubscription(client, action.customer, subscription)
  return { kind: 'base', subscription, order: found.orderId || null }
}
