/**
 * What may be repeated, and when (api.md 4.6, read 2026-11-23): a 429 always, after its pause; 5xx, resets and time-outs only
 * for reads and for writes that carry a request id, with the same id. Everything else goes back as it came: for a write that
 * got no answer that means *unknown*, and looking comes before repeating.
 */
import type { Clock, Progress } from '../../engine/ports.ts'
import { partnerName } from '../../engine/model/ids.ts'
import type { HttpOutcome, HttpRequest, Send } from './request.ts'

export interface RetryOptions {
  readonly clock: Clock
  readonly progress: Progress
  /** 0 ≤ x < 1. */
  readonly random: () => number
  readonly attempts: number
}

const firstPauseMs = 1_000
const longestPauseMs = 60_000
/** Throttled requests are not failures; they are given this many turns. */
const throttledAttempts = 50

export function withRetry({ clock, progress, random, attempts }: RetryOptions, send: Send): Send {
  return async request => {
    let throttled = 0
    for (let failed = 0; ; ) {
      const outcome = await send(request)
      const why = whyRepeat(request, outcome)
      if (why === null) return outcome
      if (why === 'throttled') {
        throttled += 1
        if (throttled >= throttledAttempts) return outcome
        continue // the budget is paused; the next turn waits for it
      }
      failed += 1
      if (failed >= attempts) return outcome
      const pauseMs = Math.round(Math.min(longestPauseMs, firstPauseMs * 2 ** (failed - 1)) * (0.5 + random() / 2))
      progress({ kind: 'waiting', why: 'retry', partner: partnerName(request.partner), ms: pauseMs })
      await clock.sleep(pauseMs)
    }
  }
}

const passing = new Set([408, 500, 502, 503, 504])

export function whyRepeat(request: HttpRequest, outcome: HttpOutcome): 'throttled' | 'failed' | null {
  if (outcome.kind === 'response') {
    if (outcome.status === 429) return 'throttled'
    return passing.has(outcome.status) && isRepeatable(request) ? 'failed' : null
  }
  return outcome.why !== 'aborted' && isReadOnly(request) ? 'failed' : null
}

function isReadOnly(request: HttpRequest): boolean {
  return request.effect === 'read'
}

/** A 5xx says that an answer came; a write with its request id may be sent again. Silence after a write is looked into first. */
function isRepeatable(request: HttpRequest): boolean {
  return isReadOnly(request) || request.requestId !== null
}
