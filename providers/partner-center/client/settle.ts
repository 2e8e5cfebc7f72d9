/** Asks again with growing pauses until the service shows what it accepted. A poll that fails changes no verdict: it only slows down. */
import { settling } from '../limits.ts'
import type { ReadClient } from './client.ts'
import { ApiFailure } from './errors/failure.ts'
import { nowMs, rested } from './rest.ts'

export interface UntilInput<T> {
  readonly look: () => Promise<T>
  readonly isShown: (now: T) => boolean
}

export type Settled<T> = { readonly shown: boolean; readonly last: T }

/**
 * Rejects only when not a single look gave an answer within the deadline, or before it was told to stop. The deadline is of the clock: looks
 * that take long count.
 */
export async function until<T>(client: ReadClient, { look, isShown }: UntilInput<T>): Promise<Settled<T>> {
  let last: { readonly value: T } | null = null
  const beganMs = nowMs(client)
  const isOver = () => nowMs(client) - beganMs >= settling.deadlineMs
  let pauseMs: number = settling.firstPauseMs
  for (;;) {
    let failure: ApiFailure | null = null
    try {
      last = { value: await look() }
      if (isShown(last.value)) return { shown: true, last: last.value }
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error
      failure = error
    }
    if (isOver() || !(await rested(client, pauseMs, 'settling'))) {
      if (last !== null) return { shown: false, last: last.value }
      throw failure
    }
    pauseMs = Math.min(pauseMs * 2, settling.longestPauseMs)
  }
}
