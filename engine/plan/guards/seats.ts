/** Seats that move further than somebody meant them to. */
import type { Action } from '../action.ts'
import type { ChangeSeats } from '../kinds/change-seats.ts'
import type { SeatEquation } from '../plan.ts'
import type { Guard, Guarded, Violation } from './guard.ts'
import { subjectOf } from './guard.ts'
import { type SeatMove, seatMoveOf } from './seat-moves.ts'

/**
 * What is added in a consolidation, bought or by a change of seats, counts against what the customer had on sources and target together, what ended there included; what nothing backs grows from nothing,
 * which is more than any percentage. In steady state a purchase is no growth of anything.
 */
export const increasePercentOver: Guard<'increasePercentOver'> = (limit, guarded) => [
  ...changes(
    guarded.map(withoutBacked),
    (from, to) => (to - from) * 100 > limit.percent * from,
    `more than ${limit.percent} % up`,
  ),
  ...guarded.flatMap(entry => added(entry, limit.percent)),
]

/** In a consolidation fewer seats than the sources have are acknowledged in the document; the limit of a policy holds all the same. */
export const decreasePercentOver: Guard<'decreasePercentOver'> = (limit, guarded) => [
  ...changes(
    guarded,
    (from, to) => (from - to) * 100 > limit.percent * from,
    `more than ${limit.percent} % down`,
  ),
  ...guarded.flatMap(entry => movedWithFewer(entry, limit.percent)),
]

/** Subscriptions of one licence share a pool, whatever they are sold as: it is judged by what all changes leave in it. */
export const decreaseBelowConsumed: Guard<'decreaseBelowConsumed'> = (_limit, guarded) =>
  guarded.flatMap(({ customer, actions }) => {
    const { licences } = customer
    const pools = licences.kind === 'checked' ? licences.pools : []
    const byPool = new Map<string, SeatMove[]>()
    for (const move of movesOf(actions)) {
      const { product } = move.action
      const pool = pools.find(entry => entry.product === product)?.licence ?? product
      byPool.set(pool, [...(byPool.get(pool) ?? []), move])
    }
    return [...byPool.values()].flatMap(changed => belowConsumed(customer, changed))
  })

/** `changed`: all of one pool. */
function belowConsumed(
  { licences }: Guarded['customer'],
  changed: readonly SeatMove[],
): readonly Violation[] {
  const first = changed.find(move => move.ofProduct < move.from)
  if (first === undefined) return []
  const { productName, product } = first.action
  const subject = subjectOf(first.action)
  const from = changed.reduce((sum, move) => sum + move.from, 0)
  const to = changed.reduce((sum, move) => sum + move.ofProduct, 0)
  if (to >= from) return []
  const lines = changed.length === 1 ? first.when : ` in ${changed.length} subscriptions`
  const what = `${productName} goes from ${from} to ${to} seats${lines}`
  const pool =
    licences.kind === 'checked' ? licences.pools.find(entry => entry.product === product) : undefined
  if (pool === undefined) {
    const why = licences.kind === 'checked' ? 'the directory has no such licences' : licences.why
    return [
      { kind: 'undecided', subject, detail: `${what}, and how many are in use was not checked: ${why}` },
    ]
  }
  const left = pool.enabled - (from - to)
  if (left >= pool.consumed) return []
  return [
    {
      kind: 'over',
      subject,
      detail: `${what}, which leaves ${left} licences while ${pool.consumed} are in use`,
    },
  ]
}

function changes(
  guarded: readonly Guarded[],
  isTooMuch: (from: number, to: number) => boolean,
  words: string,
): readonly Violation[] {
  return guarded
    .flatMap(entry => movesOf(entry.actions))
    .flatMap(({ action, from, to, when }) => {
      if (!isTooMuch(from, to)) return []
      const detail = `${action.productName} goes from ${from} to ${to} seats${when}, ${words}`
      return [{ kind: 'over' as const, subject: subjectOf(action), detail }]
    })
}

function movesOf(actions: Guarded['actions']): readonly SeatMove[] {
  return actions.flatMap(action => seatMoveOf(action) ?? [])
}

/** What was bought half-way in the place of a source that still runs is not counted beside it. */
function ownOnTarget({ onTargetNow, halfWay }: SeatEquation): number {
  return onTargetNow - (halfWay ?? 0)
}

function movedWithFewer({ customer, actions }: Guarded, percent: number): readonly Violation[] {
  return customer.seats.flatMap(line => {
    const before = line.onSources + ownOnTarget(line)
    if (actions.length === 0 || line.verdict !== 'fewer, acknowledged') return []
    if ((before - line.onTargetAfter) * 100 <= percent * before) return []
    const detail = `${line.productName} goes from ${before} seats on all sides to ${line.onTargetAfter}, more than ${percent} % down`
    return [
      {
        kind: 'over' as const,
        subject: { partner: customer.partner, customer: customer.tenant, product: line.product },
        detail,
      },
    ]
  })
}

/** What a source backs is judged by the sums of both sides. */
function withoutBacked({ customer, actions }: Guarded): Guarded {
  const backed = customer.seats.filter(hasSource).map(line => line.product)
  return {
    customer,
    actions: actions.filter(action => !addsSeats(action) || !backed.includes(action.product)),
  }
}

function hasSource({ onSources, endedOnSources }: SeatEquation): boolean {
  return onSources + (endedOnSources ?? 0) > 0
}

function addsSeats(action: Action): action is ChangeSeats {
  return action.kind === 'subscription.change-seats' && action.to > action.from
}

function added({ customer, actions }: Guarded, percent: number): readonly Violation[] {
  return customer.seats.flatMap(line => {
    const isAdded = actions.some(
      action =>
        (action.kind === 'subscription.create' || (addsSeats(action) && hasSource(line))) &&
        action.product === line.product,
    )
    // What ran out, or was suspended by hand, is not counted beside what has taken its place already.
    const before = line.onSources + Math.max(ownOnTarget(line), line.endedOnSources ?? 0)
    const isUnbacked = before === 0 && customer.consolidation !== null
    if (!isAdded || (before === 0 && !isUnbacked)) return []
    if ((line.onTargetAfter - before) * 100 <= percent * before) return []
    const detail = isUnbacked
      ? `${line.productName}: ${line.onTargetAfter} seats are bought that no source and nothing on the target has, more than ${percent} % up`
      : `${line.productName} goes from ${before} seats on all sides to ${line.onTargetAfter}, more than ${percent} % up`
    return [
      {
        kind: 'over' as const,
        subject: { partner: customer.partner, customer: customer.tenant, product: line.product },
        detail,
      },
    ]
  })
}
