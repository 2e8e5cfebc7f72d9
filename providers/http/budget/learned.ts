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

/** Times are in ms since 1970. */
export interface Learned {
  /** What it began with. */
  first: number
  /** Starts a minute. */
  limit: number
  /** The count up to which growing is expected to go well. */
  known: number
  growth: number
  heldUntilMs: number
  holdMs: number
  /** From when on this limit counts, and the beginning of the first minute that was full under it. */
  limitSinceMs: number
  fullFromMs: number | null
  /** Requests that left before this refusal are refused for the same reason. */
  refusal: { readonly atMs: number; readonly limitBefore: number } | null
}

/** A refusal of everybody. */
export interface RefusalSeen {
  /** When the request left, when it was refused, and until when everybody waits. */
  readonly startedMs: number
  readonly nowMs: number
  readonly untilMs: number
  /** Starts that were let through in the minute that the refusal ends. */
  readonly seen: number
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

export function nothingLearned({ first, most }: StartsPerMinute): Learned {
  const limit = Math.min(first, most)
  return {
    first,
    limit,
    known: limit,
    growth: growthBeforeRefusal,
    heldUntilMs: 0,
    holdMs: firstHoldMs,
    limitSinceMs: 0,
    fullFromMs: null,
    refusal: null,
  }
}

/** The documents may say another number than when it was learned. What the service refused is known all the same. */
export function keepTo(learned: Learned, { first, most }: StartsPerMinute): void {
  if (learned.first !== first) {
    learned.first = first
    if (learned.refusal === null) learned.limit = first
  }
  learned.limit = Math.min(learned.limit, most)
  learned.known = Math.max(1, Math.min(Math.max(learned.known, learned.limit), most))
}

/** Nothing more may start under this limit; `filledMs`: the oldest of the starts that fill it. */
export function grow(
  learned: Learned,
  { most }: StartsPerMinute,
  { nowMs, filledMs }: { readonly nowMs: number; readonly filledMs: number },
): void {
  if (learned.limit >= most) return
  learned.fullFromMs ??= Math.max(learned.limitSinceMs, filledMs)
  if (nowMs - learned.fullFromMs < windowMs) return
  const { limit, known } = learned
  if (limit < known) learned.limit = Math.min(known, most, limit + Math.ceil((known - limit) / 3))
  else {
    if (nowMs < learned.heldUntilMs) return
    learned.limit = Math.min(most, limit + Math.ceil(limit * learned.growth))
    learned.known = learned.limit
    learned.growth = Math.min(growthBeforeRefusal, learned.growth * 2)
  }
  learned.limitSinceMs = nowMs
  learned.fullFromMs = null
}

/** The beginning of the minute that a refusal ends. */
export function minuteOf({ nowMs, untilMs }: Pick<RefusalSeen, 'nowMs' | 'untilMs'>): number {
  return Math.min(untilMs, nowMs + windowMs) - windowMs - roundedMs
}

export function learnFrom(learned: Learned, { startedMs, nowMs, untilMs, seen }: RefusalSeen): void {
  if (learned.refusal === null || startedMs > learned.refusal.atMs) {
    const isAsKnown = learned.refusal !== null && Math.abs(seen - learned.known) <= learned.known * 0.1
    learned.holdMs = isAsKnown ? Math.min(longestHoldMs, learned.holdMs * 2) : firstHoldMs
    learned.refusal = { atMs: nowMs, limitBefore: learned.limit }
  }
  const { limitBefore } = learned.refusal
  const least = limitBefore * leastBelieved
  const isBelieved = seen >= least
  learned.known = isBelieved ? Math.max(1, seen) : limitBefore
  learned.limit = Math.max(1, Math.floor(isBelieved ? seen * afterRefusal : least))
  learned.limitSinceMs = Math.max(nowMs, untilMs)
  learned.fullFromMs = null
  if (!isBelieved) return
  learned.growth = smallestGrowth
  learned.heldUntilMs = nowMs + learned.holdMs
}
