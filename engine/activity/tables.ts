/** Activity, and what a journal did, as tables. The first four columns of activity are those of the portal's own export. */
import type { ActivityRecord } from '../model/activity.ts'
import { column, type DataTable } from '../tables/table.ts'
import { subjectOfWrite } from './subject.ts'
import type { OwnWrite, Verification } from './verify.ts'

export function activityTable(records: readonly ActivityRecord[]): DataTable {
  return {
    name: 'activity',
    columns: [
      column('time', 'instant'),
      column('customer'),
      column('action'),
      column('user'),
      column('partner'),
      column('tenant id'),
      column('application'),
      column('resource'),
      column('status'),
      column('subscriptions'),
      column('correlation id'),
      column('record'),
    ],
    rows: records.map(record => [
      record.at,
      record.customerName,
      record.operation,
      record.user,
      record.partner,
      record.customer,
      record.application,
      record.resource,
      record.status,
      record.subscriptions.length === 0 ? null : record.subscriptions.join(' '),
      record.correlationId,
      record.id,
    ]),
  }
}

/** Per customer and subscription what was created or switched off when, with the ids a support ticket needs. */
export function evidenceTable(
  writes: readonly OwnWrite[],
  recordOf: (write: OwnWrite) => ActivityRecord | 'not recorded' | 'not asked',
): DataTable {
  return {
    name: 'evidence',
    columns: [
      column('apply'),
      column('customer'),
      column('tenant id'),
      column('partner'),
      column('action'),
      column('product'),
      column('product name'),
      column('seats', 'number'),
      column('subscription id'),
      column('began', 'instant'),
      column('ended', 'instant'),
      column('outcome'),
      column('irreversible'),
      column('request id'),
      column('correlation id'),
      column('by'),
      column("Microsoft's record"),
      column('recorded', 'instant'),
      column('record status'),
    ],
    rows: writes.map(write => {
      const { action } = write
      const about = subjectOfWrite(action)
      const record = recordOf(write)
      const seen = typeof record === 'string' ? null : record
      return [
        write.apply,
        write.customerName,
        action.customer,
        action.partner,
        action.kind,
        about.product,
        about.productName,
        about.seats,
        write.subscription,
        write.began,
        write.ended,
        write.outcome ?? 'unknown',
        action.effect.irreversible ? 'yes' : 'no',
        write.requestId,
        write.correlationIds.at(-1) ?? null,
        write.who,
        seen?.id ?? (typeof record === 'string' ? record : null),
        seen?.at ?? null,
        seen?.status ?? null,
      ]
    }),
  }
}

export function verificationTable({ lines }: Verification): DataTable {
  return {
    name: 'verification',
    columns: [
      column('verdict'),
      column('customer'),
      column('tenant id'),
      column('partner'),
      column('what'),
      column('subscription id'),
      column('time', 'instant'),
      column('by'),
      column('correlation id'),
      column('record'),
    ],
    rows: lines.map(({ verdict, customerName, customer, partner, subscription, write, record }) => [
      verdict,
      customerName,
      customer,
      partner,
      write === null || verdict === 'changed since' ? (record?.operation ?? null) : write.action.kind,
      subscription,
      record?.at ?? write?.ended ?? write?.began ?? null,
      record === null ? (write?.who ?? null) : (record.user ?? record.application),
      record?.correlationId ?? write?.correlationIds.at(-1) ?? null,
      record?.id ?? null,
    ]),
  }
}
