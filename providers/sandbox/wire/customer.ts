/** Customers as the service shows them (api.md 7): slim in lists, full by id. */
import type {
  WireCustomer,
  WireCustomerBillingProfile,
  WireCustomerCompanyProfile,
} from '../../partner-center/wire/customer.ts'
import { uuidOf } from '../ids.ts'
import type { Service } from '../service.ts'
import type { CustomerRow } from '../state/rows.ts'
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

export function fullCustomer(service: Service, row: CustomerRow): WireCustomer {
  return {
    ...slimCustomer(service, row),
    commerceId: uuidOf('commerce', row.tenantId),
    billingProfile: billingProfile(service, row),
    allowDelegatedAccess: false,
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
  return {
    id: uuidOf('billing', row.tenantId),
    email: `billing@${row.domain}`,
    culture: `en-${row.country}`,
    language: 'en',
    companyName: row.name,
    defaultAddress: {
      country: row.country,
      city: 'Example',
      addressLine1: 'Example Street 1',
      postalCode: '00000',
      firstName: 'Account',
      lastName: 'Payable',
    },
    links: { self: link(service, `/customers/${row.tenantId}/profiles/billing`) },
    attributes: { etag: '-5500112233445566778', objectType: 'CustomerBillingProfile' },
  }
}
