/** A list whose pages never end, by continuation and by offset (facts 4.3). */
import { isFields } from '../body-reader.ts'
import type { Fault } from '../faults.ts'
import { uuidOf } from '../ids.ts'
import type { Sent } from '../outcome.ts'

/** What the handler is asked: the first page, whichever was asked for. */
export function firstPage(url: URL): URL {
  const first = new URL(url)
  first.searchParams.delete('seekOperation')
  first.searchParams.delete('offset')
  return first
}

interface Asked {
  readonly url: URL
  /** Unlike any other request's. */
  readonly position: number
}

/** The first page with one more to follow; what is no list stays as it is. */
export function withoutEnd(sent: Sent, { pages }: Fault, asked: Asked): Sent {
  const body = listIn(sent.text)
  if (body === null) return sent
  const items = itemsOf(body, pages, asked)
  const token = Buffer.from(`endless ${pages === 'stuck' ? 0 : asked.position}`).toString('base64')
  const next = {
    uri: nextUri(asked.url, items.length),
    method: 'GET',
    headers: [{ key: 'MS-ContinuationToken', value: token }],
  }
  const links = isFields(body['links']) ? body['links'] : {}
  const text = JSON.stringify({
    ...body,
    totalCount: items.length,
    items,
    ...(!isOffset(asked.url) && { continuationToken: token }),
    links: { ...links, next: isOffset(asked.url) ? { ...next, headers: [] } : next },
  })
  return { ...sent, text }
}

function listIn(text: string): (Record<string, unknown> & { readonly items: readonly unknown[] }) | null {
  try {
    const body: unknown = JSON.parse(text.slice(text.indexOf('{')))
    return isFields(body) && Array.isArray(body['items']) ? { ...body, items: body['items'] } : null
  } catch {
    return null
  }
}

function itemsOf(
  body: { readonly items: readonly unknown[] },
  pages: string,
  { position }: Asked,
): readonly unknown[] {
  if (pages === 'empty') return []
  if (pages !== 'fresh') return body.items
  return body.items.map((item, index) => {
    const id = isFields(item) ? item['id'] : undefined
    if (typeof id !== 'string' || id === '') return item
    const fresh = uuidOf('endless', String(position), String(index))
    return JSON.parse(JSON.stringify(item).replaceAll(id, fresh)) as unknown
  })
}

const isOffset = (url: URL) => /\/(offers|invoices|lineitems\/office\/.*)$/i.test(url.pathname)

function nextUri(url: URL, count: number): string {
  const query = new URLSearchParams(url.searchParams)
  if (isOffset(url)) query.set('offset', String(Number(query.get('offset') ?? 0) + count))
  else query.set('seekOperation', 'Next')
  return `${url.pathname.replace(/^\/v1/i, '')}?${query.toString()}`
}
