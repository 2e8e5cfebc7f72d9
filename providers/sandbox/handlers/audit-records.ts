/** Activity records: 90 days back, 30 days a request, newest first (facts 14, E19). */
import type { WireAuditRecord } from '../../partner-center/wire/audit.ts'
import { type Answer, type Call, ok, param, type Route } from '../call.ts'
import { continued, type Filter, filterOf } from '../paging.ts'
import { isOn } from '../quirks.ts'
import { refuse, refuseRequest } from '../refusal.ts'
import type { Service } from '../service.ts'
import type { ActivityRow } from '../state/trace-rows.ts'
import { addDays, addDuration, addMs, type Day, dayOf, daysBetween, msBetween } from '../time/calendar.ts'

const keptDays = 90
const spanDays = 30
const largest = 500

function list(call: Call): Answer {
  const { service } = call
  const today = dayOf(service.time.now())
  const from = dayIn(call.query.get('startDate')) ?? addDays(today, -spanDays)
  const to = dayIn(call.query.get('endDate')) ?? today
  if (from > to || daysBetween(from, today) > keptDays || daysBetween(from, to) > spanDays)
    throw refuseRequest()
  const filter = filterOf(call)
  // What happened just now shows a little later (E19).
  const shown = shownUntil(service)
  const rows = service.store.activities
    .in(call.caller.partner.name)
    .filter(row => dayOf(row.operationDate) >= from && dayOf(row.operationDate) <= to)
    .filter(row => row.operationDate.slice(0, shown.length - 1) <= shown.slice(0, -1))
    .filter(row => filter === null || fits(service, row, filter))
    .map(row => ({ key: `${row.operationDate} ${row.id}`, body: () => auditBody(service, row) }))
    .sort((a, b) => (a.key > b.key ? -1 : 1))
  return continued(call, '/auditrecords', rows, largest)
}

/** Records up to this instant can be read. */
function shownUntil({ settings, time }: Service): string {
  return addMs(time.now(), -msBetween(time.now(), addDuration(time.now(), settings.activityDelay)))
}

function one(call: Call): Answer {
  const row = call.service.store.activities.get(param(call, 'record'))
  if (row === undefined || row.partner !== call.caller.partner.name)
    throw refuse(404, 1000, 'The record was not found.')
  return ok(auditBody(call.service, row))
}

/** yyyy-mm-dd, with or without a time, or the SDK's MM/dd/yyyy HH:mm:ss. */
function dayIn(text: string | null): Day | null {
  if (text === null) return null
  const american = /^(\d{2})\/(\d{2})\/(\d{4})( \d{2}:\d{2}:\d{2})?$/.exec(text)
  const day = american === null ? text.slice(0, 10) : `${american[3]}-${american[1]}-${american[2]}`
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day))) throw refuseRequest()
  return day
}

function fits(service: Service, row: ActivityRow, { field, operator, value }: Filter): boolean {
  switch (`${field} ${operator}`) {
    case 'companyname substring':
      return nameOf(service, row).toLowerCase().includes(value)
    case 'customerid equals':
      return row.customer === value
    case 'resourcetype equals':
      return row.resourceType.replaceAll('_', '') === value.replaceAll('_', '')
    default:
      throw refuse(400, 2000, 'The filter is not supported.')
  }
}

function nameOf(service: Service, row: ActivityRow): string {
  return service.store.customers.get(row.customer)?.name ?? ''
}

function auditBody(service: Service, row: ActivityRow): WireAuditRecord {
  const partner = service.store.partners.get(row.partner)?.tenantId ?? ''
  return {
    id: row.id,
    participants: [partner],
    partnerId: partner,
    customerId: row.customer,
    customerName: nameOf(service, row),
    userPrincipalName: row.user,
    applicationId: row.application,
    resourceType: row.resourceType,
    ...(row.oldValue !== null && { resourceOldValue: valueText(service, row.oldValue) }),
    resourceNewValue: row.newValue === null ? null : valueText(service, row.newValue),
    operationType: row.operationType,
    originalCorrelationId: row.correlationId,
    operationDate: row.operationDate,
    operationStatus: row.status,
    customizedData: row.data,
    attributes: { objectType: 'AuditRecord' },
  }
}

/** Q35: JSON inside a string, which may be cut. */
function valueText(service: Service, value: unknown): string {
  const text = JSON.stringify(value)
  return isOn(service, 'cutActivity') ? text.slice(0, Math.ceil(text.length / 2)) : text
}

export const auditRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/auditrecords',
    family: 'other',
    query: ['startDate', 'endDate', 'size', 'filter', 'seekOperation'],
    handle: list,
  },
  { method: 'GET', path: '/v1/auditrecords/:record', family: 'other', handle: one },
  // What the AuditUri of an event leads to.
  { method: 'GET', path: '/auditactivity/v1/auditrecords/:record', family: 'other', handle: one },
]
