/**
 * One budget per partner tenant and resource family: never more than `limit` starts in any minute, never more than
 * `inFlight` at once, and a 429 pauses everybody who shares the budget (api.md 4.7). All waits go through the clock.
 */
import PQueue from 'p-queue'
import { type Instant, partnerName } from '../../engine/model/ids.ts'
import type { Clock, Progress } from '../../engine/ports.ts'
import type { Family, Send, SentOrNot } from './request.ts'
import { retryAfterMs } from './retry-after.ts'

export interface ThrottleOptions {
  /** Starts in any window of one minute. */
  readonly limitOf: (family: Family) => number
  readonly inFlight: number
  readonly clock: Clock
  readonly progress: Progress
}

export const windowMs = 60_000

interface Budget {
  readonly queue: PQueue
  /** Latest starts, oldest first, in ms since 1970. */
  readonly starts: number[]
  pausedUntilMs: number
}

export interface Throttle {
  wrap<Out extends SentOrNot>(send: Send<Out>): Send<Out>
}

export function createThrottle({ limitOf, inFlight, clock, progress }: ThrottleOptions): Throttle {
  const budgets = new Map<string, Budget>()

  function budgetFor(partner: string, family: Family): Budget {
    const key = `${partner}/${family}`
    const budget = budgets.get(key) ?? {
      queue: new PQueue({ concurrency: inFlight }),
      starts: [],
      pausedUntilMs: Number.NEGATIVE_INFINITY,
    }
    budgets.set(key, budget)
    return budget
  }

  /** Waits until a start is allowed, and takes it in the same turn, so that two cannot take the same slot. */
  async function takeSlot(
    budget: Budget,
    limit: number,
    partner: string,
    signal?: AbortSignal,
  ): Promise<void> {
    for (;;) {
      const nowMs = msOf(clock.now())
      while (nowMs - (budget.starts[0] ?? nowMs) >= windowMs) budget.starts.shift()
      const [oldest] = budget.starts
      const paused = budget.pausedUntilMs - nowMs
      const full = oldest !== undefined && budget.starts.length >= limit ? windowMs - (nowMs - oldest) : 0
      const ms = Math.max(paused, full)
      if (ms <= 0) {
        budget.starts.push(nowMs)
        return
      }
      const why = paused > 0 ? 'throttled' : 'budget'
      progress({ kind: 'waiting', why, partner: partnerName(partner), ms })
      await clock.sleep(ms, signal)
    }
  }

  return {
    wrap(send) {
      return request => {
        const budget = budgetFor(request.partner, request.family)
        return budget.queue.add(async () => {
          await takeSlot(budget, limitOf(request.family), request.partner, request.signal)
          const outcome = await send(request)
          if (outcome.kind === 'response' && outcome.status === 429)
            budget.pausedUntilMs = Math.max(
              budget.pausedUntilMs,
              msOf(clock.now()) + retryAfterMs(outcome.headers['retry-after']),
            )
          return outcome
        })
      }
    },
  }
}

function msOf(at: Instant): number {
  return Date.parse(at)
}
