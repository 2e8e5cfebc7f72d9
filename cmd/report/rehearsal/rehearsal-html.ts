/** A rehearsal as a page: what it comes to, the days of the cutover with what is done in them, requests by the hour, who fails. */
import { groupedBy } from '../../../engine/grouped-by.ts'
import { dayOf, type UtcDate } from '../../../engine/model/ids.ts'
import { counted } from '../../../engine/plural.ts'
import type {
  LegReport,
  RehearsalReport,
  SeedReport,
  StageReport,
  WindowFit,
} from '../../../engine/rehearse/report.ts'
import { fits, fitsItsWindows } from '../../../engine/rehearse/verdict.ts'
import { signedSumsText, sumsText } from '../amount.ts'
import { type Lane, lanesPicture } from '../html/bar.ts'
import type { Markup } from '../html/markup.ts'
import { type Panel, pageText } from '../html/page.ts'
import { type TimelineDay, timelinePicture } from '../html/timeline.ts'
import { placeWords } from '../world.ts'
import { durationText } from './duration.ts'
import { accountTable, failTable, seedTable, stageTable } from './rehearsal-tables.ts'
import { factsOf, middleSeed, stageName } from './rehearsal-words.ts'

export function rehearsalHtml(report: RehearsalReport): string {
  const seed = middleSeed(report)
  const { copiedFrom, consolidation, notCopied } = report
  const facts = factsOf(report)
  return pageText({
    kind: 'Rehearsal',
    title: consolidation ?? 'The whole cutover',
    madeIn: report.madeIn,
    facts: [
      { name: 'copied from', value: placeWords(copiedFrom.madeIn) },
      { name: 'as of', value: `${copiedFrom.takenAt.slice(0, 16)}Z` },
      ...facts.filter(({ name }) => name === 'assumed' || name === 'left out'),
    ],
    lead: leadOf(report),
    notices: [
      ...facts
        .filter(({ isBad, name }) => isBad === true && name !== 'fail')
        .map(({ value }) => ({ tone: 'bad' as const, text: value })),
      ...notCopied.map(({ detail, summary }) => ({
        tone: 'busy' as const,
        text: `Not in the copy: ${detail ?? summary}`,
      })),
    ],
    panels: panelsOf(report, seed),
    pictures: seed === undefined ? [] : picturesOf(report, seed),
    tables: [
      ...(seed === undefined ? [] : [stageTable(seed), accountTable(seed)]),
      failTable(report),
      seedTable(report),
    ],
  })
}

function leadOf(report: RehearsalReport): string {
  const facts = factsOf(report)
  const of = (wanted: string) => facts.filter(({ name }) => name === wanted).map(({ value }) => value)
  const count = `${counted(report.seeds.length, 'rehearsal')} on copies of ${counted(report.copiedFrom.customers, 'customer')}`
  return `${count}: ${[...of('how long'), ...of('window')].join('. ')}.`
}

function panelsOf(report: RehearsalReport, seed: SeedReport | undefined): readonly Panel[] {
  const { worked, elapsed, requests, failing, seeds, windows } = report
  return [
    {
      title: 'How long',
      big: {
        value: durationText(worked.middle),
        name: 'of work',
        ...(windows.length > 0 && { tone: fitsItsWindows(report) ? 'good' : 'bad' }),
      },
      rows: [
        { name: 'least', value: durationText(worked.least) },
        { name: 'most', value: durationText(worked.most) },
        { name: 'by the calendar', value: durationText(elapsed.middle) },
        ...windows.map(window => ({
          name: `window of ${window.consolidation}`,
          value: fits(window) ? 'fits' : `fits in ${window.fits} of ${window.seeds}`,
          tone: fits(window) ? ('good' as const) : ('bad' as const),
        })),
      ],
    },
    {
      title: 'Requests',
      big: { value: requests.middle.toLocaleString('en'), name: 'in all' },
      rows: [
        ...(seed?.accounts ?? []).map(({ partner, requests: count }) => ({
          name: partner,
          value: count.toLocaleString('en'),
        })),
        { name: 'refused for want of budget', value: (seed?.throttled ?? 0).toLocaleString('en') },
      ],
    },
    ...(seed === undefined ? [] : [moneyPanel(seed)]),
    {
      title: 'Customers',
      big: {
        value: String(failing.length),
        name: plainFail(failing.length),
        tone: failing.length === 0 ? 'good' : 'bad',
      },
      rows: [
        { name: 'copied', value: String(report.copiedFrom.customers) },
        { name: 'actions done', value: (seed?.actions ?? 0).toLocaleString('en') },
        {
          name: 'nothing left afterwards',
          value: `in ${seeds.filter(({ isEmptyAfterwards }) => isEmptyAfterwards).length} of ${seeds.length}`,
        },
      ],
    },
  ]
}

function moneyPanel({ money, chargedTwice }: SeedReport): Panel {
  return {
    title: 'Money',
    big: { value: signedSumsText(money.monthly) || 'the same', name: 'each month' },
    rows: [
      { name: 'committed', value: sumsText(money.committed) },
      { name: 'credit', value: sumsText(money.credit) },
      {
        name: 'charged twice',
        value: chargedTwice.length === 0 ? 'nothing' : counted(chargedTwice.length, 'product'),
        tone: chargedTwice.length === 0 ? 'good' : 'bad',
      },
    ],
  }
}

function plainFail(count: number): string {
  return count === 1 ? 'fails' : 'fail'
}

interface Work {
  readonly stage: StageReport
  readonly leg: LegReport
}

function picturesOf({ seeds, windows }: RehearsalReport, seed: SeedReport): readonly Markup[] {
  const work = seed.stages.flatMap(stage => stage.legs.map(leg => ({ stage, leg })))
  const worked = [...groupedBy(work, ({ leg }) => dayOf(leg.from))].map(([day, those]) =>
    dayPicture(day, those),
  )
  const days = windows.reduce(withClosing, worked)
  const which = seeds.length === 1 ? '' : `, in rehearsal ${seed.seed} of ${seeds.length}`
  return [
    ...timelinePicture(`Day by day${which}`, days),
    ...lanesPicture(`Requests by the hour${which}`, hourLanes(seed)),
  ]
}

/** The day on which a window closes for good, with whatever else is on it. */
function withClosing(
  days: readonly TimelineDay[],
  { consolidation, closes }: WindowFit,
): readonly TimelineDay[] {
  if (closes === null) return days
  const date = dayOf(closes)
  const line = `${closes.slice(11, 16)}: the window of ${consolidation} closes`
  if (!days.some(day => day.date === date))
    return [...days, { date, name: null, isNow: false, lines: [line], lanes: [] }]
  return days.map(day => (day.date === date ? { ...day, lines: [...day.lines, line] } : day))
}

function dayPicture(date: UtcDate, work: readonly Work[]): TimelineDay {
  return {
    date,
    name: null,
    isNow: false,
    lines: work.map(lineOf),
    lanes: [...groupedBy(work, ({ stage }) => stageName(stage))].map(
      ([name, own]): Lane => ({
        name,
        note: null,
        between: ' · ',
        parts: [{ name: 'actions', count: own.reduce((sum, { leg }) => sum + leg.actions, 0), tone: 'good' }],
      }),
    ),
  }
}

/** `06:00 to 06:21: emea, wave pilot, 3 customers, 240 requests` */
function lineOf({ stage, leg }: Work): string {
  const { from, to, command, customers, requests, verdict } = leg
  const ended = dayOf(from) === dayOf(to) ? to.slice(11, 16) : `${to.slice(0, 16)}Z`
  return [
    `${from.slice(11, 16)} to ${ended}: ${stageName(stage)}`,
    ...(command === 'resume' ? ['resumed'] : []),
    counted(customers, 'customer'),
    counted(requests, 'request'),
    ...(verdict === 'done' ? [] : [verdict]),
  ].join(', ')
}

function hourLanes({ accounts }: SeedReport): readonly Lane[] {
  return accounts.flatMap(({ partner, hours }) =>
    hours.map(
      ({ hour, requests }): Lane => ({
        name: partner,
        note: `${hour.slice(0, 16)}Z`,
        between: ' · ',
        parts: [{ name: 'requests', count: requests, tone: 'soft' }],
      }),
    ),
  )
}
