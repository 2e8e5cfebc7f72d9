/** Customers as the service shows them (facts 7): slim in lists, full by id. */
import type {
  WireCustomer,
  WireCustomerBillingProfile,
  WireCustomerCompanyProfile,
} from '../../partner-center/wire/customer.ts'
import { uuidOf } from '../ids.ts'
import type { Service } from '../service.ts'
import type { CustomerRow } from '../state/customer-rows.ts'
import { futureFields, link } from './links.ts'

export function slimCustomer(service: Service, row: CustomerRow): WireCustomer {
  return {
    ...futureFields(service),
    id: row.tenantId,
    companyProfile: companyProfile(service, row),
    relationshipToPartner: 'reseller',
    links: { self: link(service, `/customers/${row.tenantId}`) },
    attributes: { objectType: 'Customer' },
  }
}

export function fullCustomer(service: Service, row: CustomerRow, delegatedAccess: boolean): WireCustomer {
  return {
    ...slimCustomer(service, row),
    commerceId: uuidOf('commerce', row.tenantId),
    billingProfile: billingProfile(service, row),
    allowDelegatedAccess: delegatedAccess,
    customDomains: [row.domain],
  }
}

export function companyProfile(service: Service, row: CustomerRow): WireCustomerCompanyProfile {
  return {
    tenantId: row.tenantId,
    domain: row.domain,
    companyName: row.name,
    links: { self: link(service, `/customers/${row.tenantId}/profiles/company`) },
    attributes: { objectType: 'CustomerCompanyProfile' },
  }
}

export function billingProfile(service: Service, row: CustomerRow): WireCustomerBillingProfile {
  const { billing } = row
  return {
    id: uuidOf('billing', row.tenantId),
    email: billing.email,
    culture: billing.culture,
    language: billing.language,
    companyName: billing.companyName,
    defaultAddress: billing.address,
    links: { self: link(service, `/customers/${row.tenantId}/profiles/billing`) },
    attributes: { etag: billingEtagOf(row), objectType: 'CustomerBillingProfile' },
  }
}

/** A signed 64-bit integer as text (facts 4.4). */
export function billingEtagOf(row: CustomerRow): string {
  const hex = uuidOf('billing-etag', row.tenantId, String(row.billing.version))
    .replaceAll('-', '')
    .slice(0, 16)
  return BigInt.asIntN(64, BigInt(`0x${hex}`)).toString()
}
