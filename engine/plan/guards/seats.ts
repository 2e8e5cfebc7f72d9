/** Seats that move further than somebody meant them to. */
import type { ActionOf } from '../action.ts'
import type { Guard, Guarded, Violation } from './guard.ts'
import { subjectOf } from './guard.ts'

/**
 * A purchase in a consolidation counts against what the customer had on sources and target together; what nothing backs grows from nothing,
 * which is more than any percentage. In steady state a purchase is no growth of anything.
 */
export const increasePercentOver: Guard<'increasePercentOver'> = (limit, guarded) => [
  ...changes(
    guarded,
    (from, to) => (to - from) * 100 > limit.percent * from,
    `more than ${limit.percent} % up`,
  ),
  ...guarded.flatMap(entry => bought(entry, limit.percent)),
]

export const decreasePercentOver: Guard<'decreasePercentOver'> = (limit, guarded) =>
  changes(
    guarded,
    (from, to) => (from - to) * 100 > limit.percent * from,
    `more than ${limit.percent} % down`,
  )

/** Subscriptions of one licence share a pool, whatever they are sold as: it is judged by what all changes leave in it. */
export const decreaseBelowConsumed: Guard<'decreaseBelowConsumed'> = (_limit, guarded) =>
  guarded.flatMap(({ customer, actions }) => {
    const { licences } = customer
    const pools = licences.kind === 'checked' ? licences.pools : []
    const byPool = new Map<string, ActionOf<'subscription.change-seats'>[]>()
    for (const action of actions) {
      if (action.kind !== 'subscription.change-seats') continue
      const pool = pools.find(entry => entry.product === action.product)?.licence ?? action.product
      byPool.set(pool, [...(byPool.get(pool) ?? []), action])
    }
    return [...byPool.values()].flatMap(changed => belowConsumed(customer, changed))
  })

/** `changed`: all of one pool. */
function belowConsumed(
  { licences }: Guarded['customer'],
  changed: readonly ActionOf<'subscription.change-seats'>[],
): readonly Violation[] {
  const first = changed.find(action => action.to < action.from)
  if (first === undefined) return []
  const subject = subjectOf(first)
  const from = changed.reduce((sum, action) => sum + action.from, 0)
  const to = changed.reduce((sum, action) => sum + action.to, 0)
  if (to >= from) return []
  const lines = changed.length === 1 ? '' : ` in ${changed.length} subscriptions`
  const what = `${first.productName} goes from ${from} to ${to} seats${lines}`
  const pool =
    licences.kind === 'checked' ? licences.pools.find(entry => entry.product === first.product) : undefined
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
    .flatMap(entry => entry.actions)
    .flatMap(action => {
      if (action.kind !== 'subscription.change-seats' || !isTooMuch(action.from, action.to)) return []
      const detail = `${action.productName} goes from ${action.from} to ${action.to} seats, ${words}`
      return [{ kind: 'over' as const, subject: subjectOf(action), detail }]
    })
}

function bought({ customer, actions }: Guarded, percent: number): readonly Violation[] {
  return customer.seats.flatMap(line => {
    const isBought = actions.some(
      action => action.kind === 'subscription.create' && action.product === line.product,
    )
    const before = line.onSources + line.onTargetNow
    const isUnbacked = before === 0 && customer.consolidation !== null
    if (!isBought || (before === 0 && !isUnbacked)) return []
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
