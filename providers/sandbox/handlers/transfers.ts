/** Transfers of billing ownership (facts 13, E23): the target creates, the source accepts, and some time later it is done. */
import type { WireTransferEligibility } from '../../partner-center/wire/transfer.ts'
import {
  type Answer,
  type Call,
  created,
  customerOf,
  needQuery,
  ok,
  param,
  type Route,
  record,
} from '../call.ts'
import { newId } from '../ids.ts'
import { wakeAt } from '../lifecycle/save.ts'
import { checkBuyer, checkRoom } from '../market/gates.ts'
import { checkReseller } from '../market/resellers.ts'
import { notBuilt, refuse } from '../refusal.ts'
import { partnerByTenant, type Service, subscriptionsOf } from '../service.ts'
import type { PartnerRow } from '../state/partner-rows.ts'
import { pairOf } from '../state/store.ts'
import type { SubscriptionRow } from '../state/subscription-rows.ts'
import type { TransferRow } from '../state/transfer-rows.ts'
import { addDuration } from '../time/calendar.ts'
import { transferBody } from '../transfers/body.ts'
import { linesOf } from '../transfers/eligible.ts'
import { openTransfers } from '../transfers/pending.ts'
import { type TransferPatch, transferPatch, transferRequest } from '../transfers/request.ts'
import { settleTransfers } from '../transfers/settle.ts'

/** How long the source has to accept (inferred). */
const lifetime = 'P30D'

function create(call: Call): Answer {
  const { service, caller } = call
  const customer = customerOf(call)
  const request = transferRequest(call.body)
  if (request.target !== null && request.target !== caller.partner.tenantId)
    throw notBuilt('A legacy transfer')
  const source = sourceOf(call, customer.tenantId, request.source)
  checkBuyer(service, caller.partner, customer)
  const reseller = checkReseller(caller.partner, request.written['partnerOnRecord'] ?? '')
  if (reseller !== null) throw reseller
  if (openTransfers(service, customer.tenantId).some(row => row.source === source.name))
    throw refuse(409, 900101, 'Another transfer of this customer is in progress.')
  const now = service.time.now()
  const row: TransferRow = {
    id: newId(service, 'transfer', caller.partner.name, customer.tenantId),
    customer: customer.tenantId,
    source: source.name,
    target: caller.partner.name,
    status: 'Pending',
    transferType: request.transferType,
    productTypes: request.productTypes,
    written: request.written,
    createdAt: now,
    modifiedAt: now,
    modifiedBy: actingName(call),
    expiresAt: addDuration(now, lifetime),
    completesAt: null,
    completedAt: null,
    lines: [],
  }
  service.store.transfers.put(row)
  wakeAt(service, row.expiresAt)
  note(call, row, 'create_transfer')
  return created(transferBody(service, row, caller.partner.name))
}

const actingName = ({ caller }: Call) => (caller.upn === '' ? caller.clientId : caller.upn)

function sourceOf(call: Call, customer: string, tenantId: string): PartnerRow {
  const { service, caller } = call
  if (tenantId === caller.partner.tenantId)
    throw refuse(400, 900148, 'The source partner is the partner that asks.')
  const source = partnerByTenant(service, tenantId)
  if (source === undefined || source.tenantId !== tenantId)
    throw refuse(400, 900147, 'The source partner is not known.')
  if (source.cloud !== caller.partner.cloud)
    throw refuse(403, 900138, 'The source partner is in another cloud.')
  if (service.store.relationships.get(pairOf(source.name, customer)) === undefined)
    throw refuse(400, 900160, 'The source partner has no relationship with the customer.')
  return source
}

function note(call: Call, row: TransferRow, operation: string): void {
  record(call, {
    customer: row.customer,
    resource: 'transfer',
    operation,
    resourceId: row.id,
    newValue: { Id: row.id, Status: row.status },
    data: { TransferId: row.id },
  })
}

/** The two partners of a transfer may read it; for anybody else it does not exist. */
function transferOf(call: Call): TransferRow {
  const customer = customerOf(call)
  const row = call.service.store.transfers.get(param(call, 'transfer').toLowerCase())
  const reader = call.caller.partner.name
  if (row?.customer !== customer.tenantId || (row.source !== reader && row.target !== reader))
    throw refuse(404, 900100, 'The transfer was not found.')
  return row
}

/** A bare array (Q10). */
function list(call: Call): Answer {
  const customer = customerOf(call)
  const reader = call.caller.partner.name
  const rows = call.service.store.transfers
    .in(customer.tenantId)
    .filter(row => row.source === reader || row.target === reader)
  return ok(rows.map(row => transferBody(call.service, row, reader)))
}

function update(call: Call): Answer {
  const { service, caller } = call
  const row = transferOf(call)
  const shown = Object.keys(transferBody(service, row, caller.partner.name))
  const patch = transferPatch(call.body, row.id, shown)
  const side = patch.status === 'cancel' ? row.target : row.source
  if (caller.partner.name !== side) throw refuse(403, 2032, 'Access denied.')
  if (row.status !== 'Pending') throw refuse(400, 900102, `The transfer is ${row.status}.`)
  const saved = patch.status === 'cancel' ? cancelled(call, row) : accepted(call, row, patch)
  note(call, saved, 'update_transfer')
  return ok(transferBody(service, saved, caller.partner.name))
}

function cancelled(call: Call, row: TransferRow): TransferRow {
  const saved: TransferRow = {
    ...row,
    status: 'Canceled',
    modifiedAt: call.service.time.now(),
    modifiedBy: actingName(call),
  }
  call.service.store.transfers.put(saved)
  return saved
}

function accepted(call: Call, row: TransferRow, patch: TransferPatch): TransferRow {
  const { service } = call
  const lines = linesOf(service, row, patch.lines)
  checkResellers(service, row, lines)
  const full = checkRoom(service, row.target, row.customer, lines.length)
  if (full !== null) throw full
  const now = service.time.now()
  const saved: TransferRow = {
    ...row,
    status: 'InProgress',
    modifiedAt: now,
    modifiedBy: actingName(call),
    completesAt: addDuration(now, service.settings.transferDelay),
    lines,
  }
  service.store.transfers.put(saved)
  wakeAt(service, saved.completesAt)
  settleTransfers(service, now)
  return service.store.transfers.get(saved.id) ?? saved
}

/** Of the target: the partner on record goes with the lines (2.6). */
function checkResellers(service: Service, { target }: TransferRow, lines: TransferRow['lines']): void {
  const partner = service.store.partners.get(target)
  for (const { partnerOnRecord } of lines) {
    const refusal = partner === undefined ? null : checkReseller(partner, partnerOnRecord)
    if (refusal !== null) throw refusal
  }
}

/** Legacy alone (facts 2.7): what could go to another partner, and why not. */
function eligibility(call: Call): Answer {
  const customer = customerOf(call)
  const kind = needQuery(call, 'transferType').toLowerCase()
  if (!/^(in)?directto(in)?direct$/.test(kind)) throw refuse(400, 2000, 'The transferType is not supported.')
  const rows = subscriptionsOf(call.service, call.caller.partner.name, customer.tenantId)
  return ok(rows.filter(row => row.commerce === 'legacy').map(eligibilityOf))
}

function eligibilityOf(row: SubscriptionRow): WireTransferEligibility {
  const isEligible = row.status === 'active' && !row.trial
  const reason = row.trial ? 'The subscription is a trial.' : `The subscription is ${row.status}.`
  return { id: row.id, isEligible, ...(!isEligible && { reason }) }
}

const admins = ['adminAgent'] as const

export const transferRoutes: readonly Route[] = [
  { method: 'GET', path: '/v1/customers/:customer/transfers', family: 'customer', handle: list },
  {
    method: 'POST',
    path: '/v1/customers/:customer/transfers',
    family: 'customer',
    write: true,
    roles: admins,
    refusedAs: { resource: 'transfer', operation: 'create_transfer' },
    handle: create,
  },
  {
    method: 'GET',
    path: '/v1/customers/:customer/transfers/:transfer',
    family: 'customer',
    handle: call => ok(transferBody(call.service, transferOf(call), call.caller.partner.name)),
  },
  {
    method: 'PATCH',
    path: '/v1/customers/:customer/transfers/:transfer',
    family: 'customer',
    write: true,
    roles: admins,
    refusedAs: { resource: 'transfer', operation: 'update_transfer' },
    handle: update,
  },
  {
    method: 'GET',
    path: '/v1/customers/:customer/transferseligibility',
    family: 'customer',
    query: ['transferType'],
    handle: eligibility,
  },
]
