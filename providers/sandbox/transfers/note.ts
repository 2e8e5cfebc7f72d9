import { nobody, recordActivity } from '../audit.ts'
import type { Service } from '../service.ts'
import type { TransferRow } from '../state/transfer-rows.ts'

/** Both sides find the end of a transfer in their own records. */
export function noteTransferEnd(service: Service, transfer: TransferRow): void {
  for (const partner of [transfer.target, transfer.source])
    recordActivity(
      service,
      {
        partner,
        customer: transfer.customer,
        resource: 'transfer',
        operation: transfer.status === 'Failed' ? 'fail_transfer' : 'complete_transfer',
        status: transfer.status === 'Failed' ? 'failed' : 'succeeded',
        resourceId: transfer.id,
        newValue: { Id: transfer.id, Status: transfer.status },
        data: { TransferId: transfer.id },
      },
      nobody,
    )
}
