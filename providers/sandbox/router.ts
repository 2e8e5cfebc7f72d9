/** Which route a path means. What the service has and the sandbox leaves out on purpose is told apart from what nobody has. */
import { TrieRouter } from 'hono/router/trie-router'
import type { Route } from './call.ts'
import { agreementRoutes } from './handlers/agreements.ts'
import { auditRoutes } from './handlers/audit-records.ts'
import { cartRoutes } from './handlers/carts.ts'
import { customerProfileRoutes } from './handlers/customer-profiles.ts'
import { customerRoutes } from './handlers/customers.ts'
import { endDateRoutes } from './handlers/end-dates.ts'
import { inventoryRoutes } from './handlers/inventory.ts'
import { invoiceRoutes } from './handlers/invoices.ts'
import { licenceRoutes } from './handlers/licences.ts'
import { offerRoutes } from './handlers/offers.ts'
import { orderRoutes } from './handlers/orders.ts'
import { productRoutes } from './handlers/products.ts'
import { profileRoutes } from './handlers/profiles.ts'
import { promotionRoutes } from './handlers/promotions.ts'
import { provisioningRoutes } from './handlers/provisioning.ts'
import { qualificationRoutes } from './handlers/qualifications.ts'
import { resellerRoutes } from './handlers/resellers.ts'
import { secondFactorRoutes } from './handlers/second-factor.ts'
import { subscriptionRoutes } from './handlers/subscriptions.ts'
import { transferRoutes } from './handlers/transfers.ts'
import { transitionRoutes } from './handlers/transitions.ts'
import { notBuilt, nothingThere, refuse, wrongMethod } from './refusal.ts'
import { webhookRoutes } from './webhooks/registration.ts'

const routes: readonly Route[] = [
  ...customerRoutes,
  ...agreementRoutes,
  // Before the subscriptions: it would be read as the id of one.
  ...endDateRoutes,
  ...subscriptionRoutes,
  ...orderRoutes,
  ...cartRoutes,
  ...offerRoutes,
  ...productRoutes,
  ...inventoryRoutes,
  ...profileRoutes,
  ...auditRoutes,
  ...licenceRoutes,
  ...transferRoutes,
  ...transitionRoutes,
  ...resellerRoutes,
  ...secondFactorRoutes,
  ...invoiceRoutes,
  ...customerProfileRoutes,
  ...promotionRoutes,
  ...qualificationRoutes,
  ...provisioningRoutes,
  ...webhookRoutes,
]

/** Real, and left out on purpose (BEHAVIOUR.md): answered 501. */
const leftOut: readonly RegExp[] = [
  /^\/v1\/customers\/[^/]+\/(users|directoryroles|devices|devicebatches|policies|migrations|servicecosts|usagesummary|supportcontact)\b/,
  /^\/v1\/customers\/[^/]+\/subscriptions\/[^/]+\/(upgrades|conversions|registrations|registrationstatus)\b/,
  /^\/v1\/customers\/[^/]+\/subscriptions\/[^/]+\/(supportcontact|azureentitlements\/[^/]+\/cancel)$/,
  /^\/v1\/customers\/[^/]+\/orders\/[^/]+\/(lineitems\/[^/]+\/)?activationlinks$/,
  /^\/v1\/(customers\/[^/]+\/)?relationships$/,
  /^\/v1\/validations\/checkdomainavailability\b/,
  /^\/v1\/(agreementtemplates|countryvalidationrules)\b/,
  /^\/v1\/(productupgrades|serviceincidents|servicerequests|partnerrequests|fraudevents|ratecards|analytics|migrations)\b/,
  /^\/v1\/customers\/[^/]+\/transfers\/[^/]+\/accept$/,
  /^\/v1\/invoices\/(summary|summaries|unbilled|[^/]+\/(documents|receipts))\b/,
  /^\/(partner\/v1\/analytics|v3\/.*generatetoken)\b/,
]

export interface Matched {
  readonly route: Route
  readonly params: Readonly<Record<string, string>>
}

const anyMethod = 'ALL'

const table = buildTable()

function buildTable(): TrieRouter<Route> {
  const router = new TrieRouter<Route>()
  for (const route of routes) router.add(anyMethod, route.path.toLowerCase(), route)
  return router
}

/** Paths are compared without regard to case; throws 404, 405 or 501. */
export function matchRoute(method: string, pathname: string): Matched {
  const path = pathname.replace(/\/+$/, '')
  const written = path.split('/')
  // Before the routes: `summary` would be read as the id of an invoice.
  if (leftOut.some(pattern => pattern.test(path.toLowerCase()))) throw notBuilt(`${method} ${pathname}`)
  const [found] = table.match(anyMethod, path.toLowerCase()) as unknown as [
    readonly (readonly [Route, Readonly<Record<string, string>>])[],
  ] // the trie router answers parameters by name; its type also covers routers that answer positions
  const here = found.find(([route]) => route.method === method)
  if (here !== undefined) return { route: here[0], params: paramsOf(here[0], written) }
  if (method === 'POST' && path.toLowerCase() === '/v1/customers') throw notBuilt(`${method} ${pathname}`)
  if (found.length > 0) throw wrongMethod(method)
  throw nothingThere(`${method} ${pathname}`)
}

/** As they were written: ids keep their case. */
function paramsOf(route: Route, written: readonly string[]): Readonly<Record<string, string>> {
  const params: Record<string, string> = {}
  for (const [position, segment] of route.path.split('/').entries())
    if (segment.startsWith(':')) params[segment.slice(1)] = decoded(written[position] ?? '')
  return params
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw refuse(400, 2000, 'The path is not valid.')
  }
}
