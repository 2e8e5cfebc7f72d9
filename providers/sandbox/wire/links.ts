/** Links and envelopes (facts 4.2), with the oddities a World switches on (E16, E24). */
import type {
  WireCollection,
  WireHeaderPair,
  WireLink,
  WireLinks,
} from '../../partner-center/wire/collection.ts'
import { hasUnknownFields, isOn } from '../quirks.ts'
import type { Service } from '../service.ts'

export function link(service: Service, uri: string, headers: readonly WireHeaderPair[] = []): WireLink {
  return { uri: isOn(service, 'v1Links') ? `/v1${uri}` : uri, method: 'GET', headers }
}

export function collection<Item>(
  service: Service,
  items: readonly Item[],
  self: string,
  paging: { readonly continuationToken?: string; readonly next?: WireLink } = {},
): WireCollection<Item> {
  const isBare = items.length === 0 && isOn(service, 'missingItems')
  const links: WireLinks = {
    self: link(service, self),
    ...(paging.next !== undefined && { next: paging.next }),
  }
  return {
    totalCount: items.length,
    ...(!isBare && { items }),
    ...(paging.continuationToken !== undefined && { continuationToken: paging.continuationToken }),
    links,
    attributes: { objectType: 'Collection' },
  }
}

/** E24: what a newer service might add. A client that sends a resource back sends this too. */
export function futureFields(service: Service): Readonly<Record<string, unknown>> {
  return hasUnknownFields(service)
    ? { sustainabilityRating: { grade: 'B', since: '2026-01-01T00:00:00Z' } }
    : {}
}

/** E24: a word of an enumeration that nobody has heard of. */
export function wordOr<Word extends string>(service: Service, word: Word, unheard: string): Word | string {
  return hasUnknownFields(service) ? unheard : word
}
