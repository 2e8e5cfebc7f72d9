/** Licence totals of a customer's directory: all partners together, so that nobody is left without a seat (facts 16). */
import type { WireSubscribedSku } from '../../partner-center/wire/entitlement.ts'
import { type Answer, type Call, customerOf, ok, type Route } from '../call.ts'
import { licenceReaders } from '../graph/roles.ts'
import { refuse } from '../refusal.ts'
import { pairOf } from '../state/store.ts'
import type { SubscriptionRow } from '../state/subscription-rows.ts'
import { collection } from '../wire/links.ts'
import { provisioningIdOf } from './products.ts'

function list(call: Call): Answer {
  const { service } = call
  const customer = customerOf(call)
  checkReader(call, customer.tenantId)
  const families = new Map<string, SubscriptionRow[]>()
  for (const partner of service.store.partners.all())
    for (const row of service.store.subscriptions.in(pairOf(partner.name, customer.tenantId))) {
      if (row.commerce === 'azure' || row.visibleFrom > service.time.now()) continue
      const rows = families.get(row.family)
      if (rows === undefined) families.set(row.family, [row])
      else rows.push(row)
    }
  const items = [...families]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([family, rows]) => {
      const consumed = customer.licences.find(entry => entry.family === family)?.consumed ?? 0
      return skuBody(family, rows, consumed)
    })
    .filter(sku => sku.totalUnits !== 0)
  return ok(collection(service, items, `/customers/${customer.tenantId}/subscribedskus`))
}

/** G10: the directory is the customer's; a partner reads it through delegated administration with one of the reader roles. */
function checkReader({ service, caller }: Call, customer: string): void {
  if (!service.settings.licencesNeedReader) return
  const { store } = service
  const reads = store.delegated
    .in(caller.partner.name)
    .filter(row => row.customer?.tenantId === customer && row.status === 'active')
    .flatMap(row => store.assignments.in(row.id))
    .some(row => row.status === 'active' && row.roles.some(role => licenceReaders.includes(role)))
  if (!reads) throw refuse(403, 2032, 'Access denied.')
}

/** Expired ones still let their users in: the directory warns. */
function skuBody(family: string, rows: readonly SubscriptionRow[], consumed: number): WireSubscribedSku {
  const seats = (...statuses: readonly string[]) =>
    rows.filter(row => statuses.includes(row.status)).reduce((sum, row) => sum + row.seats, 0)
  const active = seats('active')
  const warning = seats('expired')
  const suspended = seats('suspended', 'disabled')
  return {
    availableUnits: active + warning - consumed,
    activeUnits: active,
    consumedUnits: consumed,
    suspendedUnits: suspended,
    totalUnits: active + warning + suspended,
    warningUnits: warning,
    productSku: {
      id: provisioningIdOf(family),
      name: rows[0]?.offerName ?? family,
      skuPartNumber: family.toUpperCase().replaceAll('-', '_'),
      targetType: 'User',
    },
    capabilityStatus: active > 0 ? 'Enabled' : warning > 0 ? 'Warning' : 'Suspended',
    attributes: { objectType: 'SubscribedSku' },
  }
}

export const licenceRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/customers/:customer/subscribedskus',
    family: 'customer',
    query: ['licenseGroupIds'],
    userOnly: true,
    roles: ['adminAgent', 'helpdeskAgent'],
    handle: list,
  },
]
