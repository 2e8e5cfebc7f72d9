/** The whole world as data, and what was asked of it. Secrets are left out. */
import { actionAtEnd } from '../lifecycle/scheduled-actions.ts'
import type { Service } from '../service.ts'
import type { PartnerRow } from '../state/partner-rows.ts'
import type { SubscriptionRow } from '../state/subscription-rows.ts'
import type { TransferRow } from '../state/transfer-rows.ts'

export function wholeWorld(service: Service): unknown {
  const { store } = service
  return {
    now: service.time.now(),
    partners: [...store.partners.all()].map(partnerView),
    customers: [...store.customers.all()].map(({ tenantId, name, domain, country, account, licences }) => ({
      tenantId,
      name,
      domain,
      country,
      account,
      licences,
    })),
    relationships: [...store.relationships.all()].map(row => ({
      partner: row.partner,
      customer: row.customer,
      acceptedAt: row.acceptedAt,
      visibleFrom: row.visibleFrom,
      agreement: row.agreements.length > 0,
      directSigned: row.directSigned,
      qualifications: row.qualifications,
    })),
    subscriptions: [...store.subscriptions.all()].map(subscriptionView),
    orders: [...store.orders.all()].map(row => ({
      partner: row.partner,
      customer: row.customer,
      id: row.id,
      status: row.settledAt <= service.time.now() ? 'completed' : 'pending',
      billingCycle: row.billing,
      createdAt: row.createdAt,
      lines: row.lines,
    })),
    carts: [...store.carts.all()].map(row => ({
      partner: row.partner,
      customer: row.customer,
      id: row.id,
      status: row.checkout === null ? 'Active' : 'Ordered',
      createdAt: row.createdAt,
      expiresAt: row.expiresAt,
      lines: row.lines,
      orders: row.checkout?.orders ?? [],
    })),
    transfers: [...store.transfers.all()].map(transferView),
    delegatedAdmin: {
      relationships: [...store.delegated.all()].map(row => ({
        partner: row.partner,
        id: row.id,
        name: row.name,
        customer: row.customer?.tenantId ?? null,
        status: row.status,
        roles: row.roles,
        autoExtend: row.autoExtend === 'P180D',
        createdAt: row.createdAt,
        activatedAt: row.activatedAt,
        endsAt: row.endsAt,
        assignments: store.assignments
          .in(row.id)
          .map(({ id, group, roles, status }) => ({ id, group, roles, status })),
      })),
      groups: [...store.groups.all()],
    },
  }
}

function subscriptionView(row: SubscriptionRow) {
  return {
    partner: row.partner,
    customer: row.customer,
    id: row.id,
    offerId: row.offerId,
    family: row.family,
    name: row.friendlyName,
    seats: row.seats,
    status: row.status,
    commerce: row.commerce,
    acquired: row.acquired,
    createdAt: row.purchasedAt,
    billing: row.billing,
    term: row.term,
    termStart: row.termStart,
    termEnd: row.termEnd,
    autoRenew: row.autoRenew,
    cancelAtTermEnd: actionAtEnd(row)?.actionType === 'Cancel',
    scheduledActions: row.scheduledActions,
    nextTerm: row.nextTerm,
    trial: row.trial,
    promotion: row.promotionId,
    partnerId: row.partnerId,
    parent: row.parent,
    orderId: row.orderId,
  }
}

function partnerView(row: PartnerRow) {
  return {
    name: row.name,
    tenantId: row.tenantId,
    companyName: row.companyName,
    domain: row.domain,
    cloud: row.cloud,
    country: row.country,
    markets: row.markets,
    currency: row.currency,
  }
}

function transferView(row: TransferRow) {
  return {
    id: row.id,
    customer: row.customer,
    source: row.source,
    target: row.target,
    status: row.status,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    completedAt: row.completedAt,
    lines: row.lines,
  }
}

const id = /^([0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{12})$/i

/** By method and route: ids read `{id}`, queries are left out. */
export function countRequests(service: Service): unknown {
  const counts = new Map<string, number>()
  for (const { method, path } of service.store.requests) {
    const segments = (path.split('?')[0] ?? '').split('/').map(part => (id.test(part) ? '{id}' : part))
    const route = `${method} ${segments.join('/')}`
    counts.set(route, (counts.get(route) ?? 0) + 1)
  }
  const sorted = [...counts].sort(([a], [b]) => (a < b ? -1 : 1))
  return { total: service.store.requests.length, counts: Object.fromEntries(sorted) }
}
