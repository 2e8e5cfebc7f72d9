/** Customers and the link that invites them (facts 7; E3, E4, E5). */
import { type Answer, type Call, customerOf, ok, type Route } from '../call.ts'
import { continued, type Filter, filterOf } from '../paging.ts'
import { refuse } from '../refusal.ts'
import { visibleRelationship } from '../service.ts'
import type { CustomerRow } from '../state/customer-rows.ts'
import { fullCustomer, slimCustomer } from '../wire/customer.ts'

const largest = 500

function list(call: Call): Answer {
  const { service, caller } = call
  const filter = filterOf(call)
  const now = service.time.now()
  const rows = service.store.relationships
    .in(caller.partner.name)
    .flatMap(row => (row.visibleFrom <= now ? (service.store.customers.get(row.customer) ?? []) : []))
    .filter(row => filter === null || fits(row, filter))
    .sort((a, b) => (a.tenantId < b.tenantId ? -1 : 1))
  return continued(
    call,
    '/customers',
    rows.map(row => ({ key: row.tenantId, body: () => slimCustomer(service, row) })),
    largest,
  )
}

function fits(row: CustomerRow, { field, operator, value }: Filter): boolean {
  const texts: Readonly<Record<string, string>> = { companyname: row.name, domain: row.domain }
  const text = texts[field]?.toLowerCase()
  if (text === undefined) throw refuse(400, 2000, `The filter field ${field} is not supported.`)
  if (operator === 'startswith') return text.startsWith(value)
  if (operator === 'equals') return text === value
  throw refuse(400, 2000, `The filter operator ${operator} is not supported.`)
}

/** One link for all customers of the partner (facts 7): no request, no state, no expiry. */
function relationshipRequest(call: Call): Answer {
  const partner = call.caller.partner.tenantId
  return ok({
    url: `https://admin.microsoft.com/Adminportal/Home?invType=ResellerRelationship&partnerId=${partner}&msppId=0&DAP=false#/BillingAccounts/partner-invitation`,
    attributes: { objectType: 'RelationshipRequest' },
  })
}

export const customerRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/customers',
    // Not on the list of what is throttled (facts 4.7).
    family: 'other',
    query: ['size', 'seekOperation', 'filter'],
    handle: list,
  },
  {
    method: 'GET',
    path: '/v1/customers/relationshiprequests',
    family: 'other',
    userOnly: true,
    // Winning customers is for those who sell; to read alone (Helpdesk, billing) is not enough.
    roles: ['adminAgent', 'salesAgent'],
    query: ['indirectCloudSolutionProviderId', 'indirectResellerId', 'dualRoleIndirectRelationship'],
    handle: relationshipRequest,
  },
  {
    method: 'GET',
    path: '/v1/customers/:customer',
    family: 'customer',
    handle: call => {
      const customer = customerOf(call)
      const link = visibleRelationship(call.service, call.caller.partner.name, customer.tenantId)
      return ok(fullCustomer(call.service, customer, link?.delegatedAccess ?? false))
    },
  },
]
