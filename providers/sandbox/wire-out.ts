/** Rows → the bodies the service answers with (api.md 7-12). */
import type { AuditRow, CartRow, CustomerRow, OrderRow, SubscriptionRow } from './rows.ts'
import type { Service } from './service.ts'
import { addDays, dayOf, monthsOfCycle, normal, periodOf } from './time.ts'

type Body = Readonly<Record<string, unknown>>

export interface LinkStyle {
  /** Q2: some links already start with /v1. */
  readonly v1: boolean
}

export function link(
  uri: string,
  style: LinkStyle,
  headers: readonly { readonly key: string; readonly value: string }[] = [],
): Body {
  return { uri: style.v1 ? `/v1${uri}` : uri, method: 'GET', headers }
}

export function linkStyle(service: Service): LinkStyle {
  return { v1: service.world.settings?.quirks?.v1Links === true }
}

export function collection(service: Service, items: readonly unknown[], self: string, more: Body = {}): Body {
  const isBare = items.length === 0 && service.world.settings?.quirks?.missingItems === true
  return {
    totalCount: items.length,
    ...(!isBare && { items }),
    links: { self: link(self, linkStyle(service)) },
    attributes: { objectType: 'Collection' },
    ...more,
  }
}

export function slimCustomer(service: Service, row: CustomerRow): Body {
  return {
    id: row.tenantId,
    companyProfile: companyProfile(service, row),
    relationshipToPartner: 'reseller',
    links: { self: link(`/customers/${row.tenantId}`, linkStyle(service)) },
    attributes: { objectType: 'Customer' },
  }
}

export function companyProfile(service: Service, row: CustomerRow): Body {
  return {
    tenantId: row.tenantId,
    domain: row.domain,
    companyName: row.name,
    links: { self: link(`/customers/${row.tenantId}/profiles/company`, linkStyle(service)) },
    attributes: { objectType: 'CustomerCompanyProfile' },
  }
}

export function fullCustomer(service: Service, row: CustomerRow): Body {
  return {
    ...slimCustomer(service, row),
    billingProfile: {
      id: row.tenantId,
      email: `billing@${row.domain}`,
      culture: `en-${row.country}`,
      language: 'en',
      companyName: row.name,
      defaultAddress: {
        country: row.country,
        city: 'Example',
        addressLine1: 'Example Street 1',
        postalCode: '00000',
        firstName: 'A',
        lastName: 'B',
      },
      links: { self: link(`/customers/${row.tenantId}/profiles/billing`, linkStyle(service)) },
      attributes: { etag: '-5500112233445566778', objectType: 'CustomerBillingProfile' },
    },
    allowDelegatedAccess: false,
  }
}

export function etagOf(row: SubscriptionRow): string {
  return Buffer.from(JSON.stringify({ id: row.id, version: row.version })).toString('base64')
}

export function subscriptionBody(service: Service, row: SubscriptionRow): Body {
  const style = linkStyle(service)
  const isNce = row.commerce === 'nce'
  const [productId = '', skuId = ''] = row.productKey.split(':')
  const months = monthsOfCycle(row.billing)
  const cycleEnd =
    months === null ? null : periodOf(dayOf(row.purchasedAt), months, dayOf(service.time.now())).end
  const open = row.batches.filter(batch => batch.until > service.time.now() && row.status === 'active')
  return {
    ...row.kept,
    ...(service.world.settings?.quirks?.unknownValues === true && { futureField: { level: 7 } }),
    id: row.id,
    offerId: row.offerId,
    offerName: row.offerName,
    friendlyName: row.friendlyName,
    ...(isNce && { productType: { id: row.productType, displayName: row.productType } }),
    quantity: row.seats,
    unitType: row.commerce === 'azure' ? 'Usage-based' : 'Licenses',
    ...(row.parent !== null && { parentSubscriptionId: row.parent }),
    hasPurchasableAddons: false,
    creationDate: row.purchasedAt,
    effectiveStartDate: `${row.termStart}T00:00:00Z`,
    commitmentEndDate:
      row.termEnd === null ? '9999-12-10T00:00:00Z' : `${addDays(row.termEnd, -1)}T00:00:00Z`,
    ...(isNce &&
      row.termEnd !== null && { commitmentEndDateTime: `${addDays(row.termEnd, -1)}T23:59:59.999Z` }),
    ...(isNce && {
      cancellationAllowedUntilDate:
        row.cancellableUntil !== null && row.cancellableUntil > service.time.now()
          ? row.cancellableUntil
          : null,
    }),
    ...(cycleEnd !== null &&
      row.commerce !== 'azure' && { billingCycleEndDate: `${addDays(cycleEnd, -1)}T00:00:00Z` }),
    status: row.status,
    autoRenewEnabled: row.autoRenew,
    isTrial: row.trial,
    billingType: row.commerce === 'azure' ? 'usage' : 'license',
    billingCycle: row.billing,
    ...(isNce && { termDuration: row.term, renewalTermDuration: '' }),
    ...(isNce &&
      open.length > 0 && {
        refundableQuantity: {
          totalQuantity: open.reduce((sum, batch) => sum + batch.seats, 0),
          details: open.map(batch => ({ quantity: batch.seats, allowedUntilDateTime: batch.until })),
        },
      }),
    ...(isNce && { scheduledNextTermInstructions: row.nextTerm ?? null }),
    ...(row.scheduledActions.length > 0 && { scheduledActions: row.scheduledActions }),
    isMicrosoftProduct: true,
    publisherName: 'Microsoft Corporation',
    partnerId: '',
    attentionNeeded: false,
    actionTaken: false,
    contractType: 'subscription',
    orderId: row.orderId,
    links: {
      ...(isNce
        ? {
            product: link(
              `/products/${productId}?country=${service.store.get('customers', row.customer)?.country ?? ''}`,
              style,
            ),
            sku: link(`/products/${productId}/skus/${skuId}`, style),
          }
        : { offer: link(`/offers/${row.offerId}`, style) }),
      self: link(`/customers/${row.customer}/subscriptions/${row.id}`, style),
    },
    attributes: { ...(row.commerce === 'legacy' && { etag: etagOf(row) }), objectType: 'Subscription' },
  }
}

export function orderBody(service: Service, row: OrderRow): Body {
  const isSettled = row.settledAt <= service.time.now()
  return {
    id: row.id,
    referenceCustomerId: row.customer,
    billingCycle: row.billing,
    currencyCode: service.store.get('partners', row.partner)?.currency ?? '',
    lineItems: row.lines.map(line => ({
      lineItemNumber: line.number,
      offerId: line.offerId,
      ...(isSettled && { subscriptionId: line.subscription }),
      ...(line.parent !== null && { parentSubscriptionId: line.parent }),
      ...(line.term !== '' && { termDuration: line.term }),
      transactionType: 'New',
      friendlyName: line.friendlyName,
      quantity: line.seats,
    })),
    creationDate: row.createdAt,
    status: isSettled ? 'completed' : 'pending',
    transactionType: 'UserPurchase',
    links: { self: link(`/customers/${row.customer}/orders/${row.id}`, linkStyle(service)) },
    attributes: { objectType: 'Order' },
  }
}

export function cartBody(service: Service, row: CartRow): Body {
  const lineBody = (line: CartRow['lines'][number]): Body => {
    const addOns = row.lines.filter(other => other.baseLine === line.id)
    return {
      id: line.id,
      catalogItemId: line.catalogItemId,
      quantity: line.quantity,
      billingCycle: line.billing,
      ...(line.term !== '' && { termDuration: line.term }),
      ...(line.friendlyName !== null && { friendlyName: line.friendlyName }),
      ...(line.parent !== null && { provisioningContext: { ParentSubscriptionId: line.parent } }),
      currencyCode: service.store.get('partners', row.partner)?.currency ?? '',
      orderGroup: line.orderGroup,
      ...(line.error !== null && { error: { ...line.error, additionalInformation: '' } }),
      ...(addOns.length > 0 && { addonItems: addOns.map(lineBody) }),
    }
  }
  return {
    id: row.id,
    creationTimestamp: row.createdAt,
    lastModifiedTimestamp: row.modifiedAt,
    expirationTimestamp: row.expiresAt,
    lastModifiedUser: row.user,
    status: row.result === null ? 'Active' : 'Ordered',
    lineItems: row.lines.filter(line => line.baseLine === null).map(lineBody),
    links: { self: link(`/customers/${row.customer}/carts/${row.id}`, linkStyle(service)) },
    attributes: { objectType: 'Cart' },
  }
}

export function auditBody(row: AuditRow, customerName: string, partnerTenant: string): Body {
  return {
    id: row.id,
    participants: [partnerTenant],
    partnerId: partnerTenant,
    customerId: row.customer,
    customerName,
    userPrincipalName: row.user,
    applicationId: row.application,
    resourceType: row.resourceType,
    resourceNewValue: JSON.stringify(row.newValue),
    operationType: row.operationType,
    originalCorrelationId: row.correlationId,
    operationDate: normal(row.at).replace('Z', '0000Z'),
    operationStatus: row.status,
    customizedData: row.data,
    attributes: { objectType: 'AuditRecord' },
  }
}
