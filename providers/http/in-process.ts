/**
 * A transport to a service that runs in this very process: requests are handed over as values, without a socket, a timer or the wall clock.
 * Whoever answers must do so by itself; nobody gives up waiting here.
 */
import { contentTypeOf, dataOf, fileAnswer, headersOf, textAnswer } from './message.ts'
import type { HttpOutcome, HttpRequest } from './request.ts'
import type { Transport, TransportOptions } from './transport.ts'

/** What of a `Request` whoever answers reads; a real one costs several times what it carries. */
export interface AskedRequest extends Pick<Request, 'method' | 'url' | 'headers'> {
  text(): Promise<string>
}

export interface InProcessOptions extends Pick<TransportOptions, 'onStart' | 'onEnd'> {
  /** As `fetch` has it: a connection that ends without an answer is a TypeError. */
  readonly answer: (request: AskedRequest) => Promise<Response>
}

export function inProcessTransport({ answer, onStart, onEnd }: InProcessOptions): Transport {
  return {
    async send(request) {
      onStart?.(request)
      let outcome: HttpOutcome = { kind: 'no answer', why: 'connection lost' }
      try {
        outcome = await exchange(answer, request)
        return outcome
      } finally {
        onEnd?.(request, outcome)
      }
    },
    close: () => undefined,
  }
}

async function exchange(answer: InProcessOptions['answer'], request: HttpRequest): Promise<HttpOutcome> {
  if (request.signal?.aborted === true) return { kind: 'no answer', why: 'aborted' }
  const body = dataOf(request)
  const kind = contentTypeOf(request)
  const { method, url } = request
  const headers = new Headers({ ...request.headers, ...(kind !== null && { 'Content-Type': kind }) })
  const asked: AskedRequest = { method, url, headers, text: async () => body ?? '' }
  try {
    const response = await answer(asked)
    const answered = headersOf(response.headers)
    return request.wants === 'bytes'
      ? fileAnswer(response.status, answered, Buffer.from(await response.arrayBuffer()))
      : textAnswer(response.status, answered, await response.text())
  } catch (error) {
    if (error instanceof TypeError) return { kind: 'no answer', why: 'connection lost' }
    throw error
  }
}
