/** Builders of requests and answers whose defaults are valid and dull. */
import type { HttpRequest, HttpResponse } from '../../providers/http/request.ts'

export function aRequest(facts: Partial<HttpRequest> = {}): HttpRequest {
  return {
    call: 'customers.get',
    method: 'GET',
    url: 'http://127.0.0.1:9/v1/customers/c-1',
    headers: {},
    body: { kind: 'none' },
    partner: 'italy',
    family: 'customer',
    effect: 'read',
    repeat: 'freely',
    requestId: 'r-1',
    correlationId: 'c-1',
    ...facts,
  }
}

export function aResponse(facts: Partial<Omit<HttpResponse, 'kind'>> = {}): HttpResponse {
  return { kind: 'response', status: 200, headers: {}, body: {}, source: '{}', text: null, ...facts }
}
