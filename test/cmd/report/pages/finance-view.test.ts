import { expect, it } from 'vitest'
import { financeView } from '../../../../cmd/report/board/finance-view.ts'
import { currency, decimal } from '../../../../engine/model/ids.ts'
import { aBoard } from '../../../support/boards.ts'

const eur = (amount: string) => ({ currency: currency('EUR'), amount: decimal(amount) })

it('lists who could be charged twice, and not who could be charged nothing', () => {
  const board = aBoard(4)
  const sums = [
    { known: [eur('0.00')], unknown: 0 },
    { known: [], unknown: 0 },
    { known: [eur('0.00')], unknown: 1 },
    { known: [eur('12.50')], unknown: 0 },
  ]
  const seen = (chosen: readonly number[]) => {
    const rows = chosen.map(at => ({
      ...(board.rows[at] as (typeof board.rows)[number]),
      customer: `Kunde ${at}`,
      standing: 'ready' as const,
      atRisk: sums[at] as (typeof sums)[number],
    }))
    const view = financeView({ status: { ...board, rows }, applies: [], trouble: [], version: '1' })
    const [risks] = view.tables
    return [view.lead, risks?.rows.map(({ cells, tone }) => [cells[0], cells[1], cells[2], tone])]
  }
  const name = (at: number) => ({ text: `Kunde ${at}`, under: board.rows[at]?.tenant })
  expect([seen([0, 1]), seen([0, 1, 2, 3])]).toEqual([
    ['No customer could be charged in two accounts.', []],
    [
      '2 customers could be charged in two accounts; invoices tell by `tenantform reconcile` what was.',
      [
        [name(2), 'ready', '1 unknown', 'good'],
        [name(3), 'ready', 'EUR 12.50', 'good'],
      ],
    ],
  ])
})
