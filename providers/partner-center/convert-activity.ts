/** Activity records of the service as ours (facts 14, read 2026-11-23). Nothing in here throws. */
import type { ActivityRecord } from '../../engine/model/activity.ts'
import {
  instant,
  type PartnerName,
  type SubscriptionId,
  subscriptionId,
  tenantId,
} from '../../engine/model/ids.ts'
import { instantOf } from '../../engine/time/instant-of.ts'
import { isJsonObject, plainWord, property, textAt } from './client/read-value.ts'
import type { WireAuditRecord } from './wire/audit.ts'
import { known } from './words.ts'

/** Used where a record carries no time that can be read: it sorts last and is never taken for recent. */
const longAgo = instant('0001-01-01T00:00:00Z')
const statuses = ['succeeded', 'failed', 'progress', 'decline'] as const

export function activityRecord(partner: PartnerName, wire: WireAuditRecord): ActivityRecord {
  const customer = textAt(wire, 'customerId')
  const resource = textAt(wire, 'resourceType') ?? ''
  const after = valuesIn(textAt(wire, 'resourceNewValue'))
  const before = valuesIn(textAt(wire, 'resourceOldValue'))
  const parts = ['operationDate', 'operationType', 'customerId', 'originalCorrelationId']
  return {
    id: textAt(wire, 'id') ?? parts.map(name => textAt(wire, name) ?? '').join('_'),
    partner,
    at: instantOf(textAt(wire, 'operationDate')) ?? longAgo,
    customer: customer === null || customer === '' ? null : tenantId(customer),
    customerName: textAt(wire, 'customerName'),
    user: textAt(wire, 'userPrincipalName') || null,
    application: textAt(wire, 'applicationId') || null,
    resource,
    operation: textAt(wire, 'operationType') ?? '',
    status: known(textAt(wire, 'operationStatus'), statuses),
    correlationId: textAt(wire, 'originalCorrelationId') || null,
    subscriptions: subscriptionsIn(wire, plainWord(resource) === 'subscription' ? (after ?? before) : null),
    before,
    after,
  }
}

/** JSON inside text with PascalCase members; cut-off text is no answer (Q35). */
function valuesIn(text: string | null): ActivityRecord['after'] {
  if (text === null || text === '') return null
  try {
    const value: unknown = JSON.parse(text)
    if (!isJsonObject(value)) return null
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name.toLowerCase(), entry]))
  } catch {
    return null
  }
}

function subscriptionsIn(
  wire: WireAuditRecord,
  value: ActivityRecord['after'],
): ActivityRecord['subscriptions'] {
  const ids = new Set<SubscriptionId>()
  const own = value?.['id']
  if (typeof own === 'string') ids.add(subscriptionId(own))
  const data = property(wire, 'customizedData')
  for (const entry of Array.isArray(data) ? data : []) {
    const key = textAt(entry, 'key')
    const id = textAt(entry, 'value')
    if (key !== null && id !== null && id !== '' && /^subscriptionid(-\d+)?$/i.test(key))
      ids.add(subscriptionId(id))
  }
  return [...ids]
}
