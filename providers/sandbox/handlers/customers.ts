/** Customers, relationship requests, agreements, partner profiles (api.md 6-8). */
import { recordActivity } from '../audit.ts'
import { asFields, field, onlyFields, textField } from '../body-reader.ts'
import { type Answer, type Call, customerOf, ok, onlyQuery, type Route } from '../call.ts'
import { filterOf, paged } from '../paging.ts'
import { refuse } from '../refusal.ts'
import { sandboxTemplate } from '../seed.ts'
import { relationshipKey, visibleRelationship } from '../service.ts'
import { collection, companyProfile, fullCustomer, slimCustomer } from '../wire-out.ts'

function list(call: Call): Answer {
  onlyQuery(call, ['size', 'seekOperation', 'filter'])
  const filter = filterOf(call)
  if (
    filter !== null &&
    (!['companyname', 'domain'].includes(filter.field) ||
      !['starts_with', 'equals'].includes(filter.operator))
  )
    throw refuse(400, 2000, 'The filter is not supported.')
  const rows = call.service.store
    .all('customers')
    .filter(row => visibleRelationship(call.service, call.caller.partner.name, row.tenantId) !== undefined)
    .filter(row => {
      if (filter === null) return true
      const value = (filter.field === 'domain' ? row.domain : row.name).toLowerCase()
      return filter.operator === 'equals' ? value === filter.value : value.startsWith(filter.value)
    })
  return paged(
    call,
    '/customers',
    rows.map(row => slimCustomer(call.service, row)),
  )
}

function relationshipRequest(call: Call): Answer {
  return ok({
    url: `https://admin.microsoft.com/Adminportal/Home?invType=ResellerRelationship&partnerId=${call.caller.partner.tenantId}&msppId=0&DAP=false#/BillingAccounts/partner-invitation`,
    attributes: { objectType: 'RelationshipRequest' },
  })
}

const agreementType = 'MicrosoftCustomerAgreement'

function agreements(call: Call): Answer {
  onlyQuery(call, ['agreementType'])
  const customer = customerOf(call)
  const row = call.service.store.get(
    'relationships',
    relationshipKey(call.caller.partner.name, customer.tenantId),
  )
  return ok(
    collection(
      call.service,
      (row?.agreements ?? []).map(agreement => ({
        ...agreement,
        type: agreementType,
        agreementLink: 'https://aka.ms/customeragreement',
      })),
      `/customers/${customer.tenantId}/agreements`,
    ),
  )
}

function confirmAgreement(call: Call): Answer {
  const customer = customerOf(call)
  const body = asFields(call.body, 'An agreement')
  onlyFields(body, ['primaryContact', 'templateId', 'dateAgreed', 'type', 'attributes'], 'An agreement')
  const templateId = textField(body, 'templateId', 'An agreement')
  const contact = asFields(field(body, 'primaryContact'), 'primaryContact')
  for (const name of ['firstName', 'lastName', 'email']) textField(contact, name, 'primaryContact')
  const key = relationshipKey(call.caller.partner.name, customer.tenantId)
  const row = call.service.store.get('relationships', key)
  if (row === undefined)
    throw refuse(403, 20002, 'The partner does not have a commerce relationship with the customer.')
  const agreement = {
    templateId,
    dateAgreed: textField(body, 'dateAgreed', 'An agreement'),
    primaryContact: contact,
    userId: call.caller.clientId,
  }
  if (
    row.agreements.some(
      entry =>
        entry.templateId === templateId && JSON.stringify(entry.primaryContact) === JSON.stringify(contact),
    )
  )
    throw refuse(400, 600061, 'The agreement was confirmed already.')
  call.service.store.put('relationships', key, { ...row, agreements: [...row.agreements, agreement] })
  recordActivity(
    call.service,
    {
      partner: call.caller.partner.name,
      customer: customer.tenantId,
      resourceType: 'agreement',
      operationType: 'create_agreement',
      status: 'succeeded',
      newValue: agreement,
    },
    call,
  )
  return { status: 201, body: { ...agreement, type: agreementType } }
}

function directSigned(call: Call): Answer {
  const customer = customerOf(call)
  const row = visibleRelationship(call.service, call.caller.partner.name, customer.tenantId)
  return ok({
    isSigned: row?.directSigned ?? false,
    attributes: { objectType: 'DirectSignedCustomerAgreementStatus' },
  })
}

function organization(call: Call): Answer {
  const { partner } = call.caller
  return ok({
    id: partner.tenantId,
    companyName: partner.companyName,
    defaultAddress: { country: partner.country },
    tenantId: partner.tenantId,
    domain: partner.domain,
    email: `admin@${partner.domain}`,
    language: 'en',
    culture: 'en-US',
    profileType: 'organization_profile',
    attributes: { objectType: 'OrganizationProfile' },
  })
}

function legalBusiness(call: Call): Answer {
  const { partner } = call.caller
  return ok({
    companyName: partner.companyName,
    address: { country: partner.country },
    vettingStatus: 'authorized',
    vettingSubStatus: 'none',
    profileType: 'legal_business_profile',
    attributes: { objectType: 'LegalBusinessProfile' },
  })
}

export const customerRoutes: readonly Route[] = [
  // GET /v1/customers is not among the throttled calls (api.md 4.7), but counts as the customer family here.
  { method: 'GET', path: '/customers', family: 'customer', handle: list },
  {
    method: 'GET',
    path: '/customers/relationshiprequests',
    family: 'customer',
    userOnly: true,
    handle: relationshipRequest,
  },
  {
    method: 'GET',
    path: '/customers/:customer',
    family: 'customer',
    handle: call => ok(fullCustomer(call.service, customerOf(call))),
  },
  {
    method: 'GET',
    path: '/customers/:customer/profiles/company',
    family: 'customer',
    userOnly: true,
    handle: call => ok(companyProfile(call.service, customerOf(call))),
  },
  {
    method: 'GET',
    path: '/customers/:customer/agreements',
    family: 'customer',
    userOnly: true,
    handle: agreements,
  },
  {
    method: 'POST',
    path: '/customers/:customer/agreements',
    family: 'customer',
    userOnly: true,
    write: true,
    handle: confirmAgreement,
  },
  {
    method: 'GET',
    path: '/customers/:customer/directSignedMicrosoftCustomerAgreementStatus',
    family: 'customer',
    userOnly: true,
    handle: directSigned,
  },
  {
    method: 'GET',
    path: '/agreements',
    family: 'other',
    userOnly: true,
    handle: call =>
      ok(
        collection(
          call.service,
          [
            {
              templateId: sandboxTemplate,
              agreementType,
              agreementLink: 'https://aka.ms/customeragreement',
              versionRank: 1,
            },
          ],
          '/agreements',
        ),
      ),
  },
  { method: 'GET', path: '/profiles/organization', family: 'other', userOnly: true, handle: organization },
  { method: 'GET', path: '/profiles/legalbusiness', family: 'other', handle: legalBusiness },
]
