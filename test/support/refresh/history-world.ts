/**
 * A world for histories of changes: steady customers of central with legacy and new commerce, two of whose terms end during the history, one for good, and a move from
 * italy to germany in which one customer has moved, one has not accepted and one is about to.
 */
import type { Desired } from '../../../engine/model/desired.ts'
import { tenantId } from '../../../engine/model/ids.ts'
import type { World } from '../../../schemas/generated/world.ts'
import { aWorld } from '../../providers/sandbox/rig.ts'
import {
  aConsolidation,
  aCustomer,
  aDeclaredSubscription,
  aDesired,
  aPartner,
  central,
  germany,
  italy,
  mail,
  premium,
  tenant,
} from '../builders/index.ts'

const accounts = [
  { name: central, tenantId: '7d3a0c5e-0000-4000-8000-00000000aa01', number: 1 },
  { name: italy, tenantId: '1b0f0000-0000-4000-8000-00000000aa02', number: 2 },
  { name: germany, tenantId: '1b0f0000-0000-4000-8000-00000000aa03', number: 3 },
] as const

/** Where each customer is accepted, in the order of their numbers. */
const accepted = [
  [central],
  [central],
  [central],
  [italy, germany],
  [italy],
  [italy, germany],
  [central],
] as const satisfies readonly (readonly string[])[]

export interface Placed {
  readonly id: string
  readonly partner: (typeof accounts)[number]['name']
  readonly customer: number
}

const legacy = { offer: mail, billing: 'monthly', started: '2026-03-15', seats: 5 } as const
const living = [
  { ...legacy, customer: 1, partner: central },
  { ...legacy, customer: 2, partner: central },
  {
    product: premium,
    term: 'P1Y',
    billing: 'monthly',
    started: '2026-12-05',
    seats: 5,
    customer: 2,
    partner: central,
  },
  {
    product: premium,
    term: 'P1M',
    billing: 'monthly',
    started: '2026-11-08',
    seats: 5,
    customer: 3,
    partner: central,
  },
  { ...legacy, customer: 4, partner: italy, status: 'suspended' },
  { ...legacy, customer: 4, partner: germany },
  { ...legacy, customer: 5, partner: italy },
  { ...legacy, customer: 6, partner: italy, status: 'suspended' },
  { ...legacy, customer: 6, partner: germany },
  {
    product: premium,
    term: 'P1M',
    billing: 'monthly',
    started: '2026-11-08',
    seats: 5,
    autoRenew: false,
    cancelAtTermEnd: true,
    customer: 7,
    partner: central,
  },
] as const

const idOf = (position: number) => `30fbe180-fb6f-4a99-a868-${String(position + 1).padStart(12, '0')}`

export const placed: readonly Placed[] = living.map(({ partner, customer }, position) => ({
  id: idOf(position),
  partner,
  customer,
}))

export function historyWorld(): World {
  return aWorld({
    settings: { acceptDelay: 'PT0S', activityDelay: 'PT0S' },
    partners: accounts.map(({ name, tenantId: id, number }) => ({
      name,
      tenantId: id,
      country: 'IT',
      markets: ['IT'],
      currency: 'EUR',
      apps: [
        { clientId: `0c1f7a40-0000-4000-8000-00000000000${number}`, clientSecret: `sandbox-${name}-app` },
      ],
      users: [
        {
          upn: `ops@${name}.example`,
          clientId: `0c1f7a40-0000-4000-8000-00000000000${number}`,
          refreshToken: `sandbox-${name}-user`,
          roles: ['adminAgent' as const],
        },
      ],
    })),
    customers: accepted.map((partners, position) => ({
      ...named(position + 1),
      country: 'IT',
      relationships: partners.map(partner => ({ partner, agreement: true })),
    })),
    subscriptions: living.map(({ customer, ...row }, position) => ({
      ...row,
      id: idOf(position),
      customer: tenant(customer),
      name: 'mail',
    })),
  })
}

function named(number: number) {
  return { tenantId: tenant(number), name: `Customer ${number}`, domain: `customer-${number}.example` }
}

/** `seats`: of the mail line of each customer by number; five unless said. */
export function historyDocuments(seats: Readonly<Record<number, number>>): Desired {
  const mailOf = (number: number) => aDeclaredSubscription({ seats: seats[number] ?? 5 })
  const suite = (term: string, endOfTerm: 'cancel' | null = null) =>
    aDeclaredSubscription({ key: 'suite', product: premium, term, endOfTerm })
  const lines = [
    [mailOf(1)],
    [mailOf(2), suite('P1Y')],
    [suite('P1M')],
    [mailOf(4)],
    [mailOf(5)],
    [mailOf(6)],
    [suite('P1M', 'cancel')],
  ]
  return aDesired({
    partners: accounts.map(({ name, tenantId: id }) =>
      aPartner({ name, tenant: tenantId(id), markets: ['IT'] }),
    ),
    consolidations: [aConsolidation({ name: 'north', to: germany, from: [italy] })],
    customers: lines.map((subscriptions, position) => {
      const { tenantId: id, ...customer } = named(position + 1)
      return aCustomer({
        ...customer,
        tenant: tenantId(id),
        partner: accepted[position]?.[0] === central ? central : germany,
        subscriptions,
      })
    }),
  })
}
