/** Bodies of refusals (api.md 18.1; read 2026-11-23). Match on HTTP status and code, never on the texts (localised). */
import type { WireNumber } from './scalar.ts'

/** The standard shape; `code` is text or a number (Q5). HTTP 200 with code 400072 exists too (Q30). */
export interface WireError {
  readonly code?: WireNumber | null
  readonly description?: string | null
  readonly data?: readonly unknown[] | null
  readonly source?: string | null
}

/** Agreements and validation status (600061, 600074): numeric code and these members, no `source`. */
export interface WireExtendedError extends WireError {
  readonly message?: string | null
  readonly errorName?: string | null
  readonly isRetryable?: boolean | null
  readonly parameters?: unknown
  readonly errorMessageExtended?: string | null
}

/** 429 of the gateway (api.md 4.7), with `Retry-After` in seconds. */
export interface WireGatewayError {
  readonly statusCode: number
  readonly message: string
}

/** Framework validation: audit dates, malformed JSON. */
export interface WireFrameworkError {
  readonly message: string
  readonly messageDetail?: string
  readonly modelState?: Readonly<Record<string, readonly string[]>>
}
