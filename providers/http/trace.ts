/** Tells what was sent and what came back: names, statuses and ids, never headers or bodies. */
import type { Send, SentOrNot } from './request.ts'

export interface TraceEvent {
  readonly call: string
  readonly method: string
  readonly path: string
  readonly partner: string
  readonly requestId: string | null
  readonly correlationId: string
  /** HTTP status, or why there is none. */
  readonly outcome: number | string
}

export function withTrace<Out extends SentOrNot>(
  tell: (event: TraceEvent) => void,
  send: Send<Out>,
): Send<Out> {
  return async request => {
    const outcome = await send(request)
    const { call, method, partner, requestId, correlationId } = request
    const { pathname, search } = new URL(request.url)
    tell({
      call,
      method,
      path: `${pathname}${search}`,
      partner,
      requestId,
      correlationId,
      outcome: wordOf(outcome),
    })
    return outcome
  }
}

function wordOf(outcome: SentOrNot): number | string {
  if (outcome.kind === 'response') return outcome.status
  return outcome.kind === 'no answer' ? outcome.why : outcome.because.code
}
