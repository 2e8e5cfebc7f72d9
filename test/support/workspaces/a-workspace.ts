/** Writes a small workspace with its World to a folder of its own: two partners, the customers a test asks for. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'

export const central = {
  name: 'central',
  tenantId: '7d3a0c5e-0000-4000-8000-0000000000c1',
  clientId: '11111111-0000-4000-8000-0000000000c1',
  secret: 'sandbox-central',
}
export const italy = {
  name: 'italy',
  tenantId: '7d3a0c5e-0000-4000-8000-0000000000e1',
  clientId: '11111111-0000-4000-8000-0000000000e1',
  secret: 'sandbox-italy',
}
export const germany = {
  name: 'germany',
  tenantId: '7d3a0c5e-0000-4000-8000-0000000000d1',
  clientId: '11111111-0000-4000-8000-0000000000d1',
  secret: 'sandbox-germany',
}

/** Real legacy offers, with invented prices. */
export const offers = {
  mail: {
    id: '195416C1-3447-423A-B37B-EE59A99A19C4',
    name: 'Exchange Online (Plan 1)',
    family: 'exchange-p1',
    prices: { EUR: { monthly: '3.60', annual: '43.20' } },
  },
  e1: {
    id: '91FD106F-4B2C-4938-95AC-F54F74E9A239',
    name: 'Office 365 Enterprise E1',
    family: 'office-e1',
    prices: { EUR: { monthly: '7.90', annual: '94.80' } },
  },
  e3: {
    id: '796B6B5F-613C-4E24-A17C-EBA730D49C02',
    name: 'Office 365 Enterprise E3',
    family: 'office-e3',
    prices: { EUR: { monthly: '20.40', annual: '244.80' } },
  },
  protection: {
    id: 'A2706F86-868D-4048-989B-0C69E5C76B63',
    name: 'Office 365 Advanced Threat Protection',
    family: 'atp',
    isAddOn: true,
    prerequisites: ['796B6B5F-613C-4E24-A17C-EBA730D49C02'],
    prices: { EUR: { monthly: '1.80', annual: '21.60' } },
  },
} as const
export type OfferName = keyof typeof offers

/** Real new-commerce products, with invented prices for a year billed monthly. */
export const products = {
  premium: {
    product: 'CFQ7TTC0LCHC',
    sku: '0002',
    name: 'Microsoft 365 Business Premium',
    family: 'm365-business-premium',
    price: '18.60',
    yearly: '223.20',
  },
  basic: {
    product: 'CFQ7TTC0LH18',
    sku: '0001',
    name: 'Microsoft 365 Business Basic',
    family: 'm365-business-basic',
    price: '5.10',
    yearly: '61.20',
  },
  campus: {
    product: 'CFQ7TTC0LH0C',
    sku: '000A',
    name: 'Office 365 A3 for faculty',
    family: 'office-a3',
    price: '3.00',
    yearly: '36.00',
    segment: 'education',
  },
} as const
export type ProductName = keyof typeof products

export function productKeyOf(name: ProductName): string {
  return `${products[name].product}:${products[name].sku}`
}

/** A subscription under any partner, in the words of a World document, for what the short forms cannot say. */
export interface LivingWish {
  readonly id: string
  readonly partner: 'central' | 'italy' | 'germany'
  readonly product?: ProductName
  readonly offer?: OfferName
  readonly seats: number
  readonly [field: string]: unknown
}

export interface CustomerWish {
  readonly name: string
  /** What it has under the sources. */
  readonly sources: readonly {
    readonly partner?: 'italy' | 'germany'
    readonly offer: OfferName
    readonly seats: number
    readonly addOnTo?: OfferName
    readonly status?: string
  }[]
  /** What the target's document declares; the same as the sources, summed, unless written. */
  readonly declared?: readonly {
    readonly offer: OfferName
    readonly seats: number
    readonly addOnTo?: OfferName
    /** `fewerSeats: acknowledged` */
    readonly fewerSeats?: boolean
  }[]
  readonly living?: readonly LivingWish[]
  /** Lines of the target's document as they are written, after those above. */
  readonly lines?: readonly Readonly<Record<string, unknown>>[]
  /** Licences in use, all partners together. */
  readonly consumed?: Readonly<Partial<Record<OfferName | ProductName, number>>>
  /** Microsoft's review of the account: `UnderReview`, `NotAllowed`. */
  readonly account?: string
  /** Kinds that are approved, such as `Education`. */
  readonly qualified?: readonly string[]
  readonly accepted?: boolean
  readonly agreement?: boolean
}

export interface WorkspaceWish {
  readonly customers: readonly CustomerWish[]
  readonly settings?: Readonly<Record<string, unknown>>
  readonly window?: Readonly<Record<string, unknown>>
  /** Rules of the consolidation, as they are written. */
  readonly methods?: readonly Readonly<Record<string, unknown>>[]
  /** Further fields of the consolidation, as they are written. */
  readonly consolidation?: Readonly<Record<string, unknown>>
  readonly policies?: readonly Readonly<Record<string, unknown>>[]
  readonly clock?: string
}

export interface TestWorkspace {
  readonly folder: string
  readonly seed: string
  tenantOf(name: string): string
  remove(): void
}

export function aWorkspace(wish: WorkspaceWish): TestWorkspace {
  const folder = mkdtempSync(join(tmpdir(), 'tenantform-scenario-'))
  mkdirSync(join(folder, 'customers'))
  const tenantOf = (name: string) =>
    `3d6f0c5e-0000-4000-8000-${String(wish.customers.findIndex(customer => customer.name === name) + 1).padStart(12, '0')}`
  const write = (path: string, ...documents: readonly unknown[]) =>
    writeFileSync(join(folder, path), documents.map(document => stringify(document)).join('---\n'))
  const head = (kind: string) => ({ apiVersion: 'tenantform/v1', kind })

  write(
    'partners.yaml',
    ...[central, italy, germany].map(partner => ({
      ...head('Partner'),
      name: partner.name,
      tenantId: partner.tenantId,
      markets: ['IT'],
      currency: 'EUR',
      timeZone: 'Europe/Rome',
      prices: 'prices.csv',
      credentials: {
        app: { clientId: partner.clientId, clientSecret: `env:TEST_${partner.name.toUpperCase()}` },
        ...(partner === central && {
          user: { clientId: partner.clientId, refreshToken: 'env:TEST_REFRESH' },
        }),
      },
    })),
  )
  writeFileSync(
    join(folder, 'prices.csv'),
    [
      'item,term,billing,currency,price',
      ...Object.values(offers).flatMap(offer => [
        `${offer.id},,monthly,EUR,${offer.prices.EUR.monthly}`,
        `${offer.id},,annual,EUR,${offer.prices.EUR.annual}`,
      ]),
      ...Object.values(products).flatMap(entry => [
        `${entry.product}:${entry.sku},P1Y,monthly,EUR,${entry.price}`,
        `${entry.product}:${entry.sku},P1Y,annual,EUR,${entry.yearly}`,
      ]),
      '',
    ].join('\n'),
  )
  write('consolidation.yaml', {
    ...head('Consolidation'),
    name: 'move',
    to: 'central',
    from: ['italy', 'germany'],
    irreversible: 'acknowledged',
    ...(wish.window !== undefined && { window: wish.window }),
    ...(wish.methods !== undefined && { methods: wish.methods }),
    ...wish.consolidation,
  })
  if (wish.policies !== undefined)
    write('policies.yaml', { ...head('Policy'), name: 'guards', rules: wish.policies })
  for (const customer of wish.customers) {
    const subscriptions = (customer.declared ?? summed(customer.sources)).map(line => ({
      key: line.offer,
      offer: offers[line.offer].id,
      seats: line.seats,
      ...(line.addOnTo !== undefined && { addOnTo: line.addOnTo }),
      ...('fewerSeats' in line && line.fewerSeats === true && { fewerSeats: 'acknowledged' }),
    }))
    write(join('customers', `${customer.name}.yaml`), {
      ...head('Customer'),
      partner: 'central',
      customer: {
        tenantId: tenantOf(customer.name),
        name: customer.name,
        domain: `${customer.name}.example`,
      },
      invited: '2026-12-01',
      subscriptions: [...subscriptions, ...(customer.lines ?? [])],
    })
  }
  write('world.yaml', {
    ...head('World'),
    name: 'test',
    clock: wish.clock ?? '2026-12-07T06:00:00Z',
    ...(wish.settings !== undefined && { settings: wish.settings }),
    partners: [central, italy, germany].map(partner => ({
      name: partner.name,
      tenantId: partner.tenantId,
      country: 'IT',
      currency: 'EUR',
      apps: [{ clientId: partner.clientId, clientSecret: partner.secret }],
      ...(partner === central && {
        users: [
          { upn: 'ops@central.example', clientId: partner.clientId, refreshToken: 'sandbox-central-user' },
        ],
      }),
    })),
    customers: wish.customers.map(customer => ({
      tenantId: tenantOf(customer.name),
      name: customer.name,
      domain: `${customer.name}.example`,
      country: 'IT',
      ...(customer.account !== undefined && { account: customer.account }),
      ...(customer.qualified !== undefined && {
        qualifications: customer.qualified.map(qualification => ({
          qualification,
          vettingStatus: 'Approved',
        })),
      }),
      ...(customer.consumed !== undefined && {
        licences: Object.entries(customer.consumed).map(([name, consumed]) => ({
          family: { ...offers, ...products }[name as OfferName | ProductName].family,
          consumed,
        })),
      }),
      relationships: [
        ...new Set([
          ...customer.sources.map(line => line.partner ?? 'italy'),
          ...(customer.living ?? []).flatMap(line => (line.partner === 'central' ? [] : [line.partner])),
        ]),
      ]
        .map(partner => ({ partner, agreement: true }))
        .concat(
          customer.accepted === false
            ? []
            : [{ partner: 'central' as 'italy', agreement: customer.agreement !== false }],
        ),
    })),
    catalogue: {
      offers: Object.values(offers),
      products: Object.values(products).map(entry => ({
        id: entry.product,
        title: entry.name,
        productType: 'OnlineServicesNCE',
        skus: [
          {
            id: entry.sku,
            title: entry.name,
            family: entry.family,
            segment: 'segment' in entry ? entry.segment : 'commercial',
            minimumSeats: 1,
            maximumSeats: 300,
            terms: [
              { term: 'P1Y', billing: 'monthly', prices: { EUR: entry.price } },
              { term: 'P1Y', billing: 'annual', prices: { EUR: entry.yearly } },
            ],
          },
        ],
      })),
    },
    subscriptions: wish.customers.flatMap((customer, row) => [
      ...(customer.living ?? []).map(({ product, offer, ...line }) => ({
        customer: tenantOf(customer.name),
        ...(product !== undefined && { product: productKeyOf(product), term: 'P1Y' }),
        ...(offer !== undefined && { offer: offers[offer].id }),
        billing: 'monthly',
        ...line,
      })),
      ...customer.sources.map((line, position) => ({
        id: sourceId(row, position),
        partner: line.partner ?? 'italy',
        customer: tenantOf(customer.name),
        offer: offers[line.offer].id,
        name: line.offer,
        seats: line.seats,
        billing: 'monthly',
        started: '2026-01-01',
        ...(line.status !== undefined && { status: line.status }),
        ...(line.addOnTo !== undefined && {
          parent: sourceId(
            row,
            customer.sources.findIndex(other => other.offer === line.addOnTo),
          ),
        }),
      })),
    ]),
  })
  return {
    folder,
    seed: join(folder, 'world.yaml'),
    tenantOf,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Id of a source subscription: row of the customer, position of the line. */
export function sourceId(row: number, position: number): string {
  return `9F0C0000-0000-4000-8000-${String(row * 100 + position + 1).padStart(12, '0')}`
}

function summed(sources: CustomerWish['sources']): NonNullable<CustomerWish['declared']> {
  const byOffer = new Map<OfferName, { offer: OfferName; seats: number; addOnTo?: OfferName }>()
  for (const line of sources) {
    const before = byOffer.get(line.offer)
    byOffer.set(line.offer, {
      offer: line.offer,
      seats: (before?.seats ?? 0) + line.seats,
      ...(line.addOnTo !== undefined && { addOnTo: line.addOnTo }),
    })
  }
  return [...byOffer.values()]
}
