/** How an answer looks on the wire: text, headers, and the oddities a World switches on (E16). */
import type { Answer, AskedRequest } from './call.ts'
import { uuidOf } from './ids.ts'
import { noisy, type Place } from './noise/noise.ts'
import { isOn } from './quirks.ts'
import { type Service, shownTime } from './service.ts'

/** What is sent, before the headers every answer has. */
export interface Sent {
  readonly status: number
  readonly text: string
  readonly headers: Readonly<Record<string, string>>
  /** Of what is no text. */
  readonly bytes?: Uint8Array<ArrayBuffer>
}

export function sentOf(place: Omit<Place, 'status'>, answer: Answer): Sent {
  const { service } = place
  if (answer.body === undefined) return { status: answer.status, text: '', headers: answer.headers ?? {} }
  if (typeof answer.body === 'string')
    return { status: answer.status, text: answer.body, headers: answer.headers ?? {} }
  const body = noisy({ ...place, status: answer.status }, answer.body)
  const json = isOn(service, 'crlf')
    ? JSON.stringify(body, null, 2).replaceAll('\n', '\r\n')
    : JSON.stringify(body)
  // The token endpoint is another service.
  const isHere = /^\/v1\//i.test(place.path)
  const stray = [
    isOn(service, 'bom') ? '\uFEFF' : '',
    isHere && isOn(service, 'zeroWidth') ? '\u200B' : '',
    isHere && isOn(service, 'strayText') ? 'ï»¿' : '',
  ].join('')
  return {
    status: answer.status,
    text: `${stray}${json}`,
    headers: { 'Content-Type': 'application/json; charset=utf-8', ...answer.headers },
  }
}

/** Request and correlation ids are echoed, or made where the caller sent none. */
export function respond(service: Service, request: AskedRequest, position: number, sent: Sent): Response {
  const { world } = service
  const made = (kind: string) => uuidOf(world.name, kind, String(position))
  const doubled = (value: string) => (isOn(service, 'doubledHeaders') ? `${value},${value}` : value)
  const headers = new Headers({
    'MS-RequestId': doubled(request.headers.get('ms-requestid') ?? made('request')),
    'MS-CorrelationId': doubled(request.headers.get('ms-correlationid') ?? made('correlation')),
    'MS-CV': made('vector').slice(0, 16),
    'MS-ServerId': 'sandbox',
    'X-Locale': doubled(request.headers.get('x-locale') ?? 'en-US'),
    Date: new Date(shownTime(service)).toUTCString(),
    ...sent.headers,
  })
  return shown(request, sent, headers)
}

/** Graph has headers of its own. */
export function respondAsGraph(service: Service, request: AskedRequest, sent: Sent): Response {
  return shown(
    request,
    sent,
    new Headers({ Date: new Date(shownTime(service)).toUTCString(), ...sent.headers }),
  )
}

function shown(request: AskedRequest, sent: Sent, headers: Headers): Response {
  if (sent.bytes !== undefined) return new Response(sent.bytes, { status: sent.status, headers })
  const hasBody = sent.text !== '' && sent.status !== 204 && request.method !== 'HEAD'
  return new Response(hasBody ? sent.text : null, { status: sent.status, headers })
}
