/**
 * The call table held against the page it was written from, in both directions: every operation of it is in the table or left out
 * with a reason, and every call of the table is on the page, with the method and the path it has there. Without the page: skipped.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { calls } from '../../providers/partner-center/client/calls.ts'
import { leftOut } from '../docs/partner-center-page.ts'

/** Where the page lies; it is no part of the repository. */
const file = process.env['TENANTFORM_CONTRACT']
const page = file === undefined ? null : readFileSync(file, 'utf8')
const title = page === null ? 'is not here (TENANTFORM_CONTRACT names it), so nothing is compared' : 'agrees'

/** Several calls of ours that the page tells under one heading, or in a table. */
const told: Readonly<Record<string, string>> = {
  'customers.subscribedskus': 'section 16',
  'customers.entitlements': 'section 16',
  'security.without-second-factor': 'the OpenAPI of the service, CustomerService',
  'catalog.offer': 'catalog.offers',
  'catalog.offer-addons': 'catalog.offers',
  'catalog.customer-offers': 'catalog.offers',
  'catalog.product': 'catalog.products',
  'catalog.sku': 'catalog.skus',
  'catalog.customer-products': 'catalog.customer-*',
  'catalog.customer-skus': 'catalog.customer-*',
  'catalog.customer-availabilities': 'catalog.customer-*',
  'promotions.get': 'promotions.list',
  'transfers.accept': 'transfers.update',
  'invoices.get': 'invoices.list',
}

interface Heading {
  readonly names: readonly string[]
  readonly text: string
}

function headingsOf(text: string): readonly Heading[] {
  return [...text.matchAll(/^### (OP .*)$/gm)].flatMap(([, line = '']) =>
    line
      .split(/; (?=OP )/)
      .filter(part => !part.startsWith('OP token.'))
      .map(part => {
        const [names = '', ...rest] = part.slice(3).split(': ')
        return { names: names.replace(/ \(.*\)/, '').split(' / '), text: rest.join(': ') }
      }),
  )
}

/** `GET /v1/customers/{}/orders/{}` and the like; what stands in brackets and behind a question mark is optional. */
function requestsIn(text: string): readonly string[] {
  const paths = [...text.matchAll(/(?:\/v1|\.\.\.)\/[^\s;,]*/g)].map(([path]) => path)
  const methods = [...text.matchAll(/\b(GET|POST|PATCH|PUT|DELETE|HEAD)\b/g)].map(([method]) => method)
  const plain = (path: string) =>
    path
      .replace(
        '...',
        path.startsWith('.../orders') || path.startsWith('.../subscriptions') ? '/v1/customers/{}' : '',
      )
      .replace(/\?.*/, '')
      .replace(/\{[^}]*\}/g, '{}')
  const variants = paths.flatMap(path => [
    plain(path.replace(/\[.*?\]/g, '')),
    plain(path.replace(/[[\]]/g, '')),
  ])
  return methods.flatMap(method => variants.map(path => `${method} ${path}`))
}

describe('the page of calls', () => {
  const headings = headingsOf(page ?? '')
  const named = headings.flatMap(({ names }) => names)

  it.skipIf(page === null)(
    `${title}: each of its operations is in the table, or left out with a reason`,
    () => {
      expect(named.length).toBeGreaterThan(55)
      const covered = new Set([...Object.keys(calls), ...Object.keys(leftOut), ...Object.values(told)])
      expect(named.filter(name => !covered.has(name))).toEqual([])
      expect(Object.keys(leftOut).filter(name => !named.includes(name) || name in calls)).toEqual([])
    },
  )

  it.skipIf(page === null)(`${title}: each call of the table is on it, with its method and path`, () => {
    const different = Object.entries(calls).flatMap(([name, { method, path }]) => {
      const wanted = `${method} ${path.replace(/\{\w+\}/g, '{}')}`
      const heading = headings.find(({ names }) => names.includes(name))
      if (heading === undefined) return told[name] === undefined ? [`${name} is not on the page`] : []
      return requestsIn(heading.text).includes(wanted)
        ? []
        : [`${name}: ${wanted}, the page says ${heading.text}`]
    })
    expect(different).toEqual([])
  })
})
