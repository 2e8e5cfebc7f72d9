/**
 * Answers that somebody on the way gives in the service's place: web filters, sign-in portals, gateways, caches, and a service of
 * another version. None of them says what became of the request.
 */

import { parseJsonBody } from '../../providers/http/json-body.ts'
import type { HttpResponse } from '../../providers/http/request.ts'
import { errorRows } from '../../providers/partner-center/client/errors/error-rows.ts'
import type { Chance } from '../chaos/chance.ts'

/** As it goes over the wire; also what a fault `replace-after-commit` is told. */
export interface ForeignAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const html = { 'content-type': 'text/html; charset=utf-8' } as const
const json = { 'content-type': 'application/json; charset=utf-8' } as const

const pages = [
  '<html><body><h1>Forbidden</h1>Request blocked. Reference #18.2f</body></html>',
  '<!doctype html><title>Sign in</title><form action="/login">[user]</form>',
  'upstream connect error or disconnect/reset before headers',
  '',
] as const

const foreignJson: readonly unknown[] = [
  {},
  { ok: true },
  { error: { code: 'AccessDenied', message: 'Blocked by policy' } },
  { errors: [{ title: 'Forbidden' }] },
  { type: 'about:blank', title: 'Forbidden', status: 403, detail: 'filtered' },
  { message: 'Forbidden' },
  { code: '2001', reason: 'a filter of its own' },
  { id: 'from-somebody-else', status: 'complete' },
  { statusCode: 403, message: 'out of quota' },
]

/** What some reads of the service are answered with too; nobody could tell one from the other there. */
const likeAnEmptyList: readonly unknown[] = [[], { items: [], totalCount: 0 }]

const errorStatuses = [
  400, 401, 403, 404, 405, 408, 409, 410, 412, 417, 429, 451, 500, 502, 503, 504,
] as const

/** In place of the answer to a write, unless `toReads` says that it may be one to a read. */
export function aForeignAnswer(chance: Chance, { toReads = false } = {}): ForeignAnswer {
  const bodies = toReads ? foreignJson : [...foreignJson, ...likeAnEmptyList]
  switch (
    chance.oneOf([
      'success',
      'redirect',
      'page',
      'page',
      'json',
      'json',
      'unknown code',
      'other status',
    ] as const)
  ) {
    case 'success':
      return {
        status: chance.oneOf([200, 201, 202, 203, 204]),
        ...chance.oneOf([
          { headers: html, body: chance.oneOf(pages) },
          { headers: json, body: JSON.stringify(chance.oneOf(bodies)) },
        ]),
      }
    case 'redirect':
      return {
        status: chance.oneOf([301, 302, 303, 307, 308]),
        headers: {
          ...html,
          location: chance.oneOf(['http://127.0.0.1:9/login', '/v1/customers', '//elsewhere.example/']),
        },
        body: chance.oneOf(pages),
      }
    case 'page':
      return { status: chance.oneOf(errorStatuses), headers: html, body: chance.oneOf(pages) }
    case 'json':
      return {
        status: chance.oneOf(errorStatuses),
        headers: json,
        body: JSON.stringify(chance.oneOf(bodies)),
      }
    case 'unknown code':
      return {
        status: chance.oneOf(errorStatuses),
        headers: json,
        body: JSON.stringify({
          code: String(chance.between(7_000_000, 7_999_999)),
          description: 'new words',
          data: [],
          source: 'PartnerFD',
        }),
      }
    case 'other status': {
      const row = chance.oneOf(errorRows)
      const code = chance.oneOf(row.codes)
      const known = errorRows.filter(other => other.codes.includes(code)).flatMap(other => other.statuses)
      const status = chance.oneOf(errorStatuses.filter(one => !known.includes(one)))
      return {
        status,
        headers: json,
        body: JSON.stringify({ code, description: 'their words', data: [], source: 'PartnerFD' }),
      }
    }
  }
}

/** As the transport hands it on. */
export function received({ status, headers, body }: ForeignAnswer): HttpResponse {
  const parsed = parseJsonBody(body)
  return {
    kind: 'response',
    status,
    headers,
    body: parsed.kind === 'json' ? parsed.value : undefined,
    source: parsed.kind === 'json' ? parsed.source : null,
    text: parsed.kind === 'garbled' ? parsed.start : null,
  }
}
