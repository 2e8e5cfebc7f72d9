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

export interface AdminWish {
  readonly partner: PartnerName
  readonly tenant: TenantId
  readonly withGroups: boolean
}

export interface AdminReading {
  /** Left out: nothing here reads Graph. */
  readonly reader: AdminReader | undefined
  readonly width: number
}

export function adminWishes(scoped: readonly ScopedCustomer[]): readonly AdminWish[] {
  const wishes = new Map<string, AdminWish>()
  for (const { customer, written, sources } of scoped) {
    const { admin, tenant } = customer
    if (!written || admin === undefined) continue
    const own = { partner: customer.partner, tenant, withGroups: admin.groups.length > 0 }
    wishes.set(`${own.partner}/${tenant}`, own)
    if (!admin.endInSources) continue
    for (const { name } of sources) {
      const key = `${name}/${tenant}`
      if (!wishes.has(key)) wishes.set(key, { partner: name, tenant, withGroups: false })
    }
  }
  return [...wishes.values()]
}

export async function readAdmin(
  wishes: readonly AdminWish[],
  { reader, width }: AdminReading,
): Promise<readonly AdminActual[]> {
  if (reader === undefined)
    return wishes.map(wish => ({ ...placeOf(wish), relationships: notRead, assignments: [] }))
  const byPartner = new Map<PartnerName, AdminWish[]>()
  for (const wish of wishes) byPartner.set(wish.partner, [...(byPartner.get(wish.partner) ?? []), wish])
  const lists = new Map<PartnerName, Read<readonly AdminRelationship[]>>()
  for (const [partner, own] of byPartner)
    if (own.length > fewCustomers) lists.set(partner, await reader.relationships(partner, null))
  return mapPool(wishes, width, async wish => {
    const list = lists.get(wish.partner)
    const relationships =
      list === undefined
        ? await reader.relationships(wish.partner, wish.tenant)
        : ofCustomer(list, wish.tenant)
    return withGroups(wish, relationships, reader)
  })
}

async function withGroups(
  wish: AdminWish,
  relationships: Read<readonly AdminRelationship[]>,
  reader: AdminReader,
): Promise<AdminActual> {
  const active =
    wish.withGroups && relationships.kind === 'present'
      ? relationships.value.filter(entry => entry.status === 'active')
      : []
  const assignments: AdminActual['assignments'][number][] = []
  for (const { id } of active)
    assignments.push({ relationship: id, groups: await reader.assignments(wish.partner, id) })
  return { ...placeOf(wish), relationships, assignments }
}

function placeOf({ partner, tenant }: AdminWish) {
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
