/**
 * A snapshot as a World, so that a move can be rehearsed on a copy of the real accounts. Prices are those of the price lists; what
 * nobody tells is left out, made up in the open (secrets) or derived: products that draw on one licence are of one family.
 */
import type { World } from '../../schemas/generated/world.ts'
import { dayOf, type PartnerName, type ProductKey, type TenantId } from '../model/ids.ts'
import type { CatalogueItem, LiveSubscription } from '../model/live.ts'
import type { Snapshot } from './snapshot.ts'
import { byCurrency, legacyPrices, type Prices, pricesOf } from './world-prices.ts'

type WorldPartner = World['partners'][number]
type WorldCustomer = NonNullable<World['customers']>[number]
type WorldSubscription = NonNullable<World['subscriptions']>[number]
type Catalogue = NonNullable<World['catalogue']>
type Offer = NonNullable<Catalogue['offers']>[number]
type Product = NonNullable<Catalogue['products']>[number]

/** ISO 4217 for "no currency": the account's own is not declared. */
const noCurrency = 'XXX'
const noCountry = 'ZZ'

export function worldOfSnapshot(snapshot: Snapshot): World {
  const families = familiesOf(snapshot)
  const familyOf = (product: ProductKey) => families.get(product) ?? product.toLowerCase()
  const items = itemsOf(snapshot)
  const prices = pricesOf(snapshot)
  return {
    apiVersion: 'tenantform/v1',
    kind: 'World',
    name: 'snapshot',
    clock: snapshot.takenAt,
    partners: snapshot.partners.map(entry => ({
      name: entry.partner,
      tenantId: entry.tenantId,
      cloud: entry.cloud,
      country: entry.markets[0] ?? noCountry,
      ...(entry.markets.length > 0 && { markets: [...entry.markets] }),
      currency: entry.currency ?? noCurrency,
      ...rehearsalAccess(entry.partner, entry.tenantId),
    })),
    customers: customersOf(snapshot, familyOf),
    catalogue: {
      offers: offersOf(items, { familyOf, prices }),
      products: productsOf(items, { familyOf, prices }),
    },
    subscriptions: snapshot.customers.flatMap(({ subscriptions }) =>
      (subscriptions.kind === 'present' ? subscriptions.value : []).map(entry =>
        subscriptionOf(entry, { familyOf, taken: dayOf(snapshot.takenAt) }),
      ),
    ),
  }
}

/** Made-up secrets of a rehearsal: whoever knows the account's name and tenant knows them. */
export function rehearsalAccess(
  name: PartnerName,
  tenant: TenantId,
): Required<Pick<WorldPartner, 'apps' | 'users'>> {
  return {
    apps: [{ clientId: tenant, clientSecret: `sandbox-${name}-app` }],
    users: [
      {
        upn: `rehearsal@${name}.example`,
        clientId: tenant,
        refreshToken: `sandbox-${name}-user`,
        roles: ['adminAgent', 'salesAgent', 'billingAdmin'],
      },
    ],
  }
}

function familiesOf({ customers }: Snapshot): ReadonlyMap<ProductKey, string> {
  const found = new Map<ProductKey, string>()
  for (const { licences } of customers)
    for (const pool of licences.kind === 'present' ? licences.value : [])
      found.set(pool.product, pool.licence)
  return found
}

interface SoldItem {
  readonly item: CatalogueItem
  readonly markets: readonly string[]
  /** Where it is listed, sold there or withdrawn: the service refuses what is withdrawn otherwise than what it never sold. */
  readonly listed: readonly string[]
}

/** Each product once, with the countries it is sold in. */
function itemsOf({ catalogue }: Snapshot): readonly SoldItem[] {
  const found = new Map<
    ProductKey,
    { item: CatalogueItem; readonly markets: Set<string>; readonly listed: Set<string> }
  >()
  for (const { item: read, market } of catalogue) {
    if (read.kind !== 'present') continue
    const entry = found.get(read.value.product) ?? {
      item: read.value,
      markets: new Set<string>(),
      listed: new Set<string>(),
    }
    found.set(read.value.product, entry)
    entry.listed.add(market)
    if (read.value.purchasable) {
      entry.item = read.value
      entry.markets.add(market)
    }
  }
  return [...found.values()].map(({ item, markets, listed }) => ({
    item,
    markets: [...markets].sort(),
    listed: [...listed].sort(),
  }))
}

type FamilyOf = (product: ProductKey) => string

interface Sale {
  readonly familyOf: FamilyOf
  readonly prices: Prices
}

function offersOf(items: readonly SoldItem[], { familyOf, prices }: Sale): Offer[] {
  return items
    .filter(({ item }) => item.commerce === 'legacy')
    .map(({ item, markets, listed }) => ({
      id: item.product,
      name: item.name,
      family: familyOf(item.product),
      isAddOn: item.addOn,
      ...(item.prerequisites.length > 0 && { prerequisites: [...item.prerequisites] }),
      isTrial: item.trial,
      usage: item.product.startsWith('MS-AZR-'),
      minimumSeats: Math.max(1, item.minimumSeats),
      maximumSeats: item.maximumSeats,
      billingCycles: item.terms.flatMap(({ billing }) =>
        billing === 'monthly' || billing === 'annual' ? [billing] : [],
      ),
      markets: [...(item.purchasable ? markets : listed)],
      withdrawn: !item.purchasable,
      ...legacyPrices(prices.get(item.product) ?? []),
    }))
}

function productsOf(items: readonly SoldItem[], { familyOf, prices }: Sale): Product[] {
  const byProduct = new Map<string, SoldItem[]>()
  for (const sold of items) {
    if (sold.item.commerce !== 'nce') continue
    const [product = ''] = sold.item.product.split(':')
    byProduct.set(product, [...(byProduct.get(product) ?? []), sold])
  }
  return [...byProduct].map(([id, skus]) => ({
    id,
    title: skus[0]?.item.name ?? id,
    productType: 'OnlineServicesNCE',
    skus: skus.map(({ item, markets }) => ({
      id: item.product.split(':')[1] ?? '',
      title: item.name,
      family: familyOf(item.product),
      segment: 'commercial',
      minimumSeats: Math.max(1, item.minimumSeats),
      maximumSeats: item.maximumSeats,
      isTrial: item.trial,
      isAddOn: item.addOn,
      ...(item.prerequisites.length > 0 && { prerequisites: [...item.prerequisites] }),
      markets: [...markets],
      terms: item.terms.map(({ term, billing }) => {
        const own = (prices.get(item.product) ?? []).filter(
          price => price.term === term && price.billing === billing,
        )
        return { term, billing, ...(own.length > 0 && { prices: byCurrency(own) }) }
      }),
    })),
  }))
}

/** One customer as all accounts show it together. */
function customersOf(snapshot: Snapshot, familyOf: FamilyOf): WorldCustomer[] {
  const byTenant = new Map<TenantId, WorldCustomer>()
  const rows = snapshot.partners.flatMap(({ customers }) =>
    customers.kind === 'present' ? customers.value : [],
  )
  for (const row of rows) {
    const seen = snapshot.customers.find(
      entry => entry.partner === row.partner && entry.tenant === row.tenant,
    )
    const details = seen?.customer.kind === 'present' ? seen.customer.value : null
    const agreement = seen?.agreement.kind === 'present' ? seen.agreement.value : null
    const pools = seen?.licences.kind === 'present' ? seen.licences.value : []
    const before = byTenant.get(row.tenant)
    const licences = new Map((before?.licences ?? []).map(entry => [entry.family, entry.consumed]))
    for (const pool of pools) licences.set(familyOf(pool.product), pool.consumed)
    byTenant.set(row.tenant, {
      tenantId: row.tenant,
      name: row.name || row.tenant,
      domain: row.domain || `${row.tenant}.example`,
      country: details?.country ?? before?.country ?? noCountry,
      relationships: [
        ...(before?.relationships ?? []),
        {
          partner: row.partner,
          agreement: agreement?.how === 'confirmed by the partner',
          directSigned: agreement?.how === 'signed by the customer',
        },
      ],
      licences: [...licences].map(([family, consumed]) => ({ family, consumed })),
    })
  }
  return [...byTenant.values()]
}

interface SubscriptionContext {
  readonly familyOf: FamilyOf
  readonly taken: string
}

function subscriptionOf(live: LiveSubscription, { familyOf, taken }: SubscriptionContext): WorldSubscription {
  const next = live.nextTerm
  const lastDay = live.termEndsAt === null ? null : lastDayBefore(live.termEndsAt)
  return {
    id: live.id,
    partner: live.partner,
    customer: live.customer,
    ...(live.product.includes(':') ? { product: live.product } : { offer: live.product }),
    offerName: live.productName,
    family: familyOf(live.product),
    ...(live.commerce === 'nce' && {
      productType: live.kind === 'azure' ? 'AzurePlan' : 'OnlineServicesNCE',
    }),
    name: live.name,
    seats: live.seats ?? 0,
    ...(live.billing !== null && { billing: live.billing.replace(/^unknown:/, '') }),
    ...(live.term !== null && { term: live.term }),
    started: live.boughtAt === null ? taken : dayOf(live.boughtAt),
    status: live.status.replace(/^unknown:/, ''),
    autoRenew: live.autoRenew,
    ...(live.parent !== null && { parent: live.parent }),
    trial: live.trial,
    ...(live.order !== null && { order: live.order }),
    ...(live.commerce === 'nce' && lastDay !== null && { termEnds: lastDay }),
    ...(live.cancelsAtTermEnd && { cancelAtTermEnd: true }),
    ...(next !== null && {
      nextTerm: {
        ...(next.product !== null && { product: next.product }),
        ...(next.seats !== null && { seats: next.seats }),
        ...(next.term !== null && { term: next.term }),
        ...(next.billing !== null && { billing: next.billing }),
      },
    }),
  }
}

/** The last UTC day that has begun when the instant comes: an end at midnight is the end of the day before. */
function lastDayBefore(end: string): string {
  return new Date(Date.parse(end) - 1).toISOString().slice(0, 10)
}
