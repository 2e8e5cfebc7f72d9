/** The Microsoft Entra token endpoint (facts 5, OP token.v1 and token.v2; read 2026-11-23). */
import type { WireNumber } from './scalar.ts'

/** Form fields of POST `{authority}/{tenant}/oauth2/token` (v1: `resource`) and `/oauth2/v2.0/token` (v2: `scope`). */
export interface WireTokenRequest {
  readonly grant_type:
    | 'client_credentials'
    | 'refresh_token'
    | 'authorization_code'
    | 'urn:ietf:params:oauth:grant-type:device_code'
  readonly client_id: string
  readonly client_secret?: string
  readonly client_assertion?: string
  readonly client_assertion_type?: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
  readonly resource?: string
  readonly scope?: string
  readonly refresh_token?: string
  readonly code?: string
  readonly redirect_uri?: string
  readonly device_code?: string
}

/**
 * Answer of POST `{authority}/{tenant}/oauth2/v2.0/devicecode` (form: `client_id`, `scope`); learn.microsoft.com, OAuth 2.0 device
 * authorization grant, read 2026-11-30. While the person is at it, the token endpoint answers `authorization_pending`; in the end a token,
 * `authorization_declined`, `expired_token` or `bad_verification_code`. RFC 8628 knows `slow_down` besides.
 */
export interface WireDeviceCode {
  readonly device_code: string
  readonly user_code: string
  readonly verification_uri: string
  /** Seconds. */
  readonly expires_in: WireNumber
  /** Seconds between two questions. */
  readonly interval: WireNumber
  readonly message: string
}

/** v1 sends its numbers as text (Q16) and has `expires_on`, `not_before`, `resource`; v2 has none of the three. */
export interface WireToken {
  readonly token_type: string
  readonly expires_in: WireNumber
  readonly ext_expires_in?: WireNumber
  readonly expires_on?: string
  readonly not_before?: string
  readonly resource?: string
  readonly access_token: string
  readonly refresh_token?: string
  readonly id_token?: string
  readonly scope?: string
}

/** Claims of an access token that are useful to us. Times are seconds since 1970. */
export interface WireTokenClaims {
  readonly aud?: string
  readonly tid?: string
  readonly appid?: string
  readonly azp?: string
  readonly idtyp?: string
  readonly upn?: string
  readonly oid?: string
  readonly amr?: readonly string[]
  readonly exp?: number
}

/** HTTP 400 or 401 of the token endpoint. `error_description` starts with `AADSTS` and a number. */
export interface WireTokenError {
  readonly error: string
  readonly error_description?: string
  readonly error_codes?: readonly number[]
  readonly timestamp?: string
  readonly trace_id?: string
  readonly correlation_id?: string
}
