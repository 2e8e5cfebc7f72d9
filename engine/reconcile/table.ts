/** Reconciliation for finance: one row per thing that was expected, and per thing that was not. */
import { subjectOfWrite } from '../activity/subject.ts'
import type { Amount } from '../model/money.ts'
import { column, type DataTable } from '../tables/table.ts'
import type {} from './reconcile.ts'
import type { Reconciliation } from './reconciliation.ts'

export function reconciliationTable({ lines, variances }: Reconciliation): DataTable {
  return {
    name: 'reconciliation',
    columns: [
      column('verdict'),
      column('what'),
      column('customer'),
      column('tenant id'),
      column('partner'),
      column('product'),
      column('subscription id'),
      column('from', 'day'),
      column('expected', 'amount', 'what'),
      column('seen', 'amount', 'what'),
      column('currency'),
      column('invoices'),
      column('apply'),
      column('days late', 'number'),
      column('charged for them', 'amount'),
    ],
    rows: [
      ...lines.map(({ verdict, what, write, partner, from, expected, seen, invoices, late, item }) => [
        verdict,
        what,
        write.customerName,
        write.action.customer,
        partner,
        item?.productName ?? subjectOfWrite(write.action).productName,
        item?.subscription ?? write.subscription,
        from,
        expected === null ? null : amountText(expected),
        seen?.amount ?? null,
        seen?.currency ?? (expected?.kind === 'known' ? expected.currency : null),
        invoices.length === 0 ? null : invoices.join(' '),
        write.apply,
        late?.days ?? null,
        late === undefined ? null : (late.money?.amount ?? 'unknown'),
      ]),
      ...variances.map(entry => [
        entry.kind,
        'variance',
        entry.customerName,
        entry.customer,
        entry.other === undefined ? entry.partner : `${entry.partner} ${entry.other}`,
        entry.product,
        entry.subscription,
        entry.from,
        null,
        entry.money?.amount ?? null,
        entry.money?.currency ?? null,
        entry.invoices.join(' '),
        null,
        null,
        null,
      ]),
    ],
  }
}

function amountText(amount: Amount): string {
  return amount.kind === 'known' ? amount.amount : 'unknown'
}
