/** A body as the wire type it is documented to be: an object that has its key property. The rest of it is read tolerantly. */
import type { ReadCall, WriteCall } from './calls.ts'
import { type Answer, type ReadClient, unreadable } from './client.ts'
import { ApiFailure } from './errors/failure.ts'
import { countOf, isJsonObject, itemsOf, property, textAt } from './read-value.ts'

export function resource<Wire>(
  client: ReadClient,
  call: ReadCall | WriteCall,
  answer: Answer,
  key = 'id',
): Wire {
  if (isJsonObject(answer.body) && property(answer.body, key) !== undefined) return answer.body as Wire // key checked; others optional
  throw new ApiFailure(
    unreadable(call, {
      partner: client.partner,
      correlationId: answer.correlationId,
      what: `the answer ${answer.status} has no \`${key}\``,
    }),
  )
}

/** The resource that was asked for: another one's is no answer. Ids come in either case (Q11). */
export function named<Wire>(
  client: ReadClient,
  call: ReadCall | WriteCall,
  { answer, asked }: { readonly answer: Answer; readonly asked: string },
): Wire {
  if (textAt(answer.body, 'id')?.toLowerCase() === asked.toLowerCase()) return answer.body as Wire // id checked; others optional
  const what = `the answer ${answer.status} is not of ${asked}`
  throw new ApiFailure(
    unreadable(call, { partner: client.partner, correlationId: answer.correlationId, what }),
  )
}

/** Any object; for resources without a key of their own. */
export function anyResource<Wire>(client: ReadClient, call: ReadCall | WriteCall, answer: Answer): Wire {
  if (isJsonObject(answer.body)) return answer.body as Wire // all of its members are optional
  const what = `the answer ${answer.status} is no object`
  throw new ApiFailure(
    unreadable(call, { partner: client.partner, correlationId: answer.correlationId, what }),
  )
}

const bareLists: ReadonlySet<ReadCall> = new Set([
  'transfers.list',
  'transfers.eligibility',
  'qualifications.get',
  'catalog.inventory',
])

/**
 * The elements of a list, whichever way it is wrapped; an answer that is no list, or that counts others than it holds, is unreadable, never
 * an empty list. `before`: how many came on pages before it; `goesOn`: more are to come. Pages count themselves (facts 4.2, inferred), so a
 * count of all is taken too.
 */
export function listed(
  client: ReadClient,
  call: ReadCall,
  answer: Answer,
  { before = 0, goesOn = false }: { readonly before?: number; readonly goesOn?: boolean } = {},
): readonly unknown[] {
  const items = itemsOf(answer.body)
  // An empty list of no collection is anybody's; only four calls of the service answer so (Q10).
  const isAnybodys = Array.isArray(answer.body) && answer.body.length === 0 && !bareLists.has(call)
  const count = countOf(answer.body)
  const isWhole =
    items === null ||
    count === null ||
    count === items.length ||
    count === before + items.length ||
    (goesOn && count > items.length)
  if (items !== null && !isAnybodys && isWhole) return items
  const what = isWhole
    ? `the answer ${answer.status} is no list`
    : `the answer ${answer.status} says that it holds ${count}, and holds ${items?.length ?? 0}`
  throw new ApiFailure(
    unreadable(call, { partner: client.partner, correlationId: answer.correlationId, what }),
  )
}

/** Elements that are objects; anything else in a list is noise. */
export function resources<Wire>(items: readonly unknown[]): readonly Wire[] {
  return items.filter(isJsonObject) as readonly Wire[] // members are optional, and read tolerantly
}

/** Elements of which each says who it is. One that does not makes the whole list unreadable: dropping it would be a guess. */
export function identified<Wire>(
  client: ReadClient,
  call: ReadCall,
  items: readonly unknown[],
): readonly Wire[] {
  const nameless = items.findIndex(item => textAt(item, 'id') === null)
  if (nameless < 0) return items as readonly Wire[] // ids checked; other members are read tolerantly
  const what = `item ${nameless} of a page has no \`id\``
  throw new ApiFailure(unreadable(call, { partner: client.partner, correlationId: '', what }))
}
