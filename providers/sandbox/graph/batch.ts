/** `$batch`: up to 20 requests in one, answered one by one in their order. */
import { isFields } from '../body-reader.ts'
import type { Answer } from '../call.ts'
import { refuseGraph } from './graph-refusal.ts'

export interface BatchEntry {
  readonly method: string
  readonly url: URL
  readonly headers: Headers
  readonly body: unknown
}

const most = 20

export function batched(body: unknown, root: string, answer: (entry: BatchEntry) => Answer): Answer {
  const requests = isFields(body) ? body['requests'] : undefined
  if (!Array.isArray(requests) || requests.length === 0 || requests.length > most)
    throw refuseGraph(400, `A batch takes 1 to ${most} requests.`)
  const entries = (requests as readonly unknown[]).map(entry => readEntry(entry, root))
  if (new Set(entries.map(({ id }) => id)).size !== entries.length)
    throw refuseGraph(400, 'Two requests of the batch have the same id.')
  return {
    status: 200,
    body: {
      responses: entries.map(({ id, entry }) => {
        const { status, headers = {}, body: answered } = answer(entry)
        return { id, status, headers, ...(answered !== undefined && { body: answered }) }
      }),
    },
  }
}

function readEntry(value: unknown, root: string): { readonly id: string; readonly entry: BatchEntry } {
  const fields = isFields(value) ? value : {}
  const { id, method, url, headers = {}, body } = fields
  const known = ['id', 'method', 'url', 'headers', 'body']
  const isRight =
    typeof id === 'string' &&
    typeof method === 'string' &&
    typeof url === 'string' &&
    url.startsWith('/') &&
    isFields(headers) &&
    Object.keys(fields).every(key => known.includes(key))
  if (!isRight)
    throw refuseGraph(
      400,
      'A request of a batch has id, method, url, and headers and body where it needs them.',
    )
  const pairs = Object.entries(headers).map(([name, text]) => [name, String(text)] as const)
  return {
    id,
    entry: {
      method: method.toUpperCase(),
      url: new URL(`${root}${url}`),
      headers: new Headers(pairs.map(([name, text]): [string, string] => [name, text])),
      body,
    },
  }
}
