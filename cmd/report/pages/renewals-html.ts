/** The calendar of term ends as a page: what has to be decided, until when, and what each outcome costs. */
import { groupedBy } from '../../../engine/grouped-by.ts'
import type { Amount } from '../../../engine/model/money.ts'
import { sumAmounts } from '../../../engine/money/amounts.ts'
import { counted } from '../../../engine/plural.ts'
import { type AdminEndRow, adminEndWords } from '../../../engine/renewals/admin-ends.ts'
import type { RenewalsReport } from '../../../engine/renewals/report.ts'
import { proposalText } from '../../../engine/renewals/table.ts'
import type { TermEndRow } from '../../../engine/renewals/term-end-row.ts'
import { amountText, sumsText } from '../amount.ts'
import { type Lane, lanesPicture } from '../html/bar.ts'
import { type Panel, pageText } from '../html/page.ts'
import type { HtmlRow } from '../html/table.ts'
import { termEndWords } from '../plan/renewal-words.ts'
import { seatsText } from '../renewals-text.ts'

export function renewalsHtml(report: RenewalsReport): string {
  const { rows, admin = [], hidden, until, at } = report
  const toDecide = [...rows, ...admin].filter(row => row.decision !== null).length
  return pageText({
    kind: 'Renewals',
    title: 'Term ends',
    madeIn: report.madeIn,
    facts: [
      { name: 'read', value: `${at.slice(0, 16)}Z` },
      { name: 'to', value: until },
    ],
    lead: `${toDecide} to decide to ${until}, as read on ${at.slice(0, 16)}Z.${hidden > 0 ? ` ${hidden} more need no decision.` : ''}`,
    notices: report.unread.map(entry => ({ tone: 'busy', text: entry.detail ?? entry.summary })),
    panels: [decisionPanel(report, toDecide), savingPanel(rows)],
    pictures: lanesPicture('Ends by month', monthLanes(report)),
    tables: [
      {
        id: 'renewals',
        caption: 'Renewals',
        columns: [
          { name: 'customer', kind: 'text' },
          { name: 'decision', kind: 'word' },
          { name: 'term ends', kind: 'text' },
          { name: 'account', kind: 'word' },
          { name: 'product', kind: 'text' },
          { name: 'seats', kind: 'text' },
          { name: 'will', kind: 'text' },
          { name: 'or', kind: 'text' },
          { name: 'proposal', kind: 'text' },
        ],
        rows: [...rows.map(termRow), ...admin.map(adminRow)],
      },
    ],
  })
}

function decisionPanel({ rows, admin = [], hidden, unread }: RenewalsReport, toDecide: number): Panel {
  const all = [...rows, ...admin].flatMap(({ decision }) => (decision === null ? [] : [decision]))
  return {
    title: 'Decisions',
    big: {
      value: toDecide.toLocaleString('en'),
      name: 'to decide',
      tone: toDecide === 0 ? 'good' : 'busy',
    },
    rows: [
      ...[...groupedBy(all, name => name)].map(([name, those]) => ({
        name,
        value: those.length.toLocaleString('en'),
      })),
      {
        name: 'too late for this term',
        value: rows.filter(row => row.isLocked && row.decision !== null).length.toLocaleString('en'),
      },
      { name: 'no decision needed', value: hidden.toLocaleString('en') },
      {
        name: 'not read',
        value: unread.length.toLocaleString('en'),
        ...(unread.length > 0 && { tone: 'bad' as const }),
      },
    ],
  }
}

/** A term and a month are no sum of each other. */
function savingPanel(rows: readonly TermEndRow[]): Panel {
  const proposals = rows.flatMap(({ proposal }) => (proposal === null ? [] : [proposal]))
  const savings = (per: 'term' | 'month'): readonly Amount[] =>
    proposals.filter(({ saving }) => saving.per === per).map(({ saving }) => saving.amount)
  return {
    title: 'Proposals',
    big: { value: proposals.length.toLocaleString('en'), name: 'that would save money' },
    rows: [
      { name: 'saves in a month', value: sumsText(sumAmounts(savings('month'), [])) },
      { name: 'saves in a term', value: sumsText(sumAmounts(savings('term'), [])) },
    ],
  }
}

function monthLanes({ rows, admin = [] }: RenewalsReport): readonly Lane[] {
  const ends = [
    ...rows.map(row => ({ month: row.termEndsOn.slice(0, 7), isOpen: row.decision !== null })),
    ...admin.map(row => ({ month: row.endsOn.slice(0, 7), isOpen: row.decision !== null })),
  ]
  return [...groupedBy(ends, ({ month }) => month)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, those]) => ({
      name,
      note: counted(those.length, 'end'),
      between: ' · ',
      parts: [
        { name: 'to decide', count: those.filter(({ isOpen }) => isOpen).length, tone: 'busy' },
        { name: 'as declared', count: those.filter(({ isOpen }) => !isOpen).length, tone: 'good' },
      ],
    }))
}

function adminRow(row: AdminEndRow): HtmlRow {
  return {
    cells: [
      { text: row.customerName, under: row.customer },
      row.decision ?? 'none needed',
      row.endsOn,
      row.partner,
      'delegated administration',
      null,
      adminEndWords(row),
      null,
      null,
    ],
    tone: row.decision === null ? 'good' : 'busy',
  }
}

function termRow(row: TermEndRow): HtmlRow {
  const decideBy = row.isLocked ? 'too late' : `decide by ${row.decideBy.slice(0, 16)}Z`
  return {
    cells: [
      { text: row.customerName, under: row.customer },
      row.decision ?? 'none needed',
      { text: row.termEndsOn, under: decideBy },
      row.partner,
      { text: row.productName, under: row.subscription },
      seatsText(row),
      termEndWords(row.will),
      row.choices.length === 0 ? null : row.choices.map(termEndWords).join('; '),
      row.proposal === null
        ? null
        : `${proposalText(row.proposal)} (saves ${amountText(row.proposal.saving.amount)} a ${row.proposal.saving.per})`,
    ],
    tone: row.decision === null ? 'good' : row.isLocked ? 'bad' : 'busy',
  }
}
