/**
 * Turns an answer that is no success into the error union: by (HTTP status, code) through `error-rows.ts`, else by status alone.
 * Bodies come in six shapes (api.md 18.1); texts of the service never decide anything and are shown only beside our words.
 */
import { type CodeEntry, diagnose, type Remedy } from '../../../../engine/diagnostic.ts'
import type { HttpRequest, HttpResponse, SentOrNot } from '../../../http/request.ts'
import { codes } from '../../codes.ts'
import { property, textAt } from '../read-value.ts'
import { type ErrorRow, errorRows } from './error-rows.ts'
import type { ApiError, ApiErrorKind, RetryClass } from './failure.ts'

const byKey = new Map(
  errorRows.flatMap(row =>
    row.statuses.flatMap(status => row.codes.map(code => [`${status}/${code}`, row] as const)),
  ),
)

export function rowOf(status: number, code: string): ErrorRow | null {
  return byKey.get(`${status}/${code}`) ?? null
}

/** null: a success. A 200 can carry an error too (Q30). */
export function errorOf(request: HttpRequest, outcome: SentOrNot): ApiError | null {
  const at = { call: request.call, correlationId: request.correlationId }
  if (outcome.kind === 'not sent')
    return {
      ...at,
      kind: 'not-sent',
      status: 0,
      code: '',
      retry: 'H',
      meaning: outcome.because.summary,
      diagnostic: outcome.because,
    }
  if (outcome.kind === 'no answer') {
    const meaning = `no answer came (${outcome.why})`
    return {
      ...at,
      kind: 'no-answer',
      status: 0,
      code: '',
      retry: 'A',
      meaning,
      diagnostic: words(codes.NO_ANSWER, { ...at, partner: request.partner, said: meaning }),
    }
  }
  const code = codeOf(outcome.body)
  const row = rowOf(outcome.status, code)
  const isError = outcome.status >= 300 || (outcome.status === 200 && row !== null)
  return isError ? refusal(request, outcome, { code, row }) : null
}

function refusal(
  request: HttpRequest,
  response: HttpResponse,
  { code, row }: { readonly code: string; readonly row: ErrorRow | null },
): ApiError {
  const { status } = response
  const kind = kindOf(status, code)
  const retry = row?.retry ?? retryByStatus(kind)
  const meaning = row?.meaning ?? meaningByStatus(status)
  const correlationId = response.headers['ms-correlationid'] ?? request.correlationId
  const said = `${status}${code === '' ? '' : `/${code}`}: ${meaning}${theirWords(response)}`
  const at = { call: request.call, correlationId, partner: request.partner, said }
  return {
    call: request.call,
    correlationId,
    kind,
    status,
    code,
    retry,
    meaning,
    diagnostic: words(codeFor(kind, code, retry), { ...at, ...(row !== null && { remedies: row.remedies }) }),
  }
}

interface Said {
  readonly call: string
  readonly partner: string
  readonly correlationId: string
  readonly said: string
  /** Those of the row; without one, those of the code. */
  readonly remedies?: readonly Remedy[]
}

function words(entry: CodeEntry, { call, partner, said, ...rest }: Said) {
  return diagnose(entry, { detail: `${partner}: ${call} answered ${said}.`, ...rest })
}

/** `code` may be text or a number (Q5), in any letter case. */
export function codeOf(body: unknown): string {
  return textAt(body, 'code') ?? ''
}

const notVisible = new Set(['403/20002', '404/60003', '404/1000'])

export function kindOf(status: number, code: string): ApiErrorKind {
  if (notVisible.has(`${status}/${code}`)) return 'not-visible'
  if (status === 429) return 'throttled'
  if (status === 401) return 'unauthorised'
  if (status === 412 || (status === 400 && code === '2055')) return 'stale'
  if (status === 409) return 'conflict'
  if (status === 408 || status >= 500) return 'unavailable'
  return 'refused'
}

/** For codes nobody told us about. */
function retryByStatus(kind: ApiErrorKind): RetryClass {
  if (kind === 'throttled' || kind === 'conflict' || kind === 'unavailable') return 'A'
  return kind === 'unauthorised' || kind === 'stale' ? 'R' : 'N'
}

function meaningByStatus(status: number): string {
  if (status >= 300 && status < 400) return 'it points elsewhere, and redirects are not followed'
  return byStatus[status] ?? (status >= 500 ? 'the service failed' : 'the service refused')
}

const byStatus: Readonly<Record<number, string>> = {
  400: 'the request is not valid',
  401: 'the token is not accepted',
  403: 'it is not allowed',
  404: 'it was not found',
  405: 'the method is not allowed',
  406: 'the form of the answer is not available',
  408: 'the service timed out',
  409: 'it conflicts with something that is going on',
  412: 'it changed in the meantime',
  417: 'a precondition failed',
  429: 'there were too many requests',
  501: 'the service does not do that',
  503: 'the service is unavailable',
  504: 'the service timed out',
}

const codesByCode: Readonly<Record<string, CodeEntry>> = {
  '13605': codes.AGREEMENT_MISSING,
  '900329': codes.APP_ONLY_REFUSED,
  '900150': codes.ROLE_MISSING,
  '900308': codes.ROLE_MISSING,
  '2032': codes.ROLE_MISSING,
}

const codesByKind: Readonly<Partial<Record<ApiErrorKind, CodeEntry>>> = {
  throttled: codes.THROTTLED,
  unauthorised: codes.UNAUTHORISED,
  conflict: codes.CONFLICT,
  stale: codes.STALE,
  unavailable: codes.UNAVAILABLE,
  'not-visible': codes.NOT_VISIBLE,
}

function codeFor(kind: ApiErrorKind, code: string, retry: RetryClass): CodeEntry {
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
