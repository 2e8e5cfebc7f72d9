/**
 * One budget per partner tenant and resource family: so many starts in any minute as it has learned (`budget/`), of all processes that share
 * the store, never more than `inFlight` at once, and a 429 pauses those who share what it is about. All waits go through the clock, and end at
 * once when the request's signal is aborted. A pause that is longer than anybody waits is said at once, and nothing is sent.
 */
import PQueue from 'p-queue'
import { diagnose } from '../../engine/diagnostic.ts'
import { type Instant, instant, partnerName } from '../../engine/model/ids.ts'
import type { Clock, Progress } from '../../engine/ports.ts'
import type { StartsPerMinute } from './budget/learned.ts'
import { memoryStore } from './budget/memory-store.ts'
import { pausedSinceMs, pausedUntilMs } from './budget/pauses.ts'
import { type Share, shareOf } from './budget/share.ts'
import type { BudgetStore } from './budget/store.ts'
import { codes } from './codes.ts'
import type { Family, HttpRequest, HttpResponse, NoAnswer, NotSent, Send, SentOrNot } from './request.ts'
import { retryAfterMs } from './retry-after.ts'
import { unlessAborted, waited } from './waiting.ts'

export interface ThrottleOptions {
  readonly startsOf: (family: Family) => StartsPerMinute
  readonly inFlight: number
  readonly clock: Clock
  readonly progress: Progress
  /** Budgets of different services are apart. Left out: this process shares with nobody. */
  readonly sharing?: { readonly store: BudgetStore; readonly service: string }
}

/** A request is not kept waiting for longer than this, by one pause or by several; in ms. */
export const longestWaitMs = 3_600_000

interface Budget {
  readonly queue: PQueue
  readonly share: Share
}

export interface Throttle {
  wrap<Out extends SentOrNot>(send: Send<Out>): Send<Out | NoAnswer | NotSent>
}

const aborted: NoAnswer = { kind: 'no answer', why: 'aborted' }

export function createThrottle({ startsOf, inFlight, clock, progress, sharing }: ThrottleOptions): Throttle {
  const budgets = new Map<string, Budget>()
  const nowMs = () => msOf(clock.now())
  const { store, service } = sharing ?? { store: memoryStore(nowMs), service: '' }

  function budgetFor(partner: string, family: Family): Budget {
    const name = `${partner}/${family}`
    const budget = budgets.get(name) ?? {
      queue: new PQueue({ concurrency: inFlight }),
      share: shareOf({ key: { service, partner, family }, store, starts: startsOf(family), inFlight, nowMs }),
    }
    budgets.set(name, budget)
    return budget
  }

  /** null: nothing keeps the request waiting any more. Outside of the queue, where one customer's pause would hold the others up. */
  async function afterPauses({ share }: Budget, request: HttpRequest): Promise<NoAnswer | NotSent | null> {
    const customer = customerOf(request)
    for (;;) {
      const ms = pausedUntilMs(share.pauses(), customer) - nowMs()
      if (ms <= 0) return null
      // Who is throttled for so long already is told at once; whoever comes after the pause is sent, to see whether it is over.
      const waitedMs = nowMs() - pausedSinceMs(share.pauses(), customer)
      if (ms > longestWaitMs || waitedMs >= longestWaitMs)
        return tooLong(request, instant(new Date(nowMs() + ms).toISOString()))
      progress({ kind: 'waiting', why: 'throttled', partner: partnerName(request.partner), ms })
      if (!(await waited(clock, ms, request.signal))) return aborted
    }
  }

  const isPaused = ({ share }: Budget, customer: string | null) =>
    pausedUntilMs(share.pauses(), customer) > nowMs()

  /** Waits until a start is allowed, and takes it in the same turn, so that two cannot take the same slot. */
  async function tookSlot(budget: Budget, request: HttpRequest): Promise<'taken' | 'paused' | 'aborted'> {
    const { effect, signal, partner } = request
    for (;;) {
      if (signal?.aborted === true) return 'aborted'
      const ms = await unlessAborted(budget.share.take(effect), signal)
      if (ms === 'aborted') return ms
      if (ms <= 0) return 'taken'
      // It may have been heard of just now, from another process.
      if (isPaused(budget, customerOf(request))) return 'paused'
      progress({ kind: 'waiting', why: 'budget', partner: partnerName(partner), ms })
      if (!(await waited(clock, ms, signal))) return 'aborted'
    }
  }

  async function heard(
    { share }: Budget,
    customer: string | null,
    { answer, startedMs }: { readonly answer: HttpResponse; readonly startedMs: number },
  ): Promise<void> {
    if (answer.status !== 429) return share.answered({ customer, startedMs })
    const saidMs = retryAfterMs(answer.headers['retry-after'], nowMs())
    await share.refused({ customer, startedMs, saidMs })
  }

  return {
    wrap<Out extends SentOrNot>(send: Send<Out>): Send<Out | NoAnswer | NotSent> {
      return async request => {
        const budget = budgetFor(request.partner, request.family)
        const { queue, share } = budget
        const customer = customerOf(request)
        for (;;) {
          const ended = await afterPauses(budget, request)
          if (ended !== null) return ended
          share.joined(request.effect)
          const outcome = await queue.add(async () => {
            // A pause may have begun while it stood in the queue.
            const slot = isPaused(budget, customer) ? 'paused' : await tookSlot(budget, request)
            share.left(request.effect)
            queue.concurrency = share.inFlight()
            if (slot !== 'taken') return slot
            const startedMs = nowMs()
            const answer = await send(request)
            if (answer.kind === 'response') await heard(budget, customer, { answer, startedMs })
            return answer
          })
          if (outcome === 'aborted') return aborted
          if (outcome !== 'paused') return outcome
        }
      }
    },
  }
}

/** Below `/v1/customers/{id}/`; null: the request is about no one customer. */
function customerOf({ url }: HttpRequest): string | null {
  return /\/customers\/([^/?]+)/i.exec(url)?.[1]?.toLowerCase() ?? null
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
