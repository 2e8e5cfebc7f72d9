/** How far each wave is. */
import { by } from '../compare.ts'
import type { CustomerPlan } from '../plan/plan.ts'

export interface WaveProgress {
  readonly consolidation: string
  readonly wave: string
  readonly customers: number
  readonly accepted: number
  readonly moved: number
  /** Every customer that has accepted the relationship has moved all that can move now. */
  readonly isDone: boolean
}

/** In the order of consolidation and wave name. Consolidations without waves have none. */
export function wavesOf(customers: readonly CustomerPlan[]): readonly WaveProgress[] {
  const waves = new Map<string, CustomerPlan[]>()
  for (const customer of customers) {
    if (customer.wave === null || customer.consolidation === null) continue
    const key = `${customer.consolidation}\n${customer.wave}`
    const members = waves.get(key)
    if (members === undefined) waves.set(key, [customer])
    else members.push(customer)
  }
  return [...waves].sort(by(([key]) => key)).map(([, members]) => progressOf(members))
}

function progressOf(members: readonly CustomerPlan[]): WaveProgress {
  const accepted = members.filter(customer => customer.readiness.kind === 'accepted')
  const moved = members.filter(customer => customer.state === 'moved')
  return {
    consolidation: members[0]?.consolidation ?? '',
    wave: members[0]?.wave ?? '',
    customers: members.length,
    accepted: accepted.length,
    moved: moved.length,
    // With or without an agreement: one whose agreement is missing has accepted, and has not moved.
    isDone: members
      .filter(({ readiness }) => readiness.kind === 'accepted' || readiness.kind === 'agreement missing')
      .every(({ state }) => state === 'moved' || state === 'nothing to do'),
  }
}
