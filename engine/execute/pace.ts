/** How fast this run is. */
import type { ActionKind } from '../plan/action.ts'

/** Measured on the run's own clock, so waits and throttling are in it. */
export interface Pace {
  finished(kind: ActionKind, ms: number): void
  /** Mean of what was measured for this kind; null before the first one. */
  measuredMs(kind: ActionKind): number | null
}

export function createPace(): Pace {
  const measured = new Map<ActionKind, { count: number; totalMs: number }>()
  return {
    finished(kind, ms) {
      const entry = measured.get(kind) ?? { count: 0, totalMs: 0 }
      measured.set(kind, { count: entry.count + 1, totalMs: entry.totalMs + ms })
    },
    measuredMs(kind) {
      const entry = measured.get(kind)
      return entry === undefined ? null : entry.totalMs / entry.count
    },
  }
}
