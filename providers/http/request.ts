/** A request and a response as values. What may be repeated, what counts against which budget and who may send it is data. */
import type { Diagnostic } from '../../engine/diagnostic.ts'

export type Effect = 'read' | 'write'

/** Requests the service counts together, per partner tenant (facts 4.7, read 2026-11-23). `other` and `token` are not published. */
export type Family = 'customer' | 'order' | 'subscription' | 'other' | 'token'

/**
 * What a passing trouble allows (facts 4.6). `freely`: reads. `same id`: writes whose target state is absolute, or that cost
 * nothing; repeated with their request id even when no answer came. `look first`: purchases and the like; only throttling is waited
 * out here, and everything else that settles nothing goes back to the caller, who looks before repeating.
 */
export type Repeat = 'freely' | 'same id' | 'look first'

export interface HttpRequest {
  /** Name of the operation, as in the call table. */
  readonly call: string
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'HEAD' | 'DELETE'
  /** Absolute URL. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: RequestBody
  readonly partner: string
  readonly family: Family
  readonly effect: Effect
  readonly repeat: Repeat
  /** MS-RequestId: without it a write is never repeated after a failure. */
  readonly requestId: string | null
  readonly correlationId: string
  readonly signal?: AbortSignal
  /** In all, where that is less than the transport's own limit; in ms. */
  readonly limitMs?: number
  /** A file, handed on as it comes: what is answered is no JSON. */
  readonly wants?: 'bytes'
  /** Asked right before it leaves, each time it does; throws where it must not. */
  readonly mayLeave?: () => void
}

/** `text` is a JSON text that must leave exactly as it is (a resource that was read and edited). */
export type RequestBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'text'; readonly json: string }
  | { readonly kind: 'form'; readonly fields: Readonly<Record<string, string>> }

export interface HttpResponse {
  readonly kind: 'response'
  readonly status: number
  /** Lower-case names; of doubled, comma-joined values only the first part (Q7). */
  readonly headers: Readonly<Record<string, string>>
  /** Parsed JSON; undefined for an empty or unparsable body. */
  readonly body: unknown
  /** The JSON as it came: parsed, a long number loses digits. */
  readonly source: string | null
  /** Start of a body that is not JSON. */
  readonly text: string | null
  /** All of a file that was wanted as it is. */
  readonly bytes?: Uint8Array
  /** The same request went out before, and no answer settled it: what is said here may come of that first one. */
  readonly repeats?: true
}

/** No answer came: it is unknown whether the request had an effect. */
export interface NoAnswer {
  readonly kind: 'no answer'
  readonly why:
    | 'time-out'
    | 'connection lost'
    | 'connection refused'
    /** It wants other credentials, or does not let us there. */
    | 'refused by the proxy'
    | 'garbled'
    /** Longer than any answer of the service. */
    | 'too large'
    /** The service asks to wait longer than a run does. */
    | 'throttled'
    | 'aborted'
}

/** It never left: no token, or a client that may not write. */
export interface NotSent {
  readonly kind: 'not sent'
  readonly because: Diagnostic
  /** This repeat never left; the same request went out before, and no answer settled it. */
  readonly repeats?: true
}

export type HttpOutcome = HttpResponse | NoAnswer
export type Send<Out = HttpOutcome> = (request: HttpRequest) => Promise<Out>
export type SentOrNot = HttpOutcome | NotSent
