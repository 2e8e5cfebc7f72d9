/**
 * Writes the service asks to send later (class A of the error rows: not ready yet, another adjustment is pending). Each such answer
 * settles the request, so the next one has an id of its own (api.md 4.1). What takes a day is not waited for.
 */
import { partnerName } from '../../../engine/model/ids.ts'
import { patience } from '../limits.ts'
import type { ReadClient } from './client.ts'
import { ApiFailure } from './errors/failure.ts'

/** Pending for up to 24 hours, or under review for days: somebody else's time. */
const takesADay = new Set(['900278', '800073', '800074', '900109', '900112', '900113'])

export async function patiently<T>(client: ReadClient, send: (round: number) => Promise<T>): Promise<T> {
  for (let round = 0; ; round += 1) {
    try {
      return await send(round)
    } catch (error) {
      if (!(error instanceof ApiFailure) || round + 1 >= patience.rounds || !asksForLater(error)) throw error
    }
    await shortly(client)
  }
}

/** The short wait that the service asks for after a conflict. */
export async function shortly(client: ReadClient): Promise<void> {
  const ms = patience.pauseMs
  client.progress({ kind: 'waiting', why: 'retry', partner: partnerName(client.partner), ms })
  await client.clock.sleep(ms)
}

/** Failing front ends and silence are not in here: they settle nothing, and are repeated under the same id or looked into. */
function asksForLater({ error }: ApiFailure): boolean {
  return error.settles && error.retry === 'A' && error.status !== 404 && !takesADay.has(error.code)
}
