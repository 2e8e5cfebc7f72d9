/** The partner's own profiles (facts 6). Only the organization profile tells the tenant id. */
import type {
  WireBillingProfile,
  WireLegalBusinessProfile,
  WireMpnProfile,
  WireOrganizationProfile,
} from '../../partner-center/wire/profile.ts'
import { type Call, ok, type Route } from '../call.ts'
import { mpnIdOf, uuidOf } from '../ids.ts'
import { refuse } from '../refusal.ts'
import { link } from '../wire/links.ts'

function addressOf(call: Call) {
  const { firstName, lastName, phoneNumber } = contactOf(call)
  return {
    country: call.caller.partner.country,
    region: '',
    city: 'Example',
    state: '',
    addressLine1: 'Example Street 1',
    addressLine2: '',
    postalCode: '00000',
    firstName,
    lastName,
    phoneNumber,
  }
}

function contactOf(call: Call) {
  const email = `admin@${call.caller.partner.domain}`
  return { firstName: 'Partner', lastName: 'Contact', email, phoneNumber: '+10000000000' }
}

/** Stays while the profile does; no call here changes one. */
const etagOf = (call: Call, kind: string) => uuidOf('profile-etag', call.caller.partner.tenantId, kind)

function organization(call: Call): WireOrganizationProfile {
  const { partner } = call.caller
  return {
    id: partner.tenantId,
    companyName: partner.companyName,
    defaultAddress: addressOf(call),
    tenantId: partner.tenantId,
    domain: partner.domain,
    email: `admin@${partner.domain}`,
    language: 'en',
    culture: `en-${partner.country}`,
    profileType: 'organization_profile',
    links: { self: link(call.service, '/profiles/organization') },
    attributes: { etag: etagOf(call, 'organization'), objectType: 'OrganizationProfile' },
  }
}

function legalBusiness(call: Call): WireLegalBusinessProfile {
  return {
    companyName: call.caller.partner.companyName,
    address: addressOf(call),
    primaryContact: contactOf(call),
    companyApproverAddress: addressOf(call),
    companyApproverEmail: contactOf(call).email,
    vettingStatus: 'authorized',
    vettingSubStatus: 'none',
    profileType: 'legal_business_profile',
    links: { self: link(call.service, '/profiles/legalbusiness') },
    attributes: { objectType: 'LegalBusinessProfile' },
  }
}

/** A number of its own for each partner. */
function mpn(call: Call): WireMpnProfile {
  const asked = call.query.get('mpnId')
  const own = mpnIdOf(call.caller.partner.tenantId)
  if (asked !== null && asked !== own) throw refuse(404, 3000, 'The MPN id is not known.')
  return {
    mpnId: own,
    partnerName: call.caller.partner.companyName,
    profileType: 'mpn_profile',
    links: { self: link(call.service, '/profiles/mpn') },
    attributes: { objectType: 'MpnProfile' },
  }
}

function billing(call: Call): WireBillingProfile {
  return {
    companyName: call.caller.partner.companyName,
    address: addressOf(call),
    primaryContact: contactOf(call),
    purchaseOrderNumber: '',
    taxId: '',
    billingCurrency: call.caller.partner.currency,
    billingDay: 1,
    profileType: 'billing_profile',
    links: { self: link(call.service, '/profiles/billing') },
    attributes: { etag: etagOf(call, 'billing'), objectType: 'PartnerBillingProfile' },
  }
}

function support(call: Call) {
  const { domain } = call.caller.partner
  return {
    email: `support@${domain}`,
    telephone: contactOf(call).phoneNumber,
    website: `https://${domain}`,
    profileType: 'support_profile',
    links: { self: link(call.service, '/profiles/support') },
    attributes: { objectType: 'SupportProfile' },
  }
}

const everyone = ['adminAgent', 'salesAgent', 'billingAdmin', 'helpdeskAgent'] as const

export const profileRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/profiles/organization',
    family: 'other',
    userOnly: true,
    roles: everyone,
    handle: call => ok(organization(call)),
  },
  {
    method: 'GET',
    path: '/v1/profiles/legalbusiness',
    family: 'other',
    query: ['vettingVersion'],
    roles: everyone,
    handle: call => ok(legalBusiness(call)),
  },
  {
    method: 'GET',
    path: '/v1/profiles/mpn',
    family: 'other',
    query: ['mpnId'],
    userOnly: true,
    roles: everyone,
    handle: call => ok(mpn(call)),
  },
  {
    method: 'GET',
    path: '/v1/profiles/billing',
    family: 'other',
    roles: everyone,
    handle: call => ok(billing(call)),
  },
  {
    method: 'GET',
    path: '/v1/profiles/support',
    family: 'other',
    roles: everyone,
    handle: call => ok(support(call)),
  },
]
