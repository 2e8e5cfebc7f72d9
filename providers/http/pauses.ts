/**
 * Who has to wait after a 429, and how long. The service counts by partner or by partner and customer, and does not say which: so a 429 on
 * one customer's path pauses that customer first, and everybody of the budget once a second customer is told to wait as well (Q42).
 *
 * What the service asks for is kept to. Where it asks for nothing that can be kept to, the pause is ours: it doubles with each 429 in a
 * row, so that nobody asks hundreds of times who is told to come back at once.
 */
import type { HttpRequest } from './request.ts'
import { retryAfterMs } from './retry-after.ts'

const firstPauseMs = 1_000
const longestOwnPauseMs = 60_000

interface Pause {
  untilMs: number
  /** 429s in a row, counted once for all that were on their way together. */
  inARow: number
  /** When the first of them came; in ms since 1970. */
  sinceMs: number
}

export interface Pauses {
  /** Until when a request of this customer (null: of none) waits, and since when nothing but 429 came; in ms since 1970. */
  untilMs(customer: string | null): number
  sinceMs(customer: string | null): number
  throttled(
    customer: string | null,
    facts: { readonly header: string | undefined; readonly startedMs: number; readonly nowMs: number },
  ): void
  answered(customer: string | null): void
}

const nothing = Number.NEGATIVE_INFINITY

export function createPauses(): Pauses {
  const pauses = new Map<string | null, Pause>()
  const pauseOf = (customer: string | null): Pause => {
    const pause = pauses.get(customer) ?? { untilMs: nothing, inARow: 0, sinceMs: nothing }
    pauses.set(customer, pause)
    return pause
  }

  function extend(
    pause: Pause,
    said: number | null,
    { startedMs, nowMs }: { startedMs: number; nowMs: number },
  ): void {
    // Those that were on their way together are told the same once.
    if (startedMs >= pause.untilMs) pause.inARow += 1
    if (pause.inARow <= 1) pause.sinceMs = nowMs
    const own = Math.min(longestOwnPauseMs, firstPauseMs * 2 ** (Math.max(1, pause.inARow) - 1))
    pause.untilMs = Math.max(pause.untilMs, nowMs + Math.max(said ?? own, firstPauseMs))
  }

  return {
    untilMs: customer =>
      Math.max(pauses.get(null)?.untilMs ?? nothing, pauses.get(customer)?.untilMs ?? nothing),
    sinceMs(customer) {
      const running = [pauses.get(null), pauses.get(customer)].flatMap(pause =>
        pause !== undefined && pause.inARow > 0 ? [pause.sinceMs] : [],
      )
      return Math.min(Number.POSITIVE_INFINITY, ...running)
    },
    throttled(customer, { header, startedMs, nowMs }) {
      const said = retryAfterMs(header, nowMs)
      extend(pauseOf(customer), said, { startedMs, nowMs })
      const others = [...pauses].filter(([key, pause]) => key !== null && pause.untilMs > nowMs)
      if (customer !== null && others.length > 1) extend(pauseOf(null), said, { startedMs, nowMs })
    },
    answered(customer) {
      pauses.delete(customer)
      const all = pauses.get(null)
      if (all !== undefined) all.inARow = 0
    },
  }
}

/** Below `/v1/customers/{id}/`; null: the request is about no one customer. */
export function customerOf({ url }: HttpRequest): string | null {
  return /\/customers\/([^/?]+)/i.exec(url)?.[1]?.toLowerCase() ?? null
}
