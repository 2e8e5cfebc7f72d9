/** One partner tenant's client of Graph: a call of the table becomes a request, and an answer a value or a `GraphFailure`. */
import type { Clock } from '../../../engine/ports.ts'
import { Bug } from '../../../engine/result.ts'
import { addressOf, notAddressable } from '../../http/address.ts'
import type { HttpRequest, Send, SentOrNot } from '../../http/request.ts'
import { type CallEntry, type CallName, calls, type ReadCall, type WriteCall } from './calls.ts'
import { errorOf } from './errors/errors.ts'
import { GraphFailure } from './errors/failure.ts'

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
  /** Of the request, for what is said about the answer later. */
  readonly correlationId: string
}

export interface CallInput {
  readonly path?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly ifMatch?: string
  readonly body?: unknown
  /** In place of path and query: a link of the service, of our host. */
  readonly url?: string
}

/** Chosen by the caller and kept before the request leaves (T15). */
export interface WriteIds {
  readonly requestId: string
  readonly correlationId: string
  /** Asked right before the request leaves, after all waits; throws where it must not leave any more. */
  mayLeave(): void
}

export interface ReadClient {
  readonly partner: string
  /** With the version, e.g. `https://graph.microsoft.com/v1.0`. */
  readonly root: string
  readonly clock: Clock
  /** Reads and waits end when it is aborted. */
  readonly signal?: AbortSignal
  read(call: ReadCall, input?: CallInput): Promise<Answer>
  /** A file of an export: without a token, from wherever the service keeps it. */
  file(url: string): Promise<SentOrNot>
}

export interface WriteClient extends ReadClient {
  /** Throws a `GraphFailure` for everything but the expected success; its error says whether the write is settled all the same. */
  write(call: WriteCall, ids: WriteIds, input: CallInput): Promise<Answer>
}

export interface ClientOptions {
  readonly partner: string
  readonly root: string
  readonly clock: Clock
  /** GUIDs for reads; writes bring their own. */
  readonly newId: () => string
  readonly send: Send<SentOrNot>
  /** The same without a token. */
  readonly sendPlain: Send<SentOrNot>
  readonly signal?: AbortSignal
}

export function createClient({
  partner,
  root,
  clock,
  newId,
  send,
  sendPlain,
  signal,
}: ClientOptions): WriteClient {
  async function exchange(
    call: CallName,
    { requestId, correlationId, mayLeave }: Pick<WriteIds, 'requestId' | 'correlationId'> & Partial<WriteIds>,
    input: CallInput,
  ): Promise<Answer> {
    const entry: CallEntry = calls[call]
    const request: HttpRequest = {
      call,
      method: entry.method,
      url: input.url ?? addressOf(root, entry.path, input),
      headers: {
        Accept: 'application/json',
        'client-request-id': requestId,
        ...(input.ifMatch !== undefined && { 'If-Match': input.ifMatch }),
      },
      body: input.body === undefined ? { kind: 'none' } : { kind: 'json', value: input.body },
      partner,
      family: 'other',
      effect: entry.effect,
      repeat: entry.repeat,
      requestId,
      correlationId,
      ...(mayLeave !== undefined && { mayLeave }),
      ...(signal !== undefined && { signal }),
    }
    const unaskable = notAddressable(`${partner}: ${call}`, input)
    const outcome: SentOrNot =
      unaskable === null ? await send(request) : { kind: 'not sent', because: unaskable }
    const error = errorOf(request, outcome)
    if (error !== null) throw new GraphFailure(error)
    if (outcome.kind !== 'response') throw new Bug(`${call} succeeded with ${outcome.kind}`)
    const { status, headers, body } = outcome
    return { status, headers, body, correlationId: headers['request-id'] ?? correlationId }
  }
  return {
    partner,
    root,
    clock,
    ...(signal !== undefined && { signal }),
    file: url =>
      sendPlain({
        call: 'exports.file',
        method: 'GET',
        url,
        headers: {},
        body: { kind: 'none' },
        partner,
        family: 'other',
        effect: 'read',
        repeat: 'freely',
        requestId: null,
        correlationId: newId(),
        wants: 'bytes',
        ...(signal !== undefined && { signal }),
      }),
    read: (call, input = {}) => exchange(call, { requestId: newId(), correlationId: newId() }, input),
    write: (call, { requestId, correlationId, mayLeave }, input) =>
      exchange(call, { requestId, correlationId, mayLeave }, input),
  }
}
