/** A transfer as its two partners see it (facts 13): the target sees the lines only when it is complete. */
import type { WireTransfer, WireTransferLine } from '../../partner-center/wire/transfer.ts'
import type { Service } from '../service.ts'
import { keyOf } from '../state/store.ts'
import type { SubscriptionRow } from '../state/subscription-rows.ts'
import type { TransferRow } from '../state/transfer-rows.ts'
import { link } from '../wire/links.ts'

export function transferBody(service: Service, row: TransferRow, reader: string): WireTransfer {
  const partner = (name: string) => service.store.partners.get(name)
  const isShown = reader === row.source || row.status === 'Complete' || row.status === 'Failed'
  const { partnerOnRecord: _, ...written } = row.written
  return {
    ...written,
    id: row.id,
    status: row.status,
    transferType: row.transferType,
    createdTime: row.createdAt,
    lastModifiedTime: row.modifiedAt,
    lastModifiedUser: row.modifiedBy,
    ...(row.completedAt !== null && { completedTime: row.completedAt }),
    expirationTime: row.expiresAt,
    customerTenantId: row.customer,
    customerName: service.store.customers.get(row.customer)?.name ?? '',
    partnertenantid: partner(row.target)?.tenantId ?? '',
    sourcePartnerTenantId: partner(row.source)?.tenantId ?? '',
    sourcePartnerName: partner(row.source)?.companyName ?? '',
    targetPartnerTenantId: partner(row.target)?.tenantId ?? '',
    targetPartnerName: partner(row.target)?.companyName ?? '',
    ...(row.productTypes !== null && { targetProductTypes: row.productTypes }),
    lineItems: isShown ? linesOf(service, row, reader) : [],
    links: { self: link(service, `/customers/${row.customer}/transfers/${row.id}`) },
    attributes: { objectType: 'TransferEntity' },
  }
}

/** Add-ons below their base; each side reads its own subscription id. */
function linesOf(service: Service, row: TransferRow, reader: string): readonly WireTransferLine[] {
  return row.lines
    .filter(line => line.parent === null)
    .map((line, id) => {
      const addOns = row.lines.filter(other => other.parent?.toLowerCase() === line.source.toLowerCase())
      return {
        ...lineBody(service, row, line, reader),
        id,
        addonItems: addOns.map((addOn, position) => ({
          ...lineBody(service, row, addOn, reader),
          id: position,
          addonItems: [],
        })),
      }
    })
}

function lineBody(
  service: Service,
  row: TransferRow,
  line: TransferRow['lines'][number],
  reader: string,
): WireTransferLine {
  const source = service.store.subscriptions.get(keyOf(row.source, line.source))
  const target =
    line.target === null ? undefined : service.store.subscriptions.get(keyOf(row.target, line.target))
  const own = reader === row.target ? target : source
  return {
    ...(own !== undefined && { subscriptionId: own.id }),
    sourceSubscriptionId: line.source,
    ...describing(target ?? source),
    transferGroupId: line.group,
    partnerIdOnRecord: line.partnerOnRecord === '' ? null : line.partnerOnRecord,
    transferError: line.error,
  }
}

function describing(row: SubscriptionRow | undefined): WireTransferLine {
  if (row === undefined) return {}
  return {
    offerId: row.offerId,
    billingCycle: row.billing,
    termDuration: row.term,
    friendlyName: row.friendlyName,
    quantity: row.seats,
  }
}
