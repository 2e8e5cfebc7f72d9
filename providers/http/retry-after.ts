/** Used when a 429 does not say how long; in ms. */
const defaultPauseMs = 30_000

/** Whoever is told to wait longer asks again after this; timers go wrong above 2^31 ms. In ms. */
const longestPauseMs = 3_600_000

/** Seconds, as the gateway sends them (Q6); in ms. Never 0, so that a pause is a pause. */
export function retryAfterMs(header: string | undefined): number {
  const seconds = header === undefined || header.trim() === '' ? Number.NaN : Number(header)
  if (!Number.isFinite(seconds) || seconds < 0) return defaultPauseMs
  return Math.min(longestPauseMs, Math.max(1, Math.ceil(seconds * 1000)))
}
