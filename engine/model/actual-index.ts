/** Look-ups over what was read, so that planning never scans. */

import { diagnose } from '../diagnostic.ts'
import type { AdminActual } from './admin.ts'
import type { PartnerName, ProductKey, TenantId } from './ids.ts'
import type {
  Actual,
  Beside,
  CatalogueItem,
  CustomerActual,
  CustomerRow,
  LiveSubscription,
  Read,
} from './live.ts'
import { readCodes } from './read-codes.ts'
import type { RecordedChange } from './recorded/recorded-change.ts'

export type Presence = 'yes' | 'no' | 'unknown'

export interface ActualIndex {
  customer(partner: PartnerName, tenant: TenantId): CustomerActual | undefined
  /** undefined: the answer has none of that id, or there was no answer. */
  subscription(partner: PartnerName, tenant: TenantId, id: string): LiveSubscription | undefined
  /** What the activity log says of its subscriptions, oldest first; null: not asked, or no answer. */
  changes(partner: PartnerName, tenant: TenantId): readonly RecordedChange[] | null
  /** What every partner that was read shows of this customer. */
  everywhere(tenant: TenantId): readonly CustomerActual[]
  /** What accounts show of it that are no part of the plan. */
  beside(tenant: TenantId): readonly Beside[]
  rows(partner: PartnerName): Read<readonly CustomerRow[]>
  /** Whether the partner's customer list shows this tenant. */
  lists(partner: PartnerName, tenant: TenantId): Presence
  /** Who has this domain, by the customer lists of all partners that were read. */
  withDomain(domain: string): readonly CustomerRow[]
  item(partner: PartnerName, market: string, product: ProductKey): Read<CatalogueItem>
  /** undefined: nobody asked for its delegated administration. */
  admin(partner: PartnerName, tenant: TenantId): AdminActual | undefined
}

const notRead = { kind: 'unknown', because: diagnose(readCodes.NOT_READ) } as const

export function indexActual(actual: Actual): ActualIndex {
  const customers = new Map(actual.customers.map(entry => [`${entry.partner}/${entry.tenant}`, entry]))
  const byId = new Map<CustomerActual | undefined, ReadonlyMap<string, LiveSubscription>>()
  const subscriptionsById = (customer: CustomerActual | undefined) => {
    const known = byId.get(customer)
    if (known !== undefined) return known
    const made = new Map<string, LiveSubscription>()
    const read = customer?.subscriptions
    for (const entry of read?.kind === 'present' ? read.value : [])
      if (!made.has(entry.id)) made.set(entry.id, entry)
    byId.set(customer, made)
    return made
  }
  const byTenant = new Map<TenantId, CustomerActual[]>()
  for (const entry of actual.customers) {
    const own = byTenant.get(entry.tenant)
    if (own === undefined) byTenant.set(entry.tenant, [entry])
    else own.push(entry)
  }
  const rows = new Map(actual.partners.map(entry => [entry.partner, entry.customers]))
  const listed = new Map(actual.partners.map(entry => [entry.partner, tenantsOf(entry.customers)]))
  const items = new Map(
    actual.catalogue.map(entry => [`${entry.partner}/${entry.market}/${entry.product}`, entry.item]),
  )
  const admin = new Map((actual.admin ?? []).map(entry => [`${entry.partner}/${entry.tenant}`, entry]))
  const byDomain = new Map<string, CustomerRow[]>()
  for (const { customers: read } of actual.partners)
    for (const row of read.kind === 'present' ? read.value : []) {
      const key = row.domain.toLowerCase()
      const own = byDomain.get(key)
      if (own === undefined) byDomain.set(key, [row])
      else own.push(row)
    }
  return {
    customer: (partner, tenant) => customers.get(`${partner}/${tenant}`),
    subscription: (partner, tenant, id) => subscriptionsById(customers.get(`${partner}/${tenant}`)).get(id),
    changes: (partner, tenant) => {
      const read = customers.get(`${partner}/${tenant}`)?.changes
      return read?.kind === 'present' ? read.value : null
    },
    everywhere: tenant => byTenant.get(tenant) ?? [],
    beside: tenant => (actual.beside ?? []).filter(entry => entry.tenant === tenant),
    rows: partner => rows.get(partner) ?? notRead,
    lists: (partner, tenant) => {
      const tenants = listed.get(partner)
      if (tenants === undefined || tenants === null) return 'unknown'
      return tenants.has(tenant) ? 'yes' : 'no'
    },
    withDomain: domain => byDomain.get(domain.toLowerCase()) ?? [],
    admin: (partner, tenant) => admin.get(`${partner}/${tenant}`),
    item: (partner, market, product) => items.get(`${partner}/${market}/${product}`) ?? notRead,
  }
}

function tenantsOf(rows: Read<readonly CustomerRow[]>): ReadonlySet<TenantId> | null {
  if (rows.kind === 'unknown') return null
  return new Set(rows.kind === 'present' ? rows.value.map(row => row.tenant) : [])
}
