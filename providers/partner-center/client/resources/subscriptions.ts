/** Reading subscriptions (facts 9, read 2026-11-23). There is no partner-wide list: one call per customer. */

import { listConflict } from '../../limits.ts'
import type {
  WireAzureEntitlement,
  WireSubscription,
  WireSubscriptionProvisioning,
} from '../../wire/subscription.ts'
import type { ReadClient } from '../client.ts'
import { ApiFailure } from '../errors/failure.ts'
import { collect, linkedPages } from '../paging.ts'
import { textAt } from '../read-value.ts'
import { anyResource, identified, listed, named } from '../resource.ts'
import { rested } from '../rest.ts'

/** All of a customer's, suspended, expired and deleted ones too. */
export async function listSubscriptions(
  client: ReadClient,
  customer: string,
): Promise<readonly WireSubscription[]> {
  for (let tried = 1; ; tried += 1) {
    try {
      return identified(client, 'subscriptions.list', await collect(subscriptionPages(client, customer)))
    } catch (error) {
      const isPassing = error instanceof ApiFailure && error.error.status === 409
      if (!isPassing || tried >= listConflict.tries) throw error
      if (!(await rested(client, listConflict.pauseMs, 'retry'))) throw error // Q27
    }
  }
}

function subscriptionPages(client: ReadClient, customer: string) {
  const keyOf = (item: unknown) => textAt(item, 'id')?.toLowerCase() ?? null
  return linkedPages(client, { call: 'subscriptions.list', input: { path: { customer } }, keyOf })
}

export async function getSubscription(
  client: ReadClient,
  customer: string,
  subscription: string,
): Promise<WireSubscription> {
  const answer = await client.read('subscriptions.get', { path: { customer, subscription } })
  return named(client, 'subscriptions.get', { answer, asked: subscription })
}

export async function getSubscriptionProvisioning(
  client: ReadClient,
  customer: string,
  subscription: string,
): Promise<WireSubscriptionProvisioning> {
  const answer = await client.read('subscriptions.provisioningstatus', { path: { customer, subscription } })
  return anyResource(client, 'subscriptions.provisioningstatus', answer)
}

/** The Azure subscriptions below an Azure plan. */
export async function listAzureEntitlements(
  client: ReadClient,
  customer: string,
  subscription: string,
): Promise<readonly WireAzureEntitlement[]> {
  const call = 'subscriptions.azureentitlements'
  const answer = await client.read(call, { path: { customer, subscription } })
  return identified(client, call, listed(client, call, answer))
}
