/**
 * Hears what time it is at the service from the `Date` of its answers (facts 4.1). An answer is made between our question and its
 * arrival, so only a time outside of that tells of clocks that differ, however slow the answer was.
 */
import type { Clock, ServiceTime } from '../../engine/ports.ts'
import type { HttpOutcome } from '../http/request.ts'
import type { Transport } from '../http/transport.ts'

/** `Date` counts in whole seconds, cut off; in ms. */
const grainMs = 1_000

/** The same transport, listened to; the latest answer that says a time counts. */
export function hearing(
  transport: Transport,
  clock: Clock,
): { readonly transport: Transport; readonly serviceTime: ServiceTime } {
  let skewMs: number | null = null
  let heard = 0
  return {
    serviceTime: { skewMs: () => skewMs, heard: () => heard },
    transport: {
      ...transport,
      async send(request) {
        const asked = Date.parse(clock.now())
        const outcome = await transport.send(request)
        const theirs = timeIn(outcome)
        if (theirs !== null) {
          skewMs = outside(theirs, asked, Date.parse(clock.now()))
          heard += 1
        }
        return outcome
      },
    },
  }
}

function timeIn(outcome: HttpOutcome): number | null {
  const date = outcome.kind === 'response' ? outcome.headers['date'] : undefined
  const time = date === undefined ? Number.NaN : Date.parse(date)
  return Number.isNaN(time) ? null : time
}

function outside(theirs: number, asked: number, arrived: number): number {
  if (theirs > arrived) return theirs - arrived
  return theirs <= asked - grainMs ? theirs - asked : 0
}
