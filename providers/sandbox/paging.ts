/** The two ways of paging (facts 4.3): by continuation, whose token is bound to query and caller (E5), and by offset. */
import { createHash } from 'node:crypto'
import type { Answer, Call } from './call.ts'
import { ok } from './call.ts'
import { isOn } from './quirks.ts'
import { refuse } from './refusal.ts'
import { collection, link } from './wire/links.ts'

export interface Keyed {
  /** Unlike any other row's. Rows that can vanish are listed in its ascending order. */
  readonly key: string
  readonly body: () => unknown
}

const tokenDuration = 60 * 60 * 1000

/** `rows` are in the order of the list; `largest` is also the usual size. */
export function continued(call: Call, path: string, rows: readonly Keyed[], largest: number): Answer {
  const { service } = call
  const size = sizeOf(call, largest)
  const query = new URLSearchParams(call.query)
  query.delete('seekOperation')
  const bound = `${path}?${query.toString()} ${call.caller.partner.name}`
  const start = startOf(call, bound, rows)
  const isCustomers = path === '/customers'
  // A customer shows on two pages when the set changes in between (facts 7).
  const isRepeated = isCustomers && start > 0 && isOn(service, 'repeatedCustomers')
  const page = rows.slice(isRepeated ? start - 1 : start, start + size)
  const last = page.at(-1)
  const self = query.size === 0 ? path : `${path}?${query.toString()}`
  const items = page.map(row => row.body())
  const hasExtra = isCustomers && isOn(service, 'extraPage')
  if ((start + size >= rows.length && !hasExtra) || last === undefined)
    return ok(collection(service, items, self))
  const token = sealed({ after: last.key, at: service.time.now() }, bound)
  query.set('seekOperation', 'Next')
  const next = link(service, `${path}?${query.toString()}`, [{ key: 'MS-ContinuationToken', value: token }])
  return ok(collection(service, items, self, { continuationToken: token, next }))
}

function startOf(call: Call, bound: string, rows: readonly Keyed[]): number {
  const seek = call.query.get('seekOperation')
  if (seek === null) return 0
  if (!['next', '0'].includes(seek.toLowerCase()))
    throw refuse(400, 2000, 'The seek operation is not supported.')
  const token = opened(call.headers.get('ms-continuationtoken') ?? '', bound)
  if (token === null || Date.parse(call.service.time.now()) - Date.parse(token.at) > tokenDuration)
    throw refuse(400, 2000, 'The continuation token is not valid for this request.')
  const last = rows.findIndex(row => row.key === token.after)
  // The row may be gone since: the next one in the list's order is where it went on.
  const start = last >= 0 ? last + 1 : rows.findIndex(row => row.key > token.after)
  if (start < 0 || start >= rows.length) throw refuse(400, 2000, 'There are no more pages.')
  return start
}

function sealed(token: { readonly after: string; readonly at: string }, bound: string): string {
  return Buffer.from(JSON.stringify([token.after, token.at, digest(bound)])).toString('base64')
}

function opened(text: string, bound: string): { readonly after: string; readonly at: string } | null {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64').toString())
    if (!Array.isArray(parts) || parts[2] !== digest(bound)) return null
    return { after: String(parts[0]), at: String(parts[1]) }
  } catch {
    return null
  }
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16)

export function paged(call: Call, path: string, rows: readonly (() => unknown)[], largest: number): Answer {
  const size = sizeOf(call, largest)
  const offset = wholeOf(call, 'offset') ?? 0
  const items = rows.slice(offset, offset + size).map(body => body())
  const query = new URLSearchParams(call.query)
  const self = query.size === 0 ? path : `${path}?${query.toString()}`
  if (offset + size >= rows.length) return ok(collection(call.service, items, self))
  query.set('size', String(size))
  query.set('offset', String(offset + size))
  return ok(
    collection(call.service, items, self, { next: link(call.service, `${path}?${query.toString()}`) }),
  )
}

/** 0 and nothing mean the usual size, and nobody gets more (E5). */
function sizeOf(call: Call, largest: number): number {
  const size = wholeOf(call, 'size') ?? 0
  return size === 0 ? largest : Math.min(size, largest)
}

function wholeOf(call: Call, name: string): number | null {
  const text = call.query.get(name)
  if (text === null) return null
  if (!/^\d+$/.test(text)) throw refuse(400, 2000, `${name} must be a whole number.`)
  return Number(text)
}

export interface Filter {
  readonly field: string
  readonly operator: string
  readonly value: string
}

/** The one filter a request may carry; everything in it reads without regard to case, operators without `_` too (facts 4.2). */
export function filterOf(call: Call): Filter | null {
  const text = call.query.get('filter')
  if (text === null) return null
  const invalid = () => refuse(400, 2000, 'The filter is not valid.')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw invalid()
  }
  if (typeof value !== 'object' || value === null) throw invalid()
  const parts = new Map(
    Object.entries(value).map(([key, part]) => [key.toLowerCase(), String(part).toLowerCase()]),
  )
  const [field, operator, wanted] = [parts.get('field'), parts.get('operator'), parts.get('value')]
  if (field === undefined || operator === undefined || wanted === undefined) throw invalid()
  return { field, operator: operator.replaceAll('_', ''), value: wanted }
}
