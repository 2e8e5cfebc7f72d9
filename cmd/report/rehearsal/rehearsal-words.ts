/** What a rehearsal says, in the words of the terminal and of the page alike. */

import { counted, plural } from '../../../engine/plural.ts'
import type {
  RehearsalReport,
  SeedReport,
  Spread,
  StageReport,
  WindowFit,
} from '../../../engine/rehearse/report.ts'
import { signedSumsText, sumsText } from '../amount.ts'
import { durationText } from './duration.ts'

/** The one of which details are shown: what it took stands in the middle. */
export function middleSeed({ seeds, worked }: RehearsalReport): SeedReport | undefined {
  return seeds.find(({ workedMs }) => workedMs === worked.middle)
}

export interface Fact {
  readonly name: string
  readonly value: string
  /** Something is not as it should be. */
  readonly isBad?: boolean
}

export function factsOf(report: RehearsalReport): readonly Fact[] {
  const seed = middleSeed(report)
  return [
    { name: 'how long', value: durationWords(report) },
    ...report.windows.map(window => ({
      name: 'window',
      value: fitWords(window),
      isBad: window.fits < window.seeds,
    })),
    { name: 'requests', value: requestWords(report) },
    ...(seed === undefined ? [] : seedFacts(report, seed)),
    ...seedFact(report),
    { name: 'assumed', value: assumedWords(report) },
    { name: 'left out', value: leftOut },
  ]
}

/** A spread of one or two is less than one expects. */
function seedFact({ seeds, fewerSeedsThan }: RehearsalReport): readonly Fact[] {
  if (fewerSeedsThan === undefined) return []
  const value = `${seeds.length} instead of ${fewerSeedsThan}, because one of this size takes about a minute: \`--seeds ${fewerSeedsThan}\` shows more of the spread`
  return [{ name: 'seeds', value }]
}

/** What no snapshot holds; whoever is stopped by it in the accounts is not stopped in a copy. */
const leftOut =
  'account reviews, qualifications, open transfers, delegated administration, what others do meanwhile'

function seedFacts(report: RehearsalReport, seed: SeedReport): readonly Fact[] {
  const { money, actions } = seed
  const left = report.seeds.filter(({ isEmptyAfterwards }) => !isEmptyAfterwards).length
  const twice = Math.max(0, ...report.seeds.map(({ chargedTwice }) => chargedTwice.length))
  const fails = report.failing.length
  return [
    {
      name: 'money',
      value: `committed ${sumsText(money.committed)} · credit ${sumsText(money.credit)} · each month ${signedSumsText(money.monthly) || 'the same'}`,
    },
    {
      name: 'twice',
      value:
        twice === 0
          ? 'nothing is charged in two accounts on one day'
          : `${counted(twice, 'product of a customer', 'products of customers')} charged in two accounts on one day`,
      isBad: twice > 0,
    },
    {
      name: 'done',
      value: `${counted(actions, 'action')} · afterwards ${left === 0 ? 'nothing is left to do' : `something is left to do in ${left} of ${report.seeds.length}`}`,
      isBad: left > 0,
    },
    {
      name: 'fail',
      value: fails === 0 ? 'no customer' : `${counted(fails, 'customer')}, below`,
      isBad: fails > 0,
    },
  ]
}

function durationWords({ worked, elapsed, seeds, failing }: RehearsalReport): string {
  // What it took to look is not how long the cutover takes.
  if (seeds.every(({ actions }) => actions === 0) && failing.length > 0)
    return 'unknown: nothing was carried out'
  const spread = spreadWords(worked, seeds.length, durationText)
  const calendar = elapsed.middle > worked.middle ? ` · ${durationText(elapsed.middle)} by the calendar` : ''
  return `${spread} of work${calendar}`
}

/** `1 h 22 min (1 h 20 min to 1 h 25 min)`; of one seed there is no spread. */
function spreadWords(
  { least, middle, most }: Spread,
  seeds: number,
  text: (figure: number) => string,
): string {
  return seeds === 1 ? text(middle) : `${text(middle)} (${text(least)} to ${text(most)})`
}

function requestWords({ requests, seeds }: RehearsalReport): string {
  const throttled = Math.max(0, ...seeds.map(seed => seed.throttled))
  return `${spreadWords(requests, seeds.length, figure => figure.toLocaleString('en'))} · ${throttled === 0 ? 'none' : throttled.toLocaleString('en')} refused for want of budget`
}

function fitWords({ consolidation, closes, fits, seeds, spareMs }: WindowFit): string {
  if (closes === null) return `${consolidation} never opens`
  const until = `${consolidation} closes ${closes.slice(0, 16)}Z`
  if (fits === 0) return `${until}: does not fit`
  const spare = spareMs === null ? '' : `, ${durationText(spareMs)} to spare`
  return `${until}: fits${fits === seeds ? '' : ` in ${fits} of ${seeds}`}${spare}`
}

function assumedWords({ assumed, approvals }: RehearsalReport): string {
  const { throttlePerMinute, latencyMs, troublePerRequests, faults } = assumed
  const latency =
    latencyMs === 0 ? 'answers at once' : `answers after ${Math.round(latencyMs / 2)} to ${latencyMs * 2} ms`
  return [
    `${throttlePerMinute} requests a minute by account and kind of resource`,
    latency,
    ...(troublePerRequests === null ? [] : [`trouble with one request of ${troublePerRequests}`]),
    ...(faults === 0 ? [] : [counted(faults, 'scripted fault')]),
    ...(troublePerRequests === null && faults === 0 ? ['no trouble'] : []),
    ...(approvals.length === 0
      ? []
      : [`${approvals.join(', ')} ${plural(approvals.length, 'is', 'are')} approved`]),
  ].join(' · ')
}

export function stageName({ consolidation, wave }: Pick<StageReport, 'consolidation' | 'wave'>): string {
  if (consolidation === null) return 'everything'
  return wave === null ? `${consolidation}, all the rest` : `${consolidation}, wave ${wave}`
}

const ends: Readonly<Record<StageReport['end'], string>> = {
  finished: 'finished',
  'window over': 'the window was over',
  declined: 'declined',
  stuck: 'got no further',
}

export function endWords({ end, why, legs }: StageReport): string {
  const resumed = legs.filter(({ command }) => command === 'resume').length
  const applied = legs.length - resumed
  return [
    ends[end],
    ...(resumed > 0 ? [`resumed ${resumed === 1 ? 'once' : `${resumed} times`}`] : []),
    ...(applied > 1 ? [`planned ${applied} times`] : []),
    ...why,
  ].join(' · ')
}
