/** For the account manager: whom to chase, for how long already, and what to send. */
import type { Standing } from '../../../engine/cutover/standing.ts'
import type { StatusRow } from '../../../engine/cutover/status.ts'
import { counted, plural } from '../../../engine/plural.ts'
import { withFilledColumns } from '../html/table.ts'
import { adminWords } from '../plan/admin-lines.ts'
import { remediesText, standingTones } from '../status-html.ts'
import type { Board, View } from './board.ts'

const chased: ReadonlySet<Standing> = new Set(['not invited', 'invited', 'agreement missing'])

export function accountView({ status }: Board): View {
  const rows = status.rows.filter(isChased).sort((a, b) => (b.invitedDays ?? -1) - (a.invitedDays ?? -1))
  const count = (standing: Standing) => rows.filter(row => row.standing === standing).length
  const longest = Math.max(0, ...rows.map(row => row.invitedDays ?? 0))
  return {
    title: 'Customers to talk to',
    lead:
      rows.length === 0
        ? 'No customer has to be chased.'
        : `${counted(rows.length, 'customer')} ${plural(rows.length, 'has', 'have')} to be chased. The link and the text for each are printed by \`tenantform invite\`.`,
    panels: [
      {
        title: 'To chase',
        big: { value: rows.length.toLocaleString('en'), name: plural(rows.length, 'customer') },
        rows: [
          ...(['not invited', 'invited', 'agreement missing'] as const).map(standing => ({
            name: standing,
            value: count(standing).toLocaleString('en'),
          })),
          { name: 'longest open invitation', value: counted(longest, 'day') },
        ],
      },
    ],
    pictures: [],
    tables: [
      withFilledColumns({
        id: 'chase',
        caption: 'To chase',
        columns: [
          { name: 'customer', kind: 'text' },
          { name: 'standing', kind: 'word' },
          { name: 'days', kind: 'number' },
          { name: 'next', kind: 'word' },
          { name: 'what to do', kind: 'text' },
          { name: 'why', kind: 'text' },
          { name: 'wave', kind: 'word' },
          { name: 'admin', kind: 'text' },
        ],
        rows: rows.map(row => ({
          cells: [
            { text: row.customer, under: row.tenant },
            row.standing,
            row.invitedDays,
            row.next,
            remediesText(row),
            row.why.length === 0 ? null : row.why.join(' '),
            row.wave,
            row.admin === undefined ? null : adminWords(row.admin),
          ],
          tone: standingTones[row.standing],
        })),
      }),
    ],
  }
}

function isChased({ standing, next, admin }: StatusRow): boolean {
  return chased.has(standing) || next === 'customer' || admin?.turn === 'customer'
}
