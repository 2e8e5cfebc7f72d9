/** What the writes of a plan ought to cost, from the facts of the world alone: what was bought, and what happened to it until that day. */
import type { Action, WriteAction } from '../../../engine/plan/action.ts'
import type { Plan } from '../../../engine/plan/plan.ts'
import { amountOf } from '../amounts.ts'
import type { Billing, Term } from '../billing-periods.ts'
import { type Day, dayOf } from '../calendar.ts'
import type { Happening, History, Line, Purchase } from '../facts.ts'
import { type Fraction, total, zero } from '../fraction.ts'
import { hidesPeriod } from '../hidden-period.ts'
import { historyOf } from '../history.ts'
import { mailOffer, priceAt, product, type SkuName, skuIds } from '../sandbox/catalogue.ts'
import type { WorldPlan } from '../sandbox/stories.ts'
import type { Told } from '../sandbox/told.ts'
import { amountsByPeriod, commitmentOf, type Overlap, overlapOf } from '../totals.ts'

export interface Scene {
  readonly world: WorldPlan
  readonly told: readonly Told[]
  readonly plan: Plan
}

/** Figures that are left out are nothing. */
export interface Expected {
  readonly credit?: Fraction | undefined
  readonly commitment?: Fraction | undefined
  readonly until?: Day
  readonly perPeriod?: Fraction | undefined
  readonly perDay?: Fraction | undefined
  readonly overlap?: Overlap
  /** Legacy of 30 days or less: what became of it within the period, which nothing that lives shows. */
  readonly young?: 'unchanged' | 'other seats' | 'off for a while' | 'both'
  /** Figures that depend on what no plan can see: seats and pauses of the past. */
  readonly hidden: ReadonlySet<'credit' | 'overlap' | 'a further day'>
}

export function expectedOf(scene: Scene, action: WriteAction): Expected {
  if (action.kind === 'subscription.suspend' || action.kind === 'subscription.cancel')
    return expectedOff(scene, action)
  if (action.kind === 'subscription.create') return expectedPurchase(scene, action)
  if (action.kind === 'subscription.change-renewal' && action.effect.method === 'overlap')
    return expectedRest(scene, action)
  return { hidden: new Set() }
}

function sourceOf(
  told: readonly Told[],
  { id, subscription }: { readonly id: string; readonly subscription: string },
): Told {
  const source = told.find(({ purchase }) => purchase.id.toLowerCase() === subscription)
  if (source === undefined) throw new Error(`${id}: nothing is known of ${subscription}`)
  return source
}

type SwitchOff = Extract<Action, { kind: 'subscription.suspend' | 'subscription.cancel' }>

function expectedOff(scene: Scene, action: SwitchOff): Expected {
  const source = sourceOf(scene.told, action)
  const day = dayOf(action.effect.date)
  const kind = action.kind === 'subscription.suspend' ? 'suspended' : 'cancelled'
  const off: Happening = { at: `${action.effect.date}T23:59:59Z`, kind }
  const history = historyOf(source.purchase, [...source.happenings, off], day)
  const credits = history.credits.filter(credit => credit.day === day)
  const before = historyOf(source.purchase, source.happenings, day)
  const twins = twinsOf(scene, action, day)
  return {
    credit: credits.length === 0 ? undefined : total(credits.map(({ amount }) => amount)),
    overlap: longestOverlap(history, twins),
    ...paceOf(before, day),
    ...youngOf(before, day),
    hidden: new Set([
      ...(hidesPeriod(before, day) ? (['credit', 'overlap', 'a further day'] as const) : []),
      ...(hidesOverlap(source, twins) ? (['overlap'] as const) : []),
    ]),
  }
}

function youngOf({ purchase, lines, days }: History, day: Day): Pick<Expected, 'young'> {
  if (purchase.commerce !== 'legacy' || day - dayOf(purchase.at) > 30) return {}
  const period = days.findLast(one => one.day <= day)?.period
  const has = (kind: Line['kind']) => lines.some(line => line.period === period && line.kind === kind)
  const what = has('off')
    ? has('seats')
      ? 'both'
      : 'off for a while'
    : has('seats')
      ? 'other seats'
      : 'unchanged'
  return { young: what }
}

/** Since there were two of it, one was off for a while, or had other seats, another price or another cycle. */
function hidesOverlap({ happenings }: Told, twins: readonly History[]): boolean {
  const first = Math.min(...twins.map(({ purchase }) => dayOf(purchase.at)))
  const visible: readonly Happening['kind'][] = ['end of term set']
  return happenings.some(({ at, kind }) => dayOf(at) >= first && !visible.includes(kind))
}

type ChangeRenewal = Extract<Action, { kind: 'subscription.change-renewal' }>

/** A source that goes on to the end of its term beside its twin. */
function expectedRest(scene: Scene, action: ChangeRenewal): Expected {
  const source = sourceOf(scene.told, action)
  const last = dayOf(action.effect.date) - 1
  const history = historyOf(source.purchase, source.happenings, last)
  const twins = twinsOf(scene, action, last)
  const on = dayOf(scene.plan.on)
  return {
    overlap: longestOverlap(history, twins),
    perDay: paceOf(history, on).perDay,
    hidden: new Set([
      ...(hidesOverlap(source, twins) ? (['overlap'] as const) : []),
      ...(hidesPeriod(history, on) ? (['overlap', 'a further day'] as const) : []),
    ]),
  }
}

/** Price of a whole period, and of a day, of the period that holds `day`. */
function paceOf({ purchase, days, terms }: History, day: Day): Pick<Expected, 'perPeriod' | 'perDay'> {
  const charged = days.find(one => one.day === day)
  const price = terms.findLast(({ start }) => start <= day)?.price
  if (charged === undefined || price === undefined) return {}
  return {
    perPeriod: amountOf(purchase, { perSeat: price.perSeat, seats: charged.seats }),
    perDay: amountOf(purchase, charged),
  }
}

interface Twins {
  readonly told: (one: Told) => boolean
  readonly created: (action: Create) => boolean
}

/** What replaces it: what the plan names; of a source that goes on to its end, the same product in the other account. */
function twinsOf(
  { told, plan, world }: Scene,
  action: SwitchOff | ChangeRenewal,
  last: Day,
): readonly History[] {
  const { told: isTwin, created: isCreated } =
    'replacedBy' in action ? namedTwins(action) : likelyTwins(told, action)
  return [
    ...told.filter(isTwin).map(twin => historyOf(twin.purchase, twin.happenings, last)),
    ...plan.actions
      .filter((one): one is Create => one.kind === 'subscription.create' && isCreated(one))
      .map(one => historyOf(purchaseOf(world, one), [], last)),
  ]
}

function namedTwins({ replacedBy }: SwitchOff): Twins {
  const names = new Set(replacedBy.map(one => (one.kind === 'living' ? one.subscription : one.action)))
  return {
    told: ({ purchase }) => names.has(purchase.id.toLowerCase() as never),
    created: ({ id }) => names.has(id),
  }
}

function likelyTwins(told: readonly Told[], action: ChangeRenewal): Twins {
  const source = sourceOf(told, action)
  return {
    told: one => one.customer === source.customer && one.partner === 'central' && one.sku === source.sku,
    created: one => one.customer === source.customer && one.product === action.product,
  }
}

function longestOverlap(source: History, twins: readonly History[]): Overlap {
  const overlaps = twins.map(twin => overlapOf(source, twin))
  return overlaps.toSorted((a, b) => b.days.length - a.days.length)[0] ?? { days: [], amount: zero }
}

export type Create = Extract<Action, { kind: 'subscription.create' }>

function expectedPurchase(scene: Scene, action: Create): Expected {
  const purchase = purchaseOf(scene.world, action)
  const commitment = commitmentOf(purchase)
  return {
    ...besideOf(scene, action),
    commitment: commitment?.amount,
    ...(commitment !== null && { until: commitment.until }),
    perPeriod: amountOf(purchase, { perSeat: purchase.price.perSeat, seats: purchase.seats }),
  }
}

/** What runs on beside a purchase to the end of its term, without a step of the plan: told before, or off already. */
function besideOf(scene: Scene, action: Create): Pick<Expected, 'overlap' | 'perDay' | 'hidden'> {
  const day = dayOf(action.effect.date)
  const named = new Set(scene.plan.actions.flatMap(one => ('subscription' in one ? [one.subscription] : [])))
  const rests = scene.told
    .filter(one => one.customer === action.customer && one.partner === 'italy' && one.sku !== 'mail')
    .filter(one => `${product}:${skuIds[one.sku as Exclude<SkuName, 'mail'>]}` === action.product)
    .filter(one => !named.has(one.purchase.id.toLowerCase() as never))
    .map(one => restFrom(one, day))
    .filter(rest => rest.days.length > 0)
  if (rests.length === 0) return { hidden: new Set() }
  const isOpen = rests.some(({ isOver }) => !isOver)
  return {
    overlap: {
      days: rests.map(({ days }) => days).toSorted((a, b) => b.length - a.length)[0] ?? [],
      amount: total(rests.map(({ amount }) => amount)),
    },
    perDay: total(rests.map(({ perDay }) => perDay)),
    hidden: new Set(isOpen ? (['overlap'] as const) : []),
  }
}

/** Days of a source from one on until its current term is over, and whether it is over then. */
function restFrom({ purchase, happenings }: Told, day: Day) {
  const until = historyOf(purchase, happenings, day).terms.at(-1)?.last ?? day
  const history = historyOf(purchase, happenings, until + 1)
  const days = history.days.filter(one => one.day >= day && one.day <= until)
  return {
    days: days.map(one => one.day),
    amount: total(amountsByPeriod({ ...history, days }).values()),
    perDay: paceOf(history, day).perDay ?? zero,
    isOver: history.isOver,
  }
}

function skuOf(item: string): SkuName {
  const found = (['suite', 'large', 'yearly'] as const).find(sku => item.endsWith(skuIds[sku]))
  if (found === undefined) throw new Error(`nothing is known of ${item}`)
  return found
}

export function purchaseOf(world: WorldPlan, action: Create): Purchase {
  const sku: SkuName = action.product === mailOffer ? 'mail' : skuOf(action.product)
  const plan = { term: (action.term ?? 'P1Y') as Term, billing: action.billing as Billing }
  return {
    id: action.id,
    commerce: sku === 'mail' ? 'legacy' : 'nce',
    currency: world.currency,
    at: `${action.effect.date}T12:00:00Z`,
    seats: action.seats,
    price: priceAt(sku, plan, world),
    term: plan.term,
    endOfTerm: { renews: true },
    monthlyPlan: null,
  }
}
