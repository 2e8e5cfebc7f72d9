/**
 * Stops asking a service that has stopped answering: after some requests of a partner in a row without any answer, one request at a time
 * is still sent, to see whether it has come back; the others are told at once. Without this an account of thousands of customers behind
 * a proxy that trickles would be asked for days, one time limit after the other.
 */
import { diagnose } from '../../engine/diagnostic.ts'
import { codes } from './codes.ts'
import type { HttpRequest, NoAnswer, NotSent, Send, SentOrNot } from './request.ts'

/** Requests in a row without an answer: more than one request's own repeats, and than those that are on their way together. */
const silencesInARow = 12

/** Whoever answers something, whatever it is, is there. */
const silent: ReadonlySet<NoAnswer['why']> = new Set([
  'time-out',
  'connection lost',
  'connection refused',
  'refused by the proxy',
])

interface Standing {
  silences: number
  isAsking: boolean
}

export interface GiveUp {
  wrap<Out extends SentOrNot>(send: Send<Out>): Send<Out | NotSent>
}

export function createGiveUp(): GiveUp {
  const standings = new Map<string, Standing>()
  return {
    wrap(send) {
      return async request => {
        const standing = standings.get(request.partner) ?? { silences: 0, isAsking: false }
        standings.set(request.partner, standing)
        const isOut = standing.silences >= silencesInARow
        if (isOut && standing.isAsking) return givenUp(request, standing.silences)
        standing.isAsking ||= isOut
        try {
          const outcome = await send(request)
          if (outcome.kind === 'response') standing.silences = 0
          else if (outcome.kind === 'no answer' && silent.has(outcome.why)) standing.silences += 1
          return outcome
        } finally {
          if (isOut) standing.isAsking = false
        }
      }
    },
  }
}

function givenUp({ call, partner, correlationId }: HttpRequest, silences: number): NotSent {
  const detail = `${partner}: ${call} was not sent: the last ${silences} requests were not answered.`
  return { kind: 'not sent', because: diagnose(codes.GIVEN_UP, { detail, correlationId }) }
}
