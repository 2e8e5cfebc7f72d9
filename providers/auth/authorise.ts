/**
 * Puts a token on each attempt: the kind the call prefers among those the partner has. An answer that says that the token is no good renews
 * it once. What such an answer looks like is the API's matter.
 */
import type { HttpRequest, HttpResponse, Send, SentOrNot } from '../http/request.ts'
import type { CredentialKind } from './credential.ts'
import { kindMissing } from './kind-missing.ts'
import type { TokenSource } from './token-source.ts'

export type TokenSources = Readonly<Partial<Record<CredentialKind, TokenSource>>>

export interface AuthoriseOptions {
  readonly sources: TokenSources
  readonly audience: string
  readonly kindsOf: (call: string) => readonly CredentialKind[]
  /** A wrong audience stays wrong with a new token. */
  readonly wantsAnother: (response: HttpResponse) => boolean
  /** Whether the service itself says so. Otherwise it may stand in the place of a write's answer (T28). */
  readonly isOfService: (response: HttpResponse) => boolean
}

export function authorise(
  { sources, audience, kindsOf, wantsAnother, isOfService }: AuthoriseOptions,
  send: Send<SentOrNot>,
): Send<SentOrNot> {
  return async request => {
    const kinds = kindsOf(request.call)
    const source = kinds.map(kind => sources[kind]).find(found => found !== undefined)
    if (source === undefined) return { kind: 'not sent', because: missing(request, kinds) }
    let openBefore = false
    for (let renewed = false; ; renewed = true) {
      const token = await source.get(audience)
      if (!token.ok) {
        const because = token.diagnostics[0] ?? missing(request, kinds)
        return { kind: 'not sent', because, ...(openBefore && { repeats: true }) }
      }
      const headers = { ...request.headers, Authorization: `Bearer ${token.value.reveal()}` }
      const answer = await send({ ...request, headers })
      const outcome: SentOrNot =
        openBefore && answer.kind !== 'no answer' ? { ...answer, repeats: true as const } : answer
      if (renewed || outcome.kind !== 'response' || !wantsAnother(outcome)) return outcome
      source.reject(audience, token.value)
      const isOpen: boolean = request.effect === 'write' && !isOfService(outcome)
      if (isOpen && request.repeat === 'look first') return outcome
      openBefore = isOpen
    }
  }
}

function missing({ partner, call, correlationId }: HttpRequest, kinds: readonly CredentialKind[]) {
  return kindMissing({ partner, call, kinds, correlationId })
}
