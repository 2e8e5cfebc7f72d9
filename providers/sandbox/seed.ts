/** World document → rows. Ids that are not written are derived from the row's position, so a seed is the same each time. */
import type { World } from '../../schemas/generated/world.ts'
import { confirmedBy } from './control/arrange.ts'
import { addFaults } from './faults.ts'
import { seedDelegated } from './graph/seed-delegated.ts'
import { seedSubscriptions } from './seed-subscriptions.ts'
import type { Service } from './service.ts'
import type { CustomerRow, RelationshipRow } from './state/customer-rows.ts'
import type { PartnerRow } from './state/partner-rows.ts'
import { normal } from './time/calendar.ts'

export function seedWorld(service: Service): void {
  const { world, store } = service
  const now = service.time.now()
  for (const written of world.partners) {
    const partner = partnerOf(written)
    store.partners.put(partner)
    for (const { upn, refreshToken, lastSignIn } of written.users ?? []) {
      const lastUsedAt = lastSignIn === undefined ? now : normal(lastSignIn)
      store.refreshTokens.put({ token: refreshToken, partner: partner.name, upn, lastUsedAt })
    }
  }
  for (const written of world.customers ?? []) {
    const customer = customerOf(written)
    store.customers.put(customer)
    for (const relationship of written.relationships ?? [])
      store.relationships.put(relationshipOf({ customer, written, relationship }, now))
  }
  seedSubscriptions(service)
  seedDelegated(service)
  if (world.faults !== undefined) addFaults(service, world.faults)
}

/** At Graph: what the product asks for. */
const usualPermissions = ['DelegatedAdminRelationship.ReadWrite.All', 'PartnerBilling.Read.All']

function partnerOf(written: World['partners'][number]): PartnerRow {
  return {
    name: written.name,
    tenantId: written.tenantId.toLowerCase(),
    companyName: written.companyName ?? written.name,
    domain: (written.domain ?? `${written.name}.example`).toLowerCase(),
    cloud: written.cloud ?? 'global',
    country: written.country,
    markets: written.markets ?? [written.country],
    currency: written.currency,
    apps: (written.apps ?? []).map(app => ({
      clientId: app.clientId,
      clientSecret: app.clientSecret ?? null,
      secretExpires: app.secretExpires === undefined ? null : normal(app.secretExpires),
      certificate: app.certificate ?? null,
      federated: app.federated ?? [],
      tokenTenant: app.tokenTenant ?? null,
      registered: app.registered ?? true,
      graphPermissions: app.graphPermissions ?? usualPermissions,
      publicFlows: app.publicFlows ?? true,
    })),
    users: (written.users ?? []).map(user => ({
      upn: user.upn,
      clientId: user.clientId,
      clientSecret: user.clientSecret ?? null,
      refreshToken: user.refreshToken,
      roles: user.roles ?? ['adminAgent'],
      tokenTenant: user.tokenTenant ?? null,
      revoked: user.revoked ?? false,
      mfa: user.mfa ?? true,
      guest: user.guest ?? false,
      consented: user.consented ?? true,
      graphPermissions: user.graphPermissions ?? usualPermissions,
    })),
    active: written.active ?? true,
    partnerAgreement: written.partnerAgreement ?? true,
    creditLimit: written.creditLimit ?? null,
    resellers:
      written.resellers?.map(({ id, authorised }) => ({ id, authorised: authorised ?? true })) ?? null,
  }
}

type WrittenCustomer = NonNullable<World['customers']>[number]

function customerOf(written: WrittenCustomer): CustomerRow {
  return {
    tenantId: written.tenantId.toLowerCase(),
    name: written.name,
    domain: written.domain,
    country: written.country,
    account: written.account ?? null,
    licences: (written.licences ?? []).map(({ family, consumed }) => ({ family, consumed })),
    billing: {
      version: 0,
      email: written.email ?? `billing@${written.domain}`,
      companyName: written.name,
      culture: `en-${written.country}`,
      language: 'en',
      address: {
        country: written.country,
        city: 'Example',
        addressLine1: 'Example Street 1',
        postalCode: '00000',
        firstName: 'Account',
        lastName: 'Payable',
      },
    },
    unknownValues: written.unknownValues ?? false,
  }
}

function relationshipOf(
  from: {
    readonly customer: CustomerRow
    readonly written: WrittenCustomer
    readonly relationship: NonNullable<WrittenCustomer['relationships']>[number]
  },
  now: string,
): RelationshipRow {
  const { customer, relationship } = from
  const qualifications = relationship.qualifications ?? from.written.qualifications ?? []
  return {
    partner: relationship.partner,
    customer: customer.tenantId,
    acceptedAt: now,
    visibleFrom: now,
    agreements: relationship.agreement === true ? [confirmedBy(customer, now)] : [],
    directSigned: relationship.directSigned ?? false,
    qualifications: qualifications.map(entry => ({ ...entry, createdAt: now, settledAt: null })),
    delegatedAccess: relationship.delegatedAccess ?? false,
  }
}
