/** Oddities of bodies that do not touch what they say (facts 4.2, 19): how links, words, dates, codes and cases are spelled. */
import { isFields } from '../body-reader.ts'
import type { QuirkName } from '../quirk-settings.ts'
import { isOn, writtenQuirks } from '../quirks.ts'
import type { Service } from '../service.ts'
import { localised } from './locale.ts'
import { capitalType, oddDate, otherCase, pascal, renamed, shouted, spelled } from './spelling.ts'

export interface Place {
  readonly service: Service
  readonly method: string
  readonly path: string
  readonly origin: string
  readonly status: number
  /** What `X-Locale` asks for. */
  readonly locale: string
}

/** A body as a service with these oddities would send it. */
export function noisy(place: Place, plain: unknown): unknown {
  const { service } = place
  const body = localised(plain, place.locale)
  const on = (name: QuirkName) => isOn(service, name)
  const isQuiet = Object.keys(writtenQuirks(service)).length === 0
  if (isQuiet || !place.path.toLowerCase().startsWith('/v1/')) return body
  let value = body
  if (Array.isArray(value) && on('envelopes'))
    value = { totalCount: value.length, items: value, attributes: { objectType: 'Collection' } }
  value = walked(place, value, '', isCollection(value) && on('otherCase'))
  if (!isFields(value)) return value
  if (place.status >= 400) return on('numericCodes') ? withNumber(value) : value
  if (isCollection(value)) value = envelope(value, on)
  const isEnded = place.method === 'PATCH' && /^\/v1\/customers\/[^/]+$/i.test(place.path)
  return isEnded && on('pascalCase') ? pascal(value) : value
}

function isCollection(value: unknown): boolean {
  if (!isFields(value)) return false
  const { attributes } = value
  return isFields(attributes) && attributes['objectType'] === 'Collection'
}

function withNumber(body: Readonly<Record<string, unknown>>): unknown {
  const { code } = body
  return typeof code === 'string' && /^\d+$/.test(code) ? { ...body, code: Number(code) } : body
}

function envelope(body: unknown, on: (name: QuirkName) => boolean): unknown {
  if (!isFields(body)) return body
  const { links, attributes, continuationToken, ...rest } = body
  const hasNext = isFields(links) && links['next'] !== undefined
  return {
    ...rest,
    ...(continuationToken !== undefined && !(hasNext && on('tokenInLinkOnly')) && { continuationToken }),
    ...(links !== undefined && (hasNext || !on('missingKeys')) && { links }),
    ...(!on('missingKeys') && { attributes }),
  }
}

function walked(place: Place, value: unknown, key: string, isListed: boolean): unknown {
  const { service } = place
  if (Array.isArray(value)) return value.map(entry => walked(place, entry, key, isListed))
  if (typeof value === 'string') {
    if (isOn(service, 'oddDates')) {
      const date = oddDate(value)
      if (date !== null) return date
    }
    return isListed ? otherCase(key, value) : value
  }
  if (!isFields(value)) return value
  const changed: Record<string, unknown> = {}
  for (const [name, entry] of Object.entries(value))
    changed[name] = name === 'links' ? linksOf(place, entry) : walked(place, entry, name, isListed)
  const type = isFields(changed['attributes']) ? changed['attributes']['objectType'] : undefined
  return described(place, changed, typeof type === 'string' ? type : '')
}

function described(place: Place, fields: Record<string, unknown>, type: string): unknown {
  const { service } = place
  const { attributes } = fields
  const hasEtag = type === 'Subscription' || type === 'Order'
  if (hasEtag && isFields(attributes) && attributes['etag'] === undefined && isOn(service, 'emptyEtags'))
    fields['attributes'] = { etag: '', ...attributes }
  const isOf = (name: QuirkName) => type === 'Subscription' && isOn(service, name)
  const typed = isOf('capitalProductType') ? capitalType(fields) : fields
  const named = isOf('otherNames') ? renamed(typed) : typed
  const acted = isOf('oddActions') ? shouted(named) : named
  return isOn(service, 'mixedWords') ? spelled(acted, type) : acted
}

/** Absolute or relative, with or without a body; with both oddities every second one is absolute. */
function linksOf(place: Place, links: unknown): unknown {
  if (!isFields(links)) return links
  const { service, origin } = place
  const changed: Record<string, unknown> = {}
  for (const [name, link] of Object.entries(links)) {
    if (!isFields(link)) continue
    const { uri } = link
    const isTurn = !isOn(service, 'v1Links') || String(uri).length % 2 === 0
    const isAbsolute = typeof uri === 'string' && isOn(service, 'absoluteLinks') && isTurn
    changed[name] = {
      ...link,
      ...(isAbsolute && { uri: `${origin}${uri.startsWith('/v1/') ? '' : '/v1'}${uri}` }),
      ...(isOn(service, 'nullBodies') && { body: null }),
    }
  }
  return changed
}
