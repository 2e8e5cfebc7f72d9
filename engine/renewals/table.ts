/** The calendar as a table, for spreadsheets. */
import type { Amount } from '../model/money.ts'
import type { TermEnd } from '../plan/costs/end-of-term.ts'
import { type Cell, column, type DataTable } from '../tables/table.ts'
import type { AdminEndRow } from './admin-ends.ts'
import type { RenewalsReport } from './report.ts'
import type { TermEndRow } from './term-end-row.ts'

export function renewalsTable({ rows, admin = [] }: Pick<RenewalsReport, 'rows' | 'admin'>): DataTable {
  return {
    name: 'renewals',
    columns: [
      column('term ends', 'day'),
      column('decide by', 'instant'),
      column('customer'),
      column('tenant id'),
      column('partner'),
      column('product name'),
      column('subscription'),
      column('subscription id'),
      column('key'),
      column('seats', 'number'),
      column('seats in use', 'number'),
      column('unused', 'number'),
      column('will'),
      column('from', 'day'),
      column('currency'),
      column('a period'),
      column('price a period', 'amount', 'a period'),
      column('committed', 'amount'),
      column('if renewed', 'amount'),
      column('if extended, a month', 'amount'),
      column('decision'),
      column('proposal'),
      column('saving', 'amount', 'saving per'),
      column('saving per'),
    ],
    rows: [...rows.map(cellsOf), ...admin.map(adminCells)],
  }
}

/** In the columns of subscriptions, as far as they say something of it. */
function adminCells(row: AdminEndRow): readonly Cell[] {
  const { endsOn, customerName, customer, partner, name, relationship, will, decision } = row
  const nothing = (count: number) => Array.from<null, Cell>({ length: count }, () => null)
  return [
    endsOn,
    null,
    customerName,
    customer,
    partner,
    'delegated administration',
    name,
    relationship,
    ...nothing(4),
    will,
    ...nothing(7),
    decision,
    ...nothing(3),
  ]
}

function cellsOf(row: TermEndRow): readonly Cell[] {
  const { will, inUse, proposal } = row
  const renewed = outcomeOf(row, 'renews')
  const extended = outcomeOf(row, 'extends')
  return [
    row.termEndsOn,
    row.decideBy,
    row.customerName,
    row.customer,
    row.partner,
    row.productName,
    row.name,
    row.subscription,
    row.key,
    row.seats,
    inUse.kind === 'known' ? inUse.seats : null,
    inUse.kind === 'known' ? inUse.unused : null,
    will.outcome,
    will.from,
    currencyOf(row),
    will.perPeriod?.period ?? null,
    will.outcome === 'unknown' ? 'unknown' : amount(will.perPeriod?.amount),
    will.outcome === 'unknown' ? 'unknown' : amount(will.commitment?.total),
    amount(renewed?.commitment?.total),
    amount(extended?.perPeriod?.amount),
    row.decision,
    proposal === null ? null : proposalText(proposal),
    amount(proposal?.saving.amount),
    proposal === null ? null : proposal.saving.per,
  ]
}

export function proposalText({ endOfTerm, seats }: NonNullable<TermEndRow['proposal']>): string {
  return [
    ...(endOfTerm === undefined ? [] : [`endOfTerm: ${endOfTerm}`]),
    ...(seats === undefined ? [] : [`nextTerm: { seats: ${seats} }`]),
  ].join(', ')
}

/** What it comes to if it ends so, whether it will or could. */
export function outcomeOf({ will, choices }: TermEndRow, outcome: TermEnd['outcome']): TermEnd | undefined {
  return [will, ...choices].find(entry => entry.outcome === outcome)
}

function currencyOf(row: TermEndRow): string | null {
  const amounts = [row.will, ...row.choices].flatMap(end => end.perPeriod?.amount ?? [])
  const found = amounts.find(entry => entry.kind === 'known')
  return found?.kind === 'known' ? found.currency : null
}

/** An amount that is not known says so and makes its total unknown; where there is none the cell is empty. */
function amount(value: Amount | undefined): Cell {
  if (value === undefined) return null
  return value.kind === 'known' ? value.amount : 'unknown'
}
