/**
 * The smallest provider there can be: one read of a register of seats, `GET /customers/{tenant}/pools`. docs/adding-a-provider.md explains it
 * line by line, and its tests run it against a server.
 */
import { diagnose } from '../../engine/diagnostic.ts'
import type { PartnerName, TenantId } from '../../engine/model/ids.ts'
import type { Clock, Progress, Reader } from '../../engine/ports.ts'
import { randomUuid } from '../../providers/http/random-uuid.ts'
import type { HttpRequest, SentOrNot } from '../../providers/http/request.ts'
import { withRetry } from '../../providers/http/retry.ts'
import { createThrottle } from '../../providers/http/throttle.ts'
import type { Transport } from '../../providers/http/transport.ts'
import { refuseWrites } from '../../providers/http/writes-guard.ts'
import { codes } from './codes.ts'
import { poolsOf, saysUnknown } from './convert.ts'
import { attempts, inFlight, startsPerMinute } from './limits.ts'

export interface RegisterOptions {
  /** Without a slash at the end. */
  readonly root: string
  readonly transport: Transport
  readonly clock: Clock
  readonly progress: Progress
  /** 0 ≤ x < 1. */
  readonly random: () => number
}

/** The part of the port `Reader` that the register can answer. */
export function connectRegister(options: RegisterOptions): Pick<Reader, 'licences'> {
  const { root, transport, clock, progress, random } = options
  const throttle = createThrottle({ startsOf: () => startsPerMinute, inFlight, clock, progress })
  const retried = withRetry({ clock, progress, random, attempts }, throttle.wrap(transport.send))
  const send = refuseWrites(retried)
  return {
    async licences(partner, customer, products) {
      const url = `${root}/customers/${encodeURIComponent(customer)}/pools`
      const request = readOf(url, { partner, ids: () => randomUuid(random) })
      const outcome = await send(request)
      if (saysUnknown(outcome)) return { kind: 'absent' }
      const isAnswer = outcome.kind === 'response' && outcome.status === 200
      const pools = isAnswer ? poolsOf(outcome.body) : null
      if (pools === null) return { kind: 'unknown', because: noAnswer(partner, customer, outcome) }
      return { kind: 'present', value: pools.filter(pool => products.includes(pool.product)) }
    },
  }
}

function readOf(
  url: string,
  { partner, ids }: { readonly partner: PartnerName; readonly ids: () => string },
): HttpRequest {
  return {
    call: 'pools.list',
    method: 'GET',
    url,
    headers: { Accept: 'application/json' },
    body: { kind: 'none' },
    partner,
    family: 'other',
    effect: 'read',
    repeat: 'freely',
    requestId: ids(),
    correlationId: ids(),
  }
}

function noAnswer(partner: PartnerName, customer: TenantId, outcome: SentOrNot) {
  if (outcome.kind === 'not sent') return outcome.because
  const what = outcome.kind === 'response' ? `HTTP ${outcome.status}` : outcome.why
  return diagnose(codes.NO_ANSWER, { detail: `${partner}: the pools of ${customer}: ${what}.` })
}
