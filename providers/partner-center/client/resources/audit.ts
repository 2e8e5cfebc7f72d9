/**
 * The activity log (facts 14, read 2026-11-23). One request spans at most 30 days and reaches back 90; a longer wish is
 * cut into spans, newest first, as the service answers. Days are UTC and inclusive on both ends.
 */
import { type UtcDate, utcDate } from '../../../../engine/model/ids.ts'
import { addDays } from '../../../../engine/time/utc-days.ts'
import { audit, pageSize } from '../../limits.ts'
import type { WireAuditRecord } from '../../wire/audit.ts'
import type { ReadClient } from '../client.ts'
import { seekPages } from '../paging.ts'
import { textAt } from '../read-value.ts'
import { resources } from '../resource.ts'

export interface AuditQuery {
  readonly from: UtcDate
  readonly to: UtcDate
  /** One filter per request; the service knows no more. */
  readonly filter?: AuditFilter
}

export type AuditFilter =
  | { readonly field: 'CompanyName'; readonly contains: string }
  | { readonly field: 'CustomerId' | 'ResourceType'; readonly equals: string }

/** Records page by page, each once. Days before the horizon are left out; `auditSpans` tells which days are asked for. */
export async function* listAuditRecords(
  client: ReadClient,
  query: AuditQuery,
): AsyncGenerator<readonly WireAuditRecord[]> {
  const today = utcDate(client.clock.now().slice(0, 10))
  const filter = query.filter === undefined ? undefined : JSON.stringify(wireFilter(query.filter))
  for (const { from, to } of auditSpans(query, today)) {
    const query = { startDate: from, endDate: to, size: pageSize.audit, filter }
    const pages = seekPages(client, { call: 'audit.list', input: { query }, keyOf })
    for await (const page of pages) yield resources<WireAuditRecord>(page)
  }
}

/** Spans of at most 30 days within the horizon of 90, newest first; empty when all of it lies outside. */
export function auditSpans(
  { from, to }: Pick<AuditQuery, 'from' | 'to'>,
  today: UtcDate,
): readonly { readonly from: UtcDate; readonly to: UtcDate }[] {
  const horizon = addDays(today, -audit.horizonDays)
  const first = later(from, horizon)
  const spans: { readonly from: UtcDate; readonly to: UtcDate }[] = []
  let end = earlier(to, today)
  while (end >= first) {
    const begin = addDays(end, 1 - audit.spanDays)
    spans.push({ from: later(begin, first), to: end })
    end = addDays(begin, -1)
  }
  return spans
}

// Days as text: ISO dates sort as they follow each other.
const earlier = (left: UtcDate, right: UtcDate) => (left < right ? left : right)
const later = (left: UtcDate, right: UtcDate) => (left > right ? left : right)

/** Older records have no id: then everything that tells two of them apart. */
function keyOf(item: unknown): string | null {
  const parts = ['operationDate', 'operationType', 'customerId', 'originalCorrelationId']
  return textAt(item, 'id') ?? JSON.stringify([...parts, 'resourceNewValue'].map(name => textAt(item, name)))
}

function wireFilter(filter: AuditFilter) {
  return 'contains' in filter
    ? { Field: filter.field, Value: filter.contains, Operator: 'substring' }
    : { Field: filter.field, Value: filter.equals, Operator: 'equals' }
}
