/** Documents that move what lives in a made-up world into one account, written from what the service shows on that day. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { mailOffer, priceText, product, type SkuName, skuIds, terms } from '../sandbox/catalogue.ts'
import type { Body, Service } from '../sandbox/service.ts'
import type { WorldPlan } from '../sandbox/stories.ts'
import { customerId, tenants, worldOf } from '../sandbox/world-of.ts'

export interface Move {
  /** What a rule asks for of new commerce; null: no rule. */
  readonly method: 'transfer' | 'repurchase' | 'lapse' | 'reprovision' | null
  /** Legacy mail becomes the suite of new commerce. */
  readonly isMapped: boolean
  readonly billing: 'monthly' | 'annual'
  readonly term: 'P1M' | 'P1Y'
}

export interface Workspace {
  readonly folder: string
  remove(): void
}

const head = (kind: string) => ({ apiVersion: 'tenantform/v1', kind })

export async function workspaceOf(service: Service, world: WorldPlan, move: Move): Promise<Workspace> {
  const folder = mkdtempSync(join(tmpdir(), 'tenantform-oracle-'))
  const write = (path: string, ...documents: readonly unknown[]) =>
    writeFileSync(join(folder, path), documents.map(document => stringify(document)).join('---\n'))
  mkdirSync(join(folder, 'customers'))
  write('partners.yaml', ...(['central', 'italy'] as const).map(name => partnerOf(name, world)))
  writeFileSync(join(folder, 'prices.csv'), pricesOf(world))
  write('consolidation.yaml', consolidationOf(world, move))
  write('world.yaml', worldOf(world))
  for (const index of world.customers.keys()) {
    const lines = await linesOf(service, customerId(index), move)
    if (lines !== null && lines.length > 0)
      write(`customers/c${index}.yaml`, {
        ...head('Customer'),
        partner: 'central',
        customer: { tenantId: customerId(index), name: `Customer ${index}`, domain: `c${index}.example` },
        subscriptions: lines,
      })
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

function partnerOf(name: 'central' | 'italy', { currency }: WorldPlan) {
  const clientId = tenants[name].replace('aa', 'bb')
  const secret = `env:ORACLE_${name.toUpperCase()}`
  return {
    ...head('Partner'),
    name,
    tenantId: tenants[name],
    markets: ['IT'],
    currency,
    prices: 'prices.csv',
    credentials: {
      app: { clientId, clientSecret: secret },
      user: { clientId, refreshToken: `${secret}_USER` },
    },
  }
}

function pricesOf(world: WorldPlan): string {
  const rows = (Object.keys(terms) as SkuName[]).flatMap(sku =>
    sku === 'trial'
      ? []
      : terms[sku].map(plan => {
          const item = sku === 'mail' ? [mailOffer, ''] : [`${product}:${skuIds[sku]}`, plan.term]
          return [...item, plan.billing, world.currency, priceText(sku, plan, world)].join(',')
        }),
  )
  return ['item,term,billing,currency,price', ...rows, ''].join('\n')
}

function consolidationOf({ currency }: WorldPlan, { method, isMapped }: Move) {
  const accepted = method === 'reprovision' ? { acceptOverlap: { [currency]: 999_999_999_999 } } : {}
  return {
    ...head('Consolidation'),
    name: 'move',
    to: 'central',
    from: ['italy'],
    irreversible: 'acknowledged',
    ...(method !== null && { methods: [{ when: { commerce: 'nce' }, do: method, ...accepted }] }),
    ...(isMapped && {
      map: [{ offer: mailOffer, to: `${product}:${skuIds.suite}`, licenceReassignment: 'acknowledged' }],
    }),
  }
}

interface Living {
  readonly id: string
  /** Offer, or product and SKU. */
  readonly item: string
  readonly seats: number
  readonly status: string
  readonly body: Body
}

async function livingOf(service: Service, partner: string, tenant: string): Promise<readonly Living[]> {
  const { body } = await service.call(partner, 'GET', `customers/${tenant}/subscriptions`)
  return body.items
    .map((one: Body) => ({
      id: one.id,
      item: String(one.offerId).split(':').slice(0, 2).join(':').toUpperCase(),
      seats: one.quantity,
      status: one.status,
      body: one,
    }))
    .filter(({ status }: Living) => status === 'active' || status === 'suspended')
}

/** What the target shall have: what lives there, and one line for each product that runs in the source. null: nothing to be said of it. */
async function linesOf(service: Service, tenant: string, move: Move): Promise<readonly Body[] | null> {
  const sources = (await livingOf(service, 'italy', tenant)).filter(
    one => one.status === 'active' && !one.body.isTrial,
  )
  const here = await livingOf(service, 'central', tenant)
  if (here.some(({ status }) => status !== 'active')) return null
  const bound = here.map(({ id, item, seats, body }, index) => ({
    key: `here-${index}`,
    ...itemOf(item),
    seats,
    subscriptionId: id,
    fewerSeats: 'acknowledged',
    ...(item.includes(':') && { term: body.termDuration }),
    // What it will be from the next charge on is what somebody wanted.
    billing: body.nextChargeInstructions?.product.billingCycle ?? body.billingCycle,
  }))
  const wanted = new Map<string, Living[]>()
  for (const source of sources) {
    const item = source.item === mailOffer && move.isMapped ? `${product}:${skuIds.suite}` : source.item
    if (here.some(one => one.item === item)) continue
    wanted.set(item, [...(wanted.get(item) ?? []), source])
  }
  return [
    ...bound,
    ...[...wanted].map(([item, from], index) => ({
      key: `new-${index}`,
      ...itemOf(item),
      seats: from.reduce((sum, { seats }) => sum + seats, 0),
      ...planOf(item, from, move),
    })),
  ]
}

function itemOf(item: string) {
  return item.includes(':') ? { product: item } : { offer: item }
}

/** Term and billing: those of a source that is transferred, else the ones that are asked for, where the SKU has them. */
function planOf(item: string, from: readonly Living[], { method, term, billing }: Move) {
  const isTransfer = method === null || method === 'transfer'
  const [one] = from
  if (!item.includes(':')) return { billing }
  if (isTransfer && one?.item === item) return { term: one.body.termDuration, billing: one.body.billingCycle }
  if (term === 'P1M' && item.endsWith(skuIds.suite)) return { term, billing: 'monthly' }
  return { term: 'P1Y', billing }
}
