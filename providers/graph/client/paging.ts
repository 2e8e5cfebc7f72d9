/**
 * A whole list: every page that `@odata.nextLink` leads to, or a failure. A page that brings nothing new, a list without an end, a link to
 * another host, and an item that does not say who it is are failures and no shorter list.
 */
import type { CodeEntry } from '../../../engine/diagnostic.ts'
import { codes } from '../codes.ts'
import { listLimits } from '../limits.ts'
import type { CallName, ReadCall } from './calls.ts'
import type { Answer, CallInput, ReadClient } from './client.ts'
import { told } from './errors/errors.ts'
import { GraphFailure } from './errors/failure.ts'
import { textAt, valueAt } from './read-value.ts'

export async function listed(
  client: ReadClient,
  call: ReadCall,
  input: CallInput,
): Promise<readonly unknown[]> {
  const all = new Map<string, unknown>()
  const visited = new Set<string>()
  const beganMs = Date.parse(client.clock.now())
  let answer = await client.read(call, input)
  for (let pages = 1; ; pages += 1) {
    const failed = (entry: CodeEntry, said: string) => failure(client, call, { answer, entry, said })
    const items = valueAt(answer.body, 'value') as readonly unknown[] // a list, or the answer was no success
    const before = all.size
    for (const item of items) {
      const id = textAt(item, 'id')
      if (id === null) throw failed(codes.UNREADABLE, 'an item of a page has no `id`')
      all.set(id, item)
    }
    const next = textAt(answer.body, '@odata.nextLink')
    if (next === null) return [...all.values()]
    const url = ownLink(next, client.root)
    if (url === null) throw failed(codes.FOREIGN_LINK, 'the next page is on another host')
    if (visited.has(url) || (items.length > 0 && all.size === before))
      throw failed(codes.PAGING_STUCK, 'a page or its link repeats')
    const isLate = Date.parse(client.clock.now()) - beganMs > listLimits.deadlineMs
    if (pages >= listLimits.pages || isLate)
      throw failed(codes.PAGING_STUCK, `there are still more after ${pages} pages`)
    visited.add(url)
    answer = await client.read(call, { url })
  }
}

/** Followed as received, but never to another host: the token would go along. */
function ownLink(link: string, root: string): string | null {
  return URL.canParse(link) && new URL(link).origin === new URL(root).origin ? link : null
}

export function failure(
  { partner }: Pick<ReadClient, 'partner'>,
  call: CallName,
  {
    answer: { status, correlationId },
    entry,
    said,
  }: { readonly answer: Answer; readonly entry: CodeEntry; readonly said: string },
): GraphFailure {
  const diagnostic = told(entry, { call, partner, correlationId }, { said, requestId: null })
  return new GraphFailure({ settles: false, status, diagnostic })
}
