/** E12: suspending a base suspends its add-ons. */
import { addOnsOf, type Service } from '../service.ts'
import type { SubscriptionRow } from '../state/subscription-rows.ts'
import { saveSubscription } from './save.ts'
import { suspended } from './suspend.ts'

export function suspendAddOns(service: Service, base: SubscriptionRow): void {
  for (const row of addOnsOf(service, base))
    if (row.status === 'active') saveSubscription(service, suspended(row))
}
