/** `subscription.change-billing`: the cycle of a legacy subscription is a property of its order (facts 10, orders.patch). */
import { diagnose } from '../../../engine/diagnostic.ts'
import { subscriptionId } from '../../../engine/model/ids.ts'
import type { ActionOf } from '../../../engine/plan/action.ts'
import type { Attempt, Outcome, Perform } from '../../../engine/ports.ts'
import type { WriteClient } from '../client/client.ts'
import { patiently } from '../client/patience.ts'
import { idOf, textAt } from '../client/read-value.ts'
import { changeBillingCycle } from '../client/resources/orders.ts'
import { getSubscription } from '../client/resources/subscriptions.ts'
import { until } from '../client/settle.ts'
import { codes } from '../codes.ts'
import type { ClientOf } from '../reader.ts'
import type { WireSubscription } from '../wire/subscription.ts'
import { billingOf } from '../words.ts'
import { clientFor } from './client-for.ts'
import { evidence, idsOf, looking, moved, performing, refused } from './outcome.ts'

type ChangeBilling = ActionOf<'subscription.change-billing'>

export function changingBilling(clientOf: ClientOf<WriteClient>): Perform<'subscription.change-billing'> {
  return {
    perform: (action, attempt) =>
      performing(clientOf, async clients => {
        const client = clientFor(clients, action.partner)
        return client.ok ? change(client.value, action, attempt) : refused(client.because)
      }),
    look: (action, attempt) =>
      looking(async () => {
        const client = clientFor(clientOf, action.partner)
        if (!client.ok) return { kind: 'cannot tell', because: client.because }
        const found = await getSubscription(client.value, action.customer, action.subscription)
        if (isAt(found, action.to)) return { kind: 'happened', evidence: evidence(client.value, seen(found)) }
        return isAt(found, action.from)
          ? { kind: 'did not happen' }
          : { kind: 'is otherwise', because: moved(words(found), attempt) }
      }),
  }
}

async function change(client: WriteClient, action: ChangeBilling, attempt: Attempt): Promise<Outcome> {
  const { customer, subscription, order, from, to } = action
  const before = await getSubscription(client, customer, subscription)
  if (isAt(before, to)) return { kind: 'done', evidence: evidence(client, seen(before)) }
  if (!isAt(before, from)) return refused(moved(words(before), attempt))
  await patiently(client, round =>
    changeBillingCycle(client, idsOf(attempt, round === 0 ? null : `again-${round}`), {
      customer,
      order,
      to,
    }),
  )
  const { shown, last } = await until(client, {
    look: () => getSubscription(client, customer, subscription),
    isShown: found => isAt(found, to),
  })
  if (shown) return { kind: 'done', evidence: evidence(client, seen(last)) }
  const because = diagnose(codes.NOT_SHOWN, {
    detail: `The order of ${subscription} was changed, and the service still shows: ${words(last)}`,
    correlationId: attempt.correlationId,
  })
  return { kind: 'unknown', because }
}

function isAt(found: WireSubscription, cycle: string): boolean {
  return billingOf(found.billingCycle) === cycle
}

function seen(found: WireSubscription) {
  const order = textAt(found, 'orderId')
  return { subscription: subscriptionId(idOf(found)), ...(order ? { order } : {}) }
}

function words(found: WireSubscription): string {
  return `${found.id}: it is billed ${billingOf(found.billingCycle)}.`
}
