/** World document → rows. Ids that are not written are derived from the row's position, so a seed is the same each time. */
import type { World } from '../../schemas/generated/world.ts'
import { availabilityId, findOffer, findSku } from './market/catalogue.ts'
import type { SubscriptionRow } from './rows.ts'
import { relationshipKey, type Service, saveSubscription, uuidFrom } from './service.ts'
import { addDuration, addMonths, dayOf, monthsOfTerm, startOf } from './time.ts'

export const sandboxTemplate = '117a77b0-9360-443b-8795-c6dedc750cf9'

export function seedWorld(service: Service): void {
  const { world, store } = service
  for (const partner of world.partners) {
    store.put('partners', partner.name, {
      name: partner.name,
      tenantId: partner.tenantId.toLowerCase(),
      companyName: partner.companyName ?? partner.name,
      domain: (partner.domain ?? `${partner.name}.example`).toLowerCase(),
      country: partner.country,
      markets: partner.markets ?? [partner.country],
      currency: partner.currency,
      apps: partner.apps ?? [],
      users: (partner.users ?? []).map(user => ({
        upn: user.upn,
        clientId: user.clientId,
        clientSecret: user.clientSecret ?? null,
        refreshToken: user.refreshToken,
        roles: user.roles ?? ['adminAgent'],
      })),
    })
  }
  for (const customer of world.customers ?? []) {
    const tenantId = customer.tenantId.toLowerCase()
    store.put('customers', tenantId, {
      tenantId,
      name: customer.name,
      domain: customer.domain,
      country: customer.country,
    })
    for (const relationship of customer.relationships ?? []) {
      const agreements =
        relationship.agreement === true
          ? [
              {
                templateId: sandboxTemplate,
                dateAgreed: world.clock,
                primaryContact: {
                  firstName: 'Seed',
                  lastName: customer.name,
                  email: `admin@${customer.domain}`,
                },
                userId: uuidFrom(`${world.name}/agreement/${tenantId}`),
              },
            ]
          : []
      store.put('relationships', relationshipKey(relationship.partner, tenantId), {
        partner: relationship.partner,
        customer: tenantId,
        visibleFrom: service.time.now(),
        agreements,
        directSigned: relationship.directSigned ?? false,
      })
    }
  }
  for (const [position, written] of (world.subscriptions ?? []).entries())
    saveSubscription(service, seedSubscription(service, written, position))
}

function seedSubscription(
  service: Service,
  written: NonNullable<World['subscriptions']>[number],
  position: number,
): SubscriptionRow {
  const { world } = service
  const offer = written.offer === undefined ? undefined : findOffer(world, written.offer)
  const [productId = '', skuId = ''] = (written.product ?? '').split(':')
  const sku = findSku(world, productId, skuId)
  const isNce = written.offer === undefined
  const commerce = isNce
    ? 'nce'
    : offer?.usage === true || /^MS-AZR-/i.test(written.offer ?? '')
      ? 'azure'
      : 'legacy'
  const name =
    offer?.name ?? sku?.sku.title ?? sku?.product.title ?? written.offer ?? written.product ?? 'unknown'
  const trial = written.trial ?? offer?.isTrial ?? sku?.sku.isTrial ?? false
  const term = written.term ?? (isNce ? 'P1Y' : '')
  const months = isNce ? monthsOfTerm(term) : commerce === 'legacy' ? 12 : null
  const derived = uuidFrom(`${world.name}/seed/${position}`)
  const at = startOf(written.started)
  const purchase = addDuration(at, 'P7D')
  const isOpen = isNce && purchase > service.time.now()
  const term0 =
    months === null
      ? { start: written.started, end: null }
      : currentTerm(written.started, months, dayOf(service.time.now()))
  return {
    partner: written.partner,
    customer: written.customer.toLowerCase(),
    id: written.id ?? (isNce ? derived : derived.toUpperCase()),
    commerce,
    offerId: isNce
      ? `${written.product}:${availabilityId(productId, skuId, at)}`
      : (offer?.id ?? written.offer ?? ''),
    productKey: (isNce ? (written.product ?? '') : (written.offer ?? '')).toUpperCase(),
    productType: isNce ? (sku?.product.productType ?? 'OnlineServicesNCE') : '',
    family: offer?.family ?? sku?.sku.family ?? `unlisted/${written.offer ?? written.product}`,
    offerName: name,
    friendlyName: written.name ?? name,
    seats: commerce === 'azure' ? 1 : written.seats,
    status: written.status ?? 'active',
    billing: written.billing ?? 'monthly',
    term,
    purchasedAt: at,
    termStart: term0.start,
    termEnd: term0.end,
    autoRenew: written.autoRenew ?? !trial,
    trial,
    parent: written.parent ?? null,
    orderId: seedOrder(service, written, position),
    version: 0,
    acquired: 'seed',
    visibleFrom: service.time.now(),
    cancellableUntil: isOpen ? purchase : null,
    batches: isOpen ? [{ seats: written.seats, until: purchase }] : [],
    nextTerm: null,
    scheduledActions: [],
    // A World does not say since when something is off; retention counts from where its clock starts.
    statusSince: (written.status ?? 'active') === 'active' ? at : service.time.now(),
    history: [],
    kept: {},
  }
}

/** Every seeded base has the order that made it; an add-on stands on its base's order. */
function seedOrder(
  service: Service,
  written: NonNullable<World['subscriptions']>[number],
  position: number,
): string {
  const base =
    written.parent === undefined
      ? undefined
      : service.store
          .all('subscriptions')
          .find(
            row => row.partner === written.partner && row.id.toLowerCase() === written.parent?.toLowerCase(),
          )
  if (base !== undefined) return base.orderId
  const id = uuidFrom(`${service.world.name}/seed-order/${position}`)
  const at = startOf(written.started)
  const subscription =
    written.id ??
    (written.offer === undefined
      ? uuidFrom(`${service.world.name}/seed/${position}`)
      : uuidFrom(`${service.world.name}/seed/${position}`).toUpperCase())
  service.store.put('orders', `${written.partner}/${id}`, {
    id,
    partner: written.partner,
    customer: written.customer.toLowerCase(),
    billing: written.billing ?? 'monthly',
    createdAt: at,
    settledAt: at,
    listedFrom: at,
    legacy: written.offer !== undefined,
    lines: [
      {
        number: 0,
        offerId: written.offer ?? written.product ?? '',
        subscription,
        parent: null,
        seats: written.seats,
        friendlyName: written.name ?? '',
        term: written.term ?? '',
      },
    ],
  })
  return id
}

function currentTerm(
  started: string,
  months: number,
  today: string,
): { readonly start: string; readonly end: string } {
  let count = 0
  while (addMonths(started, (count + 1) * months) <= today) count += 1
  return { start: addMonths(started, count * months), end: addMonths(started, (count + 1) * months) }
}
