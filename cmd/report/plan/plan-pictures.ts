/** What the pictures of a plan show: ways of seats between accounts, and days. */
import { by } from '../../../engine/compare.ts'
import { dayOf, type UtcDate } from '../../../engine/model/ids.ts'
import type { Amount } from '../../../engine/model/money.ts'
import { sumAmounts } from '../../../engine/money/amounts.ts'
import { type Action, isWrite } from '../../../engine/plan/action.ts'
import type { Method } from '../../../engine/plan/method.ts'
import { needsFirst } from '../../../engine/plan/move/waves.ts'
import { type Held, heldOf, type Plan, type PlanWindow } from '../../../engine/plan/plan.ts'
import { plural } from '../../../engine/plural.ts'
import { hasNoOpening } from '../../../engine/time/window.ts'
import { sumsText } from '../amount.ts'
import type { Lane } from '../html/bar.ts'
import type { SeatFlow } from '../html/seat-flow.ts'
import type { TimelineDay } from '../html/timeline.ts'

/** Where the seats of a source end up when they do not move; null: they move. */
const stays: Readonly<Record<Method, string | null>> = {
  reprovision: null,
  transfer: null,
  repurchase: null,
  lapse: null,
  overlap: null,
  verify: 'Microsoft moves',
  drop: 'not carried over',
  manual: 'by hand',
  observe: 'off already',
  unsupported: 'unsupported',
  blocked: 'blocked',
  left: 'left on purpose',
  steady: 'stays',
}

/** Where they go. Nothing of a customer that is held goes anywhere, whatever is decided about its lines. */
export function wayOf(method: Method, { target, held }: Destination): Pick<SeatFlow, 'to' | 'way'> {
  const place = stays[method]
  if (method === 'blocked') return { to: 'blocked', way: 'stuck' }
  if (place !== null) return { to: place, way: 'stays' }
  return held === null ? { to: target, way: 'moves' } : { to: held, way: 'stuck' }
}

interface Destination {
  readonly target: string
  readonly held: Held
}

/** Seats of the sources by where they end up, of a plan's customers or of a board's rows. */
export function seatFlows(
  customers: readonly {
    readonly partner: string
    readonly held: Held
    readonly sources: readonly {
      readonly partner: string
      readonly method: Method
      readonly seats: number | null
    }[]
  }[],
): readonly SeatFlow[] {
  return sumFlows(
    customers.flatMap(({ partner, held, sources }) =>
      sources.map(line => ({
        from: line.partner,
        seats: line.seats ?? 0,
        ...wayOf(line.method, { target: partner, held }),
      })),
    ),
  )
}

export function flowsOf({ customers }: Pick<Plan, 'customers'>): readonly SeatFlow[] {
  return seatFlows(customers.map(customer => ({ ...customer, held: heldOf(customer) })))
}

/** One flow per way, in the order of their names. */
export function sumFlows(parts: readonly SeatFlow[]): readonly SeatFlow[] {
  const flows = new Map<string, { from: string; to: string; seats: number; way: SeatFlow['way'] }>()
  for (const part of parts) {
    const key = `${part.from}\n${part.to}`
    const flow = flows.get(key)
    if (flow === undefined) flows.set(key, { ...part })
    else flow.seats += part.seats
  }
  return [...flows].sort(by(([key]) => key)).map(([, flow]) => flow)
}

export function timelineOf(plan: Plan): readonly TimelineDay[] {
  const days = new Map<UtcDate, { names: string[]; lines: string[] }>()
  const on = (date: UtcDate) => {
    const day = days.get(date) ?? { names: [], lines: [] }
    days.set(date, day)
    return day
  }
  on(plan.on).names.push('this plan')
  for (const [date, name] of windowNames(plan.window)) on(date).names.push(name)
  for (const [date, line] of laterLines(plan)) on(date).lines.push(line)
  const lanes = lanesOf(plan)
  return [...days].map(([date, { names, lines }]) => ({
    date,
    name: names.length === 0 ? null : names.join(', '),
    isNow: date === plan.on,
    lines,
    lanes: date === plan.on ? lanes : [],
  }))
}

export function windowNames(window: PlanWindow | null): readonly (readonly [UtcDate, string])[] {
  if (window === null || hasNoOpening(window)) return []
  const hours =
    window.utcHours === null ? '' : `, from ${window.utcHours.from} to ${window.utcHours.to} UTC each day`
  return [
    [window.from, `window opens${hours}`],
    ...window.freezeDays.map(day => [day, 'freeze day: nothing is written'] as const),
    [window.to, 'last day of the window'],
  ]
}

/** What falls due after the plan's own day: the same thing of many customers is one line. */
function laterLines(plan: Plan): readonly (readonly [UtcDate, string])[] {
  const due = new Map<string, { date: UtcDate; name: string; count: number; money: Amount[] }>()
  const add = (date: UtcDate | null, name: string, money: readonly Amount[] = []) => {
    if (date === null || date <= plan.on) return
    const entry = due.get(`${date}\n${name}`) ?? { date, name, count: 0, money: [] }
    due.set(`${date}\n${name}`, entry)
    entry.count += 1
    entry.money.push(...money)
  }
  for (const action of plan.actions) {
    if (!isWrite(action)) continue
    const { effect } = action
    if (effect.commitment !== undefined)
      add(effect.commitment.until, 'commitment ends', [effect.commitment.total])
    if (action.kind === 'subscription.cancel') add(dayOf(action.until), 'last chance to cancel')
    if (action.kind === 'subscription.transfer')
      for (const item of action.items) add(item.termEndsOn, 'transferred term ends')
    if (action.kind === 'subscription.change-renewal')
      add(action.termEndsOn, 'term ends, and renews or not as declared')
    else add(effect.date, 'takes effect')
  }
  for (const customer of plan.customers)
    for (const line of customer.sources)
      if (line.action === null) add(line.billedUntil, `source billed to here (${line.method})`)
  return [...due.values()].map(({ date, name, count, money }) => [
    date,
    `${count.toLocaleString('en')} × ${name}${money.length === 0 ? '' : `: ${sumsText(sumAmounts(money, []))}`}`,
  ])
}

/** One per wave: what is bought, what is checked, what goes off, in this order. */
function lanesOf(plan: Plan): readonly Lane[] {
  const actions = new Map(plan.actions.map(action => [action.id, action]))
  const needs = new Map<string, string>()
  for (const action of plan.actions)
    if (action.kind === 'gate.wave' && action.because.kind === 'wave needs wave')
      needs.set(action.wave, action.because.needs)
  const waves = new Map<string, Action[]>()
  for (const customer of plan.customers) {
    const name = customer.wave ?? 'steady state'
    const lane = waves.get(name) ?? []
    waves.set(name, lane)
    for (const id of customer.actions)
      lane.push(...(actions.get(id) === undefined ? [] : [actions.get(id) as Action])) // just looked up
  }
  const all = [...waves.keys()].map(name => ({ name, needs: needs.get(name) ?? null }))
  return needsFirst(all).map(({ name }) => {
    const lane = waves.get(name) ?? []
    const count = (...kinds: readonly Action['kind'][]) =>
      lane.filter(action => kinds.includes(action.kind)).length
    const first = needs.get(name)
    return {
      name,
      note: first === undefined ? null : `after ${first}`,
      between: ' → ',
      parts: [
        { name: 'bought', count: count('subscription.create'), tone: 'good' },
        { name: 'transferred', count: count('subscription.transfer'), tone: 'good' },
        { name: 'changed', count: changes(lane), tone: 'busy' },
        {
          name: plural(count('gate.customer'), 'customer checked', 'customers checked'),
          count: count('gate.customer'),
          tone: 'soft',
        },
        { name: 'switched off', count: count('subscription.suspend', 'subscription.cancel'), tone: 'bad' },
      ],
    }
  })
}

const notChanges = new Set<Action['kind']>([
  'subscription.create',
  'subscription.transfer',
  'subscription.suspend',
  'subscription.cancel',
  'gate.customer',
  'gate.wave',
])

function changes(lane: readonly Action[]): number {
  return lane.filter(action => !notChanges.has(action.kind)).length
}
