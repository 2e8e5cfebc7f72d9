/** Who wants to be told of events, and what happened that can be told, as plain rows (graph section 7). */
import type { Instant } from '../time/calendar.ts'

/** One per partner. */
export interface RegistrationRow {
  readonly partner: string
  readonly subscriberId: string
  readonly url: string
  readonly events: readonly string[]
  /** The signature stands in `x-ms-signature` instead of `Authorization`. */
  readonly isInMsSignature: boolean
}

/** Kept for those who had registered when it happened. */
export interface EventRow {
  readonly id: string
  readonly partner: string
  readonly name: string
  /** Behind the host. */
  readonly resourcePath: string
  readonly resourceName: string
  /** Id of the activity record; null: there is none. */
  readonly record: string | null
  readonly at: Instant
  readonly url: string
  readonly attempts: readonly AttemptRow[]
  /** When it is sent next. */
  readonly nextAt: Instant
}

export interface AttemptRow {
  readonly at: Instant
  /** 0: no answer. */
  readonly status: number
  /** Why nothing could be sent, or no answer came. */
  readonly trouble: string | null
}
