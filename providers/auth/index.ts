/** Front door of `auth`: signs in, hands out tokens, knows no API. */

export { codes } from './codes.ts'
export type { AppSecret, Credential, CredentialKind, UserToken } from './credential.ts'
export { msalExchange } from './msal-exchange.ts'
export type { Secret } from './secret.ts'
export { createTokenSource, type TokenSource } from './token-source.ts'
