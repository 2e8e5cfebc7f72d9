/** For finance: what could be charged twice, by customer, and what was bought and switched off, in money where it is known. */
import { by } from '../../../engine/compare.ts'
import { counted } from '../../../engine/plural.ts'
import { comesToNothing, sumsText } from '../amount.ts'
import type { HtmlTable } from '../html/table.ts'
import { lineOf } from '../plan/lines.ts'
import { moneyPanel } from '../plan/plan-html.ts'
import { standingTones } from '../status-html.ts'
import { type Board, outcomeOf, outcomeTones, type View } from './board.ts'

export function financeView({ status, applies }: Board): View {
  const risky = status.rows.filter(row => !comesToNothing(row.atRisk))
  const writes = applies.flatMap(entry => entry.steps)
  return {
    title: 'Money',
    lead:
      risky.length === 0
        ? 'No customer could be charged in two accounts.'
        : `${counted(risky.length, 'customer')} could be charged in two accounts; invoices tell by \`tenantform reconcile\` what was.`,
    panels: [moneyPanel(status.summary)],
    pictures: [],
    tables: [
      {
        id: 'risks',
        caption: 'Could be charged twice',
        columns: [
          { name: 'customer', kind: 'text' },
          { name: 'standing', kind: 'word' },
          { name: 'charged twice', kind: 'money' },
          { name: 'seats', kind: 'number' },
          { name: 'wave', kind: 'word' },
          { name: 'account', kind: 'word' },
        ],
        rows: risky.map(row => ({
          cells: [
            { text: row.customer, under: row.tenant },
            row.standing,
            sumsText(row.atRisk),
            row.seats,
            row.wave ?? 'no wave',
            row.partner,
          ],
          tone: standingTones[row.standing],
        })),
      },
      writesTable(writes),
    ],
  }
}

function writesTable(steps: Board['applies'][number]['steps']): HtmlTable {
  return {
    id: 'writes',
    caption: 'Bought, changed and switched off',
    columns: [
      { name: 'customer', kind: 'text' },
      { name: 'outcome', kind: 'word' },
      { name: 'action', kind: 'word' },
      { name: 'product', kind: 'text' },
      { name: 'seats', kind: 'text' },
      { name: 'account', kind: 'word' },
      { name: 'on', kind: 'id' },
      { name: 'money', kind: 'text' },
    ],
    rows: [...steps].sort(by(step => step.began)).map(step => {
      const { verb, what, seats, where, details } = lineOf(step.action)
      const outcome = outcomeOf(step)
      return {
        cells: [
          step.customerName,
          outcome,
          verb,
          what,
          seats === '' ? null : seats,
          where,
          step.began.slice(0, 10),
          details.length === 0 ? null : details.join(' · '),
        ],
        tone: outcomeTones[outcome],
      }
    }),
  }
}
