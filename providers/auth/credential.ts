/**
 * Ways to sign in, a closed union. Secrets are asked for when they are needed, never kept longer than a request takes.
 * Certificates and federated identity will join it, each with one case in `msal-exchange.ts`.
 */
export type Credential = AppSecret | UserToken

/** App-only: client credentials with a secret. */
export interface AppSecret {
  readonly kind: 'app'
  readonly clientId: () => Promise<string>
  readonly clientSecret: () => Promise<string>
}

/** App+User by the secure application model: a refresh token that rotates. Without a secret the app is a public client. */
export interface UserToken {
  readonly kind: 'user'
  readonly clientId: () => Promise<string>
  readonly clientSecret?: () => Promise<string>
  readonly refreshToken: () => Promise<string>
  /** Keeps the new refresh token; awaited before the access token is used. Without it the new one lives in memory only. */
  readonly store?: (token: string) => Promise<void>
}

export type CredentialKind = Credential['kind']
