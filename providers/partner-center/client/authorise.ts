/** Which answers of Partner Center ask for another token: a 401, and a 403 that says that the token could not be exchanged (facts 5 and 18.2). */
import { type AuthoriseOptions, authorise as authoriseBy } from '../../auth/index.ts'
import type { HttpResponse, Send, SentOrNot } from '../../http/request.ts'
import { codeOf, rowOf } from './errors/service-error.ts'

export function authorise(
  options: Omit<AuthoriseOptions, 'wantsAnother' | 'isOfService'>,
  send: Send<SentOrNot>,
): Send<SentOrNot> {
  return authoriseBy({ ...options, wantsAnother, isOfService: answer => rowFor(answer) !== null }, send)
}

function rowFor({ status, body }: HttpResponse) {
  return rowOf(status, codeOf(body))
}

function wantsAnother(answer: HttpResponse): boolean {
  const row = rowFor(answer)
  return answer.status === 401 ? row?.retry !== 'H' : answer.status === 403 && row?.retry === 'R'
}
