/** What a transfer under way holds back (E23): writes on the source's subscriptions that it can move. */
import type { Service } from '../service.ts'
import type { SubscriptionRow } from '../state/subscription-rows.ts'
import type { TransferRow } from '../state/transfer-rows.ts'

export function openTransfers(service: Service, customer: string): readonly TransferRow[] {
  return service.store.transfers
    .in(customer)
    .filter(row => row.status === 'Pending' || row.status === 'InProgress')
}

export function isInTransfer(service: Service, row: SubscriptionRow): boolean {
  return openTransfers(service, row.customer).some(
    transfer =>
      transfer.source === row.partner &&
      (transfer.status === 'InProgress'
        ? transfer.lines.some(line => line.source.toLowerCase() === row.id.toLowerCase())
        : isOfType(transfer, row)),
  )
}

/** Null product types mean all of new commerce. */
export function isOfType(transfer: TransferRow, row: SubscriptionRow): boolean {
  if (row.commerce !== 'nce' || row.status !== 'active' || row.trial) return false
  return transfer.productTypes === null || transfer.productTypes.includes(row.productType)
}
