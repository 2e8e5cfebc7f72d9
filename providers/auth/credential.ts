/** Ways to sign in, a closed union. Secrets are asked for when they are needed, never kept longer than a request takes. */
import type { Secret } from './secret.ts'

export type Credential = AppOnly | UserToken

/** How an app proves that it is itself. */
export type Proof =
  | { readonly kind: 'secret'; readonly secret: () => Promise<string> }
  /** PEM certificate and its private key: each request carries an assertion signed with it. */
  | {
      readonly kind: 'certificate'
      readonly certificate: () => Promise<string>
      readonly privateKey: () => Promise<string>
    }
  /** A token of another issuer that the app trusts, such as a pipeline's (workload identity federation). */
  | { readonly kind: 'federated'; readonly token: () => Promise<string> }

/** App-only: client credentials. */
export interface AppOnly {
  readonly kind: 'app'
  readonly clientId: () => Promise<string>
  readonly proof: Proof
}

/** App+User by the secure application model: a refresh token that rotates. Without a proof the app is a public client. */
export interface UserToken {
  readonly kind: 'user'
  readonly clientId: () => Promise<string>
  readonly proof?: Proof
  readonly refreshToken: () => Promise<string>
  /** Keeps the new refresh token; awaited before the access token is used. Without it the new one lives in memory only. */
  readonly store?: (token: string) => Promise<void>
}

export type CredentialKind = Credential['kind']

/** Values of one exchange; nothing of them outlives it. */
export interface Revealed {
  readonly clientId: string
  readonly secret: string | null
  readonly assertion: string | null
  readonly refreshToken: Secret | null
}
