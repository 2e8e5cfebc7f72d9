/** The World document of a made-up world. */
import type { World } from '../../../schemas/generated/world.ts'
import { violationsOf } from '../../support/schemas.ts'
import { textOf } from '../calendar.ts'
import {
  extendedSkuIds,
  mailOffer,
  type PriceFacts,
  priceText,
  product,
  type SkuName,
  skuIds,
  terms,
} from './catalogue.ts'
import type { LifePlan, WorldPlan } from './stories.ts'

export const tenants = {
  central: '7d3a0c5e-0000-4000-8000-00000000aa01',
  italy: '1b0f0000-0000-4000-8000-00000000aa02',
} as const

export type PartnerName = keyof typeof tenants

export const customerId = (index: number) => `3d6f0c5e-0000-4000-8000-${String(index + 1).padStart(12, '0')}`

export const seedId = (customer: number, life: number) =>
  `30fbe180-0000-4000-8000-${String(customer * 100 + life + 1).padStart(12, '0')}`

/** The clock starts at midnight, so that no seeded day is half over. */
export const clockOf = ({ clock }: WorldPlan) => `${textOf(clock)}T00:00:00Z`

export function worldOf(plan: WorldPlan): World {
  const customers = plan.customers.map((_, index) => ({
    tenantId: customerId(index),
    name: `Customer ${index}`,
    domain: `c${index}.example`,
    country: 'IT',
    relationships: [
      { partner: 'italy', agreement: true },
      { partner: 'central', agreement: true },
    ],
  }))
  const world: World = {
    apiVersion: 'tenantform/v1',
    kind: 'World',
    name: 'oracle',
    clock: clockOf(plan),
    settings: {
      throttle: 100_000,
      refreshTokenLife: 'P400D',
      anyTermEnd: true,
      quirks: { lineRounding: plan.isRoundedByLine },
    },
    partners: (['central', 'italy'] as const).map(name => partnerOf(name, plan.currency)),
    customers,
    catalogue: catalogueOf(plan),
    subscriptions: plan.customers.flatMap((lives, customer) =>
      lives.flatMap((life, index) =>
        life.minute === null
          ? [{ ...seedOf(life), id: seedId(customer, index), customer: customerId(customer) }]
          : [],
      ),
    ),
  }
  const violations = violationsOf('World', world)
  if (violations.length > 0) throw new Error(JSON.stringify(violations))
  return world
}

function partnerOf(name: PartnerName, currency: string): World['partners'][number] {
  const clientId = tenants[name].replace('aa', 'bb')
  return {
    name,
    tenantId: tenants[name],
    country: 'IT',
    currency,
    apps: [
      {
        clientId,
        clientSecret: `sandbox-${name}-app`,
        graphPermissions: ['PartnerBilling.Read.All'],
      },
    ],
    users: [
      {
        upn: `ops@${name}.example`,
        clientId,
        refreshToken: `sandbox-${name}-user`,
        roles: ['adminAgent', 'billingAdmin'],
      },
    ],
  }
}

function catalogueOf(facts: PriceFacts): NonNullable<World['catalogue']> {
  const priced = (sku: SkuName, index: number) => priceText(sku, terms[sku][index]!, facts)
  const sku = (name: Exclude<SkuName, 'mail'>, more: Readonly<Record<string, unknown>>) => ({
    id: skuIds[name],
    title: name,
    family: name === 'yearly' ? 'yearly' : 'suite',
    ...more,
    terms: terms[name].map(plan => ({
      ...plan,
      prices: { [facts.currency]: name === 'trial' ? '0' : priceText(name, plan, facts) },
    })),
  })
  return {
    // One family: a legacy source and its twin of new commerce are the same product.
    offers: [
      {
        id: mailOffer,
        name: 'mail',
        family: 'suite',
        prices: { [facts.currency]: { monthly: priced('mail', 0), annual: priced('mail', 1) } },
      },
    ],
    products: [
      {
        id: product,
        title: 'Suite',
        skus: [
          sku('suite', {
            extendedSku: extendedSkuIds.suite,
            transitionsTo: [`${product}:${skuIds.large}`],
          }),
          sku('large', { extendedSku: extendedSkuIds.large }),
          sku('yearly', { extendedSku: extendedSkuIds.yearly }),
          sku('trial', { isTrial: true }),
        ],
      },
    ],
  }
}

function seedOf(life: LifePlan) {
  const common = {
    partner: life.partner,
    seats: life.seats,
    billing: life.billing,
    started: textOf(life.bought),
    autoRenew: life.renews,
    ...(life.cycleEnds !== null && { cycleEnds: textOf(life.cycleEnds) }),
  }
  if (life.sku === 'mail') return { ...common, offer: mailOffer }
  return {
    ...common,
    product: `${product}:${skuIds[life.sku]}`,
    term: life.term,
    ...(life.cut !== null && { termEnds: textOf(life.cut) }),
    ...(life.sku === 'trial' && { trial: true }),
  }
}
