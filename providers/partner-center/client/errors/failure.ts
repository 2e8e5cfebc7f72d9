/** The error union of the client, and the exception that carries it inside this island. At the island's doors it is a diagnostic. */
import type { Diagnostic } from '../../../../engine/diagnostic.ts'

/** N: never without a change; A: again, later; R: read again, then again; H: a human must act (api.md 18.1). */
export type RetryClass = 'N' | 'A' | 'R' | 'H'

export type ApiErrorKind =
  | 'throttled'
  | 'unauthorised'
  | 'refused'
  | 'conflict'
  | 'stale'
  | 'unavailable'
  | 'not-visible'
  | 'no-answer'
  | 'not-sent'
  | 'unreadable'

export interface ApiError {
  readonly kind: ApiErrorKind
  readonly call: string
  /** 0 when no answer came. */
  readonly status: number
  /** Text always (Q5); empty when the body has none. */
  readonly code: string
  readonly retry: RetryClass
  /** Our words for the row, in English; the service's own are localised. */
  readonly meaning: string
  readonly correlationId: string
  readonly diagnostic: Diagnostic
}

/** Holds the error and nothing of the request: no header, no token, no body. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure'
  readonly error: ApiError

  constructor(error: ApiError) {
    super(`${error.call}: ${error.meaning}`)
    this.error = error
  }
}

export function isFailure(thrown: unknown, ...codes: readonly string[]): thrown is ApiFailure {
  return thrown instanceof ApiFailure && (codes.length === 0 || codes.includes(thrown.error.code))
}
