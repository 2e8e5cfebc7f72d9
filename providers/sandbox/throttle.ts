/** So many requests a minute per partner and resource family, counted in sandbox time (E14; api.md 4.7). */
import { Refusal } from './refusal.ts'

const windowMs = 60_000

export interface Meter {
  /** Throws the gateway's 429 when the minute is full. */
  count(partner: string, family: string, now: string): void
}

export function createMeter(limit: number): Meter {
  const minutes = new Map<string, { readonly from: number; count: number }>()
  return {
    count(partner, family, now) {
      const key = `${partner}/${family}`
      const at = Date.parse(now)
      const minute = minutes.get(key)
      const current = minute !== undefined && at - minute.from < windowMs ? minute : { from: at, count: 0 }
      minutes.set(key, current)
      current.count += 1
      if (current.count > limit) throw throttled(Math.ceil((current.from + windowMs - at) / 1000))
    },
  }
}

/** The gateway's own shape: no `code` (Q6). */
export function throttled(seconds: number): Refusal {
  return new Refusal(
    429,
    { statusCode: 429, message: `Rate limit is exceeded. Try again in ${seconds} seconds.` },
    { 'Retry-After': String(seconds) },
  )
}
