/** What is traded at the token endpoint: a credential for an access token. */
import type { Result } from '../../engine/result.ts'
import type { Credential } from './credential.ts'
import type { Secret } from './secret.ts'

export interface ExchangeInput {
  readonly credential: Credential
  readonly audience: string
  /** The refresh token of the previous answer; takes the place of the credential's own. */
  readonly rotated: Secret | null
}

export interface Granted {
  readonly accessToken: Secret
  readonly expiresInMs: number
  /** Set when the service rotated it. */
  readonly refreshToken: Secret | null
}

export type Exchange = (input: ExchangeInput) => Promise<Result<Granted>>
