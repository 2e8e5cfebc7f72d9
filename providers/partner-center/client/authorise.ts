/**
 * Puts a token on each attempt: the kind the call prefers among those the partner has. A 401, and a 403 that says that the token could
 * not be exchanged, renew it once (facts 5 and 18.2). */
import type { CredentialKind, TokenSource } from '../../auth/index.ts'
import type { HttpRequest, HttpResponse, Send, SentOrNot } from '../../http/request.ts'
import { kindMissing } from './errors/kind-missing.ts'
import { codeOf, rowOf } from './errors/service-error.ts'

export type TokenSources = Readonly<Partial<Record<CredentialKind, TokenSource>>>

export interface AuthoriseOptions {
  readonly sources: TokenSources
  readonly audience: string
  readonly kindsOf: (call: string) => readonly CredentialKind[]
}

export function authorise(
  { sources, audience, kindsOf }: AuthoriseOptions,
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
      // A 401 nobody can tell the origin of may stand in the place of a write's answer (T28).
      const isOpen: boolean =
        request.effect === 'write' && rowOf(outcome.status, codeOf(outcome.body)) === null
      if (isOpen && request.repeat === 'look first') return outcome
      openBefore = isOpen
    }
  }
}

/** A wrong audience stays wrong with a new token. */
function wantsAnother({ status, body }: HttpResponse): boolean {
  const row = rowOf(status, codeOf(body))
  return status === 401 ? row?.retry !== 'H' : status === 403 && row?.retry === 'R'
}

function missing({ partner, call, correlationId }: HttpRequest, kinds: readonly CredentialKind[]) {
  return kindMissing({ partner, call, kinds, correlationId })
}
