/** What the pairs of a run cost that were charged on both sides, by what it read last of their sources. */
import type { IncurredOverlap } from '../../journal/incurred-overlap.ts'
import { type BoughtAt, type CostOf, incurredOverlap, type PairEnd } from '../../journal/overlap.ts'
import type { LiveSubscription } from '../../model/live.ts'
import type { Run } from '../run.ts'

/** `late`: what is charged for longer than was accepted is no settled sum, and is told as what still runs. */
export function overlapOf(
  run: Run,
  late: Pick<ReadonlySet<string>, 'has'> = new Set(),
): readonly IncurredOverlap[] {
  return incurredOverlap({
    plan: run.plan,
    records: run.records,
    leaves: late,
    sourceOf: action => sourceIn(run, action),
    costOf: costIn(run),
    boughtAt: boughtAtIn(run),
  })
}

/** As it was read last; null: it was not. */
export function sourceIn(
  run: Pick<Run, 'seen'>,
  { customer, partner, subscription }: PairEnd,
): LiveSubscription | null {
  const read = run.seen.get(customer)?.index.customer(partner, customer)?.subscriptions
  if (read?.kind !== 'present') return null
  return read.value.find(({ id }) => id === subscription) ?? null
}

/** By the list that was read last. */
export function boughtAtIn({ seen }: Pick<Run, 'seen'>): BoughtAt {
  return ({ customer, partner }, { subscription }) => {
    const read = seen.get(customer)?.index.customer(partner, customer)?.subscriptions
    const found = read?.kind === 'present' ? read.value.find(({ id }) => id === subscription) : undefined
    return found?.boughtAt ?? null
  }
}

export function costIn(run: Pick<Run, 'costOf'>): CostOf {
  return run.costOf ?? (() => ({ kind: 'unknown', why: 'no price list' }))
}
