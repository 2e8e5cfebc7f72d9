/**
 * One partner tenant's client. It turns a call of the table into a request and an answer into a value or an `ApiFailure`.
 * A `ReadClient` cannot name a write; one made with `writes: false` would not send it either.
 */
import { type Diagnostic, diagnose } from '../../../engine/diagnostic.ts'
import type { Cloud } from '../../../engine/model/desired.ts'
import type { Clock, Progress } from '../../../engine/ports.ts'
import { Bug } from '../../../engine/result.ts'
import { addressOf, notAddressable } from '../../http/address.ts'
import type { HttpRequest, RequestBody, Send, SentOrNot } from '../../http/request.ts'
import { codes } from '../codes.ts'
import { type CallEntry, type CallName, calls, type ReadCall, type WriteCall } from './calls.ts'
import { errorOf } from './errors/errors.ts'
import { ApiFailure, type Unsettled } from './errors/failure.ts'

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
  /** The JSON of the body as it came. */
  readonly source: string | null
  readonly correlationId: string
}

declare const settled: unique symbol

/** Of a write that was carried out, as far as its answer says: the expected success and nothing else. Only this client makes one. */
export interface Settled extends Answer {
  readonly [settled]: true
}

export interface CallInput {
  readonly path?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | number | undefined>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: RequestBody
  /** In place of path and query: a link of the service, already resolved against our host. */
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
  readonly apiRoot: string
  readonly clock: Clock
  readonly progress: Progress
  /** Requests and waits end at once when it is aborted; a write that was on its way is unknown then. */
  readonly signal?: AbortSignal
  read(call: ReadCall, input?: CallInput): Promise<Answer>
}

export interface WriteClient extends ReadClient {
  /** Throws an `ApiFailure` for everything but the expected success; its error says whether the write is settled all the same. */
  write(call: WriteCall, ids: WriteIds, input?: CallInput): Promise<Settled>
}

export interface ClientOptions {
  readonly partner: string
  readonly cloud: Cloud
  readonly apiRoot: string
  readonly clock: Clock
  readonly progress: Progress
  /** GUIDs for reads; writes bring their own. */
  readonly newId: () => string
  readonly send: Send<SentOrNot>
  readonly signal?: AbortSignal
}

/** X-Locale is fixed because it changes offer names (Q29). */
const fixedHeaders = { Accept: 'application/json', 'X-Locale': 'en-US' } as const

export function createClient({
  partner,
  cloud,
  apiRoot,
  clock,
  progress,
  newId,
  send,
  signal,
}: ClientOptions): WriteClient {
  async function exchange(
    call: CallName,
    ids: Omit<WriteIds, 'mayLeave'> & Partial<WriteIds>,
    input: CallInput,
  ): Promise<Answer> {
    const entry: CallEntry = calls[call]
    const request: HttpRequest = {
      call,
      method: entry.method,
      url: input.url ?? addressOf(apiRoot.replace(/\/+$/, ''), entry.path, input),
      headers: {
        ...fixedHeaders,
        'MS-RequestId': ids.requestId,
        'MS-CorrelationId': ids.correlationId,
        ...input.headers,
      },
      body: input.body ?? { kind: 'none' },
      partner,
      family: entry.family,
      effect: entry.effect,
      repeat: entry.repeat,
      requestId: ids.requestId,
      correlationId: ids.correlationId,
      ...(ids.mayLeave !== undefined && { mayLeave: () => ids.mayLeave?.() }),
      ...(signal !== undefined && { signal }),
    }
    const unaskable = notAddressable(`${partner}: ${call}`, input) ?? notInCloud(call, { partner, cloud })
    const outcome: SentOrNot =
      unaskable === null ? await send(request) : { kind: 'not sent', because: unaskable }
    const error = errorOf(request, outcome)
    if (error !== null) throw new ApiFailure(error)
    if (outcome.kind !== 'response') throw new Bug(`${call} succeeded with ${outcome.kind}`)
    return {
      status: outcome.status,
      headers: outcome.headers,
      body: outcome.body,
      source: outcome.source,
      correlationId: ids.correlationId,
    }
  }
  return {
    partner,
    apiRoot,
    clock,
    progress,
    ...(signal !== undefined && { signal }),
    read: (call, input = {}) => exchange(call, { requestId: newId(), correlationId: newId() }, input),
    write: async (call, ids, input = {}) => (await exchange(call, ids, input)) as Settled, // judged by `errorOf`
  }
}

function notInCloud(
  call: CallName,
  { partner, cloud }: { readonly partner: string; readonly cloud: Cloud },
): Diagnostic | null {
  if ((calls[call] as CallEntry).clouds.includes(cloud)) return null
  const detail = `${partner}: ${call} does not exist in the cloud ${cloud} (docs/partner-center-facts.md section ${calls[call].section}).`
  return diagnose(codes.NOT_IN_CLOUD, { detail })
}

/** An answer that came and does not hold what it must. */
export function unreadable(
  call: CallName,
  {
    partner,
    correlationId,
    what,
  }: { readonly partner: string; readonly correlationId: string; readonly what: string },
): Unsettled {
  const diagnostic = diagnose(codes.UNREADABLE, { detail: `${partner}: ${call}: ${what}.`, correlationId })
  return {
    settles: false,
    kind: 'unreadable',
    call,
    effect: calls[call].effect,
    status: 0,
    code: '',
    row: null,
    retry: 'N',
    meaning: what,
    correlationId,
    diagnostic,
  }
}
