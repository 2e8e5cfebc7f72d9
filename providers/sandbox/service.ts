/** What handlers share: the rows, the time, ids that repeat themselves when the same things happen again. */
import { createHash } from 'node:crypto'
import type { World } from '../../schemas/generated/world.ts'
import type { PartnerRow, RelationshipRow, SubscriptionRow } from './rows.ts'
import type { Store } from './store.ts'
import type { SandboxTime } from './time.ts'

export interface Service {
  readonly world: World
  readonly store: Store
  readonly time: SandboxTime
  /** A new UUID, the same in every run of the same history. */
  newId(kind: string): string
}

export function createService(world: World, store: Store, time: SandboxTime): Service {
  return {
    world,
    store,
    time,
    newId(kind) {
      const count = Number(store.get('meta', 'ids')?.value ?? '0') + 1
      store.put('meta', 'ids', { value: String(count) })
      return uuidFrom(`${world.name}/${kind}/${count}`)
    },
  }
}

export function uuidFrom(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

export const subscriptionKey = (row: Pick<SubscriptionRow, 'partner' | 'id'>) =>
  `${row.partner}/${row.id.toLowerCase()}`
export const relationshipKey = (partner: string, customer: string) => `${partner}/${customer}`

export function partnerByTenant(service: Service, tenant: string): PartnerRow | undefined {
  return service.store
    .all('partners')
    .find(row => row.tenantId === tenant.toLowerCase() || row.domain === tenant.toLowerCase())
}

/** The relationship, if the partner can see the customer now. */
export function visibleRelationship(
  service: Service,
  partner: string,
  customer: string,
): RelationshipRow | undefined {
  const row = service.store.get('relationships', relationshipKey(partner, customer.toLowerCase()))
  return row !== undefined && row.visibleFrom <= service.time.now() ? row : undefined
}

export function subscriptionsOf(
  service: Service,
  partner: string,
  customer: string,
): readonly SubscriptionRow[] {
  return service.store
    .all('subscriptions')
    .filter(
      row => row.partner === partner && row.customer === customer && row.visibleFrom <= service.time.now(),
    )
}

export function saveSubscription(service: Service, row: SubscriptionRow): SubscriptionRow {
  const before = service.store.get('subscriptions', subscriptionKey(row))
  const now = service.time.now()
  const isChanged = before === undefined || before.seats !== row.seats || before.status !== row.status
  const saved: SubscriptionRow = {
    ...row,
    version: (before?.version ?? 0) + 1,
    statusSince:
      before !== undefined && before.status === row.status
        ? before.statusSince
        : before === undefined
          ? row.statusSince
          : now,
    history: isChanged
      ? [
          ...row.history,
          { at: before === undefined ? row.statusSince : now, seats: row.seats, status: row.status },
        ]
      : row.history,
  }
  service.store.put('subscriptions', subscriptionKey(saved), saved)
  return saved
}
