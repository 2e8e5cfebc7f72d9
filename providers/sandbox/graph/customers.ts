/** Customers that gave delegated administration at least once, and where it is used. */
import type { Answer } from '../call.ts'
import { type GraphCall, type GraphRoute, graphParam, readPermissions } from './graph-call.ts'
import { refuseGraph } from './graph-refusal.ts'
import { graphItem, graphList, listOptions } from './query.ts'

const path = '/tenantRelationships/delegatedAdminCustomers'

/** One per customer that approved a relationship which can still be seen. */
function customersOf(call: GraphCall) {
  const found = new Map<string, { id: string; tenantId: string; displayName: string }>()
  for (const { customer, status } of call.service.store.delegated.in(call.caller.partner.name))
    if (customer !== null && !['created', 'approvalPending'].includes(status)) {
      const { tenantId } = customer
      const displayName = call.service.store.customers.get(tenantId)?.name ?? customer.name
      found.set(tenantId, { id: tenantId, tenantId, displayName })
    }
  return [...found.values()].sort((a, b) => (a.tenantId < b.tenantId ? -1 : 1))
}

function customerOf(call: GraphCall) {
  const id = graphParam(call, 'customer')
  const found = customersOf(call).find(row => row.id === id)
  if (found === undefined) throw refuseGraph(404, `The resource '${id}' does not exist.`)
  return found
}

const portals = [
  ['Azure', 'https://portal.azure.com'],
  ['Exchange', 'https://outlook.office365.com/ecp'],
  ['Microsoft365', 'https://admin.microsoft.com'],
] as const

function services(call: GraphCall): Answer {
  const { id } = customerOf(call)
  const rows = portals.map(([serviceName, url]) => ({
    id: serviceName,
    serviceName,
    serviceManagementUrl: `${url}/?tenantId=${id}`,
  }))
  return graphList(call, `${path}/${id}/serviceManagementDetails`, rows)
}

const read = { method: 'GET', permissions: readPermissions, needsPrincipal: true } as const

export const delegatedCustomerRoutes: readonly GraphRoute[] = [
  { ...read, path, query: listOptions, handle: (call): Answer => graphList(call, path, customersOf(call)) },
  {
    ...read,
    path: `${path}/:customer`,
    query: ['$select'],
    handle: (call): Answer => graphItem(call, path, customerOf(call)),
  },
  { ...read, path: `${path}/:customer/serviceManagementDetails`, query: ['$top'], handle: services },
]
