/** How far each wave is. */
import { by } from '../compare.ts'
import { groupedBy } from '../grouped-by.ts'
import type { DeclaredConsolidation } from '../model/desired.ts'
import { needsFirst, wavesNeededBy } from '../plan/move/waves.ts'
import type { CustomerPlan } from '../plan/plan.ts'

export interface WaveProgress {
  readonly consolidation: string
  readonly wave: string
  readonly customers: number
  readonly accepted: number
  readonly moved: number
  /** Every customer that has accepted the relationship has moved all that can move now, here and in the waves that this one needs. */
  readonly isDone: boolean
}

/** Which wave needs which. */
export type DeclaredWaves = readonly Pick<DeclaredConsolidation, 'name' | 'waves'>[]

/** By consolidation, and in it a wave after the one that it needs. Consolidations without waves have none. */
export function wavesOf(
  customers: readonly CustomerPlan[],
  declared: DeclaredWaves,
): readonly WaveProgress[] {
  const waves = new Map<string, CustomerPlan[]>()
  for (const customer of customers) {
    if (customer.wave === null || customer.consolidation === null) continue
    const key = `${customer.consolidation}\n${customer.wave}`
    const members = waves.get(key)
    if (members === undefined) waves.set(key, [customer])
    else members.push(customer)
  }
  const named = [...waves].sort(by(([key]) => key)).map(([, members]) => progressOf(members))
  const progress = [...groupedBy(named, entry => entry.consolidation)].flatMap(([name, those]) =>
    neededFirst(those, declared.find(entry => entry.name === name)?.waves ?? []),
  )
  return progress.map(entry => ({
    ...entry,
    isDone: entry.isDone && neededBy(entry, declared, progress).every(({ isDone }) => isDone),
  }))
}

function neededFirst(
  progress: readonly WaveProgress[],
  waves: DeclaredWaves[number]['waves'],
): readonly WaveProgress[] {
  const order = needsFirst(waves).map(({ name }) => name)
  const placeOf = ({ wave }: WaveProgress) => (order.includes(wave) ? order.indexOf(wave) : order.length)
  return [...progress].sort((a, b) => placeOf(a) - placeOf(b))
}

/** A wave without customers is done, and what it needs is still to be. */
function neededBy(
  { consolidation, wave }: WaveProgress,
  declared: DeclaredWaves,
  progress: readonly WaveProgress[],
): readonly WaveProgress[] {
  const waves = declared.find(({ name }) => name === consolidation)?.waves ?? []
  const needed = wavesNeededBy(wave, waves)
  return progress.filter(entry => entry.consolidation === consolidation && needed.includes(entry.wave))
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
    isDone:
      members
        .filter(({ readiness }) => readiness.kind === 'accepted' || readiness.kind === 'agreement missing')
        .every(({ state }) => state === 'moved' || state === 'nothing to do') &&
      // Of whom it is not known whether anything could move.
      !members.some(({ readiness, state }) => readiness.kind === 'unknown' && state === 'blocked'),
  }
}
