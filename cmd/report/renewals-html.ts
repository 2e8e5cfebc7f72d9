/** The calendar of term ends as a page. */

import { type AdminEndRow, adminEndWords } from '../../engine/renewals/admin-ends.ts'
import type { RenewalsReport } from '../../engine/renewals/report.ts'
import { proposalText } from '../../engine/renewals/table.ts'
import type { TermEndRow } from '../../engine/renewals/term-end-row.ts'
import { amountText } from './amount.ts'
import { pageText } from './html/page.ts'
import { termEndWords } from './plan/renewal-words.ts'
import { seatsText } from './renewals-text.ts'

export function renewalsHtml(report: RenewalsReport): string {
  const { rows, admin = [], hidden, until, at } = report
  const toDecide = [...rows, ...admin].filter(row => row.decision !== null).length
  return pageText({
    kind: 'Renewals',
    title: 'Term ends',
    madeIn: report.madeIn,
    facts: [],
    lead: `${toDecide} to decide to ${until}, as read on ${at.slice(0, 16)}Z.${hidden > 0 ? ` ${hidden} more need no decision.` : ''}`,
    notices: report.unread.map(entry => ({ tone: 'busy', text: entry.detail ?? entry.summary })),
    panels: [],
    pictures: [],
    tables: [
      {
        id: 'renewals',
        caption: 'Renewals',
        columns: [
          { name: 'term ends', kind: 'text' },
          { name: 'decide by', kind: 'id' },
          { name: 'customer', kind: 'text' },
          { name: 'partner', kind: 'word' },
          { name: 'product', kind: 'text' },
          { name: 'seats', kind: 'text' },
          { name: 'will', kind: 'text' },
          { name: 'or', kind: 'text' },
          { name: 'decision', kind: 'word' },
          { name: 'proposal', kind: 'text' },
        ],
        rows: [...rows.map(cellsOf), ...admin.map(adminCells)].map(cells => ({ cells })),
      },
    ],
  })
}

function adminCells(row: AdminEndRow): readonly string[] {
  const { endsOn, customerName, partner, decision } = row
  return [
    endsOn,
    '',
    customerName,
    partner,
    'delegated administration',
    '',
    adminEndWords(row),
    '',
    decision ?? '',
    '',
  ]
}

function cellsOf(row: TermEndRow): readonly string[] {
  return [
    row.termEndsOn,
    row.isLocked ? 'too late' : row.decideBy,
    row.customerName,
    row.partner,
    row.productName,
    seatsText(row),
    termEndWords(row.will),
    row.choices.map(termEndWords).join('; '),
    row.decision ?? '',
    row.proposal === null
      ? ''
      : `${proposalText(row.proposal)} (saves ${amountText(row.proposal.saving.amount)} a ${row.proposal.saving.per})`,
  ]
}
