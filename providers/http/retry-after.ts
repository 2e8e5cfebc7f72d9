/** Used when a 429 does not say how long; in ms. */
const defaultPauseMs = 30_000

/** Seconds, as the gateway sends them (Q6); in ms. Never 0, so that a pause is a pause. */
export function retryAfterMs(header: string | undefined): number {
  const seconds = header === undefined || header.trim() === '' ? Number.NaN : Number(header)
  return Number.isFinite(seconds) && seconds >= 0 ? Math.max(1, Math.ceil(seconds * 1000)) : defaultPauseMs
}
