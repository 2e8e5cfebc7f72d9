/** Front door of `auth`: signs in, hands out tokens, knows no API. */

export { type AuthoriseOptions, authorise, type TokenSources } from './authorise.ts'
export { readClaims } from './claims.ts'
export { codes } from './codes.ts'
export type { AppOnly, Credential, CredentialKind, Proof, UserToken } from './credential.ts'
export { githubActionsToken } from './github-actions.ts'
export { kindMissing } from './kind-missing.ts'
export { msalExchange } from './msal-exchange.ts'
export type { Secret } from './secret.ts'
export { isPassing } from './token-errors.ts'
export type { Exchange } from './token-exchange.ts'
export { createTokenSource, type TokenSource } from './token-source.ts'
export { v1Exchange } from './v1-exchange.ts'
