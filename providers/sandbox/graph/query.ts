/** `$filter`, `$orderby`, `$select`, `$top` and `$skiptoken` of a list; what is not understood is refused. */
import { createHash } from 'node:crypto'
import { isFields } from '../body-reader.ts'
import type { Answer } from '../call.ts'
import type { GraphCall } from './graph-call.ts'
import { refuseGraph } from './graph-refusal.ts'

type Item = Readonly<Record<string, unknown>>
type Test = (item: Item) => boolean

export const listOptions = ['$top', '$filter', '$orderby', '$select', '$skiptoken'] as const

const largest = 300
const usual = 100

const invalid = (message: string) => refuseGraph(400, message)

/** A page of the list, and where it goes on. */
export function graphList(call: GraphCall, path: string, items: readonly Item[]): Answer {
  const filter = call.query.get('$filter')
  const kept = filter === undefined ? items : items.filter(testOf(filter))
  const sorted = ordered(kept, call.query.get('$orderby'))
  const top = topOf(call)
  const bound = boundOf(call, path)
  const start = startOf(call, bound, sorted)
  const page = sorted.slice(start, start + top)
  const last = page.at(-1)
  const hasMore = last !== undefined && start + top < sorted.length
  return {
    status: 200,
    body: {
      '@odata.context': `${call.root}/$metadata#${path.slice(1)}`,
      ...(hasMore && { '@odata.nextLink': nextLink(call, path, tokenOf(String(last['id']), bound)) }),
      value: page.map(item => selected(call, item)),
    },
  }
}

/** One resource, with `$select` as in a list. */
export function graphItem(call: GraphCall, path: string, item: Item, status = 200): Answer {
  return {
    status,
    body: { '@odata.context': `${call.root}/$metadata#${path.slice(1)}/$entity`, ...selected(call, item) },
  }
}

function topOf(call: GraphCall): number {
  const text = call.query.get('$top')
  if (text === undefined) return usual
  const top = Number(text)
  if (!/^\d+$/.test(text) || top < 1 || top > largest) throw invalid(`$top must be between 1 and ${largest}.`)
  return top
}

function selected(call: GraphCall, item: Item): Item {
  const names = call.query
    .get('$select')
    ?.split(',')
    .map(name => name.trim())
  if (names === undefined) return item
  const unknown = names.find(name => !(name in item))
  if (unknown !== undefined) throw invalid(`Could not find a property named '${unknown}'.`)
  return Object.fromEntries(
    Object.entries(item).filter(([key]) => key.startsWith('@') || names.includes(key)),
  )
}

function valueAt(item: Item, path: string): unknown {
  return path.split('/').reduce<unknown>((value, name) => (isFields(value) ? value[name] : undefined), item)
}

const sortable = [
  'displayName',
  'status',
  'createdDateTime',
  'lastModifiedDateTime',
  'endDateTime',
  'activatedDateTime',
]

function ordered(items: readonly Item[], text: string | undefined): readonly Item[] {
  if (text === undefined) return items
  const [name = '', direction = 'asc', ...more] = text.trim().split(/\s+/)
  if (!sortable.includes(name) || !['asc', 'desc'].includes(direction) || more.length > 0)
    throw invalid(`$orderby cannot be '${text}'.`)
  const sign = direction === 'asc' ? 1 : -1
  const key = (item: Item) => {
    const value = valueAt(item, name)
    return typeof value === 'string' ? value : ''
  }
  return items.toSorted((a, b) => (key(a) < key(b) ? -sign : key(a) > key(b) ? sign : 0))
}

/** Bound to the query and the caller. */
function boundOf(call: GraphCall, path: string): string {
  const parts = [...call.query].filter(([name]) => name !== '$skiptoken')
  return createHash('sha256')
    .update(JSON.stringify([call.caller.partner.name, path, parts]))
    .digest('hex')
    .slice(0, 16)
}

const tokenOf = (last: string, bound: string) =>
  Buffer.from(JSON.stringify([last, bound])).toString('base64url')

function startOf(call: GraphCall, bound: string, items: readonly Item[]): number {
  const token = call.query.get('$skiptoken')
  if (token === undefined) return 0
  const [last, given] = partsOf(token)
  const at = given === bound ? items.findIndex(item => item['id'] === last) : -1
  if (at < 0) throw invalid('The skip token is not valid.')
  return at + 1
}

function partsOf(token: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(token, 'base64url').toString())
    return Array.isArray(parts) ? parts : []
  } catch {
    return []
  }
}

function nextLink(call: GraphCall, path: string, token: string): string {
  const query = new URLSearchParams([...call.query].filter(([name]) => name !== '$skiptoken'))
  query.set('$skiptoken', token)
  return `${call.root}${path}?${query.toString()}`
}

/** `(status eq 'active') and (customer/tenantId eq '…')`: comparisons, and, or, not, parentheses. */
function testOf(text: string): Test {
  const words = [...text.matchAll(/\s*(\(|\)|'(?:[^']|'')*'|[A-Za-z/]+|\S)/g)].map(([, word = '']) => word)
  let at = 0
  const wrong = () => invalid(`Invalid filter clause: '${text}'.`)
  const taken = (word: string): boolean => {
    if (words[at]?.toLowerCase() !== word) return false
    at += 1
    return true
  }
  function either(): Test {
    let left = both()
    while (taken('or')) {
      const [first, second] = [left, both()]
      left = item => first(item) || second(item)
    }
    return left
  }
  function both(): Test {
    let left = single()
    while (taken('and')) {
      const [first, second] = [left, single()]
      left = item => first(item) && second(item)
    }
    return left
  }
  function single(): Test {
    if (taken('not')) {
      const test = single()
      return item => !test(item)
    }
    if (taken('(')) {
      const test = either()
      if (!taken(')')) throw wrong()
      return test
    }
    return comparison()
  }
  function comparison(): Test {
    const [path = '', operator = '', literal = ''] = words.slice(at, at + 3)
    at += 3
    if (!filterable.includes(path) || !['eq', 'ne'].includes(operator) || !/^'.*'$/s.test(literal))
      throw wrong()
    const wanted = literal.slice(1, -1).replaceAll("''", "'").toLowerCase()
    return item => (String(valueAt(item, path)).toLowerCase() === wanted) === (operator === 'eq')
  }
  const test = either()
  if (at !== words.length) throw wrong()
  return test
}

const filterable = [
  'status',
  'customer/tenantId',
  'customer/displayName',
  'displayName',
  'id',
  'accessContainer/accessContainerId',
]
