/** The served board: one view for each of those who use it (operations, engineer, finance, account manager, auditor). */
import { type HtmlPage, pageText } from '../html/page.ts'
import { statusPage } from '../status-html.ts'
import { accountView } from './account-view.ts'
import { auditView } from './audit-view.ts'
import type { Board, View } from './board.ts'
import { engineerView } from './engineer-view.ts'
import { financeView } from './finance-view.ts'

/** By the place below the address of the board. */
const views = {
  '': { name: 'Operations', made: board => statusPage(board.status) },
  engineer: { name: 'Platform engineer', made: engineerView },
  finance: { name: 'Finance', made: financeView },
  accounts: { name: 'Account manager', made: accountView },
  audit: { name: 'Auditor', made: auditView },
} as const satisfies Readonly<
  Record<string, { readonly name: string; readonly made: (board: Board) => View }>
>

type Place = keyof typeof views

export const boardPlaces = Object.keys(views) as readonly Place[]

export function isBoardPlace(place: string): place is Place {
  return Object.hasOwn(views, place)
}

export function boardHtml(board: Board, place: Place): string {
  const { name, made } = views[place]
  const { status, trouble, version } = board
  return pageText({
    ...made(board),
    kind: name,
    facts: [
      { name: 'day', value: `${status.on} UTC` },
      { name: 'accounts read', value: `${status.at.slice(0, 16)}Z` },
      { name: 'journals', value: 'as they are now' },
    ],
    madeIn: status.madeIn,
    notices: [...trouble, ...status.notes].map(text => ({ tone: 'busy', text })),
    served: {
      version,
      views: boardPlaces.map(other => ({
        name: views[other].name,
        href: other === '' ? './' : other,
        isHere: other === place,
      })),
    },
  } satisfies HtmlPage)
}
