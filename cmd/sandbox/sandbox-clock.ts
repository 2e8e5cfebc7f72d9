/**
 * Time in sandbox mode. It stands still while this process has a request in flight or work to do; when everything waits, it
 * jumps to the earliest wake-up, however many wait, so a day-long cutover takes a second and midnight can be tested.
 */

import type { Clock } from '../../engine/ports.ts'
import type { SandboxControl } from './control.ts'

export interface SandboxClock extends Clock {
  requestStarted(): void
  requestEnded(): void
}

interface Sleeper {
  /** In ms since 1970. */
  readonly wakeAt: number
  readonly wake: () => void
  readonly fail: (error: unknown) => void
}

/** Turns of the event loop without anything new, after which everything is taken to be waiting. */
const quietTurns = 4

export async function sandboxClock(control: SandboxControl): Promise<SandboxClock> {
  let now = await control.now()
  let inFlight = 0
  let sleepers: Sleeper[] = []
  let advancing = false
  let activity = 0

  async function advanceWhenIdle(): Promise<void> {
    if (advancing) return
    advancing = true
    try {
      while (sleepers.length > 0) {
        if (!(await isQuiet())) return
        const earliest = sleepers.reduce((first, other) => (other.wakeAt < first.wakeAt ? other : first))
        const ms = earliest.wakeAt - Date.parse(now)
        // The sandbox may have moved by itself or by another command; its own word counts.
        now = ms > 0 ? await control.advance(ms) : now
        const due = sleepers.filter(sleeper => sleeper.wakeAt <= Date.parse(now))
        sleepers = sleepers.filter(sleeper => !due.includes(sleeper))
        for (const sleeper of due) sleeper.wake()
        activity += 1
      }
    } catch (error) {
      const waiting = sleepers
      sleepers = []
      for (const sleeper of waiting) sleeper.fail(error)
    } finally {
      advancing = false
    }
  }

  async function isQuiet(): Promise<boolean> {
    for (let turn = 0; turn < quietTurns; ) {
      const before = activity
      await new Promise(resolve => setImmediate(resolve))
      if (inFlight > 0) return false
      turn = activity === before ? turn + 1 : 0
    }
    return inFlight === 0
  }

  return {
    now: () => now,
    sleep(ms, signal) {
      activity += 1
      if (signal?.aborted) return Promise.reject(signal.reason)
      return new Promise<void>((resolve, reject) => {
        const wakeAt = Date.parse(now) + Math.max(0, Math.ceil(ms))
        sleepers.push({ wakeAt, wake: resolve, fail: reject })
        void advanceWhenIdle()
      })
    },
    requestStarted() {
      inFlight += 1
      activity += 1
    },
    requestEnded() {
      inFlight -= 1
      activity += 1
      if (inFlight === 0 && sleepers.length > 0) setImmediate(() => void advanceWhenIdle())
    },
  }
}
