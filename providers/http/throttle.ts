/**
 * One budget per partner tenant and resource family: never more than `limit` starts in any minute, never more than
 * `inFlight` at once, and a 429 pauses everybody who shares the budget (api.md 4.7). All waits go through the clock.
 */
import type { Clock, Progress } from '../../engine/ports.ts'
import { msBetween } from '../../engine/time/utc-days.ts'
import { type Instant, instant, partnerName } from '../../engine/model/ids.ts'
import PQueue from 'p-queue'
import { Temporal } from 'temporal-polyfill'
import type { Family, Send } from './request.ts'

export interface ThrottleOptions {
  readonly limitOf: (family: Family) => number
  readonly inFlight: number
  readonly clock: Clock
  readonly progress: Progress
}

const windowMs = 60_000

interface Budget {
  readonly queue: PQueue
  /** Instants of the latest starts, oldest first. */
  starts: Instant[]
  pausedUntil: Instant | null
}

export interface Throttle {
  wrap(send: Send): Send
}

export function createThrottle({ limitOf, inFlight, clock, progress }: ThrottleOptions): Throttle {
  const budgets = new Map<string, Budget>()

  function budgetFor(partner: string, family: Family): Budget {
    const key = `${partner}/${family}`
    const budget = budgets.get(key) ?? { queue: new PQueue({ concurrency: inFlight }), starts: [], pausedUntil: null }
    budgets.set(key, budget)
    return budget
  }

  /** Waits until a start is allowed, and takes it in the same turn, so that two cannot take the same slot. */
  async function takeSlot(budget: Budget, limit: number, partner: string): Promise<void> {
    for (;;) {
      const now = clock.now()
      const paused = budget.pausedUntil === null ? 0 : msBetween(now, budget.pausedUntil)
      budget.starts = budget.starts.filter(start => msBetween(start, now) < windowMs)
      const oldest = budget.starts[0]
      const full = budget.starts.length >= limit && oldest !== undefined ? windowMs - msBetween(oldest, now) : 0
      const waitMs = Math.max(paused, full)
      if (waitMs <= 0) {
        budget.starts.push(now)
        return
      }
      progress({ kind: 'waiting', why: paused > 0 ? 'throttled' : 'budget', partner: partnerName(partner), ms: waitMs })
      await clock.sleep(waitMs)
    }
  }

  return {
    wrap(send) {
      return request => {
        const budget = budgetFor(request.partner, request.family)
        return budget.queue.add(async () => {
          await takeSlot(budget, limitOf(request.family), request.partner)
          const outcome = await send(request)
          if (outcome.kind === 'response' && outcome.status === 429) budget.pausedUntil = later(clock.now(), retryAfterMs(outcome.headers['retry-after']))
          return outcome
        })
      }
    },
  }
}

const defaultPauseMs = 30_000

/** Seconds, as the gateway sends them. */
export function retryAfterMs(header: string | undefined): number {
  const seconds = header === undefined ? Number.NaN : Number(header)
  return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds * 1000) : defaultPauseMs
}

function later(now: Instant, ms: number): Instant {
  return instant(Temporal.Instant.from(now).add({ milliseconds: ms }).toString())
}
