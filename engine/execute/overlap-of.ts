/** What the pairs of a run cost that were charged on both sides, by what it read last of their sources. */
import type { IncurredOverlap } from '../journal/incurred-overlap.ts'
import { incurredOverlap } from '../journal/overlap.ts'
import type { LiveSubscription } from '../model/live.ts'
import type { SwitchOff } from '../plan/action.ts'
import type { Run } from './run.ts'

export function overlapOf(run: Run): readonly IncurredOverlap[] {
  return incurredOverlap({
    plan: run.plan,
    records: run.records,
    sourceOf: action => sourceOf(action, run),
    costOf: run.costOf ?? (() => ({ kind: 'unknown', why: 'no price list' })),
  })
}

function sourceOf({ customer, partner, subscription }: SwitchOff, run: Run): LiveSubscription | null {
  const read = run.seen.get(customer)?.index.customer(partner, customer)?.subscriptions
  if (read?.kind !== 'present') return null
  return read.value.find(({ id }) => id === subscription) ?? null
}
