/** Q29: `X-Locale` changes names of products, and the words of refusals. Nobody translates here: the language is written behind. */
import { isFields } from '../body-reader.ts'

const named: Readonly<Record<string, readonly string[]>> = {
  Subscription: ['offerName'],
  Offer: ['name', 'description'],
  Product: ['title', 'description'],
  Sku: ['title', 'description'],
}

export function localised(body: unknown, locale: string): unknown {
  if (/^en\b/i.test(locale)) return body
  return walked(body, locale)
}

function walked(value: unknown, locale: string): unknown {
  if (Array.isArray(value)) return value.map(entry => walked(entry, locale))
  if (!isFields(value)) return value
  const { attributes } = value
  const type = isFields(attributes) ? String(attributes['objectType']) : ''
  const isRefusal = value['code'] !== undefined && value['source'] !== undefined
  const names = isRefusal ? ['description'] : (named[type] ?? [])
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      key,
      names.includes(key) && typeof entry === 'string' ? `${entry} (${locale})` : walked(entry, locale),
    ]),
  )
}
