/** A clock for tests: it stands still, and jumps to the earliest wake-up when nothing else is left to do. */
import { type Instant, instant } from '../../engine/model/ids.ts'
import type { Clock } from '../../engine/ports.ts'

export interface JumpingClock extends Clock {
  readonly slept: readonly number[]
  /** Lets time pass without waking anybody. */
  pass(ms: number): void
}

interface Sleeper {
  readonly at: number
  readonly wake: () => void
}

/** `isBusy`: something is under way that takes no time by this clock (a disc, a server); it stands still meanwhile. */
export function jumpingClock(
  start = '2026-12-07T06:00:00Z',
  { isBusy = () => false }: { readonly isBusy?: () => boolean } = {},
): JumpingClock {
  let nowMs = Date.parse(start)
  let sleepers: Sleeper[] = []
  const slept: number[] = []
  let isDraining = false

  async function drain(): Promise<void> {
    if (isDraining) return
    isDraining = true
    while (sleepers.length > 0) {
      for (let turn = 0; turn < 3; turn = isBusy() ? 0 : turn + 1)
        await new Promise(resolve => setImmediate(resolve))
      const earliest = Math.min(...sleepers.map(sleeper => sleeper.at))
      nowMs = Math.max(nowMs, earliest)
      const due = sleepers.filter(sleeper => sleeper.at <= nowMs)
      sleepers = sleepers.filter(sleeper => sleeper.at > nowMs)
      for (const sleeper of due) sleeper.wake()
    }
    isDraining = false
  }

  return {
    slept,
    now: (): Instant => instant(new Date(nowMs).toISOString()),
    sleep(ms, signal) {
      if (signal?.aborted === true) return Promise.reject(signal.reason)
      slept.push(ms)
      return new Promise(resolve => {
        sleepers.push({ at: nowMs + ms, wake: resolve })
        void drain()
      })
    },
    pass(ms) {
      nowMs += ms
    },
  }
}
