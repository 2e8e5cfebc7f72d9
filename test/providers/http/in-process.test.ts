import { expect, it } from 'vitest'
import { type AskedRequest, inProcessTransport } from '../../../providers/http/in-process.ts'
import type { HttpRequest } from '../../../providers/http/request.ts'
import { aRequest } from '../../support/requests.ts'

/** Answers with what it was asked. */
async function echo(request: AskedRequest): Promise<Response> {
  const { method, url, headers } = request
  const asked = {
    method,
    url,
    kind: headers.get('content-type'),
    id: headers.get('ms-requestid'),
    text: await request.text(),
  }
  return Response.json(asked, {
    status: 201,
    headers: { 'MS-CorrelationId': 'one, one', Date: 'Mon, 07 Dec 2026 06:00:00 GMT' },
  })
}

const asked = async (
  facts: Partial<HttpRequest>,
  answer: (request: AskedRequest) => Promise<Response> = echo,
) => inProcessTransport({ answer }).send(aRequest(facts))

it('hands over what was to be sent, and reads the answer as from a socket', async () => {
  const outcome = await asked({
    method: 'PATCH',
    url: 'http://127.0.0.1:9/v1/customers/c-1?a=b',
    headers: { 'MS-RequestId': 'r-1' },
    body: { kind: 'json', value: { seats: 5 } },
  })
  const body = {
    method: 'PATCH',
    url: 'http://127.0.0.1:9/v1/customers/c-1?a=b',
    kind: 'application/json',
    id: 'r-1',
    text: '{"seats":5}',
  }
  expect(outcome).toEqual({
    kind: 'response',
    status: 201,
    headers: {
      'content-type': 'application/json',
      date: 'Mon, 07 Dec 2026 06:00:00 GMT',
      'ms-correlationid': 'one',
    },
    body,
    source: JSON.stringify(body),
    text: null,
  })
})

it('sends forms as forms, and a POST of nothing without a kind', async () => {
  const form = await asked({ method: 'POST', body: { kind: 'form', fields: { grant_type: 'x y' } } })
  const nothing = await asked({ method: 'POST' })
  expect([form, nothing]).toMatchObject([
    { body: { kind: 'application/x-www-form-urlencoded', text: 'grant_type=x+y' } },
    { body: { kind: null, text: '' } },
  ])
})

it.each([
  { answer: () => Promise.reject(new TypeError('fetch failed')), why: 'connection lost' },
  {
    answer: async () => new Response('{"a":', { headers: { 'Content-Type': 'application/json' } }),
    why: 'garbled',
  },
])('has no answer where there is none: $why', async ({ answer, why }) => {
  expect(await asked({}, answer)).toEqual({ kind: 'no answer', why })
})

it('sends nothing any more once it is told to stop, and hides no bug', async () => {
  expect(await asked({ signal: AbortSignal.abort() })).toEqual({ kind: 'no answer', why: 'aborted' })
  await expect(asked({}, () => Promise.reject(new Error('a bug')))).rejects.toThrow('a bug')
})
