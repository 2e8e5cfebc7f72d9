/** Continuation paging (api.md 4.3): a token is bound to the query it came from (E5). */
import { createHash } from 'node:crypto'
import { type Answer, type Call, ok } from './call.ts'
import { refuse } from './refusal.ts'
import { collection, link, linkStyle } from './wire-out.ts'

const largest = 500

export function paged(call: Call, path: string, rows: readonly unknown[]): Answer {
  const size = sizeOf(call)
  const seek = (call.query.get('seekOperation') ?? '').toLowerCase()
  const bound = createHash('sha256')
    .update(
      `${path}?${call.query.get('filter') ?? ''}&${call.query.get('startDate') ?? ''}&${call.query.get('endDate') ?? ''}&${size}&${call.caller.partner.name}`,
    )
    .digest('hex')
    .slice(0, 12)
  let from = 0
  if (seek !== '') {
    if (seek !== 'next' && seek !== '0') throw refuse(400, 2000, 'The seek operation is not supported.')
    const [at, query] = Buffer.from(call.headers.get('ms-continuationtoken') ?? '', 'base64')
      .toString()
      .split('/')
    if (query !== bound || !/^\d+$/.test(at ?? ''))
      throw refuse(400, 2000, 'The continuation token is not valid for this request.')
    from = Number(at)
    if (from >= rows.length) throw refuse(400, 2000, 'There are no more pages.')
  }
  const items = rows.slice(from, from + size)
  const self = `${path}?size=${size}`
  if (from + size >= rows.length) return ok(collection(call.service, items, self))
  const token = Buffer.from(`${from + size}/${bound}`).toString('base64')
  const style = linkStyle(call.service)
  return ok(
    collection(call.service, items, self, {
      continuationToken: token,
      links: {
        self: link(self, style),
        next: link(`${self}&seekOperation=Next`, style, [{ key: 'MS-ContinuationToken', value: token }]),
      },
    }),
  )
}

function sizeOf(call: Call): number {
  const written = call.query.get('size')
  if (written === null || written === '0') return largest
  if (!/^\d+$/.test(written) || Number(written) > largest)
    throw refuse(400, 2000, `The size must be between 1 and ${largest}.`)
  return Number(written)
}

/** The one filter a request may carry; field and operator are case-insensitive. */
export function filterOf(
  call: Call,
): { readonly field: string; readonly value: string; readonly operator: string } | null {
  const text = call.query.get('filter')
  if (text === null) return null
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) {
      const found = Object.fromEntries(
        Object.entries(value).map(([key, inner]) => [key.toLowerCase(), String(inner)]),
      )
      return {
        field: (found['field'] ?? '').toLowerCase(),
        value: (found['value'] ?? '').toLowerCase(),
        operator: (found['operator'] ?? '').toLowerCase(),
      }
    }
  } catch {
    // falls through to the refusal
  }
  throw refuse(400, 2000, 'The filter is not valid.')
}
