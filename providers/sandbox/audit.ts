/** An activity record for every write, carried out or refused (E19, facts 14). */
import { nextCount } from './ids.ts'
import type { Service } from './service.ts'
import type { ActivityRow } from './state/trace-rows.ts'
import { noteEvent } from './webhooks/events.ts'

export interface Activity {
  readonly resource: string
  readonly operation: string
  readonly status: ActivityRow['status']
  readonly partner: string
  readonly customer: string
  /** Goes into the record's id, where there is one. */
  readonly resourceId?: string
  /** Stands in the record's id in the place of the operation. */
  readonly idWord?: string
  readonly oldValue?: Readonly<Record<string, unknown>>
  readonly newValue?: Readonly<Record<string, unknown>>
  readonly data?: Readonly<Record<string, string>>
}

export interface Actor {
  /** Empty for app-only. */
  readonly user: string
  readonly application: string
  readonly correlationId: string
}

/** What Microsoft or the customer does. */
export const nobody: Actor = { user: '', application: 'Microsoft', correlationId: '' }

const ticksPerMs = 10_000n
/** 1970-01-01 in ticks of .NET. */
const epochTicks = 621_355_968_000_000_000n

export function recordActivity(service: Service, activity: Activity, actor: Actor): void {
  const { partner, customer } = activity
  const now = service.time.now()
  // Time stands still: the count tells records of one millisecond apart, and in which order they were written.
  const within = nextCount(service, 'activity', partner, customer) % 10_000
  const ticks = BigInt(Date.parse(now)) * ticksPerMs + epochTicks + BigInt(within)
  const tenant = service.store.partners.get(partner)?.tenantId ?? ''
  const word = activity.idWord ?? activity.operation.replaceAll('_', '')
  const parts = [tenant, customer, activity.resourceId, word, String(ticks)]
  const row: ActivityRow = {
    id: parts.filter(part => part !== undefined).join('_'),
    partner,
    customer,
    operationDate: `${now.slice(0, -1)}${String(within).padStart(4, '0')}Z`,
    resourceType: activity.resource,
    operationType: activity.operation,
    status: activity.status,
    user: actor.user,
    application: actor.application,
    correlationId: actor.correlationId,
    oldValue: activity.oldValue ?? null,
    newValue: activity.newValue ?? null,
    data: Object.entries(activity.data ?? {}).map(([key, value]) => ({ key, value })),
  }
  service.store.activities.put(row)
  noteEvent(service, row, activity.resourceId)
}
