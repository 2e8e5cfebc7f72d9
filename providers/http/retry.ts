/**
 * What may be repeated, and when (read 2026-11-30): a 429, after its pause, which the budget keeps for everybody; other passing trouble
 * by the request's `repeat`, always with the same request id. Everything else goes back as it came: for a write without an answer that
 * settles it that means *unknown*, and looking comes before repeating (T28).
 */
import { partnerName } from '../../engine/model/ids.ts'
import type { Clock, Progress } from '../../engine/ports.ts'
import type { HttpRequest, HttpResponse, NoAnswer, Send, SentOrNot } from './request.ts'
import { longestWaitMs } from './throttle.ts'
import { waited } from './waiting.ts'

export interface RetryOptions {
  readonly clock: Clock
  readonly progress: Progress
  /** 0 ≤ x < 1. */
  readonly random: () => number
  /** How often a request that fails is sent in all. */
  readonly attempts: number
  /** Answers that pass although their status does not say so. */
  readonly isPassing?: (response: HttpResponse) => boolean
}

const firstPauseMs = 1_000
const longestPauseMs = 60_000
/** Throttled requests are not failures; they are given this many turns, and `longestWaitMs` in all. */
const throttledTurns = 50

export function withRetry<Out extends SentOrNot>(
  { clock, progress, random, attempts, isPassing = () => false }: RetryOptions,
  send: Send<Out>,
): Send<Out | NoAnswer> {
  const nowMs = () => Date.parse(clock.now())
  return async request => {
    let throttled = 0
    let isRepeat = false
    const beganMs = nowMs()
    for (let failed = 0; ; ) {
      const outcome = isRepeat ? marked(await send(request)) : await send(request)
      const passes = outcome.kind === 'response' && hasKey(request) && isPassing(outcome)
      const why = whyRepeat(request, outcome) ?? (passes ? 'failed' : null)
      if (why === null || request.signal?.aborted === true) return outcome
      if (why === 'throttled') {
        throttled += 1
        if (throttled >= throttledTurns || nowMs() - beganMs >= longestWaitMs) return outcome
        isRepeat ||= request.effect === 'write'
        continue // the budget is paused; the next turn waits for it
      }
      failed += 1
      if (failed >= attempts) return outcome
      isRepeat ||= request.effect === 'write'
      const ms = backOffMs(failed, random())
      progress({ kind: 'waiting', why: 'retry', partner: partnerName(request.partner), ms })
      if (!(await waited(clock, ms, request.signal))) return { kind: 'no answer', why: 'aborted' }
    }
  }
}

/** Doubling, capped, and anywhere in the upper half, so that callers who failed together do not return together. */
export function backOffMs(failed: number, random: number): number {
  return Math.round(Math.min(longestPauseMs, firstPauseMs * 2 ** (failed - 1)) * (0.5 + random / 2))
}

const passing = new Set([408, 500, 502, 503, 504])

export function whyRepeat(request: HttpRequest, outcome: SentOrNot): 'throttled' | 'failed' | null {
  if (outcome.kind === 'not sent') return null
  if (outcome.kind === 'response') {
    const looksFirst = request.repeat === 'look first'
    // A page that says so may stand in the place of a purchase's answer.
    if (outcome.status === 429) return looksFirst && outcome.body === undefined ? null : 'throttled'
    return passing.has(outcome.status) && hasKey(request) && !looksFirst ? 'failed' : null
  }
  // What is too large stays so.
  if (outcome.why === 'aborted' || outcome.why === 'too large') return null
  return request.repeat !== 'look first' && hasKey(request) ? 'failed' : null
}

/** What answers a repeated write may be about the request before it. */
function marked<Out extends SentOrNot>(outcome: Out): Out {
  return outcome.kind === 'no answer' ? outcome : { ...outcome, repeats: true }
}

/** A write is recognised by its request id only. */
function hasKey(request: HttpRequest): boolean {
  return request.effect === 'read' || request.requestId !== null
}
