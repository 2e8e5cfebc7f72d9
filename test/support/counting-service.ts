/** A service that counts requests, and clients that ask it as fast as their allowance lets them; in simulated ms, without waiting. */
import type { Allowance } from './an-allowance.ts'

export interface Counting {
  /** Requests it lets through a minute. */
  readonly allowance: number
  /** By calendar minutes, or over the last sixty seconds. */
  readonly by: 'calendar minute' | 'last minute'
}

export interface Asking {
  readonly clients: readonly Allowance[]
  /** Requests of one client that are on their way at once. */
  readonly inFlight: number
  readonly latencyMs: number
  readonly fromMs: number
  readonly minutes: number
}

export interface Asked {
  readonly sent: number
  readonly refused: number
  /** Requests that came in each minute since the beginning. */
  readonly perMinute: readonly number[]
}

const minuteMs = 60_000

interface Event {
  readonly at: number
  readonly happens: () => void
}

export function ask(
  { allowance, by }: Counting,
  { clients, inFlight, latencyMs, fromMs, minutes }: Asking,
): Asked {
  const endMs = fromMs + minutes * minuteMs
  const perMinute = Array.from({ length: minutes }, () => 0)
  const taken: number[] = []
  let sent = 0
  let refused = 0
  let events: Event[] = []
  const at = (ms: number, happens: () => void) => void events.push({ at: ms, happens })

  /** How long it says to wait; null: let through. */
  function answer(now: number): number | null {
    const fromCounted = by === 'calendar minute' ? now - (now % minuteMs) : now - minuteMs + 1
    while (taken[0] !== undefined && taken[0] < fromCounted) taken.shift()
    if (taken.length < allowance) {
      taken.push(now)
      return null
    }
    const untilMs = (by === 'calendar minute' ? fromCounted : (taken[0] ?? now)) + minuteMs
    return Math.ceil((untilMs - now) / 1_000) * 1_000
  }

  for (const client of clients) {
    let pausedUntilMs = fromMs
    const turn = (now: number) => {
      if (now >= endMs) return
      const ms = Math.max(pausedUntilMs - now, client.waitMs(now))
      if (ms > 0) return at(now + ms, () => turn(now + ms))
      client.started(now)
      sent += 1
      const minute = Math.floor((now - fromMs) / minuteMs)
      perMinute[minute] = (perMinute[minute] ?? 0) + 1
      const waitMs = answer(now)
      const back = now + latencyMs
      at(back, () => {
        if (waitMs !== null) {
          refused += 1
          pausedUntilMs = Math.max(pausedUntilMs, back + waitMs)
          client.refused({ startedMs: now, nowMs: back, untilMs: pausedUntilMs })
        }
        turn(back)
      })
    }
    for (let worker = 0; worker < inFlight; worker += 1) at(fromMs, () => turn(fromMs))
  }
  while (events.length > 0) {
    const next = Math.min(...events.map(event => event.at))
    const due = events.filter(event => event.at === next)
    events = events.filter(event => event.at !== next)
    for (const event of due) event.happens()
  }
  return { sent, refused, perMinute }
}
