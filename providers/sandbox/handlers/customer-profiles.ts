/** A customer's profiles, and the end of its relationship with a partner (facts 7). */
import {
  asFields,
  type Fields,
  field,
  onlyFields,
  optionalText,
  textField,
  wordField,
} from '../body-reader.ts'
import { type Answer, type Call, customerOf, ok, type Route, record } from '../call.ts'
import { isOn } from '../quirks.ts'
import { refuse, stale } from '../refusal.ts'
import type { CustomerRow } from '../state/customer-rows.ts'
import { pairOf } from '../state/store.ts'
import { openTransfers } from '../transfers/pending.ts'
import { billingEtagOf, billingProfile, companyProfile, fullCustomer } from '../wire/customer.ts'

const billingFields = [
  'id',
  'firstName',
  'lastName',
  'email',
  'culture',
  'language',
  'companyName',
  'defaultAddress',
  'links',
  'attributes',
]
const addressNames = [
  'country',
  'region',
  'city',
  'state',
  'addressLine1',
  'addressLine2',
  'postalCode',
  'firstName',
  'middleName',
  'lastName',
  'phoneNumber',
] as const

/** The full resource, under its ETag. */
function putBilling(call: Call): Answer {
  const customer = customerOf(call)
  const etag = call.headers.get('if-match')?.replace(/^W\//, '').replaceAll('"', '') ?? ''
  if (etag === '') throw refuse(400, 2000, 'If-Match is needed.')
  if (etag !== billingEtagOf(customer)) throw stale(isOn(call.service, 'staleIs412'))
  const body = asFields(call.body, 'A billing profile')
  onlyFields(body, billingFields, 'A billing profile')
  const saved: CustomerRow = {
    ...customer,
    billing: {
      version: customer.billing.version + 1,
      email: textField(body, 'email', 'A billing profile'),
      companyName: textField(body, 'companyName', 'A billing profile'),
      culture: textField(body, 'culture', 'A billing profile'),
      language: textField(body, 'language', 'A billing profile'),
      address: addressIn(body, customer.country),
    },
  }
  call.service.store.customers.put(saved)
  record(call, {
    customer: customer.tenantId,
    resource: 'customer',
    operation: 'update_customer_billing_profile',
    oldValue: { CompanyName: customer.billing.companyName },
    newValue: { CompanyName: saved.billing.companyName },
  })
  return ok(billingProfile(call.service, saved))
}

function addressIn(body: Fields, country: string): Readonly<Record<string, string>> {
  const written = asFields(field(body, 'defaultAddress'), 'defaultAddress')
  onlyFields(written, [...addressNames, 'links', 'attributes'], 'defaultAddress')
  const address: Record<string, string> = {}
  for (const name of addressNames) {
    const text = optionalText(written, name)
    if (text !== null) address[name] = text
  }
  for (const name of ['country', 'addressLine1', 'city', 'postalCode', 'firstName', 'lastName'])
    if (address[name] === undefined) throw refuse(400, 800002, `defaultAddress needs ${name}.`)
  if (address['country']?.toUpperCase() !== country)
    throw refuse(400, 800002, 'The country of a customer cannot be changed.')
  return address
}

/** Both changes this takes: delegated access off, or the whole relationship to its end. */
function patch(call: Call): Answer {
  const customer = customerOf(call)
  const body = asFields(call.body, 'A customer')
  const link = call.service.store.relationships.get(pairOf(call.caller.partner.name, customer.tenantId))
  const shown = fullCustomer(call.service, customer, link?.delegatedAccess ?? false)
  onlyFields(body, [...Object.keys(shown), 'associatedPartnerId'], 'A customer')
  const relationship = wordField(body, 'relationshipToPartner', relationships) ?? 'reseller'
  if (relationship === 'none') return ended(call, customer)
  if (relationship !== 'reseller' || field(body, 'allowDelegatedAccess') !== false)
    throw refuse(400, 2000, 'relationshipToPartner can be set to none, or allowDelegatedAccess to false.')
  if (link !== undefined) call.service.store.relationships.put({ ...link, delegatedAccess: false })
  record(call, {
    customer: customer.tenantId,
    resource: 'partner_customer_dap',
    operation: 'dap_admin_relationship_terminated',
    newValue: { Id: customer.tenantId, AllowDelegatedAccess: false },
  })
  return ok({ ...shown, allowDelegatedAccess: false })
}

/** In the order of their ordinals (facts 17). */
const relationships = ['unknown', 'reseller', 'advisor', 'syndication', 'microsoft_support', 'none'] as const

function ended(call: Call, customer: CustomerRow): Answer {
  const { service, caller } = call
  const pair = pairOf(caller.partner.name, customer.tenantId)
  const active = service.store.subscriptions
    .in(pair)
    .filter(row => row.status === 'active' || row.status === 'pending')
  const reservations = (service.world.entitlements ?? []).filter(
    row =>
      row.partner === caller.partner.name &&
      row.customer.toLowerCase() === customer.tenantId &&
      row.type !== 'software' &&
      (row.expires ?? '9999') > service.time.now(),
  )
  const transfers = openTransfers(service, customer.tenantId).filter(row =>
    [row.source, row.target].includes(caller.partner.name),
  )
  if (active.length + reservations.length + transfers.length > 0)
    throw refuse(400, 2000, 'The customer still has active subscriptions, reservations or transfers.')
  service.store.relationships.remove(pair)
  record(call, {
    customer: customer.tenantId,
    resource: 'partner_customer_relationship',
    operation: 'remove_partner_customer_relationship',
    newValue: { Id: customer.tenantId, RelationshipToPartner: 'none' },
  })
  return ok({ ...fullCustomer(service, customer, false), relationshipToPartner: 'none' })
}

export const customerProfileRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/customers/:customer/profiles/company',
    family: 'customer',
    userOnly: true,
    handle: call => ok(companyProfile(call.service, customerOf(call))),
  },
  {
    method: 'GET',
    path: '/v1/customers/:customer/profiles/billing',
    family: 'customer',
    handle: call => ok(billingProfile(call.service, customerOf(call))),
  },
  {
    method: 'PUT',
    path: '/v1/customers/:customer/profiles/billing',
    family: 'customer',
    write: true,
    roles: ['adminAgent', 'salesAgent'],
    refusedAs: { resource: 'customer', operation: 'update_customer_billing_profile' },
    handle: putBilling,
  },
  {
    method: 'PATCH',
    path: '/v1/customers/:customer',
    family: 'customer',
    userOnly: true,
    write: true,
    roles: ['adminAgent'],
    refusedAs: {
      resource: 'partner_customer_relationship',
      operation: 'remove_partner_customer_relationship',
    },
    handle: patch,
  },
]
