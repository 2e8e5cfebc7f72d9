/** What a request leaves as, and what an answer means, whatever carries them. */
import { parseJsonBody } from './json-body.ts'
import type { HttpOutcome, HttpRequest } from './request.ts'

/** undefined: there is none, and nothing is said of its length. */
export function dataOf({ body, method }: Pick<HttpRequest, 'body' | 'method'>): string | undefined {
  switch (body.kind) {
    case 'json':
      return JSON.stringify(body.value)
    case 'text':
      return body.json
    case 'form':
      return new URLSearchParams(body.fields).toString()
    case 'none':
      return method === 'POST' ? '' : undefined
  }
}

/** null: there is nothing to say a kind of. */
export function contentTypeOf({ body }: Pick<HttpRequest, 'body'>): string | null {
  if (body.kind === 'json' || body.kind === 'text') return 'application/json'
  return body.kind === 'form' ? 'application/x-www-form-urlencoded' : null
}

/** Names in lower case, values as the first that was meant. */
export function headersOf(entries: Iterable<readonly [string, unknown]>): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {}
  for (const [name, value] of entries)
    if (value !== undefined && value !== null) headers[name.toLowerCase()] = firstValue(String(value), name)
  return headers
}

/** Dates hold a comma of their own; everything else that repeats itself is doubled by a front end. */
function firstValue(value: string, name: string): string {
  return /^(date|expires|last-modified|set-cookie|www-authenticate|content-type)$/i.test(name)
    ? value
    : (value.split(',')[0] ?? '').trim()
}

type Headers = Readonly<Record<string, string>>

/** A success that says that it is JSON, and is none, is no answer. */
export function textAnswer(status: number, headers: Headers, text: string): HttpOutcome {
  const parsed = parseJsonBody(text)
  if (parsed.kind === 'garbled' && status < 300 && headers['content-type']?.includes('json') === true)
    return { kind: 'no answer', why: 'garbled' }
  return {
    kind: 'response',
    status,
    headers,
    body: parsed.kind === 'json' ? parsed.value : undefined,
    source: parsed.kind === 'json' ? parsed.source : null,
    text: parsed.kind === 'garbled' ? parsed.start : null,
  }
}

/** Of a file that was wanted as it is. */
export function fileAnswer(status: number, headers: Headers, bytes: Uint8Array): HttpOutcome {
  return { kind: 'response', status, headers, body: undefined, source: null, text: null, bytes }
}
