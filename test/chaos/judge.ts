/** What must hold whatever happened, told by the sandbox's own state, ledger and request log. */
import { Temporal } from 'temporal-polyfill'
import type { Plan } from '../../engine/plan/plan.ts'
import { isWrite, type SandboxRequest, type StateSubscription } from '../support/sandbox-process.ts'
import {
  offers,
  type ProductName,
  productKeyOf,
  products,
  type WorkspaceWish,
} from '../support/workspaces/a-workspace.ts'
import { type Desk, here } from './operator.ts'
import type { Scenario } from './scenario.ts'
import type { Wrong } from './totals.ts'

export interface Before {
  /** The plan of the day, and the one that bought later, if there was one. */
  readonly plans: readonly Plan[]
  /** Usable seats by customer and family. */
  readonly seats: ReadonlyMap<string, number>
}

export async function judge(desk: Desk, before: Before): Promise<Readonly<Record<Wrong, number>>> {
  const { sandbox, scenario } = desk
  const rows = await sandbox.subscriptions()
  const requests = await sandbox.requests()
  const seatsNow = usableSeats(rows, scenario.wish)
  const again = await here(desk, ['plan', '--detailed-exitcode'])
  if (again.code !== 0) desk.diary.push(again.out, again.err)
  await sandbox.advance('P2D')
  const { doubleBilled } = await sandbox.ledger()
  // After its day a pair is ended late, and the resume announces what that costs.
  const isLate = requests.some(
    request => isWrite(request) && !before.plans.some(plan => plan.on === request.at.slice(0, 10)),
  )
  return {
    ...ordersOf(before.plans, rows),
    earlySwitchOffs: earlySwitchOffs(scenario, rows, requests),
    onAnotherDay: 0,
    lostSeats: lostSeats(scenario.wish, before, seatsNow),
    doubleBilled: isLate ? 0 : doubleBilled.length,
    leftOver: again.code === 0 ? 0 : 1,
  }
}

/** What was bought or has arrived, against what the plans wanted; each by customer, family and seats. */
function ordersOf(plans: readonly Plan[], rows: readonly StateSubscription[]) {
  const wanted = plans.flatMap(plan =>
    plan.actions.flatMap(action => {
      if (action.kind === 'subscription.create')
        return [key(action.customer, familyOf(action.product), action.seats)]
      if (action.kind !== 'subscription.transfer') return []
      return action.items.map(item => key(action.customer, familyOf(item.product), item.seats))
    }),
  )
  const made = rows
    .filter(row => row.acquired !== 'seed')
    .map(row => key(row.customer, row.family, row.seats))
  return { duplicates: surplus(made, wanted), missing: surplus(wanted, made) }
}

function key(customer: string, family: string, seats: number): string {
  return `${customer} ${family} ${seats}`
}

/** How many of the first are not among the second. */
function surplus(some: readonly string[], others: readonly string[]): number {
  const left = [...others]
  let found = 0
  for (const entry of some) {
    const position = left.indexOf(entry)
    if (position < 0) found += 1
    else left.splice(position, 1)
  }
  return found
}

/** Of an offer or of a product with its SKU, as the worlds of these tests sell them. */
export function familyOf(product: string): string {
  const offer = Object.values(offers).find(entry => entry.id.toLowerCase() === product.toLowerCase())
  if (offer !== undefined) return offer.family
  const name = (Object.keys(products) as ProductName[]).find(entry => productKeyOf(entry) === product)
  return name === undefined ? product : products[name].family
}

/** The family a customer's seats count in: a mapped product's seats go on in what it is mapped to. */
export function poolOf(family: string, { consolidation }: WorkspaceWish): string {
  const isMapped = consolidation !== undefined && 'map' in consolidation
  return isMapped && family === offers.e1.family ? products.basic.family : family
}

export function usableSeats(
  rows: readonly StateSubscription[],
  wish: WorkspaceWish,
): ReadonlyMap<string, number> {
  const seats = new Map<string, number>()
  for (const row of rows) {
    if (row.status !== 'active') continue
    const pool = `${row.customer} ${poolOf(row.family, wish)}`
    seats.set(pool, (seats.get(pool) ?? 0) + row.seats)
  }
  return seats
}

/** Seats that lines of the plans say that they take away, by customer and pool. */
export function announcedLosses(wish: WorkspaceWish, plans: readonly Plan[]): ReadonlyMap<string, number> {
  const announced = new Map<string, number>()
  for (const action of plans.flatMap(plan => plan.actions)) {
    const taken =
      action.kind === 'subscription.change-seats'
        ? Math.max(0, action.from - action.to)
        : (action.kind === 'subscription.suspend' || action.kind === 'subscription.cancel') &&
            action.effect.reducesService
          ? action.seats
          : 0
    if (taken === 0 || !('customer' in action) || !('product' in action)) continue
    const pool = `${action.customer} ${poolOf(familyOf(action.product), wish)}`
    announced.set(pool, (announced.get(pool) ?? 0) + taken)
  }
  return announced
}

/** Seats that are gone beyond that. */
function lostSeats(wish: WorkspaceWish, { plans, seats }: Before, now: ReadonlyMap<string, number>): number {
  const announced = announcedLosses(wish, plans)
  let lost = 0
  for (const [pool, count] of seats)
    lost += Math.max(0, count - (now.get(pool) ?? 0) - (announced.get(pool) ?? 0))
  return lost
}

/** Source subscriptions that were switched off while something of their customer was bought later, or could not be seen yet. */
function earlySwitchOffs(
  scenario: Scenario,
  rows: readonly StateSubscription[],
  requests: readonly SandboxRequest[],
): number {
  const delay = provisioningDelayOf(scenario.wish)
  return rows.filter(row => {
    if (row.acquired !== 'seed' || row.partner === 'central' || lapses(scenario, row)) return false
    const off = requests.find(
      request =>
        request.method === 'PATCH' &&
        request.status >= 200 &&
        request.status < 300 &&
        request.path.toLowerCase().endsWith(`/subscriptions/${row.id.toLowerCase()}`),
    )
    if (off === undefined) return false
    return rows.some(
      twin =>
        twin.customer === row.customer &&
        twin.acquired !== 'seed' &&
        !lapses(scenario, twin) &&
        Temporal.Instant.compare(thereFrom(twin, delay), off.at) > 0,
    )
  }).length
}

/** What lapses is told to end with its term long before it is bought again, and lives until then. */
export function lapses({ later }: Scenario, { family }: Pick<StateSubscription, 'family'>): boolean {
  return later !== undefined && family === products.premium.family
}

function thereFrom({ createdAt, acquired }: StateSubscription, delay: string): Temporal.Instant {
  const bought = Temporal.Instant.from(createdAt)
  return acquired === 'transfer' ? bought : bought.add(delay)
}

function provisioningDelayOf({ settings = {} }: WorkspaceWish): string {
  const quirks = settings['quirks'] as Readonly<Record<string, unknown>> | undefined
  const written = settings['provisioningDelay']
  if (typeof written === 'string') return written
  return quirks?.['lateSubscriptions'] === true || quirks?.['all'] === true ? 'PT2M' : 'PT0S'
}
