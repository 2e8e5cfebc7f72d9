/**
 * What an answer says, told once for every call: the expected success, the service's own refusal, or neither. Texts of the service never
 * decide anything, and are shown only beside our words.
 */
import { type CodeEntry, type Diagnostic, diagnose } from '../../../../engine/diagnostic.ts'
import type { HttpRequest, HttpResponse, SentOrNot } from '../../../http/request.ts'
import { codes } from '../../codes.ts'
import { isJsonObject, textAt, valueAt } from '../read-value.ts'
import { type ErrorRow, rowOf } from './error-rows.ts'
import { isExpected } from './expected-answers.ts'
import type { GraphError } from './failure.ts'

/** null: the expected success. */
export function errorOf(request: HttpRequest, outcome: SentOrNot): GraphError | null {
  if (outcome.kind === 'not sent') {
    const { because: diagnostic, repeats } = outcome
    return repeats === true
      ? { settles: false, status: 0, diagnostic }
      : { settles: true, status: 0, reason: 'other', diagnostic }
  }
  if (outcome.kind === 'no answer')
    return {
      settles: false,
      status: 0,
      diagnostic: told(codes.NO_ANSWER, request, {
        said: `no answer came (${outcome.why})`,
        requestId: null,
      }),
    }
  if (isExpected(request, outcome)) return null
  const { status } = outcome
  const row = refusalOf(request, outcome)
  if (row === null)
    return { settles: false, status, diagnostic: answered(request, outcome, openRow(outcome)) }
  const diagnostic = answered(request, outcome, row)
  // A refusal that answers a repeat says nothing of the first request, which may be the very reason for it.
  return outcome.repeats === true
    ? { settles: false, status, diagnostic }
    : { settles: true, status, reason: row.reason, diagnostic }
}

/** Of the service itself; null: it is not, or nobody told us about it. */
export function refusalOf({ call }: Pick<HttpRequest, 'call'>, { status, body }: HttpResponse) {
  return rowOf(call, status, codeOf(body))
}

/** Empty: the body is no error of Graph, whose gateway puts an `innerError` beside the two: a web filter writes those as well. */
function codeOf(body: unknown): string {
  const error = valueAt(body, 'error')
  const isGraphs =
    typeof valueAt(error, 'message') === 'string' &&
    isJsonObject(valueAt(error, 'innerError') ?? valueAt(error, 'innererror'))
  return isGraphs ? (textAt(error, 'code') ?? '') : ''
}

function openRow({ status, body }: HttpResponse): Pick<ErrorRow, 'entry' | 'meaning'> {
  const code = codeOf(body)
  if (status < 300)
    return { entry: codes.UNREADABLE, meaning: 'it does not hold what this call is answered with' }
  if (status === 429) return { entry: codes.THROTTLED, meaning: 'there were too many requests' }
  if (status === 500 && code.toLowerCase() === 'unexpectederror')
    return { entry: codes.SERVICE_PRINCIPAL, meaning: 'the service failed' }
  if (status === 408 || status >= 500) return { entry: codes.UNAVAILABLE, meaning: 'the service failed' }
  if (code !== '') return { entry: codes.UNKNOWN_CODE, meaning: 'the code is not known under this status' }
  if (status < 400)
    return {
      entry: codes.FOREIGN_ANSWER,
      meaning: 'it points elsewhere, and redirects are not followed',
    }
  return { entry: codes.FOREIGN_ANSWER, meaning: 'it is no error of Graph' }
}

function answered(
  request: HttpRequest,
  response: HttpResponse,
  { entry, meaning }: Pick<ErrorRow, 'entry' | 'meaning'>,
): Diagnostic {
  const { status, headers, body } = response
  const code = codeOf(body)
  const pair = `${status}${code === '' ? '' : `/${code}`}`
  return told(entry, request, {
    said: `answered ${pair}: ${meaning}${theirWords(response)}`,
    requestId: headers['request-id'] ?? null,
  })
}

interface Said {
  readonly said: string
  /** Of the service; null: it gave none, and ours is what support can look for. */
  readonly requestId: string | null
}

export function told(
  entry: CodeEntry,
  { call, partner, correlationId }: Pick<HttpRequest, 'call' | 'partner' | 'correlationId'>,
  { said, requestId }: Said,
): Diagnostic {
  return diagnose(entry, {
    detail: `${partner}: Graph ${call}: ${said}.`,
    correlationId: requestId ?? correlationId,
  })
}

const longestWords = 200
/** A run this long is a token in some encoding, and never a word for people. */
const longRun = /\S{60,}/g

function theirWords({ body, text }: HttpResponse): string {
  const said = textAt(valueAt(body, 'error'), 'message') ?? text ?? ''
  const line = said.replace(longRun, '…').replace(/\s+/g, ' ').trim()
  return line === '' ? '' : ` ("${line.slice(0, longestWords)}")`
}
