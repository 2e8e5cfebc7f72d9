/**
 * Every operation we use, as data: what it changes, who may call it, what it counts against and when it may be repeated.
 * Sections are those of docs/partner-center-facts.md, read 2026-11-23. Some POSTs only ask; carts are writes, although an unused one costs nothing.
 */
import type { Cloud } from '../../../engine/model/desired.ts'
import type { CredentialKind } from '../../auth/index.ts'
import type { Effect, Family, HttpRequest, Repeat } from '../../http/request.ts'

export interface CallEntry {
  readonly method: HttpRequest['method']
  /** Below the API root; `{name}` is filled in and escaped. */
  readonly path: string
  readonly family: Family
  readonly effect: Effect
  /** Credential kinds that may call it, the preferred one first. */
  readonly kinds: readonly CredentialKind[]
  readonly clouds: readonly Cloud[]
  readonly repeat: Repeat
  readonly section: string
}

const both = ['app', 'user'] as const
const user = ['user'] as const
const everywhere = ['global', 'us-government', 'china'] as const
const global = ['global'] as const

type ReadEntry = CallEntry & { readonly effect: 'read' }
type WriteEntry = CallEntry & { readonly effect: 'write' }

function get(
  path: string,
  family: Family,
  section: string,
  rest: Partial<Pick<CallEntry, 'kinds' | 'clouds'>> = {},
): ReadEntry {
  return {
    method: 'GET',
    path,
    family,
    effect: 'read',
    kinds: both,
    clouds: everywhere,
    repeat: 'freely',
    section,
    ...rest,
  }
}

function ask(path: string, section: string): ReadEntry {
  return { ...get(path, 'other', section), method: 'POST' }
}

type WriteRest = Pick<CallEntry, 'repeat'> & Partial<Pick<CallEntry, 'kinds' | 'clouds' | 'family'>>

function write(method: 'POST' | 'PATCH' | 'PUT', path: string, section: string, rest: WriteRest): WriteEntry {
  return { method, path, family: 'order', effect: 'write', kinds: both, clouds: everywhere, section, ...rest }
}

const customer = '/v1/customers/{customer}'
const subscription = `${customer}/subscriptions/{subscription}`
const order = `${customer}/orders/{order}`
const cart = `${customer}/carts/{cart}`
const transfer = `${customer}/transfers/{transfer}`
const product = '/products/{product}'
const sku = `${product}/skus/{sku}`

export const calls = {
  'profiles.organization': get('/v1/profiles/organization', 'other', '6', { kinds: user }),
  'profiles.legalbusiness': get('/v1/profiles/legalbusiness', 'other', '6'),
  'profiles.mpn': get('/v1/profiles/mpn', 'other', '6', { kinds: user }),
  'profiles.billing': get('/v1/profiles/billing', 'other', '6'),

  'customers.list': get('/v1/customers', 'other', '7'), // not on the list of throttled calls (4.7)
  'customers.get': get(customer, 'customer', '7'),
  'customers.company-profile': get(`${customer}/profiles/company`, 'customer', '7', { kinds: user }),
  'customers.billing-profile': get(`${customer}/profiles/billing`, 'customer', '7'),
  'customers.validationstatus': get(`${customer}/validationStatus`, 'customer', '7'),
  'customers.relationshiprequest': get('/v1/customers/relationshiprequests', 'other', '7', { kinds: user }),
  'customers.patch-relationship': write('PATCH', customer, '7', {
    repeat: 'look first',
    kinds: user,
    family: 'customer',
  }),
  'customers.subscribedskus': get(`${customer}/subscribedskus`, 'customer', '16', {
    kinds: user,
    clouds: ['global', 'us-government'],
  }),
  'customers.entitlements': get(`${customer}/entitlements`, 'customer', '16'),

  'agreements.metadata': get('/v1/agreements', 'other', '8', { kinds: user, clouds: global }),
  'agreements.list': get(`${customer}/agreements`, 'customer', '8', { kinds: user, clouds: global }),
  'agreements.create': write('POST', `${customer}/agreements`, '8', {
    repeat: 'same id',
    kinds: user,
    clouds: global,
    family: 'customer',
  }),
  'agreements.directsigned': get(
    `${customer}/directSignedMicrosoftCustomerAgreementStatus`,
    'customer',
    '8',
    { kinds: user, clouds: global },
  ),
  'qualifications.get': get(`${customer}/qualifications`, 'customer', '8'),

  'subscriptions.list': get(`${customer}/subscriptions`, 'subscription', '9'),
  'subscriptions.get': get(subscription, 'subscription', '9'),
  'subscriptions.patch': write('PATCH', subscription, '9', { repeat: 'same id', family: 'subscription' }),
  'subscriptions.provisioningstatus': get(`${subscription}/provisioningstatus`, 'subscription', '9', {
    kinds: user,
  }),
  'subscriptions.azureentitlements': get(`${subscription}/azureEntitlements`, 'subscription', '9', {
    clouds: ['global', 'us-government'],
  }),

  'orders.create': write('POST', `${customer}/orders`, '10', { repeat: 'look first' }),
  'orders.list': get(`${customer}/orders`, 'order', '10'),
  'orders.get': get(order, 'order', '10'),
  'orders.patch': write('PATCH', order, '10', { repeat: 'look first' }),
  'orders.provisioningstatus': get(`${order}/provisioningstatus`, 'order', '10', { kinds: user }),

  'carts.create': write('POST', `${customer}/carts`, '11', { repeat: 'same id' }),
  'carts.get': get(cart, 'order', '11'),
  'carts.checkout': write('POST', `${cart}/checkout`, '11', { repeat: 'look first' }),

  'catalog.offers': get('/v1/offers', 'other', '12'),
  'catalog.offer': get('/v1/offers/{offer}', 'other', '12'),
  'catalog.offer-addons': get('/v1/offers/{offer}/addons', 'other', '12'),
  'catalog.customer-offers': get(`${customer}/offers`, 'other', '12'),
  'catalog.products': get('/v1/products', 'other', '12'),
  'catalog.product': get(`/v1${product}`, 'other', '12'),
  'catalog.skus': get(`/v1${product}/skus`, 'other', '12'),
  'catalog.sku': get(`/v1${sku}`, 'other', '12'),
  'catalog.availabilities': get(`/v1${sku}/availabilities`, 'other', '12'),
  'catalog.customer-products': get(`${customer}/products`, 'other', '12'),
  'catalog.customer-skus': get(`${customer}${product}/skus`, 'other', '12'),
  'catalog.customer-availabilities': get(`${customer}${sku}/availabilities`, 'other', '12'),
  'catalog.inventory': ask('/v1/extensions/product/checkInventory', '12'),
  'promotions.list': get('/v1/productpromotions', 'other', '12'),
  'promotions.get': get('/v1/productpromotions/{promotion}', 'other', '12'),
  'promotions.eligibility': ask(`${customer}/promotionEligibilities`, '12'),

  'validations.address': ask('/v1/validations/address', '8'),

  'transfers.create': write('POST', `${customer}/transfers`, '13', {
    repeat: 'look first',
    family: 'customer',
  }),
  'transfers.update': write('PATCH', transfer, '13', { repeat: 'look first', family: 'customer' }),
  'transfers.accept': write('POST', `${transfer}/accept`, '13', { repeat: 'look first', family: 'customer' }),
  'transfers.get': get(transfer, 'customer', '13'),
  'transfers.list': get(`${customer}/transfers`, 'customer', '13'),
  'transfers.eligibility': get(`${customer}/transferseligibility`, 'customer', '13'),

  'audit.list': get('/v1/auditrecords', 'other', '14'),

  'security.without-second-factor': get('/v1/nonMfaCompliantPartnerPrincipals', 'other', '16', {
    kinds: user,
  }),

  'invoices.list': get('/v1/invoices', 'other', '15'),
  'invoices.get': get('/v1/invoices/{invoice}', 'other', '15', { kinds: user }),
  'invoices.lineitems': get('/v1/invoices/{invoice}/lineitems', 'other', '15'),
} as const satisfies Readonly<Record<string, CallEntry>>

export type CallName = keyof typeof calls
/** Calls that change nothing; the only ones a read-only client can name. */
export type ReadCall = {
  [Name in CallName]: (typeof calls)[Name]['effect'] extends 'read' ? Name : never
}[CallName]
export type WriteCall = Exclude<CallName, ReadCall>
