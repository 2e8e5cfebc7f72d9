/** How an answer looks on the wire: text, headers, and the oddities a World switches on (E16). */
import type { Answer } from './call.ts'
import { uuidOf } from './ids.ts'
import { type Service, shownTime } from './service.ts'

/** What is sent, before the headers every answer has. */
export interface Sent {
  readonly status: number
  readonly text: string
  readonly headers: Readonly<Record<string, string>>
}

export function sentOf(service: Service, answer: Answer): Sent {
  const { quirks } = service.settings
  if (answer.body === undefined) return { status: answer.status, text: '', headers: answer.headers ?? {} }
  const json =
    quirks.crlf === true
      ? JSON.stringify(answer.body, null, 2).replaceAll('\n', '\r\n')
      : typeof answer.body === 'string'
        ? answer.body
        : JSON.stringify(answer.body)
  return {
    status: answer.status,
    text: `${quirks.bom === true ? '\uFEFF' : ''}${json}`,
    headers: { 'Content-Type': 'application/json; charset=utf-8', ...answer.headers },
  }
}

/** Request and correlation ids are echoed, or made where the caller sent none. */
export function respond(service: Service, request: Request, position: number, sent: Sent): Response {
  const { world, settings } = service
  const made = (kind: string) => uuidOf(world.name, kind, String(position))
  const doubled = (value: string) => (settings.quirks.doubledHeaders === true ? `${value},${value}` : value)
  const headers = new Headers({
    'MS-RequestId': doubled(request.headers.get('ms-requestid') ?? made('request')),
    'MS-CorrelationId': doubled(request.headers.get('ms-correlationid') ?? made('correlation')),
    'MS-CV': made('vector').slice(0, 16),
    'MS-ServerId': 'sandbox',
    'X-Locale': doubled(request.headers.get('x-locale') ?? 'en-US'),
    Date: new Date(shownTime(service)).toUTCString(),
    ...sent.headers,
  })
  const hasBody = sent.text !== '' && sent.status !== 204 && request.method !== 'HEAD'
  return new Response(hasBody ? sent.text : null, { status: sent.status, headers })
}
