/** The readiness board as a page. */
import type { Standing } from '../../engine/cutover/standing.ts'
import type { StatusReport, StatusRow } from '../../engine/cutover/status.ts'
import { isZero } from '../../engine/money/decimals.ts'
import { counted, plural } from '../../engine/plural.ts'
import { isNothing, sumsText } from './amount.ts'
import { remedyText } from './diagnostics.ts'
import type { Lane } from './html/bar.ts'
import { type HtmlPage, type Panel, pageText } from './html/page.ts'
import { seatFlowPicture } from './html/seat-flow.ts'
import { type HtmlRow, type HtmlTable, type Tone, withFilledColumns } from './html/table.ts'
import { type TimelineDay, timelinePicture } from './html/timeline.ts'
import { adminWords } from './plan/admin-lines.ts'
import { moneyPanel } from './plan/plan-html.ts'
import { seatFlows, windowNames } from './plan/plan-pictures.ts'

export const standingTones: Readonly<Record<Standing, Tone>> = {
  'not invited': 'busy',
  invited: 'busy',
  'agreement missing': 'bad',
  'qualification missing': 'bad',
  unknown: 'bad',
  blocked: 'bad',
  ready: 'good',
  moving: 'busy',
  moved: 'good',
  verified: 'good',
  steady: 'soft',
}

export function statusHtml(report: StatusReport): string {
  return pageText(statusPage(report))
}

export function statusPage(report: StatusReport): HtmlPage {
  return {
    kind: 'Readiness',
    title: titleOf(report),
    facts: [
      { name: 'day', value: `${report.on} UTC` },
      { name: 'read', value: `${report.at.slice(0, 16)}Z` },
    ],
    madeIn: report.madeIn,
    lead: leadOf(report),
    notices: report.notes.map(text => ({ tone: 'busy' as const, text })),
    panels: [moneyPanel(report.summary), standingPanel(report), turnPanel(report)],
    pictures: [
      ...seatFlowPicture('Seats in the sources, and where they go', seatFlows(report.rows)),
      ...timelinePicture('The cutover, day by day', timelineOf(report)),
    ],
    tables: [tableOf(report.rows)],
  }
}

function titleOf({ rows, on }: StatusReport): string {
  const names = [...new Set(rows.flatMap(row => row.consolidation ?? []))].sort()
  return [...(names.length > 3 ? [`${names.length} consolidations`] : names), on].join(' · ')
}

function leadOf({ rows }: StatusReport): string {
  const count = (...wanted: readonly Standing[]) => rows.filter(row => wanted.includes(row.standing)).length
  const blocked = rows.filter(row => row.held === 'blocked').length
  const held = rows.filter(row => row.held === 'waiting')
  const unaccepted = held.filter(row => row.standing === 'not invited' || row.standing === 'invited').length
  const waiting = held.length - unaccepted
  const parts = [
    [count('ready'), 'can move now'],
    [count('moving'), plural(count('moving'), 'is moving', 'are moving')],
    [count('moved', 'verified'), plural(count('moved', 'verified'), 'has moved', 'have moved')],
    [unaccepted, plural(unaccepted, 'has not accepted', 'have not accepted')],
    [waiting, plural(waiting, 'waits for its agreement', 'wait for their agreements')],
    [blocked, plural(blocked, 'is blocked', 'are blocked')],
  ] as const
  const words = parts
    .filter(([number]) => number > 0)
    .map(([number, what]) => `${number.toLocaleString('en')} ${what}`)
  const all = `${rows.length.toLocaleString('en')} ${plural(rows.length, 'customer')}`
  return words.length === 0 ? `${all}, and nothing to move.` : `Of ${all}, ${words.join(', ')}.`
}

function standingPanel({ rows, totals }: StatusReport): Panel {
  return {
    title: 'Where they stand',
    big: { value: rows.length.toLocaleString('en'), name: plural(rows.length, 'customer') },
    rows: totals.map(({ standing, count }) => ({
      name: standing,
      value: count.toLocaleString('en'),
      ...(standingTones[standing] !== 'soft' && { tone: standingTones[standing] }),
    })),
  }
}

function turnPanel({ rows }: StatusReport): Panel {
  const actors = ['partner', 'customer', 'Microsoft', 'nobody'] as const
  const count = (actor: StatusRow['next']) => rows.filter(row => row.next === actor).length
  const longest = Math.max(0, ...rows.map(row => row.invitedDays ?? 0))
  return {
    title: 'Whose turn it is',
    big: {
      value: (rows.length - count('nobody')).toLocaleString('en'),
      name: 'wait for a person or Microsoft',
    },
    rows: [
      ...actors.map(actor => ({ name: actor, value: count(actor).toLocaleString('en') })),
      ...(longest > 0 ? [{ name: 'longest open invitation', value: counted(longest, 'day') }] : []),
    ],
  }
}

function timelineOf(report: StatusReport): readonly TimelineDay[] {
  const names = new Map<TimelineDay['date'], string[]>([[report.on, ['today']]])
  for (const [date, name] of windowNames(report.window)) names.set(date, [...(names.get(date) ?? []), name])
  const lanes = report.waves.map(
    (wave): Lane => ({
      name: wave.wave,
      note: wave.isDone ? 'done' : null,
      between: ' · ',
      parts: [
        { name: 'moved', count: wave.moved, tone: 'good' },
        { name: 'accepted', count: Math.max(0, wave.accepted - wave.moved), tone: 'busy' },
        { name: 'not accepted', count: wave.customers - Math.max(wave.accepted, wave.moved), tone: 'soft' },
      ],
    }),
  )
  return [...names].map(([date, words]) => ({
    date,
    name: words.join(', '),
    isNow: date === report.on,
    lines: [],
    lanes: date === report.on ? lanes : [],
  }))
}

function tableOf(rows: readonly StatusRow[]): HtmlTable {
  return withFilledColumns({
    id: 'customers',
    caption: 'Customers',
    columns: [
      { name: 'customer', kind: 'text' },
      { name: 'standing', kind: 'word' },
      { name: 'why', kind: 'text' },
      { name: 'what to do', kind: 'text' },
      { name: 'next', kind: 'word' },
      { name: 'wave', kind: 'word' },
      { name: 'seats', kind: 'number' },
      { name: 'methods', kind: 'text' },
      { name: 'charged twice', kind: 'money' },
      { name: 'admin', kind: 'text' },
    ],
    rows: rows.map(row => ({
      cells: [
        { text: row.customer, under: row.tenant },
        standingCell(row),
        row.why.length === 0 ? null : row.why.join(' '),
        remediesText(row),
        row.next,
        { text: row.wave ?? 'no wave', under: row.partner },
        row.seats,
        methodsCell(row),
        riskCell(row),
        row.admin === undefined ? null : adminWords(row.admin),
      ],
      tone: standingTones[row.standing],
    })),
  })
}

function methodsCell({ methods, azure }: StatusRow): HtmlRow['cells'][number] {
  if (methods.length === 0) return null
  const text = methods.map(entry => `${entry.count} ${entry.method}`).join(', ')
  return azure === null ? text : { text, under: `Azure: ${azure}` }
}

/** What could not be priced stands below what could: one cell, and still never 0. */
function riskCell({ atRisk }: StatusRow): HtmlRow['cells'][number] {
  if (isNothing(atRisk)) return null
  const { known, unknown } = atRisk
  return known.every(({ amount }) => isZero(amount)) || unknown === 0
    ? sumsText(atRisk)
    : { text: sumsText({ known, unknown: 0 }), under: `${unknown} unknown` }
}

function standingCell({ standing, since, invitedDays }: StatusRow): HtmlRow['cells'][number] {
  const under = [
    ...(since === null ? [] : [`since ${since}`]),
    ...(invitedDays === null ? [] : [counted(invitedDays, 'day')]),
  ]
  return under.length === 0 ? standing : { text: standing, under: under.join(', ') }
}

/** Whoever is ready waits for an apply; whoever is stuck, for what its findings ask for. */
export function remediesText({ remedies, standing }: StatusRow): string | null {
  if (remedies.length > 0) return remedies.map(remedyText).join(' · ')
  return nextSteps[standing]
}

const nextSteps: Readonly<Record<Standing, string | null>> = {
  'not invited': 'send the invitation: `tenantform invite`',
  invited: 'remind the Global Admin of the customer',
  'agreement missing': 'confirm the customer agreement',
  'qualification missing': 'ask for the qualification',
  unknown: 'look again: `tenantform status`',
  blocked: 'see why',
  ready: 'plan and apply its wave',
  moving: 'go on: plan and apply again',
  moved: 'wait until Microsoft has moved the Azure usage',
  verified: null,
  steady: null,
}
