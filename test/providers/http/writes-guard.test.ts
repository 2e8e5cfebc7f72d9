import { describe, expect, it } from 'vitest'
import { type TraceEvent, withTrace } from '../../../providers/http/trace.ts'
import { refuseWrites } from '../../../providers/http/writes-guard.ts'
import { aRequest, aResponse } from '../../support/requests.ts'

describe('a client that may only read', () => {
  it('sends reads and never a write', async () => {
    const sent: string[] = []
    const send = refuseWrites(request => {
      sent.push(request.call)
      return Promise.resolve(aResponse())
    })
    expect(await send(aRequest({ method: 'POST', call: 'promotions.eligibility' }))).toEqual(aResponse())
    expect(await send(aRequest({ effect: 'write', call: 'carts.create', partner: 'italy' }))).toMatchObject({
      kind: 'not sent',
      because: {
        code: 'HTTP.READ_ONLY',
        detail: 'carts.create changes something; it was not sent.',
        correlationId: 'c-1',
      },
    })
    expect(sent).toEqual(['promotions.eligibility'])
  })
})

describe('trace', () => {
  it('tells names, statuses and ids, and no header or body', async () => {
    const events: TraceEvent[] = []
    const request = aRequest({
      url: 'https://api.example/v1/customers?size=500',
      headers: { Authorization: 'Bearer x' },
    })
    await withTrace(
      event => void events.push(event),
      () => Promise.resolve(aResponse({ status: 403 })),
    )(request)
    expect(events).toEqual([
      {
        call: 'customers.get',
        method: 'GET',
        path: '/v1/customers?size=500',
        partner: 'italy',
        requestId: 'r-1',
        correlationId: 'c-1',
        outcome: 403,
      },
    ])
  })
})
