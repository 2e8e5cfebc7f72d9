/** Asks again with growing pauses until the service shows what it accepted. A poll that fails changes no verdict: it only slows down. */
import { partnerName } from '../../../engine/model/ids.ts'
import { settling } from '../limits.ts'
import type { ReadClient } from './client.ts'
import { ApiFailure } from './errors/failure.ts'

export interface UntilInput<T> {
  readonly look: () => Promise<T>
  readonly isShown: (now: T) => boolean
}

export type Settled<T> = { readonly shown: boolean; readonly last: T }

/** Rejects only when not a single look gave an answer within the deadline. */
export async function until<T>(client: ReadClient, { look, isShown }: UntilInput<T>): Promise<Settled<T>> {
  let last: { readonly value: T } | null = null
  let waitedMs = 0
  let pauseMs: number = settling.firstPauseMs
  for (;;) {
    try {
      last = { value: await look() }
      if (isShown(last.value)) return { shown: true, last: last.value }
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error
      if (waitedMs >= settling.deadlineMs && last === null) throw error
    }
    if (waitedMs >= settling.deadlineMs && last !== null) return { shown: false, last: last.value }
    client.progress({ kind: 'waiting', why: 'settling', partner: partnerName(client.partner), ms: pauseMs })
    await client.clock.sleep(pauseMs)
    waitedMs += pauseMs
    pauseMs = Math.min(pauseMs * 2, settling.longestPauseMs)
  }
}
