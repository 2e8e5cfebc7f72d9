/** So many requests a minute per partner and resource family, counted in sandbox time (E14; api.md 4.7). */
import { throttled } from './refusal.ts'
import type { Instant } from './time/calendar.ts'

const minuteMs = 60_000

export interface Meter {
  /** Counts a request; throws the gateway's 429 when the minute is full. Throttled requests count too. */
  count(partner: string, family: string, now: Instant): void
}

export function createMeter(limit: number): Meter {
  const minutes = new Map<string, { readonly minute: number; count: number }>()
  return {
    count(partner, family, now) {
      const key = `${partner}/${family}`
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
