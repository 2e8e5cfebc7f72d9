/** The sandbox's clock: virtual (stands still until moved) or live (ticks with the wall clock from the world's beginning). */
import { addMs, type Instant, msBetween, normal } from './calendar.ts'

export interface SandboxTime {
  readonly kind: 'virtual' | 'live'
  now(): Instant
  /** Moves time forward; nobody asks it to go back. */
  moveTo(at: Instant): void
  /** While it runs, it is another time: jobs happen when they were due, not when somebody looked. */
  during(at: Instant, run: () => void): void
}

export function createTime(
  kind: SandboxTime['kind'],
  start: string,
  wallClock: () => number,
  remember: (now: Instant) => void,
): SandboxTime {
  let base = normal(start)
  let since = wallClock()
  let pretended: Instant | null = null
  const current = () => (kind === 'virtual' ? base : addMs(base, Math.max(0, wallClock() - since)))
  return {
    kind,
    now: () => pretended ?? current(),
    moveTo(at) {
      if (msBetween(current(), at) <= 0) return
      base = normal(at)
      since = wallClock()
      remember(base)
    },
    during(at, run) {
      const before = pretended
      pretended = at
      try {
        run()
      } finally {
        pretended = before
      }
    },
  }
}
