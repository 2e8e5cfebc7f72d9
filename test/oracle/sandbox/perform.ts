/** Carries a made-up world out on the sandbox, in order of time, and writes down what it accepted: the facts the oracle is told. */
import { type Day, textOf } from '../calendar.ts'
import type { Happening, Purchase } from '../facts.ts'
import type { Fraction } from '../fraction.ts'
import { windowDays } from './acts.ts'
import { mailOffer, type PriceFacts, priceAt, product, type SkuName, skuIds } from './catalogue.ts'
import type { Body, Service } from './service.ts'
import type { LifePlan, WorldPlan } from './stories.ts'
import type { Run, Told } from './told.ts'
import { tried } from './try-act.ts'
import { customerId, seedId } from './world-of.ts'

interface Step {
  readonly at: string
  /** It takes a minute of the clock, so it comes after all else of its instant. */
  readonly isSlow: boolean
  readonly perform: () => Promise<void>
}

/** Until the end of the window, or an earlier day. */
export async function carryOut(
  service: Service,
  world: WorldPlan,
  until: Day = world.clock + windowDays,
): Promise<readonly Told[]> {
  const run: Run = { start: instantOf(world.clock, 0), service, prices: world, told: [] }
  const steps: Step[] = []
  for (const [customer, lives] of world.customers.entries())
    for (const [index, life] of lives.entries()) steps.push(...stepsOf(run, { customer, index, life }))
  const end = instantOf(until, 0)
  steps.sort((a, b) => (a.at === b.at ? Number(a.isSlow) - Number(b.isSlow) : a.at < b.at ? -1 : 1))
  let now = ''
  for (const { at, perform } of steps) {
    if (at >= end) break
    if (at !== now) await service.until(at)
    now = at
    await perform()
  }
  return run.told
}

interface Place {
  readonly customer: number
  readonly index: number
  readonly life: LifePlan
}

function instantOf(day: Day, minute: number): string {
  const pad = (value: number) => String(value).padStart(2, '0')
  return `${textOf(day)}T${pad(Math.floor(minute / 60))}:${pad(minute % 60)}:00Z`
}

function stepsOf(run: Run, { customer, index, life }: Place): readonly Step[] {
  const tenant = customerId(customer)
  let current: Told | null = null
  if (life.minute === null) {
    const at = instantOf(life.bought, 0)
    const purchase = purchaseOf(run, life, { id: seedId(customer, index), at })
    // What a seed says of renewal holds from the day the clock starts; it lives, so it was renewed until then.
    const now: Happening = { at: run.start, kind: 'end of term set', to: { renews: life.renews } }
    current = {
      customer: tenant,
      partner: life.partner,
      sku: life.sku,
      isSeeded: true,
      purchase,
      happenings: [now],
      source: null,
    }
    run.told.push(current)
  }
  const acts = life.acts.map(({ day, minute, act }) => ({
    at: instantOf(day, minute),
    isSlow: act.kind === 'transfer',
    async perform() {
      if (current !== null) current = await tried(run, current, { at: instantOf(day, minute), act })
    },
  }))
  if (life.minute === null) return acts
  const at = instantOf(life.bought, life.minute)
  const purchase: Step = {
    at,
    isSlow: false,
    async perform() {
      current = await bought(run, tenant, { life, at })
    },
  }
  return [purchase, ...acts.filter(act => act.at >= at)]
}

const alwaysRenews = { endOfTerm: { renews: true } } as const

function monthlyPlanOf(sku: SkuName, prices: PriceFacts): Fraction | null {
  return sku === 'suite' || sku === 'trial'
    ? priceAt('suite', { term: 'P1M', billing: 'monthly' }, prices).perSeat
    : null
}

function purchaseOf(
  { prices }: Run,
  life: LifePlan,
  { id, at }: { readonly id: string; readonly at: string },
): Purchase {
  const isTrial = life.sku === 'trial'
  return {
    id,
    commerce: life.sku === 'mail' ? 'legacy' : 'nce',
    currency: prices.currency,
    at,
    seats: life.seats,
    // A trial is the year's plan by the month once it is paid.
    price: isTrial
      ? priceAt('suite', { term: 'P1Y', billing: 'monthly' }, prices)
      : priceAt(life.sku, life, prices),
    term: life.term,
    ...(life.cut !== null && { termEnds: life.cut }),
    ...(life.cycleEnds !== null && { cycleEnds: life.cycleEnds }),
    ...(isTrial && { isTrial }),
    ...alwaysRenews,
    monthlyPlan: monthlyPlanOf(life.sku, prices),
  }
}

async function bought(
  run: Run,
  tenant: string,
  { life, at }: { readonly life: LifePlan; readonly at: string },
) {
  const { service } = run
  const item = life.sku === 'mail' ? mailOffer : await catalogueItem(run, life, tenant)
  const line = {
    id: 0,
    catalogItemId: item,
    quantity: life.seats,
    billingCycle: life.billing,
    ...(life.sku !== 'mail' && { termDuration: life.term }),
    ...(life.cut !== null && { customTermEndDate: `${textOf(life.cut)}T00:00:00Z` }),
  }
  const cart = await service.call(life.partner, 'POST', `customers/${tenant}/carts`, { lineItems: [line] })
  // An end of the term that is not on offer, a purchase that does not fit: then it was not bought.
  if (cart.status !== 201 || cart.body.lineItems[0].error !== undefined) return null
  const checkout = await service.call(
    life.partner,
    'POST',
    `customers/${tenant}/carts/${cart.body.id}/checkout`,
  )
  const id: string | undefined = checkout.body.orders?.[0]?.lineItems[0].subscriptionId
  if (id === undefined) throw new Error(JSON.stringify(checkout.body))
  const purchase = purchaseOf(run, life, { id, at })
  const told: Told = {
    customer: tenant,
    partner: life.partner,
    sku: life.sku,
    isSeeded: false,
    purchase,
    happenings: [],
    source: null,
  }
  run.told.push(told)
  return told
}

async function catalogueItem({ service }: Run, life: LifePlan, tenant: string): Promise<string> {
  const sku = skuIds[life.sku === 'mail' ? 'suite' : life.sku]
  const path = `customers/${tenant}/products/${product}/skus/${sku}/availabilities`
  const { body } = await service.call(life.partner, 'GET', path)
  return body.items.find((one: Body) => one.isPurchasable !== false).catalogItemId
}
