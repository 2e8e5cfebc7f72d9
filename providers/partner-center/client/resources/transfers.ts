/**
 * Transfers of billing ownership (facts 13, read 2026-11-23). New commerce: the target creates, the source accepts.
 * The text that accepts is in no page we know (facts 2.7): it stands here, once.
 */
import type { WireOrder } from '../../wire/order.ts'
import type {
  WireTransfer,
  WireTransferEligibility,
  WireTransferLine,
  WireTransferRequest,
} from '../../wire/transfer.ts'
import type { ReadClient, WriteClient, WriteIds } from '../client.ts'
import { itemsOf, withNames } from '../read-value.ts'
import { listed, named, resource, resources } from '../resource.ts'

/** Unconfirmed; printed as such. */
export const acceptStatus = 'Accept'
/** `NewCommerce` (facts 2.7). */
export const newCommerceTransfer = 5

/** Names that have been seen in other letter cases (Q14). */
const names = [
  'partnertenantid',
  'customerTenantId',
  'sourcePartnerTenantId',
  'targetPartnerTenantId',
  'lineItems',
  'status',
  'id',
]

export async function createTransfer(
  client: WriteClient,
  ids: WriteIds,
  { customer, transfer }: { readonly customer: string; readonly transfer: WireTransferRequest },
): Promise<WireTransfer> {
  const value = { transferType: newCommerceTransfer, ...transfer }
  const answer = await client.write('transfers.create', ids, {
    path: { customer },
    body: { kind: 'json', value },
  })
  return resource(client, 'transfers.create', { ...answer, body: withNames(answer.body, names) })
}

export interface TransferChange {
  readonly customer: string
  readonly transfer: string
  readonly change:
    | { readonly kind: 'accept'; readonly lines: readonly WireTransferLine[] }
    | { readonly kind: 'cancel' }
}

export async function changeTransfer(
  client: WriteClient,
  ids: WriteIds,
  { customer, transfer, change }: TransferChange,
): Promise<WireTransfer> {
  const value =
    change.kind === 'accept'
      ? { id: transfer, status: acceptStatus, lineItems: change.lines }
      : { id: transfer, status: 'Cancel' }
  const path = { customer, transfer }
  const answer = await client.write('transfers.update', ids, { path, body: { kind: 'json', value } })
  return resource(client, 'transfers.update', { ...answer, body: withNames(answer.body, names) })
}

/** The legacy way to accept, by the target. */
export async function acceptLegacyTransfer(
  client: WriteClient,
  ids: WriteIds,
  { customer, transfer }: { readonly customer: string; readonly transfer: string },
): Promise<readonly WireOrder[]> {
  const answer = await client.write('transfers.accept', ids, { path: { customer, transfer } })
  return resources(itemsOf(withNames(answer.body, ['orders'])['orders'] ?? []) ?? [])
}

export async function getTransfer(
  client: ReadClient,
  customer: string,
  transfer: string,
): Promise<WireTransfer> {
  const answer = await client.read('transfers.get', { path: { customer, transfer } })
  const body = withNames(answer.body, names)
  return named(client, 'transfers.get', { answer: { ...answer, body }, asked: transfer })
}

/** A bare array (Q10). */
export async function listTransfers(client: ReadClient, customer: string): Promise<readonly WireTransfer[]> {
  const answer = await client.read('transfers.list', { path: { customer } })
  return resources<WireTransfer>(listed(client, 'transfers.list', answer).map(item => withNames(item, names)))
}

/** Legacy only; for new commerce there is no such call. */
export async function listTransferEligibility(
  client: ReadClient,
  customer: string,
  transferType: string,
): Promise<readonly WireTransferEligibility[]> {
  const answer = await client.read('transfers.eligibility', { path: { customer }, query: { transferType } })
  return resources(listed(client, 'transfers.eligibility', answer))
}
