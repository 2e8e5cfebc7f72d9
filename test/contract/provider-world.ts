/** A small world for the provider suite: one partner, three customers that differ in what they agreed to, and a catalogue of four things. */
import { partnerName, productKey, subscriptionId, tenantId } from '../../engine/model/ids.ts'
import type { World } from '../../schemas/generated/world.ts'

const id = (kind: string, number: number) =>
  `${kind}0000000-0000-4000-8000-${String(number).padStart(12, '0')}`

export const partner = partnerName('italy')
export const partnerTenant = tenantId(id('a', 1))
export const app = { clientId: id('b', 1), clientSecret: 'sandbox-italy-app' } as const
export const user = { clientId: id('b', 1), refreshToken: 'sandbox-italy-user' } as const

/** Accepted and agreed; accepted only; neither. */
export const agreed = tenantId(id('c', 1))
export const accepted = tenantId(id('c', 2))
export const stranger = tenantId(id('c', 3))

export const mail = productKey('195416C1-3447-423A-B37B-EE59A99A19C4')
export const suite = productKey('796B6B5F-613C-4E24-A17C-EBA730D49C02')
export const archive = productKey('C94271D8-B431-4A25-A3C5-A57737A1C909')
export const premium = productKey('CFQ7TTC0LCHC:0002')

/** Twelve seats of the suite, bought in October. */
export const living = subscriptionId(id('d', 1))

export interface WorldFacts {
  readonly settings?: World['settings']
  /** Further customers, accepted, with nothing bought. */
  readonly more?: number
}

export function aWorld({ settings, more = 0 }: WorldFacts = {}): World {
  return {
    apiVersion: 'tenantform/v1',
    kind: 'World',
    name: 'provider suite',
    clock: '2026-12-07T06:00:00Z',
    ...(settings !== undefined && { settings }),
    partners: [
      {
        name: partner,
        tenantId: partnerTenant,
        country: 'IT',
        markets: ['IT'],
        currency: 'EUR',
        apps: [{ ...app }],
        users: [{ upn: 'ops@italy.example', ...user, roles: ['adminAgent'] }],
      },
    ],
    customers: [
      { ...named(agreed, 'Agreed'), relationships: [{ partner, agreement: true }] },
      { ...named(accepted, 'Accepted'), relationships: [{ partner, agreement: false }] },
      named(stranger, 'Stranger'),
      ...Array.from({ length: more }, (_, position) => ({
        ...named(id('e', position), `More ${position}`),
        relationships: [{ partner, agreement: true }],
      })),
    ],
    catalogue: {
      offers: [
        { id: mail, name: 'Mail', family: 'mail', maximumSeats: 300, billingCycles: ['monthly', 'annual'] },
        { id: suite, name: 'Suite', family: 'suite', billingCycles: ['monthly'] },
        {
          id: archive,
          name: 'Archive',
          family: 'archive',
          isAddOn: true,
          prerequisites: [suite],
          billingCycles: ['monthly'],
        },
      ],
      products: [
        {
          id: 'CFQ7TTC0LCHC',
          title: 'Premium',
          productType: 'OnlineServicesNCE',
          skus: [
            {
              id: '0002',
              title: 'Premium',
              family: 'premium',
              maximumSeats: 300,
              terms: [{ term: 'P1Y', billing: 'monthly' }],
            },
          ],
        },
      ],
    },
    subscriptions: [
      {
        id: living,
        partner,
        customer: agreed,
        offer: suite,
        name: 'suite',
        seats: 12,
        billing: 'monthly',
        started: '2026-10-05',
      },
    ],
  }
}

function named(tenant: string, name: string) {
  return { tenantId: tenant, name, domain: `${name.toLowerCase().replace(' ', '-')}.example`, country: 'IT' }
}
