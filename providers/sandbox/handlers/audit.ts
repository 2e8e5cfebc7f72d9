/** Activity records: 90 days back, 30 days a request, newest first (api.md 14, E19). */
import { type Answer, type Call, onlyQuery, type Route } from '../call.ts'
import { filterOf, paged } from '../paging.ts'
import { framework, refuse } from '../refusal.ts'
import type { AuditRow } from '../rows.ts'
import { addDays, dayOf, daysBetween } from '../time.ts'
import { auditBody } from '../wire-out.ts'

const keptDays = 90
const spanDays = 30

function list(call: Call): Answer {
  onlyQuery(call, ['startDate', 'endDate', 'size', 'filter', 'seekOperation'])
  const { service, caller } = call
  const today = dayOf(service.time.now())
  const from = dayIn(call.query.get('startDate')) ?? addDays(today, -spanDays)
  const to = dayIn(call.query.get('endDate')) ?? today
  if (from > to || daysBetween(from, today) > keptDays || daysBetween(from, to) > spanDays)
    throw framework('The request is invalid.')
  const filter = filterOf(call)
  const nameOf = (row: AuditRow) => service.store.get('customers', row.customer)?.name ?? ''
  const rows = service.store
    .all('audit')
    .filter(row => row.partner === caller.partner.name && dayOf(row.at) >= from && dayOf(row.at) <= to)
    .filter(row => {
      if (filter === null) return true
      if (filter.field === 'companyname' && filter.operator === 'substring')
        return nameOf(row).toLowerCase().includes(filter.value)
      if (filter.field === 'customerid' && filter.operator === 'equals') return row.customer === filter.value
      if (filter.field === 'resourcetype' && filter.operator === 'equals')
        return row.resourceType === filter.value.replaceAll(' ', '_')
      throw refuse(400, 2000, 'The filter is not supported.')
    })
    .reverse()
  return paged(
    call,
    '/auditrecords',
    rows.map(row => auditBody(row, nameOf(row), caller.partner.tenantId)),
  )
}

/** yyyy-mm-dd, or the SDK's MM/dd/yyyy HH:mm:ss. */
function dayIn(text: string | null): string | null {
  if (text === null) return null
  const iso = /^(\d{4}-\d{2}-\d{2})/.exec(text)?.[1]
  if (iso !== undefined) return iso
  const us = /^(\d{2})\/(\d{2})\/(\d{4})/.exec(text)
  if (us === null) throw framework('The request is invalid.')
  return `${us[3]}-${us[1]}-${us[2]}`
}

export const auditRoutes: readonly Route[] = [
  { method: 'GET', path: '/auditrecords', family: 'other', handle: list },
]
