/**
 * Reads what documents declare of delegated administration, and nothing else: relationships of the account and of sources whose own are to
 * end, and the groups of active ones. One list serves many customers; for a few each is asked for by itself.
 */
import type { AdminReader } from '../admin/port.ts'
import { diagnose } from '../diagnostic.ts'
import type { AdminActual, AdminRelationship } from '../model/admin.ts'
import type { PartnerName, TenantId } from '../model/ids.ts'
import type { Read } from '../model/live.ts'
import { readCodes } from '../model/read-codes.ts'
import type { ScopedCustomer } from '../scope/scoped-customer.ts'
import { mapPool } from './pool.ts'

/** A page holds 300 relationships: from here on the whole list costs less than asking for each. */
const fewCustomers = 4

export interface AdminScope {
  readonly partner: PartnerName
  readonly tenant: TenantId
  readonly withGroups: boolean
}

export interface AdminReading {
  /** Left out: nothing here reads Graph. */
  readonly reader: AdminReader | undefined
  readonly width: number
  /** Whole lists of accounts that were read already. */
  readonly lists?: ReadonlyMap<PartnerName, Read<readonly AdminRelationship[]>>
}

export function adminScopes(scoped: readonly ScopedCustomer[]): readonly AdminScope[] {
  const scopes = new Map<string, AdminScope>()
  for (const { customer, written, sources } of scoped) {
    const { admin, tenant } = customer
    if (!written || admin === undefined) continue
    const own = { partner: customer.partner, tenant, withGroups: admin.groups.length > 0 }
    scopes.set(`${own.partner}/${tenant}`, own)
    if (!admin.endInSources) continue
    for (const { name } of sources) {
      const key = `${name}/${tenant}`
      if (!scopes.has(key)) scopes.set(key, { partner: name, tenant, withGroups: false })
    }
  }
  return [...scopes.values()]
}

export async function readAdmin(
  scopes: readonly AdminScope[],
  { reader, width, lists: read = new Map() }: AdminReading,
): Promise<readonly AdminActual[]> {
  if (reader === undefined)
    return scopes.map(scope => ({ ...placeOf(scope), relationships: notRead, assignments: [] }))
  const byPartner = new Map<PartnerName, AdminScope[]>()
  for (const scope of scopes) byPartner.set(scope.partner, [...(byPartner.get(scope.partner) ?? []), scope])
  const lists = new Map(read)
  for (const [partner, own] of byPartner)
    if (own.length > fewCustomers && !lists.has(partner))
      lists.set(partner, await reader.relationships(partner, null))
  return mapPool(scopes, width, async scope => {
    const list = lists.get(scope.partner)
    const relationships =
      list === undefined
        ? await reader.relationships(scope.partner, scope.tenant)
        : ofCustomer(list, scope.tenant)
    return withGroups(scope, relationships, reader)
  })
}

async function withGroups(
  scope: AdminScope,
  relationships: Read<readonly AdminRelationship[]>,
  reader: AdminReader,
): Promise<AdminActual> {
  const active =
    scope.withGroups && relationships.kind === 'present'
      ? relationships.value.filter(entry => entry.status === 'active')
      : []
  const assignments: AdminActual['assignments'][number][] = []
  for (const { id } of active)
    assignments.push({ relationship: id, groups: await reader.assignments(scope.partner, id) })
  return { ...placeOf(scope), relationships, assignments }
}

function placeOf({ partner, tenant }: AdminScope) {
  return { partner, tenant }
}

const notRead = { kind: 'unknown', because: diagnose(readCodes.NOT_READ) } as const

function ofCustomer(
  list: Read<readonly AdminRelationship[]>,
  tenant: TenantId,
): Read<readonly AdminRelationship[]> {
  if (list.kind !== 'present') return list
  return { kind: 'present', value: list.value.filter(entry => entry.customer?.tenant === tenant) }
}
