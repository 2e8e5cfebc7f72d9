/**
 * What the catalogue says of an item is asked for twice: for what it is, and for the licence that its seats are counted by. One answer serves both. A licence is
 * the same for as long as a client lives; what an item is counts for the moment in which it was asked for (T13).
 */
import type { ReadCall } from './calls.ts'
import type { Answer, CallInput, ReadClient } from './client.ts'
import { nowMs } from './rest.ts'

const asked = new WeakMap<ReadClient, Map<string, Asked>>()

interface Asked {
  readonly answer: Promise<Answer>
  readonly atMs: number
}

const isRemembered = (call: ReadCall) => call === 'catalog.offer' || call === 'catalog.sku'

/** The client, which does not ask again for an item that it has asked for at most so long ago; in ms. What failed is asked for again. */
export function remembering(client: ReadClient, oldestMs: number): ReadClient {
  const known = asked.get(client) ?? new Map<string, Asked>()
  asked.set(client, known)
  return {
    ...client,
    read(call: ReadCall, input?: CallInput) {
      if (!isRemembered(call)) return client.read(call, input)
      const key = JSON.stringify([call, input?.path, input?.query])
      const before = known.get(key)
      const ageMs = before === undefined ? Number.POSITIVE_INFINITY : nowMs(client) - before.atMs
      if (before !== undefined && ageMs >= 0 && ageMs <= oldestMs) return before.answer
      const answer = client.read(call, input)
      known.set(key, { answer, atMs: nowMs(client) })
      answer.catch(() => known.delete(key))
      return answer
    },
  }
}
