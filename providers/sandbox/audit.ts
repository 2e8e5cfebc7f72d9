/** An activity record for every write, accepted or refused (E19). */
import type { Call } from './call.ts'
import type { Service } from './service.ts'

export interface Activity {
  readonly partner: string
  readonly customer: string
  readonly resourceType: string
  readonly operationType: string
  readonly status: 'succeeded' | 'failed'
  readonly newValue: unknown
  readonly data?: Readonly<Record<string, string>>
}

export function recordActivity(
  service: Service,
  activity: Activity,
  by: Pick<Call, 'caller' | 'correlationId'> | null,
): void {
  const at = service.time.now()
  const count = service.store.all('audit').length + 1
  const partner = service.store.get('partners', activity.partner)
  const id = `${partner?.tenantId ?? ''}_${activity.customer}_${activity.operationType.replaceAll('_', '')}_${String(Date.parse(at) * 10_000 + 621_355_968_000_000_000 + count).slice(0, 18)}${count}`
  service.store.put('audit', id, {
    id,
    partner: activity.partner,
    customer: activity.customer,
    at,
    resourceType: activity.resourceType,
    operationType: activity.operationType,
    status: activity.status,
    user: by?.caller.upn ?? '',
    application: by?.caller.clientId ?? 'microsoft',
    correlationId: by?.correlationId ?? '',
    newValue: activity.newValue,
    data: Object.entries(activity.data ?? {}).map(([key, value]) => ({ key, value })),
  })
}
