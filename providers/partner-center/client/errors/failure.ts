/**
 * The error union of the client, and the exception that carries it inside this island. At the island's doors it is a diagnostic.
 *
 * An error either settles the request or it does not, and only `errors.ts` says which: the service's own word, in one of its shapes and
 * with a (status, code) that is known, settles it. Everything else leaves open whether a write was carried out (T28).
 */

import type { Diagnostic } from '../../../../engine/diagnostic.ts'
import type { Effect } from '../../../http/request.ts'
import type { ErrorRow } from './error-rows.ts'
import type { RetryClass } from './retry-class.ts'

/** What the service itself can say no with. */
export type RefusalKind = 'unauthorised' | 'refused' | 'conflict' | 'stale' | 'not-visible'

export type UnsettledKind =
  | 'throttled'
  | 'unavailable'
  | 'no-answer'
  /** Neither the expected answer nor an error in a shape of the service: a page, a redirect, other JSON. */
  | 'foreign'
  /** In a shape of the service, with a code nobody told us about, or under a status that is not that code's. */
  | 'unknown-code'
  /** Like a success, and without what a success holds. */
  | 'unreadable'

interface ErrorCommon {
  readonly call: string
  readonly effect: Effect
  /** 0 when no answer came. */
  readonly status: number
  /** Text always (Q5); empty when the body is no error of the service. */
  readonly code: string
  /** Of the error table; null: (status, code) is not in it. */
  readonly row: ErrorRow | null
  readonly retry: RetryClass
  /** Our words for the row, in English; the service's own are localised. */
  readonly meaning: string
  readonly correlationId: string
  readonly diagnostic: Diagnostic
}

/** Nothing of the request was carried out, and nothing will be. */
export type Refusal = ErrorCommon &
  (
    | { readonly settles: true; readonly kind: RefusalKind; readonly row: ErrorRow }
    /** It never left. */
    | { readonly settles: true; readonly kind: 'not-sent' }
  )

/** It may have been carried out: look first, then the same request id. `kind` of a refusal: it answers a repeat. */
export type Unsettled = ErrorCommon & {
  readonly settles: false
  readonly kind: UnsettledKind | RefusalKind | 'not-sent'
}

export type ApiError = Refusal | Unsettled

/** Holds the error and nothing of the request: no header, no token, no body. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure'
  readonly error: ApiError

  constructor(error: ApiError) {
    super(`${error.call}: ${error.meaning}`)
    this.error = error
  }
}

/** With codes: an error of the service that is in the table under one of them. */
export function isFailure(thrown: unknown, ...codes: readonly string[]): thrown is ApiFailure {
  if (!(thrown instanceof ApiFailure)) return false
  return codes.length === 0 || (thrown.error.row !== null && codes.includes(thrown.error.code))
}
