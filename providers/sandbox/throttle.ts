/** So many requests a minute per budget (a partner, or one of its customers) and resource family, in sandbox time (E14; facts 4.7). */
import { throttled } from './refusal.ts'
import type { Instant } from './time/calendar.ts'

const minuteMs = 60_000

export interface Meter {
  /** Counts a request; throws the gateway's 429 when the minute is full. Throttled requests count too. */
  count(budget: string, family: string, now: Instant): void
}

export function createMeter(limit: number): Meter {
  const minutes = new Map<string, { readonly minute: number; count: number }>()
  return {
    count(budget, family, now) {
      const key = `${budget} ${family}`
      const at = Date.parse(now)
      const minute = Math.floor(at / minuteMs)
      const known = minutes.get(key)
      const current = known?.minute === minute ? known : { minute, count: 0 }
      minutes.set(key, current)
      current.count += 1
      if (current.count > limit) throw throttled(Math.ceil(((minute + 1) * minuteMs - at) / 1000))
    },
  }
}
