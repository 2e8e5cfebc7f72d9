/**
 * Writes the service asks to send later (class A of the error rows: not ready yet, another adjustment is pending). Each such answer
 * settles the request, so the next one has an id of its own (facts 4.1). What takes a day is not waited for.
 */
import { patience } from '../limits.ts'
import type { ReadClient } from './client.ts'
import { ApiFailure } from './errors/failure.ts'
import { rested } from './rest.ts'

/** Pending for up to 24 hours, or under review for days: somebody else's time. */
const takesADay = new Set(['900278', '800073', '800074', '900109', '900112', '900113'])

export async function patiently<T>(client: ReadClient, send: (round: number) => Promise<T>): Promise<T> {
  for (let round = 0; ; round += 1) {
    try {
      return await send(round)
    } catch (error) {
      if (!(error instanceof ApiFailure) || round + 1 >= patience.rounds || !asksForLater(error)) throw error
      if (!(await rested(client, patience.pauseMs, 'retry'))) throw error
    }
  }
}

/** Failing front ends and silence are not in here: they settle nothing, and are repeated under the same id or looked into. */
function asksForLater({ error }: ApiFailure): boolean {
  return error.settles && error.retry === 'A' && error.status !== 404 && !takesADay.has(error.code)
}
