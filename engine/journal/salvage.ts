/**
 * What a damaged journal still says. What cannot be read of it is not absent (T31): whatever of its plan is not known to have ended may
 * have been begun.
 */
import type { ActionId, Instant } from '../model/ids.ts'
import { instant } from '../model/ids.ts'
import type { Plan } from '../plan/plan.ts'
import type { Salvage } from '../ports.ts'
import { type ActionRecord, after, untouched } from './fold.ts'

export interface Salvaged {
  /** null: the entry that holds it cannot be read. */
  readonly plan: Plan | null
  /** Nothing but that entry is lost, so what was begun is all among `records`. */
  readonly isOnlyPlanLost: boolean
  /** What the entries that can be read say of each action. */
  readonly records: ReadonlyMap<ActionId, ActionRecord>
  /** The last sign of life that can be read; null: none. */
  readonly heard: Instant | null
  /** Its last entry can be read, and says that all of it was done. */
  readonly isComplete: boolean
}

/** `apply`: its name, which begins with the instant at which it began. */
export function salvaged(apply: string, { entries, kept, intact }: Salvage): Salvaged {
  const records = new Map<ActionId, ActionRecord>()
  for (const entry of entries)
    if ('action' in entry) records.set(entry.action, after(records.get(entry.action) ?? untouched, entry))
  const last = entries.at(-1)
  return {
    // Where nothing is as it was written, nobody knows how many entries there were.
    isOnlyPlanLost:
      intact > 0 && kept === entries.length + 1 && entries.every(({ seq }, place) => seq === place + 1),
    plan: entries.find(entry => entry.kind === 'apply.began')?.plan ?? null,
    records,
    heard: latestOf(entries.map(({ at }) => at)) ?? beganAt(apply),
    isComplete: last?.kind === 'apply.ended' && last.verdict === 'complete',
  }
}

function latestOf(instants: readonly Instant[]): Instant | null {
  return instants.reduce<Instant | null>(
    (latest, at) => (latest === null || Date.parse(at) > Date.parse(latest) ? at : latest),
    null,
  )
}

function beganAt(apply: string): Instant | null {
  const [, date, time] = /^(\d{8})T(\d{6})Z-/.exec(apply) ?? []
  if (date === undefined || time === undefined) return null
  const text = `${date.replace(/(....)(..)(..)/, '$1-$2-$3')}T${time.replace(/(..)(..)(..)/, '$1:$2:$3')}Z`
  return Number.isNaN(Date.parse(text)) ? null : instant(text)
}
