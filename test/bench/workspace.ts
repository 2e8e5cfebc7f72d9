/**
 * A workspace on disk with so many customers to move, and the World that matches it. Written as JSON, which is YAML, so that
 * nothing but the size differs from one run to the next.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EstateSize, offersOf } from './estate.ts'

const apiVersion = 'tenantform/v1'
const app = (number: number) => `0c1f7a40-0000-4000-8000-00000000000${number}`
const accounts = [
  { name: 'central', tenantId: '7d3a0c5e-0000-4000-8000-00000000aa01', number: 1 },
  { name: 'italy', tenantId: '1b0f0000-0000-4000-8000-00000000aa02', number: 2 },
] as const
const market = { markets: ['IT'], currency: 'EUR' }

export interface BenchWorkspace {
  readonly folder: string
  remove(): void
}

/** Every customer is in italy, has accepted central, and has an agreement there. */
export function aWorkspaceOnDisk({ customers, productsEach }: EstateSize): BenchWorkspace {
  const folder = mkdtempSync(join(tmpdir(), 'tenantform-bench-'))
  const numbers = Array.from({ length: customers }, (_, position) => position + 1)
  const bought = offersOf(productsEach)
  const write = (name: string, documents: readonly unknown[]) =>
    writeFileSync(
      join(folder, name),
      documents.map(document => JSON.stringify(document, null, 1)).join('\n---\n'),
    )
  mkdirSync(folder, { recursive: true })
  write('accounts.yaml', [
    ...accounts.map(({ name, tenantId, number }) => ({
      apiVersion,
      kind: 'Partner',
      name,
      tenantId,
      ...market,
      credentials: {
        app: { clientId: 'env:BENCH_APP_ID', clientSecret: 'env:BENCH_APP_SECRET' },
        ...(number === 1 && { user: { clientId: 'env:BENCH_APP_ID', refreshToken: 'env:BENCH_USER_TOKEN' } }),
      },
    })),
    {
      apiVersion,
      kind: 'Consolidation',
      name: 'bench',
      to: 'central',
      from: ['italy'],
      irreversible: 'acknowledged',
    },
  ])
  write(
    'customers.yaml',
    numbers.map(number => ({
      apiVersion,
      kind: 'Customer',
      partner: 'central',
      customer: { ...identity(number) },
      subscriptions: bought.map((offer, position) => ({
        key: `product-${position + 1}`,
        offer,
        seats: 5,
        billing: 'monthly',
      })),
    })),
  )
  write('world.yaml', [worldOf(numbers, bought)])
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

function identity(number: number) {
  const digits = String(number).padStart(12, '0')
  return {
    tenantId: `00000000-0000-4000-8000-${digits}`,
    name: `Customer ${number}`,
    domain: `customer-${number}.example`,
  }
}

function worldOf(numbers: readonly number[], bought: readonly string[]) {
  return {
    apiVersion,
    kind: 'World',
    name: 'bench',
    clock: '2026-12-07T06:00:00Z',
    partners: accounts.map(({ name, tenantId, number }) => ({
      name,
      tenantId,
      country: 'IT',
      ...market,
      apps: [{ clientId: app(number), clientSecret: `sandbox-${name}-app` }],
      users: [
        {
          upn: `ops@${name}.example`,
          clientId: app(number),
          refreshToken: `sandbox-${name}-user`,
          roles: ['adminAgent'],
        },
      ],
    })),
    customers: numbers.map(number => ({
      ...identity(number),
      country: 'IT',
      relationships: accounts.map(({ name }) => ({ partner: name, agreement: true })),
    })),
    catalogue: {
      offers: bought.map((id, position) => ({
        id,
        name: `Product ${position + 1}`,
        family: `product-${position + 1}`,
        billingCycles: ['monthly', 'annual'],
      })),
      products: [],
    },
    subscriptions: numbers.flatMap(number =>
      bought.map((offer, position) => ({
        partner: 'italy',
        customer: identity(number).tenantId,
        offer,
        name: `product-${position + 1}`,
        seats: 5,
        billing: 'monthly',
        started: '2025-03-01',
      })),
    ),
  }
}
