/**
 * How far the clock of this machine may be from the service's. Days, windows and expiry are judged by our clock, and billed by
 * theirs.
 */

/** A difference that tokens and signatures still bear (facts 5: tokens are renewed five minutes early); in ms. */
const toleratedMs = 5 * 60_000

/** Null, nothing was heard, is no evidence of a wrong clock. */
export function isBearable(skewMs: number | null): boolean {
  return skewMs === null || Math.abs(skewMs) <= toleratedMs
}

/** "3600 s behind the service"; of the service's time minus ours. */
export function skewText(skewMs: number): string {
  const seconds = Math.round(Math.abs(skewMs) / 1000)
  return seconds === 0 ? 'as the service' : `${seconds} s ${skewMs > 0 ? 'behind' : 'ahead of'} the service`
}
