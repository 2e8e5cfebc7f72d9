/** `Reader` over the client: every answer is present, absent or unknown, and nothing the service says is thrown. */

import { compare } from '../../engine/compare.ts'
import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import type { ActivityRecord } from '../../engine/model/activity.ts'
import type { PartnerName, TenantId } from '../../engine/model/ids.ts'
import type { InvoiceLine, LineSetAside } from '../../engine/model/invoice.ts'
import type { Agreement, Read } from '../../engine/model/live.ts'
import type { Reader } from '../../engine/ports.ts'
import type { ReadClient } from './client/client.ts'
import { ApiFailure, isFailure } from './client/errors/failure.ts'
import { textAt } from './client/read-value.ts'
import { remembering } from './client/remembered.ts'
import { getDirectSigned, getQualifications, listAgreements } from './client/resources/agreements.ts'
import { listAuditRecords } from './client/resources/audit.ts'
import { findSku, getOffer } from './client/resources/catalog.ts'
import {
  getCustomer,
  getRelationshipRequest,
  getValidationStatus,
  listCustomers,
  listEntitlements,
} from './client/resources/customers.ts'
import { listInvoiceLines, listInvoices } from './client/resources/invoices.ts'
import { listOrders } from './client/resources/orders.ts'
import { getLegalBusinessProfile } from './client/resources/profiles.ts'
import {
  getSubscription,
  listAzureEntitlements,
  listSubscriptions,
} from './client/resources/subscriptions.ts'
import { listTransfers } from './client/resources/transfers.ts'
import { codes } from './codes.ts'
import { customerRow, isReseller, liveCustomer, liveSubscription } from './convert.ts'
import { activityRecord } from './convert-activity.ts'
import { azureSubscription } from './convert-azure.ts'
import { itemOfOffer, itemOfSku } from './convert-catalogue.ts'
import { accountReview, qualification } from './convert-eligibility.ts'
import { invoiceLine, invoicePeriod } from './convert-invoice.ts'
import { placedOrder } from './convert-order.ts'
import { entitlement, openTransfer } from './convert-transfer.ts'
import { readLicences } from './licences.ts'

/** What an item is was asked for just now, for its licence; in ms. */
const aMomentMs = 10_000

export type ClientOf<Client extends ReadClient = ReadClient> = (partner: PartnerName) => Client | null

export function readerOver(clientOf: ClientOf): Reader {
  const countries = new Map<TenantId, string | null>()
  const countryOf = async (client: ReadClient, customer: TenantId) => {
    const seen = countries.get(customer)
    if (seen !== undefined) return seen
    const wire = await getCustomer(client, customer)
    return wire.billingProfile?.defaultAddress?.country ?? null
  }
  return {
    customers: partner =>
      reading(clientOf, partner, async client => {
        const rows = new Map<string, ReturnType<typeof customerRow>>()
        for await (const page of listCustomers(client))
          for (const wire of page)
            if (isReseller(wire)) {
              const row = customerRow(partner, wire)
              rows.set(row.tenant, row)
            }
        return present([...rows.values()])
      }),

    customer: (partner, customer) =>
      reading(clientOf, partner, async client => {
        const wire = await getCustomer(client, customer)
        if (!isReseller(wire)) return { kind: 'absent' }
        const seen = liveCustomer(partner, wire)
        countries.set(customer, seen.country)
        return present(seen)
      }),

    subscriptions: (partner, customer) =>
      reading(clientOf, partner, async client => {
        const list = await listSubscriptions(client, customer)
        return present(list.map(wire => liveSubscription(partner, customer, wire)))
      }),

    subscription: (partner, customer, subscription) =>
      reading(clientOf, partner, async client => {
        try {
          const wire = await getSubscription(client, customer, subscription)
          return present(liveSubscription(partner, customer, wire))
        } catch (error) {
          if (isFailure(error, '20003')) return { kind: 'absent' }
          // A customer who is out of reach tells nothing about a subscription.
          if (error instanceof ApiFailure) return { kind: 'unknown', because: error.error.diagnostic }
          throw error
        }
      }),

    azureSubscriptions: (partner, customer, plan) =>
      reading(clientOf, partner, async client =>
        present((await listAzureEntitlements(client, customer, plan)).map(azureSubscription)),
      ),

    agreement: (partner, customer) =>
      reading(clientOf, partner, async client => {
        const confirmed = await listAgreements(client, customer)
        if (confirmed.length > 0) return present<Agreement>({ how: 'confirmed by the partner' })
        const direct = await getDirectSigned(client, customer)
        return direct.isSigned === true
          ? present<Agreement>({ how: 'signed by the customer' })
          : { kind: 'absent' }
      }),

    licences: (partner, customer, products) =>
      reading(clientOf, partner, client => readLicences(client, customer, { products, countryOf })),

    transfers: (partner, customer) =>
      reading(clientOf, partner, async client =>
        present((await listTransfers(client, customer)).flatMap(wire => openTransfer(wire) ?? [])),
      ),

    entitlements: (partner, customer) =>
      reading(clientOf, partner, async client =>
        present((await listEntitlements(client, customer)).map(entitlement)),
      ),

    orders: (partner, customer) =>
      reading(clientOf, partner, async client =>
        present((await listOrders(client, customer)).map(placedOrder)),
      ),

    account: (partner, customer) =>
      reading(clientOf, partner, async client => {
        const wire = await getValidationStatus(client, customer)
        return wire === null ? { kind: 'absent' } : present(accountReview(wire))
      }),

    qualifications: (partner, customer) =>
      reading(clientOf, partner, async client =>
        present((await getQualifications(client, customer)).flatMap(qualification)),
      ),

    auditRecords: (partner, { from, to, customer }) =>
      reading(clientOf, partner, async client => {
        const filter =
          customer === undefined ? {} : { filter: { field: 'CustomerId', equals: customer } as const }
        const records: ActivityRecord[] = []
        for await (const page of listAuditRecords(client, { from, to, ...filter }))
          for (const wire of page) records.push(activityRecord(partner, wire))
        return present(records.sort((a, b) => compare(b.at, a.at)))
      }),

    invoiceLines: (partner, { from, to, modern }) =>
      reading(clientOf, partner, async client => {
        const lines: InvoiceLine[] = []
        const aside: LineSetAside[] = []
        const left: string[] = []
        for await (const invoices of listInvoices(client))
          for (const wire of invoices) {
            const id = textAt(wire, 'id') ?? ''
            const period = invoicePeriod(wire)
            if (period !== null && (period.to < from || period.from > to)) continue
            // facts 15: G… are modern, D… are legacy.
            const provider = id.toUpperCase().startsWith('G') ? 'onetime' : 'office'
            if (modern === 'left' && provider === 'onetime') {
              left.push(id)
              continue
            }
            if (Array.isArray(modern) && !modern.includes(id)) continue
            for await (const page of listInvoiceLines(client, { invoice: id, provider }))
              for (const line of page) {
                const read = invoiceLine(partner, id, line)
                if ('because' in read) aside.push(read)
                else lines.push(read)
              }
          }
        return present({ lines, aside, left })
      }),

    relationshipLink: partner =>
      reading(clientOf, partner, async client => {
        const url = textAt(await getRelationshipRequest(client), 'url')
        return url ? present(url) : { kind: 'absent' }
      }),

    companyName: partner =>
      reading(clientOf, partner, async client => {
        const name = textAt(await getLegalBusinessProfile(client), 'companyName')
        return name ? present(name) : { kind: 'absent' }
      }),

    catalogueItem: (partner, market, key) =>
      reading(clientOf, partner, async given => {
        const client = remembering(given, aMomentMs)
        const [product = '', sku] = key.split(':')
        if (sku === undefined) {
          const offer = await getOffer(client, key, market)
          return offer === null ? { kind: 'absent' } : present(itemOfOffer(offer))
        }
        const found = await findSku(client, product, { sku, country: market })
        if (found === null) return { kind: 'absent' }
        const item = itemOfSku(product, found.sku, found.availabilities)
        return present(found.segment === 'commercial' ? item : { ...item, segment: found.segment })
      }),
  }
}

function present<T>(value: T): Read<T> {
  return { kind: 'present', value }
}

async function reading<T>(
  clientOf: ClientOf,
  partner: PartnerName,
  read: (client: ReadClient) => Promise<Read<T>>,
): Promise<Read<T>> {
  const client = clientOf(partner)
  if (client === null) return { kind: 'unknown', because: unknownPartner(partner) }
  try {
    return await read(client)
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error
    return error.error.kind === 'not-visible'
      ? { kind: 'absent' }
      : { kind: 'unknown', because: error.error.diagnostic }
  }
}

export function unknownPartner(partner: PartnerName): Diagnostic {
  return diagnose(codes.UNKNOWN_PARTNER, { detail: `${partner} has no usable Partner document here.` })
}
