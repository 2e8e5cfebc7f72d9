/** World document → rows. Ids that are not written are derived from the row's position, so a seed is the same each time. */
import type { World } from '../../schemas/generated/world.ts'
import { confirmedBy } from './control/arrange.ts'
import { addFaults } from './faults.ts'
import { seedSubscriptions } from './seed-subscriptions.ts'
import type { Service } from './service.ts'
import type { CustomerRow, PartnerRow, RelationshipRow } from './state/rows.ts'

export function seedWorld(service: Service): void {
  const { world, store } = service
  const now = service.time.now()
  for (const written of world.partners) {
    const partner = partnerOf(written)
    store.partners.put(partner)
    for (const { upn, refreshToken } of partner.users)
      store.refreshTokens.put({ token: refreshToken, partner: partner.name, upn, lastUsedAt: now })
  }
  for (const written of world.customers ?? []) {
    const customer = customerOf(written)
    store.customers.put(customer)
    for (const relationship of written.relationships ?? [])
      store.relationships.put(relationshipOf(customer, relationship, now))
  }
  seedSubscriptions(service)
  if (world.faults !== undefined) addFaults(service, world.faults)
}

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
    apps: written.apps ?? [],
    users: (written.users ?? []).map(user => ({
      upn: user.upn,
      clientId: user.clientId,
      clientSecret: user.clientSecret ?? null,
      refreshToken: user.refreshToken,
      roles: user.roles ?? ['adminAgent'],
    })),
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
    qualifications: written.qualifications ?? [],
  }
}

function relationshipOf(
  customer: CustomerRow,
  written: NonNullable<WrittenCustomer['relationships']>[number],
  now: string,
): RelationshipRow {
  return {
    partner: written.partner,
    customer: customer.tenantId,
    acceptedAt: now,
    visibleFrom: now,
    agreements: written.agreement === true ? [confirmedBy(customer, now)] : [],
    directSigned: written.directSigned ?? false,
  }
}
