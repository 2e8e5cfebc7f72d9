/** Relationships, groups and assignments of a World. */
import type { World } from '../../../schemas/generated/world.ts'
import { uuidOf } from '../ids.ts'
import { wakeAt } from '../lifecycle/save.ts'
import type { Service } from '../service.ts'
import type { DelegatedRow } from '../state/delegated-rows.ts'
import { addDuration, normal } from '../time/calendar.ts'
import { delegatedDue } from './settle.ts'

type Written = NonNullable<NonNullable<World['delegatedAdmin']>['relationships']>[number]

export function seedDelegated(service: Service): void {
  const { world, store } = service
  for (const partner of world.partners)
    if (partner.delegatedAdminPrincipal !== false) store.principals.put({ partner: partner.name })
  for (const { partner, id, name } of world.delegatedAdmin?.groups ?? [])
    store.groups.put({ partner, id: id.toLowerCase(), name })
  for (const [position, written] of (world.delegatedAdmin?.relationships ?? []).entries())
    seedRelationship(service, written, position)
  wakeAt(service, delegatedDue(service))
}

function seedRelationship(service: Service, written: Written, position: number): void {
  const { store } = service
  const row = rowOf(service, written, position)
  store.delegated.put(row)
  for (const [index, { group, roles, status }] of (written.assignments ?? []).entries())
    store.assignments.put({
      id: uuidOf('assignment', row.id, String(index)),
      relationship: row.id,
      group: group.toLowerCase(),
      roles: roles.map(role => role.toLowerCase()),
      status: status ?? 'active',
      stepAt: null,
      createdAt: row.activatedAt ?? row.createdAt,
      modifiedAt: row.activatedAt ?? row.createdAt,
      version: 1,
    })
}

function rowOf(service: Service, written: Written, position: number): DelegatedRow {
  const tenantId = service.store.partners.get(written.partner)?.tenantId ?? ''
  const customer =
    written.customer === undefined ? undefined : service.store.customers.get(written.customer.toLowerCase())
  const duration = written.duration ?? 'P730D'
  const createdAt = normal(written.created ?? service.world.clock)
  const status = written.status ?? 'active'
  const wasActive = !['created', 'approvalPending', 'approved', 'activating'].includes(status)
  const activatedAt = wasActive ? normal(written.activated ?? createdAt) : null
  const endsAt = activatedAt === null ? null : normal(written.ends ?? addDuration(activatedAt, duration))
  return {
    id: (
      written.id ?? `${uuidOf('delegated', service.world.name, String(position))}-${tenantId}`
    ).toLowerCase(),
    partner: written.partner,
    name: written.name,
    duration,
    customer: customer === undefined ? null : { tenantId: customer.tenantId, name: customer.name },
    roles: written.roles.map(role => role.toLowerCase()),
    autoExtend: written.autoExtend === true ? 'P180D' : 'PT0S',
    status,
    stepAt: null,
    statusSince: normal(written.since ?? (status === 'active' ? (activatedAt ?? createdAt) : createdAt)),
    createdAt,
    modifiedAt: createdAt,
    activatedAt,
    endsAt,
    version: 1,
    indirect:
      written.indirectProvider === undefined
        ? null
        : { provider: written.indirectProvider.toLowerCase(), isConsentPending: status === 'created' },
    refused: false,
  }
}
