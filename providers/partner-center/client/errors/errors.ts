/**
 * What an answer says, told once for every call: the expected success, the service's own refusal, or neither. Only the first two settle
 * a request (T28); whoever stands between the service and us can say anything else. Texts of the service never decide anything, and are
 * shown only beside our words.
 */
import { type CodeEntry, diagnose, type Remedy } from '../../../../engine/diagnostic.ts'
import type { HttpRequest, HttpResponse, SentOrNot } from '../../../http/request.ts'
import { codes } from '../../codes.ts'
import { property, textAt } from '../read-value.ts'
import type { ErrorRow } from './error-rows.ts'
import { isExpected } from './expected-answers.ts'
import type { ApiError, RefusalKind, Unsettled, UnsettledKind } from './failure.ts'
import type { RetryClass } from './retry-class.ts'
import { codeOf, rowOf } from './service-error.ts'

/** null: the expected success. */
export function errorOf(request: HttpRequest, outcome: SentOrNot): ApiError | null {
  const at = { call: request.call, effect: request.effect, correlationId: request.correlationId }
  const silent = { ...at, status: 0, code: '', row: null } as const
  if (outcome.kind === 'not sent') {
    const { because } = outcome
    const common = {
      ...silent,
      kind: 'not-sent',
      retry: 'H',
      meaning: because.summary,
      diagnostic: because,
    } as const
    return outcome.repeats === true ? { ...common, settles: false } : { ...common, settles: true }
  }
  if (outcome.kind === 'no answer') {
    const meaning = `no answer came (${outcome.why})`
    const diagnostic = words(codes.NO_ANSWER, { ...at, partner: request.partner, said: meaning })
    return { ...silent, settles: false, kind: 'no-answer', retry: 'A', meaning, diagnostic }
  }
  const code = codeOf(outcome.body)
  const row = rowOf(outcome.status, code)
  if (row === null && isExpected(request, outcome)) return null
  return row !== null ? known(request, outcome, { code, row }) : unsettled(request, outcome, code)
}

/** 408, 429 and 5xx are passing troubles even where their code is known. */
function settlesByStatus(status: number): boolean {
  return status !== 408 && status !== 429 && status < 500
}

function known(
  request: HttpRequest,
  response: HttpResponse,
  { code, row }: { readonly code: string; readonly row: ErrorRow },
): ApiError {
  const { status } = response
  const { retry, meaning, remedies } = row
  const kind = kindOf(status, code)
  const common = {
    ...commonOf(request, response, code),
    row,
    retry,
    meaning,
    diagnostic: told(request, response, { code, meaning, entry: codeFor(kind, code, retry), remedies }),
  }
  // A refusal that answers a repeat says nothing of the first request, which may be the very reason for it.
  if (kind !== 'unavailable' && settlesByStatus(status) && response.repeats !== true)
    return { ...common, settles: true, kind }
  return { ...common, settles: false, kind }
}

function unsettled(request: HttpRequest, response: HttpResponse, code: string): Unsettled {
  const { status } = response
  const kind = unsettledKind(response, code)
  const meaning = meaningOf(kind, status)
  return {
    ...commonOf(request, response, code),
    settles: false,
    kind,
    row: null,
    retry: retryOf(kind),
    meaning,
    diagnostic: told(request, response, { code, meaning, entry: entries[kind] }),
  }
}

function commonOf(request: HttpRequest, { status, headers }: HttpResponse, code: string) {
  const correlationId = headers['ms-correlationid'] ?? request.correlationId
  return { call: request.call, effect: request.effect, correlationId, status, code }
}

type AnsweredKind = Exclude<UnsettledKind, 'no-answer'> | 'unauthorised'

function unsettledKind({ status }: HttpResponse, code: string): AnsweredKind {
  if (status < 300) return 'unreadable'
  if (status === 429) return 'throttled'
  if (status === 408 || status >= 500) return 'unavailable'
  if (code !== '') return 'unknown-code'
  return status === 401 ? 'unauthorised' : 'foreign'
}

const entries: Readonly<Record<AnsweredKind, CodeEntry>> = {
  throttled: codes.THROTTLED,
  unavailable: codes.UNAVAILABLE,
  unauthorised: codes.UNAUTHORISED,
  foreign: codes.FOREIGN_ANSWER,
  'unknown-code': codes.UNKNOWN_CODE,
  unreadable: codes.UNREADABLE,
}

function retryOf(kind: AnsweredKind): RetryClass {
  if (kind === 'throttled' || kind === 'unavailable') return 'A'
  return kind === 'unauthorised' ? 'R' : 'N'
}

function meaningOf(kind: AnsweredKind, status: number): string {
  switch (kind) {
    case 'unreadable':
      return 'it does not hold what this call is answered with'
    case 'unknown-code':
      return 'the code is not known under this status'
    case 'foreign':
      return status >= 300 && status < 400
        ? 'it points elsewhere, and redirects are not followed'
        : 'it is no error of the service'
    case 'throttled':
      return 'there were too many requests'
    case 'unauthorised':
      return 'the token is not accepted'
    case 'unavailable':
      return status === 408 || status === 504 ? 'the service timed out' : 'the service failed'
  }
}

interface Told {
  readonly code: string
  readonly meaning: string
  readonly entry: CodeEntry
  /** Those of the row; without one, those of the entry. */
  readonly remedies?: readonly Remedy[]
}

function told(
  { call, partner, correlationId }: HttpRequest,
  response: HttpResponse,
  { code, meaning, entry, ...rest }: Told,
) {
  const { status, headers } = response
  const said = `${status}${code === '' ? '' : `/${code}`}: ${meaning}${theirWords(response)}`
  return words(entry, {
    call,
    partner,
    correlationId: headers['ms-correlationid'] ?? correlationId,
    said,
    ...rest,
  })
}

interface Said {
  readonly call: string
  readonly partner: string
  readonly correlationId: string
  readonly said: string
  readonly remedies?: readonly Remedy[]
}

function words(entry: CodeEntry, { call, partner, said, correlationId, remedies }: Said) {
  return diagnose(entry, {
    detail: `${partner}: ${call} answered ${said}.`,
    correlationId,
    ...(remedies !== undefined && { remedies }),
  })
}

const notVisible = new Set(['403/20002', '404/60003', '404/1000'])

/** Of a pair in the table. */
export function kindOf(status: number, code: string): RefusalKind | 'unavailable' {
  if (notVisible.has(`${status}/${code}`)) return 'not-visible'
  if (status === 401) return 'unauthorised'
  if (status === 400 && code === '2055') return 'stale'
  if (status === 409) return 'conflict'
  return status === 408 || status >= 500 ? 'unavailable' : 'refused'
}

const codesByCode: Readonly<Record<string, CodeEntry>> = {
  '13605': codes.AGREEMENT_MISSING,
  '900329': codes.APP_ONLY_REFUSED,
  '900150': codes.ROLE_MISSING,
  '900308': codes.ROLE_MISSING,
  '2032': codes.ROLE_MISSING,
}

const codesByKind: Readonly<Partial<Record<RefusalKind | 'unavailable', CodeEntry>>> = {
  unauthorised: codes.UNAUTHORISED,
  conflict: codes.CONFLICT,
  stale: codes.STALE,
  unavailable: codes.UNAVAILABLE,
  'not-visible': codes.NOT_VISIBLE,
}

function codeFor(kind: RefusalKind | 'unavailable', code: string, retry: RetryClass): CodeEntry {
  const exact = codesByCode[code] ?? codesByKind[kind]
  if (exact !== undefined) return exact
  if (retry === 'H') return codes.NEEDS_SOMEBODY
  return retry === 'A' ? codes.LATER : codes.REFUSED
}

const longestWords = 200
/** Front ends have been seen to quote what was sent. A run this long is a token in some encoding, and never a word for people. */
const longRun = /\S{60,}/g

function theirWords({ body, text }: HttpResponse): string {
  const said =
    textAt(body, 'description') ??
    textAt(body, 'message') ??
    textAt(property(body, 'error'), 'message') ??
    text
  const line = (said ?? '').replace(longRun, '…').replace(/\s+/g, ' ').trim()
  return line === '' ? '' : ` ("${line.slice(0, longestWords)}")`
}
