/** What lies below an Azure plan, in our words (facts 9, read 2026-11-26). */
import type { AzureSubscription } from '../../engine/model/live.ts'
import { textAt } from './client/read-value.ts'
import type { WireAzureEntitlement } from './wire/subscription.ts'
import { known } from './words.ts'

/** `id` is the Azure subscription; `subscriptionId` names the plan again. */
export function azureSubscription(wire: WireAzureEntitlement): AzureSubscription {
  return {
    id: (textAt(wire, 'id') ?? '').toLowerCase(),
    name: textAt(wire, 'friendlyName'),
    status: known(wire.status, ['active', 'disabled'] as const),
  }
}
