/** G9: what can be told to whoever registered, each with the activity record it came with (graph section 7). */
import { newId } from '../ids.ts'
import type { Service } from '../service.ts'
import type { EventRow } from '../state/event-rows.ts'
import type { ActivityRow } from '../state/trace-rows.ts'

/** The names somebody can register for. What the sandbox does not emulate never happens in it. */
export const eventNames = [
  'azure-fraud-event-detected',
  'dap-admin-relationship-approved',
  'dap-admin-relationship-terminated',
  'dap-admin-relationship-terminated-by-microsoft',
  'granular-admin-access-assignment-activated',
  'granular-admin-access-assignment-created',
  'granular-admin-access-assignment-deleted',
  'granular-admin-access-assignment-updated',
  'granular-admin-relationship-activated',
  'granular-admin-relationship-approved',
  'granular-admin-relationship-expired',
  'granular-admin-relationship-terminated',
  'invoice-ready',
  'new-commerce-migration-completed',
  'new-commerce-migration-created',
  'new-commerce-migration-failed',
  'new-commerce-migration-schedule-failed',
  'referral-created',
  'referral-updated',
  'related-referral-created',
  'related-referral-updated',
  'reseller-relationship-accepted-by-customer',
  'subscription-updated',
  'test-created',
  'usagerecords-thresholdExceeded',
] as const

type EventName = (typeof eventNames)[number]

/** Part of a record's id, for what has no published operation. */
export const acceptedByCustomer = 'resellerrelationshipacceptedbycustomer'

interface Told {
  readonly name: EventName
  readonly resourcePath: string
  readonly resourceName: string
}

/** A record of what happened can be an event too. */
export function noteEvent(service: Service, record: ActivityRow, resourceId: string | undefined): void {
  const told = record.status === 'succeeded' ? toldOf(record, resourceId ?? '') : null
  if (told !== null) addEvent(service, record.partner, told, record.id)
}

function toldOf(record: ActivityRow, resourceId: string): Told | null {
  const customer = `/v1/customers/${record.customer}`
  const name = eventNames.find(entry => entry === record.operationType.replaceAll('_', '-'))
  switch (record.resourceType) {
    case 'granular_admin_relationship':
      return name === undefined
        ? null
        : { name, resourcePath: relationshipPath(resourceId), resourceName: 'GranularAdminRelationship' }
    case 'granular_admin_access_assignment':
      return name === undefined
        ? null
        : {
            name,
            resourcePath: `${relationshipPath(relationshipOf(record))}/accessAssignments/${resourceId}`,
            resourceName: 'GranularAdminAccessAssignment',
          }
    case 'subscription':
      return {
        name: 'subscription-updated',
        resourcePath: `${customer}/subscriptions/${resourceId}`,
        resourceName: 'Subscription',
      }
    case 'customer':
      return record.id.includes(acceptedByCustomer)
        ? {
            name: 'reseller-relationship-accepted-by-customer',
            resourcePath: customer,
            resourceName: 'Customer',
          }
        : null
    default:
      return null
  }
}

const relationshipPath = (id: string) => `/v1/granularAdminRelationships/${id}`

const relationshipOf = ({ newValue }: ActivityRow) =>
  typeof newValue === 'object' && newValue !== null && 'Id' in newValue ? String(newValue.Id) : ''

/** Undefined: nobody registered for it. */
export function addEvent(
  service: Service,
  partner: string,
  told: Told,
  record: string | null,
): EventRow | undefined {
  const registration = service.store.registrations.get(partner)
  if (registration?.events.includes(told.name) !== true) return undefined
  const at = service.time.now()
  const id = newId(service, 'event', partner, '')
  const row: EventRow = { ...told, id, partner, record, at, url: registration.url, attempts: [], nextAt: at }
  service.store.waitingEvents.put(row)
  return row
}
