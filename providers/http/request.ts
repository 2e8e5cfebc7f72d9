/** A request and a response as values. What may be repeated, what counts against which budget and who may send it is data. */

export type Effect = 'read' | 'write'

/** Requests the service counts together, per partner tenant (api.md 4.7, read 2026-11-23). `other` is not published. */
export type Family = 'customer' | 'order' | 'subscription' | 'other'

export interface HttpRequest {
  /** Name of the operation, as in the call table. */
  readonly call: string
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'HEAD' | 'DELETE'
  /** Absolute URL. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** JSON, a form, or nothing. */
  readonly body: { readonly kind: 'none' } | { readonly kind: 'json'; readonly value: unknown } | { readonly kind: 'form'; readonly fields: Readonly<Record<string, string>> }
  readonly partner: string
  readonly family: Family
  readonly effect: Effect
  /** MS-RequestId: with it a write may be repeated when its outcome is unknown. */
  readonly requestId: string | null
  readonly correlationId: string
  readonly signal?: AbortSignal
}

export interface HttpResponse {
  readonly kind: 'response'
  readonly status: number
  /** Lower-case names; of doubled, comma-joined values only the first part (Q7). */
  readonly headers: Readonly<Record<string, string>>
  /** Parsed JSON; undefined for an empty or unparsable body. */
  readonly body: unknown
  /** Start of a body that is not JSON. */
  readonly text: string | null
}

/** No answer came: it is unknown whether the request had an effect. */
export interface NoAnswer {
  readonly kind: 'no answer'
  readonly why: 'time-out' | 'connection lost' | 'connection refused' | 'garbled' | 'aborted'
}

export type HttpOutcome = HttpResponse | NoAnswer
export type Send = (request: HttpRequest) => Promise<HttpOutcome>
