/**
 * One budget per partner tenant and resource family: so many starts in any minute as it has learned (`allowance.ts`), never more than
 * `inFlight` at once, and a 429 pauses those who share what it is about (`pauses.ts`). All waits go through the clock, and end at once
 * when the request's signal is aborted. A pause that is longer than anybody waits is said at once, and nothing is sent.
 */
import PQueue from 'p-queue'
import { diagnose } from '../../engine/diagnostic.ts'
import { type Instant, instant, partnerName } from '../../engine/model/ids.ts'
import type { Clock, Progress } from '../../engine/ports.ts'
import { type Allowance, createAllowance, type StartsPerMinute } from './allowance.ts'
import { codes } from './codes.ts'
import { createPauses, customerOf, type Pauses } from './pauses.ts'
import type { Family, HttpRequest, HttpResponse, NoAnswer, NotSent, Send, SentOrNot } from './request.ts'
import { waited } from './waiting.ts'

export interface ThrottleOptions {
  readonly startsOf: (family: Family) => StartsPerMinute
  readonly inFlight: number
  readonly clock: Clock
  readonly progress: Progress
}

/** A request is not kept waiting for longer than this, by one pause or by several; in ms. */
export const longestWaitMs = 3_600_000

interface Budget {
  readonly queue: PQueue
  readonly allowance: Allowance
  readonly pauses: Pauses
}

export interface Throttle {
  wrap<Out extends SentOrNot>(send: Send<Out>): Send<Out | NoAnswer | NotSent>
}

const aborted: NoAnswer = { kind: 'no answer', why: 'aborted' }

export function createThrottle({ startsOf, inFlight, clock, progress }: ThrottleOptions): Throttle {
  const budgets = new Map<string, Budget>()

  function budgetFor(partner: string, family: Family): Budget {
    const key = `${partner}/${family}`
    const budget = budgets.get(key) ?? {
      queue: new PQueue({ concurrency: inFlight }),
      allowance: createAllowance(startsOf(family)),
      pauses: createPauses(),
    }
    budgets.set(key, budget)
    return budget
  }

  const nowMs = () => msOf(clock.now())

  /** null: nothing keeps the request waiting any more. Outside of the queue, where one customer's pause would hold the others up. */
  async function afterPauses(budget: Budget, request: HttpRequest): Promise<NoAnswer | NotSent | null> {
    const customer = customerOf(request)
    for (;;) {
      const ms = budget.pauses.untilMs(customer) - nowMs()
      if (ms <= 0) return null
      // Who is throttled for so long already is told at once; whoever comes after the pause is sent, to see whether it is over.
      const waitedMs = nowMs() - budget.pauses.sinceMs(customer)
      if (ms > longestWaitMs || waitedMs >= longestWaitMs)
        return tooLong(request, instant(new Date(nowMs() + ms).toISOString()))
      progress({ kind: 'waiting', why: 'throttled', partner: partnerName(request.partner), ms })
      if (!(await waited(clock, ms, request.signal))) return aborted
    }
  }

  /** Waits until a start is allowed, and takes it in the same turn, so that two cannot take the same slot. False: told to stop. */
  async function tookSlot(budget: Budget, request: HttpRequest): Promise<boolean> {
    for (;;) {
      if (request.signal?.aborted === true) return false
      const now = nowMs()
      const ms = budget.allowance.waitMs(now)
      if (ms <= 0) {
        budget.allowance.started(now)
        return true
      }
      progress({ kind: 'waiting', why: 'budget', partner: partnerName(request.partner), ms })
      if (!(await waited(clock, ms, request.signal))) return false
    }
  }

  function refused(
    { pauses, allowance }: Budget,
    customer: string | null,
    { answer, startedMs }: { readonly answer: HttpResponse; readonly startedMs: number },
  ): void {
    const now = nowMs()
    pauses.throttled(customer, { header: answer.headers['retry-after'], startedMs, nowMs: now })
    const untilMs = pauses.untilMs(null)
    allowance.refused({ startedMs, nowMs: now, untilMs: untilMs > now ? untilMs : null })
  }

  return {
    wrap<Out extends SentOrNot>(send: Send<Out>): Send<Out | NoAnswer | NotSent> {
      return async request => {
        const budget = budgetFor(request.partner, request.family)
        const customer = customerOf(request)
        for (;;) {
          const ended = await afterPauses(budget, request)
          if (ended !== null) return ended
          const outcome = await budget.queue.add(async () => {
            // A pause may have begun while it stood in the queue.
            if (budget.pauses.untilMs(customer) > nowMs()) return 'paused'
            if (!(await tookSlot(budget, request))) return aborted
            if (budget.pauses.untilMs(customer) > nowMs()) return 'paused'
            const startedMs = nowMs()
            const answer = await send(request)
            if (answer.kind !== 'response') return answer
            if (answer.status === 429) refused(budget, customer, { answer, startedMs })
            else budget.pauses.answered(customer)
            return answer
          })
          if (outcome !== 'paused') return outcome
        }
      }
    },
  }
}

function tooLong({ call, partner, correlationId }: HttpRequest, until: Instant): NotSent {
  return {
    kind: 'not sent',
    because: diagnose(codes.THROTTLED_TOO_LONG, {
      detail: `${partner}: ${call} was not sent: the service asks not to be called before ${until}.`,
      remedies: [{ kind: 'wait', until }],
      correlationId,
    }),
  }
}

function msOf(at: Instant): number {
  return Date.parse(at)
}
