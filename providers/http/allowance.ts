/**
 * How many requests may start in a minute, learned from what the service refuses; no clock, no requests. It grows while a full minute
 * passes without a refusal: by halves until the first one, then in steps that get smaller towards the count at which it was refused.
 * A refusal tells that count: the starts that were let through in the minute that it ends. Beyond the count it is tried again after a
 * while, by a hundredth, and later each time that it proves right.
 */
export interface StartsPerMinute {
  /** In the first minute. */
  readonly first: number
  /** However much the service lets through. */
  readonly most: number
}

export interface Refusal {
  /** When the request left, and when it was refused; in ms since 1970. */
  readonly startedMs: number
  readonly nowMs: number
  /** Until when everybody of the budget waits; null: only one customer does, and the budget is not what is full (Q42). */
  readonly untilMs: number | null
}

export interface Allowance {
  /** How long a request has to wait at this time, in ms; 0: it may start. */
  waitMs(nowMs: number): number
  started(nowMs: number): void
  refused(refusal: Refusal): void
}

export const windowMs = 60_000

const growthBeforeRefusal = 0.5
const smallestGrowth = 0.01
/** Of what was let through: requests that leave evenly do not arrive so. */
const afterRefusal = 0.98
/** A refusal after fewer starts than this part of the limit is not about our count alone: others use the allowance, or the service ails. */
const leastBelieved = 0.25
/** Pauses are said in whole seconds: the minute began up to one earlier. */
const roundedMs = 1_000
const firstHoldMs = 5 * windowMs
const longestHoldMs = 40 * windowMs

export function createAllowance({ first, most }: StartsPerMinute): Allowance {
  /** Oldest first, in ms since 1970. */
  const starts: number[] = []
  let refusedStarts: number[] = []
  let limit = Math.min(first, most)
  /** The count up to which growing is expected to go well. */
  let known = limit
  let growth = growthBeforeRefusal
  let heldUntilMs = Number.NEGATIVE_INFINITY
  let holdMs = firstHoldMs
  /** From when on this limit counts, and the beginning of the first minute that was full under it. */
  let limitSinceMs = Number.NEGATIVE_INFINITY
  let fullFromMs: number | null = null
  /** Requests that left before this are refused for the same reason. */
  let last: { readonly atMs: number; readonly limitBefore: number } | null = null

  function forget(nowMs: number): void {
    while (starts[0] !== undefined && nowMs - starts[0] >= windowMs) starts.shift()
    refusedStarts = refusedStarts.filter(at => nowMs - at < windowMs)
  }

  function grow(nowMs: number): void {
    if (limit >= most) return
    fullFromMs ??= Math.max(limitSinceMs, starts[starts.length - limit] ?? nowMs)
    if (nowMs - fullFromMs < windowMs) return
    if (limit < known) limit = Math.min(known, most, limit + Math.ceil((known - limit) / 3))
    else {
      if (nowMs < heldUntilMs) return
      limit = Math.min(most, limit + Math.ceil(limit * growth))
      known = limit
      growth = Math.min(growthBeforeRefusal, growth * 2)
    }
    limitSinceMs = nowMs
    fullFromMs = null
  }

  function learn(seen: number, limitBefore: number, nowMs: number): void {
    const least = limitBefore * leastBelieved
    const isBelieved = seen >= least
    known = isBelieved ? Math.max(1, seen) : limitBefore
    limit = Math.max(1, Math.floor(isBelieved ? seen * afterRefusal : least))
    if (!isBelieved) return
    growth = smallestGrowth
    heldUntilMs = nowMs + holdMs
  }

  return {
    waitMs(nowMs) {
      forget(nowMs)
      if (starts.length >= limit) grow(nowMs)
      const beyond = starts[starts.length - limit]
      return beyond === undefined ? 0 : windowMs - (nowMs - beyond)
    },
    started(nowMs) {
      starts.push(nowMs)
    },
    refused({ startedMs, nowMs, untilMs }) {
      forget(nowMs)
      refusedStarts.push(startedMs)
      if (untilMs === null) return
      const fromMs = Math.min(untilMs, nowMs + windowMs) - windowMs - roundedMs
      const inMinute = (at: number) => at >= fromMs
      const seen = starts.filter(inMinute).length - refusedStarts.filter(inMinute).length
      if (last === null || startedMs > last.atMs) {
        const isAsKnown = last !== null && Math.abs(seen - known) <= known * 0.1
        holdMs = isAsKnown ? Math.min(longestHoldMs, holdMs * 2) : firstHoldMs
        last = { atMs: nowMs, limitBefore: limit }
      }
      learn(seen, last.limitBefore, nowMs)
      limitSinceMs = Math.max(nowMs, untilMs)
      fullFromMs = null
    },
  }
}
