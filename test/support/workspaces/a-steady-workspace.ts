/** A workspace on disk in which everything is as declared: so many customers of one account, each with one legacy subscription. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { World } from '../../../schemas/generated/world.ts'

const apiVersion = 'tenantform/v1' as const
const clientSecret = 'sandbox-central'
const partner = { name: 'central', tenantId: '7d3a0c5e-0000-4000-8000-0000000000c1', country: 'IT' }
const clientId = '11111111-0000-4000-8000-0000000000c1'
/** What lets somebody else than us in. */
export const steadyApp = { clientId, secret: clientSecret, tenant: partner.tenantId }
const offer = '195416C1-3447-423A-B37B-EE59A99A19C4'
const sells = { markets: ['IT'], currency: 'EUR' }

export interface SteadyWorkspace {
  readonly folder: string
  /** Writes the documents of customers again: so many seats for each that is named, five for the others. */
  declare(seats: Readonly<Record<number, number>>): void
  remove(): void
}

/** Of the n-th customer, from 1 on. */
export function steadyTenant(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
}

/** Of its subscription. */
export function steadySubscription(number: number): string {
  return `00000000-0000-4000-9000-${String(number).padStart(12, '0')}`
}

export function aSteadyWorkspace(customers: number): SteadyWorkspace {
  const folder = mkdtempSync(join(tmpdir(), 'tenantform-steady-'))
  const numbers = numbersTo(customers)
  const write = (name: string, documents: readonly unknown[]) =>
    writeFileSync(join(folder, name), documents.map(document => JSON.stringify(document)).join('\n---\n'))
  const declare: SteadyWorkspace['declare'] = seats =>
    write(
      'customers.yaml',
      numbers.map(number => ({
        apiVersion,
        kind: 'Customer',
        partner: 'central',
        customer: identity(number),
        subscriptions: [{ key: 'mail', offer, seats: seats[number] ?? 5, billing: 'monthly' }],
      })),
    )
  write('accounts.yaml', [
    {
      apiVersion,
      kind: 'Partner',
      name: partner.name,
      tenantId: partner.tenantId,
      ...sells,
      credentials: {
        app: { clientId: 'env:APP_ID', clientSecret: 'env:APP_SECRET' },
        user: { clientId: 'env:APP_ID', refreshToken: 'env:USER_TOKEN' },
      },
    },
  ])
  declare({})
  write('world.yaml', [steadyWorld(customers)])
  return { folder, declare, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

function numbersTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, position) => position + 1)
}

function identity(number: number) {
  return {
    tenantId: steadyTenant(number),
    name: `Customer ${number}`,
    domain: `customer-${number}.example`,
  }
}

export function steadyWorld(customers: number): World {
  const numbers = numbersTo(customers)
  return {
    apiVersion,
    kind: 'World',
    name: 'steady',
    clock: '2026-12-07T06:00:00Z',
    partners: [
      {
        ...partner,
        ...sells,
        apps: [{ clientId, clientSecret }],
        users: [
          { upn: 'ops@central.example', clientId, refreshToken: 'sandbox-user', roles: ['adminAgent'] },
        ],
      },
    ],
    customers: numbers.map(number => ({
      ...identity(number),
      country: 'IT',
      relationships: [{ partner: partner.name, agreement: true }],
    })),
    catalogue: {
      offers: [{ id: offer, name: 'Exchange Online (Plan 1)', family: 'mail', billingCycles: ['monthly'] }],
      products: [],
    },
    subscriptions: numbers.map(number => ({
      id: steadySubscription(number),
      partner: partner.name,
      customer: steadyTenant(number),
      offer,
      name: 'mail',
      seats: 5,
      billing: 'monthly',
      started: '2026-03-15',
    })),
  }
}
