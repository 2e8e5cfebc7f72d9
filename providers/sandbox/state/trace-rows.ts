/** What the sandbox writes down about requests: activity, answers kept for repeats, scripted faults, the log. */
import type { Quirks } from '../quirk-settings.ts'
import type { Instant } from '../time/calendar.ts'

export interface ActivityRow {
  readonly id: string
  readonly partner: string
  readonly customer: string
  /** Seven fraction digits. */
  readonly operationDate: string
  readonly resourceType: string
  readonly operationType: string
  readonly status: 'succeeded' | 'failed'
  readonly user: string
  readonly application: string
  readonly correlationId: string
  readonly oldValue: unknown
  readonly newValue: unknown
  readonly data: readonly { readonly key: string; readonly value: string }[]
}

export interface ReplayRow {
  readonly key: string
  /** Digest of the body that was answered. */
  readonly bodyDigest: string
  readonly at: Instant
  readonly status: number
  readonly text: string
  readonly headers: Readonly<Record<string, string>>
}

export interface FaultRow {
  readonly number: number
  readonly method: string | null
  readonly path: string | null
  readonly partner: string | null
  readonly kind: string
  /** How often it still happens; null: always. */
  readonly left: number | null
  readonly status: number
  readonly code: string
  readonly body: unknown
  /** What a status or throttle fault, or a replaced answer, carries; null: the header is left out. */
  readonly headers: Readonly<Record<string, string | null>>
  /** What a throttled answer asks to wait, as it is written. */
  readonly retryAfter: string
  readonly ms: number
  /** A piece of a trickling body; the blanks of a huge one. */
  readonly bytes: number
  /** The huge body comes compressed. */
  readonly gzip: boolean
  /** The Content-Length that is told. */
  readonly length: number
  /** What the pages that never end hold. */
  readonly pages: string
  /** How far the `Date` of a skew fault is off: an ISO 8601 duration, with its sign. */
  readonly skew: string
}

/** Oddities as the control API changed them. */
export interface QuirksRow {
  readonly written: Quirks
}

export interface RequestRow {
  readonly at: Instant
  readonly method: string
  readonly path: string
  readonly partner: string | null
  readonly requestId: string | null
  /** 0: no answer was given. */
  readonly status: number
  readonly replayed: boolean
}
