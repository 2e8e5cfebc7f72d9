/** A rehearsal as a page: what it comes to, the days of the cutover with what is done in them, requests by the hour, who fails. */
import { groupedBy } from '../../../engine/grouped-by.ts'
import { dayOf, type UtcDate } from '../../../engine/model/ids.ts'
import { counted } from '../../../engine/plural.ts'
import type { LegReport, RehearsalReport, SeedReport, StageReport } from '../../../engine/rehearse/report.ts'
import { type Lane, lanesPicture } from '../html/bar.ts'
import type { Markup } from '../html/markup.ts'
import { type Panel, pageText } from '../html/page.ts'
import type { HtmlTable } from '../html/table.ts'
import { type TimelineDay, timelinePicture } from '../html/timeline.ts'
import { placeWords } from '../world.ts'
import { durationText } from './duration.ts'
import { endWords, factsOf, middleSeed, stageName } from './rehearsal-words.ts'

export function rehearsalHtml(report: RehearsalReport): string {
  const seed = middleSeed(report)
  const { copiedFrom, seeds, consolidation, notCopied } = report
  const facts = factsOf(report)
  return pageText({
    kind: 'Rehearsal',
    title: consolidation ?? 'The whole cutover',
    madeIn: report.madeIn,
    facts: [
      { name: 'copied from', value: placeWords(copiedFrom.madeIn) },
      { name: 'as of', value: `${copiedFrom.takenAt.slice(0, 16)}Z` },
      { name: 'assumed', value: facts.find(({ name }) => name === 'assumed')?.value ?? null },
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
    pictures: seed === undefined ? [] : picturesOf(seed, seeds.length),
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
  const fits = windows.every(window => window.fits === window.seeds)
  return [
    {
      title: 'How long',
      big: {
        value: durationText(worked.middle),
        name: 'of work',
        ...(windows.length > 0 && { tone: fits ? 'good' : 'bad' }),
      },
      rows: [
        { name: 'least', value: durationText(worked.least) },
        { name: 'most', value: durationText(worked.most) },
        { name: 'by the calendar', value: durationText(elapsed.middle) },
        ...windows.map(window => ({
          name: `window of ${window.consolidation}`,
          value: window.fits === window.seeds ? 'fits' : `fits in ${window.fits} of ${window.seeds}`,
          tone: window.fits === window.seeds ? ('good' as const) : ('bad' as const),
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

function plainFail(count: number): string {
  return count === 1 ? 'fails' : 'fail'
}

interface Work {
  readonly stage: StageReport
  readonly leg: LegReport
}

function picturesOf(seed: SeedReport, seeds: number): readonly Markup[] {
  const work = seed.stages.flatMap(stage => stage.legs.map(leg => ({ stage, leg })))
  const days = [...groupedBy(work, ({ leg }) => dayOf(leg.from))].map(([day, those]) =>
    dayPicture(day, those),
  )
  const which = seeds === 1 ? '' : `, in rehearsal ${seed.seed} of ${seeds}`
  return [
    ...timelinePicture(`Day by day${which}`, days),
    ...lanesPicture(`Requests by the hour${which}`, hourLanes(seed)),
  ]
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

function stageTable({ stages }: SeedReport): HtmlTable {
  return {
    id: 'waves',
    caption: 'Waves',
    columns: [
      { name: 'wave', kind: 'text' },
      { name: 'from', kind: 'text' },
      { name: 'to', kind: 'text' },
      { name: 'work', kind: 'text' },
      { name: 'customers', kind: 'number' },
      { name: 'actions', kind: 'number' },
      { name: 'requests', kind: 'number' },
      { name: 'end', kind: 'text' },
    ],
    rows: stages.map(stage => ({
      cells: [
        stageName(stage),
        stage.from === null ? '' : `${stage.from.slice(0, 16)}Z`,
        stage.to === null ? '' : `${stage.to.slice(0, 16)}Z`,
        durationText(stage.workedMs),
        stage.customers,
        stage.actions,
        stage.requests,
        endWords(stage),
      ],
      tone: stage.end === 'finished' ? 'good' : 'bad',
    })),
  }
}

function accountTable({ accounts }: SeedReport): HtmlTable {
  return {
    id: 'requests',
    caption: 'Requests',
    columns: [
      { name: 'account', kind: 'word' },
      { name: 'hour', kind: 'text' },
      { name: 'requests', kind: 'number' },
    ],
    rows: accounts.flatMap(({ partner, hours }) =>
      hours.map(({ hour, requests }) => ({ cells: [partner, `${hour.slice(0, 16)}Z`, requests] })),
    ),
  }
}

function failTable({ failing, seeds }: RehearsalReport): HtmlTable {
  return {
    id: 'failing',
    caption: 'Customers that fail',
    columns: [
      { name: 'customer', kind: 'text' },
      { name: 'wave', kind: 'word' },
      { name: 'standing', kind: 'word' },
      { name: 'next', kind: 'word' },
      { name: 'in', kind: 'text' },
      { name: 'why', kind: 'text' },
    ],
    rows: failing.map(entry => ({
      cells: [
        entry.customer,
        entry.wave ?? '',
        entry.standing,
        entry.next,
        `${entry.seeds} of ${seeds.length}`,
        entry.why.join(' · '),
      ],
      tone: 'bad',
    })),
  }
}

function seedTable({ seeds }: RehearsalReport): HtmlTable {
  return {
    id: 'rehearsals',
    caption: 'Rehearsals',
    columns: [
      { name: 'rehearsal', kind: 'number' },
      { name: 'from', kind: 'text' },
      { name: 'to', kind: 'text' },
      { name: 'work', kind: 'text' },
      { name: 'requests', kind: 'number' },
      { name: 'refused', kind: 'number' },
      { name: 'actions', kind: 'number' },
    ],
    rows: seeds.map(({ seed, from, to, workedMs, requests, throttled, actions }) => ({
      cells: [
        seed,
        `${from.slice(0, 16)}Z`,
        `${to.slice(0, 16)}Z`,
        durationText(workedMs),
        requests,
        throttled,
        actions,
      ],
    })),
  }
}
