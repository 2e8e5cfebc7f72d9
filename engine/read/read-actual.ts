/**
 * Reads what a plan needs and nothing else: customer lists of the sources, then per customer its standing, its
 * subscriptions and (target only) its agreement, then each catalogue item once per market. One request per customer and
 * account is the floor the service sets: there is no partner-wide subscription list (api.md 1).
 */
import type { Desired } from '../model/desired.ts'
import type { PartnerName, ProductKey, TenantId } from '../model/ids.ts'
import type { Actual, CatalogueActual, CustomerActual, CustomerRow, Read } from '../model/live.ts'
import type { PlanScope } from '../plan/plan.ts'
import { customersInScope, partnersToList, type ScopedCustomer } from '../plan/scope.ts'
import { marketOf } from '../plan/sellable.ts'
import type { Clock, Progress, Reader } from '../ports.ts'
import { mapPool } from './pool.ts'

export interface ReadInput {
  readonly desired: Desired
  readonly scope: PlanScope
  readonly reader: Reader
  readonly clock: Clock
  readonly progress: Progress
  /** Customers read at once; the provider paces the requests themselves. */
  readonly width: number
}

const noRows = { kind: 'absent' } as const

export async function readActual({
  desired,
  scope,
  reader,
  clock,
  progress,
  width,
}: ReadInput): Promise<Actual> {
  const readAt = clock.now()
  const names = partnersToList(desired, scope)
  const lists = await mapPool(names, width, async partner => ({
    partner,
    customers: await reader.customers(partner),
  }))
  const rowsOf = (partner: PartnerName): Read<readonly CustomerRow[]> =>
    lists.find(entry => entry.partner === partner)?.customers ?? noRows
  const scoped = customersInScope(desired, scope, rowsOf)
  const seen = rowIndex(lists)

  progress({ kind: 'stage.began', stage: 'read', total: scoped.length })
  let done = 0
  const perCustomer = await mapPool(scoped, width, async entry => {
    const read = await readCustomer(entry, seen, reader)
    done += 1
    progress({ kind: 'stage.advanced', stage: 'read', done, total: scoped.length, what: entry.customer.name })
    return read
  })
  const customers = perCustomer.flat()
  const catalogue = await mapPool(itemsNeeded(scoped, customers), width, async item => ({
    ...item,
    item: await reader.catalogueItem(item.partner, item.market, item.product),
  }))
  progress({ kind: 'stage.ended', stage: 'read' })
  return { readAt, partners: lists, customers, catalogue }
}

type RowIndex = ReadonlyMap<PartnerName, ReadonlyMap<TenantId, CustomerRow>>

function rowIndex(lists: Actual['partners']): RowIndex {
  return new Map(
    lists.map(({ partner, customers }) => [
      partner,
      new Map(customers.kind === 'present' ? customers.value.map(row => [row.tenant, row]) : []),
    ]),
  )
}

async function readCustomer(
  entry: ScopedCustomer,
  rows: RowIndex,
  reader: Reader,
): Promise<readonly CustomerActual[]> {
  const tenant = entry.customer.tenant
  const found: CustomerActual[] = [await readTarget(entry, reader)]
  for (const source of entry.sources) {
    const row = rows.get(source.name)?.get(tenant)
    if (row === undefined) continue
    found.push({
      partner: source.name,
      tenant,
      customer: { kind: 'present', value: { ...row, country: null } },
      subscriptions: await reader.subscriptions(source.name, tenant),
      agreement: { kind: 'not asked' },
      licences: { kind: 'not asked' },
    })
  }
  return found
}

async function readTarget({ customer, partner }: ScopedCustomer, reader: Reader): Promise<CustomerActual> {
  const { tenant } = customer
  const standing = await reader.customer(partner.name, tenant)
  const at = { partner: partner.name, tenant, customer: standing, licences: { kind: 'not asked' } } as const
  if (standing.kind !== 'present')
    return {
      ...at,
      subscriptions: standing.kind === 'absent' ? { kind: 'absent' } : standing,
      agreement: { kind: 'not asked' },
    }
  return {
    ...at,
    subscriptions: await reader.subscriptions(partner.name, tenant),
    agreement:
      customer.agreement === 'required'
        ? await reader.agreement(partner.name, tenant)
        : { kind: 'not asked' },
  }
}

/** Products that are declared and do not all live yet, once per partner and market. */
function itemsNeeded(
  scoped: readonly ScopedCustomer[],
  customers: readonly CustomerActual[],
): readonly Omit<CatalogueActual, 'item'>[] {
  const byKey = new Map(customers.map(entry => [`${entry.partner}/${entry.tenant}`, entry]))
  const needed = new Map<string, Omit<CatalogueActual, 'item'>>()
  for (const { customer, partner } of scoped) {
    const seen = byKey.get(`${partner.name}/${customer.tenant}`)
    if (seen?.customer.kind !== 'present' || seen.subscriptions.kind !== 'present') continue
    const market = marketOf(partner, seen.customer.value)
    if (market.kind !== 'known') continue
    const living = new Map<ProductKey, number>()
    for (const entry of seen.subscriptions.value)
      if (entry.status === 'active' || entry.status === 'suspended')
        living.set(entry.product, (living.get(entry.product) ?? 0) + 1)
    for (const declared of customer.subscriptions) {
      const left = living.get(declared.product) ?? 0
      living.set(declared.product, left - 1)
      if (left <= 0)
        needed.set(`${partner.name}/${market.country}/${declared.product}`, {
          partner: partner.name,
          market: market.country,
          product: declared.product,
        })
    }
  }
  return [...needed.keys()].sort().flatMap(key => needed.get(key) ?? [])
}
