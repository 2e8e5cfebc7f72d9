/** The readiness board as rows. */
import { dayOf } from '../model/ids.ts'
import { column, type DataTable } from '../tables/table.ts'
import type { StatusReport } from './status.ts'

export function statusTable({ rows }: StatusReport): DataTable {
  return {
    name: 'status',
    columns: [
      column('customer'),
      column('tenant id'),
      column('partner'),
      column('consolidation'),
      column('wave'),
      column('standing'),
      column('since', 'day'),
      column('invited days', 'number'),
      column('next'),
      column('seats', 'number'),
      column('on sources', 'number'),
      column('on target', 'number'),
      column('methods'),
      column('at risk'),
      column('azure'),
      column('admin'),
      column('admin next'),
      column('admin asked', 'day'),
      column('admin until', 'day'),
      column('why'),
    ],
    rows: rows.map(row => [
      row.customer,
      row.tenant,
      row.partner,
      row.consolidation,
      row.wave,
      row.standing,
      row.since,
      row.invitedDays,
      row.next,
      row.seats,
      row.onSources,
      row.onTarget,
      row.methods.map(entry => `${entry.count} ${entry.method}`).join(', '),
      [
        ...row.atRisk.known.map(sum => `${sum.currency} ${sum.amount}`),
        ...(row.atRisk.unknown > 0 ? [`${row.atRisk.unknown} unknown`] : []),
      ].join(', '),
      row.azure,
      row.admin?.state ?? null,
      row.admin?.turn ?? null,
      row.admin?.asked?.on ?? null,
      row.admin?.until == null ? null : dayOf(row.admin.until),
      row.why.join(' '),
    ]),
  }
}
