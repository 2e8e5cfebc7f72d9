/**
 * Pages as one stream. Continuation tokens stay in here (Q3: the body's first, else the header of `links.next`). A page that brings
 * nothing new, or a token that does not advance, is a failure and not a loop. Subscriptions document no paging; a link is followed
 * all the same when there is one.
 */
import { type CodeEntry, diagnose } from '../../../engine/diagnostic.ts'
import { codes } from '../codes.ts'
import { listLimits } from '../limits.ts'
import type { ReadCall } from './calls.ts'
import type { Answer, CallInput, ReadClient } from './client.ts'
import { ApiFailure, isFailure } from './errors/failure.ts'
import { resolveLink } from './link.ts'
import { itemsOf, property, textAt } from './read-value.ts'
import { listed } from './resource.ts'
import { nowMs } from './rest.ts'

const tokenHeader = 'MS-ContinuationToken'

export interface PageRequest {
  readonly call: ReadCall
  readonly input: CallInput
  /** What makes two items the same one; null when an item does not say. */
  readonly keyOf: (item: unknown) => string | null
}

/** Continuation (seek) paging: the same URL with `seekOperation=Next` and the token. A 400/2000 behind a page is the end (Q26). */
export async function* seekPages(
  client: ReadClient,
  { call, input, keyOf }: PageRequest,
): AsyncGenerator<readonly unknown[]> {
  const seen = new Set<string>()
  const pages = countedPages(client, call)
  let token: string | null = null
  let before = 0
  for (;;) {
    const answer = await readPage(client, { call, input, token })
    if (answer === null) return
    pages.read(answer)
    const next = tokenOf(answer.body)
    const items = listed(client, call, answer, { before, goesOn: next !== null })
    before += items.length
    const fresh = newItems(items, keyOf, seen)
    if (fresh.isRepeated) throw stuck(client, call, answer)
    if (fresh.items.length > 0) yield fresh.items
    if (next === null) return
    if (next === token) throw stuck(client, call, answer)
    token = next
  }
}

async function readPage(
  client: ReadClient,
  {
    call,
    input,
    token,
  }: { readonly call: ReadCall; readonly input: CallInput; readonly token: string | null },
): Promise<Answer | null> {
  if (token === null) return client.read(call, input)
  try {
    return await client.read(call, {
      ...input,
      query: { ...input.query, seekOperation: 'Next' },
      headers: { ...input.headers, [tokenHeader]: token },
    })
  } catch (error) {
    if (isFailure(error, '2000') && error.error.status === 400) return null
    throw error
  }
}

/** One answer, and what its `links.next` leads to. Hosts other than ours are refused (Q2). */
export async function* linkedPages(
  client: ReadClient,
  { call, input, keyOf }: PageRequest,
): AsyncGenerator<readonly unknown[]> {
  const seen = new Set<string>()
  const visited = new Set<string>()
  const pages = countedPages(client, call)
  let answer = await client.read(call, input)
  let before = 0
  for (;;) {
    pages.read(answer)
    const link = property(property(answer.body, 'links'), 'next')
    const uri = textAt(link, 'uri')
    const items = listed(client, call, answer, { before, goesOn: uri !== null })
    before += items.length
    const fresh = newItems(items, keyOf, seen)
    if (fresh.isRepeated) throw stuck(client, call, answer)
    if (fresh.items.length > 0) yield fresh.items
    if (uri === null) return
    const token = tokenOf(answer.body)
    const url = resolveLink(uri, client.apiRoot)
    if (url === null) throw foreign(client, call, answer)
    const place = `${url} ${token ?? ''}`
    if (visited.has(place)) throw stuck(client, call, answer)
    visited.add(place)
    answer = await client.read(call, {
      ...input,
      url,
      headers: { ...input.headers, ...(token !== null && { [tokenHeader]: token }) },
    })
  }
}

/** Offset paging: `size` and `offset`, the count of items to skip. A short page is the last one. */
export async function* offsetPages(
  client: ReadClient,
  { call, input, keyOf, size }: PageRequest & { readonly size: number },
): AsyncGenerator<readonly unknown[]> {
  const seen = new Set<string>()
  const pages = countedPages(client, call)
  for (let offset = 0; ; ) {
    const answer = await client.read(call, { ...input, query: { ...input.query, size, offset } })
    pages.read(answer)
    const held = itemsOf(answer.body)?.length ?? 0
    const items = listed(client, call, answer, { before: offset, goesOn: held >= size })
    const fresh = newItems(items, keyOf, seen)
    // Modern invoices ignore `offset` (facts 15): the first page again means that it was all.
    if (fresh.isRepeated) return
    if (fresh.items.length > 0) yield fresh.items
    if (items.length < size) return
    offset += items.length
  }
}

/** Each page is new, and there is always one more: found out by their number, or by the time that they take. */
function countedPages(client: ReadClient, call: ReadCall) {
  const beganMs = nowMs(client)
  let count = 0
  return {
    read(answer: Answer): void {
      count += 1
      const isLate = nowMs(client) - beganMs > listLimits.deadlineMs
      if (count <= listLimits.pages && !isLate) return
      const meaning = isLate
        ? `${count} pages took longer than ${listLimits.deadlineMs / 60_000} minutes`
        : `there are more than ${listLimits.pages} pages`
      throw failure(client, call, { answer, entry: codes.PAGING_ENDLESS, meaning })
    },
  }
}

function newItems(items: readonly unknown[], keyOf: PageRequest['keyOf'], seen: Set<string>) {
  const fresh = items.filter(item => {
    const key = keyOf(item)
    if (key === null) return true
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
  return { items: fresh, isRepeated: items.length > 0 && fresh.length === 0 }
}

export function tokenOf(body: unknown): string | null {
  const own = textAt(body, 'continuationToken')
  if (own !== null && own !== '') return own
  const headers = property(property(property(body, 'links'), 'next'), 'headers')
  const pair = Array.isArray(headers)
    ? headers.find(entry => textAt(entry, 'key')?.toLowerCase() === tokenHeader.toLowerCase())
    : undefined
  const value = textAt(pair, 'value')
  return value === '' ? null : value
}

function stuck(client: ReadClient, call: ReadCall, answer: Answer): ApiFailure {
  return failure(client, call, {
    answer,
    entry: codes.PAGING_STUCK,
    meaning: 'a page or its continuation token repeats',
  })
}

function foreign(client: ReadClient, call: ReadCall, answer: Answer): ApiFailure {
  return failure(client, call, {
    answer,
    entry: codes.FOREIGN_LINK,
    meaning: 'the next page is on another host',
  })
}

function failure(
  client: ReadClient,
  call: ReadCall,
  {
    answer,
    entry,
    meaning,
  }: { readonly answer: Answer; readonly entry: CodeEntry; readonly meaning: string },
): ApiFailure {
  const { status, correlationId } = answer
  const diagnostic = diagnose(entry, { detail: `${client.partner}: ${call}: ${meaning}.`, correlationId })
  return new ApiFailure({
    settles: false,
    kind: 'unreadable',
    call,
    effect: 'read',
    status,
    code: '',
    row: null,
    retry: 'N',
    meaning,
    correlationId,
    diagnostic,
  })
}

/** All pages in one list. */
export async function collect(pages: AsyncIterable<readonly unknown[]>): Promise<readonly unknown[]> {
  const all: unknown[] = []
  for await (const page of pages) for (const item of page) all.push(item)
  return all
}
