/** Seats that move further than somebody meant them to. */
import type { Guard, Guarded, Violation } from './guard.ts'
import { subjectOf } from './guard.ts'

/** A purchase in a consolidation counts against what the customer had on sources and target together. */
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

export const decreaseBelowConsumed: Guard<'decreaseBelowConsumed'> = (_limit, guarded) =>
  guarded.flatMap(({ customer, actions }) =>
    actions.flatMap((action): readonly Violation[] => {
      if (action.kind !== 'subscription.change-seats' || action.to >= action.from) return []
      const subject = subjectOf(action)
      const what = `${action.productName} goes from ${action.from} to ${action.to} seats`
      const { licences } = customer
      const pool =
        licences.kind === 'checked'
          ? licences.pools.find(entry => entry.product === action.product)
          : undefined
      if (pool === undefined) {
        const why = licences.kind === 'checked' ? 'the directory has no such licences' : licences.why
        return [
          { kind: 'undecided', subject, detail: `${what}, and how many are in use was not checked: ${why}` },
        ]
      }
      const left = pool.enabled - (action.from - action.to)
      if (left >= pool.consumed) return []
      return [
        {
          kind: 'over',
          subject,
          detail: `${what}, which leaves ${left} licences while ${pool.consumed} are in use`,
        },
      ]
    }),
  )

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
    if (!isBought || before === 0 || (line.onTargetAfter - before) * 100 <= percent * before) return []
    const detail = `${line.productName} goes from ${before} seats on all sides to ${line.onTargetAfter}, more than ${percent} % up`
    return [
      {
        kind: 'over' as const,
        subject: { partner: customer.partner, customer: customer.tenant, product: line.product },
        detail,
      },
    ]
  })
}
