/** Rehearsals to one report. */
import { by } from '../compare.ts'
import { type StatusRow, statusOf } from '../cutover/status.ts'
import { type Instant, instant, type TenantId } from '../model/ids.ts'
import { isSent } from '../plan/action.ts'
import type { Plan } from '../plan/plan.ts'
import { moneyOf } from '../plan/summary.ts'
import { isAfter, msBetween } from '../time/utc-days.ts'
import { lastClosing, type OpenHours } from '../time/window.ts'
import { accountRequests } from './account-requests.ts'
import type { Course, Leg, StageCourse } from './course.ts'
import type {
  FailingCustomer,
  RehearsalReport,
  SeedReport,
  Spread,
  StageReport,
  WindowFit,
} from './report.ts'
import type { Stage } from './stages.ts'

export interface SeedCourse {
  readonly seed: number
  readonly course: Course
}

export interface ReportFacts
  extends Pick<RehearsalReport, 'copiedFrom' | 'assumed' | 'consolidation' | 'notCopied' | 'fewerSeedsThan'> {
  readonly stages: readonly Stage[]
}

/** `courses`: at least one. */
export function rehearsalReport(facts: ReportFacts, courses: readonly SeedCourse[]): RehearsalReport {
  const { copiedFrom, assumed, consolidation, notCopied, stages, fewerSeedsThan } = facts
  const seeds = courses.map(seedReport)
  return {
    format: 1,
    kind: 'rehearsal',
    madeIn: { kind: 'sandbox', world: courses[0]?.course.world ?? '' },
    copiedFrom,
    assumed,
    consolidation,
    worked: spreadOf(seeds.map(({ workedMs }) => workedMs)),
    elapsed: spreadOf(seeds.map(({ from, to }) => msBetween(from, to))),
    requests: spreadOf(seeds.map(({ requests }) => requests)),
    windows: windowsOf(stages).map(window => fitOf(window, courses)),
    failing: failingOf(courses),
    approvals: approvalsOf(courses),
    notCopied,
    seeds,
    ...(fewerSeedsThan !== undefined && { fewerSeedsThan }),
  }
}

/** The middle of an even number is the lower one: a figure that was seen. */
export function spreadOf(figures: readonly number[]): Spread {
  const sorted = [...figures].sort((one, other) => one - other)
  return {
    least: sorted[0] ?? 0,
    middle: sorted[Math.floor((sorted.length - 1) / 2)] ?? 0,
    most: sorted.at(-1) ?? 0,
  }
}

function seedReport({ seed, course }: SeedCourse): SeedReport {
  const stages = course.stages.map(stageReport)
  const legs = course.stages.flatMap(stage => stage.legs)
  // What was read to look at the end is nobody's work.
  const requests = legs.flatMap(leg => course.requests.slice(leg.requests.from, leg.requests.to))
  const names = new Map(
    course.last.flatMap(({ customers }) => customers.map(entry => [entry.tenant, entry.name])),
  )
  return {
    seed,
    world: course.world,
    from: legs[0]?.from ?? startOf(course),
    to: legs.at(-1)?.to ?? startOf(course),
    workedMs: workedMs(legs),
    requests: requests.length,
    throttled: requests.filter(({ wasThrottled }) => wasThrottled).length,
    actions: course.done.length,
    stages,
    accounts: accountRequests(requests),
    money: moneyOf(course.done),
    chargedTwice: course.chargedTwice.map(({ customer, ...rest }) => ({
      customer: names.get(customer as TenantId) ?? customer, // a name by its id, whatever it is
      ...rest,
    })),
    isEmptyAfterwards: course.last.every(plan => !plan.actions.some(isSent)),
  }
}

/** Of a course without a single leg. */
function startOf({ last }: Course): Instant {
  return last[0]?.madeAt ?? instant('1970-01-01T00:00:00Z')
}

function stageReport({ stage, legs, end, late }: StageCourse): StageReport {
  return {
    consolidation: stage.consolidation,
    wave: stage.wave,
    end: end.kind,
    why: end.kind === 'declined' ? end.diagnostics.map(({ detail, summary }) => detail ?? summary) : late,
    from: legs[0]?.from ?? null,
    to: legs.at(-1)?.to ?? null,
    workedMs: workedMs(legs),
    customers: sum(legs.map(leg => leg.customers)),
    actions: sum(legs.map(leg => leg.actions)),
    requests: sum(legs.map(countOf)),
    legs: legs.map(leg => ({ ...leg, requests: countOf(leg) })),
  }
}

function countOf({ requests }: Leg): number {
  return requests.to - requests.from
}

function workedMs(legs: readonly Leg[]): number {
  return sum(legs.map(({ from, to }) => msBetween(from, to)))
}

function sum(figures: readonly number[]): number {
  return figures.reduce((all, figure) => all + figure, 0)
}

interface WindowOf {
  readonly consolidation: string
  readonly window: OpenHours
}

function windowsOf(stages: readonly Stage[]): readonly WindowOf[] {
  return stages.flatMap(({ consolidation, wave, window }) =>
    consolidation === null || wave !== null || window === null ? [] : [{ consolidation, window }],
  )
}

function fitOf({ consolidation, window }: WindowOf, courses: readonly SeedCourse[]): WindowFit {
  const closes = lastClosing(window)
  const ends = courses.flatMap(({ course }) => {
    const own = course.stages.filter(({ stage }) => stage.consolidation === consolidation)
    const isOver = own.every(({ end }) => end.kind === 'finished') && isEmpty(course, consolidation)
    const to = own.flatMap(({ legs }) => legs).at(-1)?.to
    return isOver && to !== undefined ? [to] : []
  })
  const slowest = ends.reduce<Instant | null>(
    (last, at) => (last === null || isAfter(at, last) ? at : last),
    null,
  )
  return {
    consolidation,
    closes,
    fits: ends.length,
    seeds: courses.length,
    spareMs: slowest === null || closes === null ? null : msBetween(slowest, closes),
  }
}

function isEmpty({ last }: Course, consolidation: string): boolean {
  return last.every(plan => plan.scope.consolidation !== consolidation || !plan.actions.some(isSent))
}

function failingOf(courses: readonly SeedCourse[]): readonly FailingCustomer[] {
  const found = new Map<string, FailingCustomer>()
  for (const { course } of courses)
    for (const plan of course.last)
      for (const row of standingRows(plan)) {
        const key = `${row.consolidation ?? ''}/${row.tenant}`
        const before = found.get(key)
        const tooLate = course.late.get(row.tenant)
        const why = [
          ...new Set([
            ...(before?.why ?? []),
            ...row.why,
            ...(tooLate === undefined ? [] : [tooLate]),
            ...lastTries(row, course),
          ]),
        ]
        const { customer, tenant, consolidation, wave, standing, next } = row
        found.set(key, {
          ...(before ?? { customer, tenant, consolidation, wave, standing, next }),
          why,
          seeds: (before?.seeds ?? 0) + 1,
        })
      }
  return [...found.values()].sort(
    by(({ consolidation, wave, customer }) => `${consolidation}\n${wave}\n${customer}`),
  )
}

/** Of customers for whom our part is not done. */
function standingRows(plan: Plan): readonly StatusRow[] {
  const over = new Set(
    plan.customers.flatMap(({ tenant, state }) =>
      state === 'moved' || state === 'nothing to do' ? [tenant] : [],
    ),
  )
  return statusOf(plan).rows.filter(({ tenant }) => !over.has(tenant))
}

function lastTries({ tenant }: StatusRow, { last, notDone }: Course): readonly string[] {
  const own = last.flatMap(({ actions }) =>
    actions.filter(action => isSent(action) && action.customer === tenant),
  )
  return own.flatMap(({ id }) => notDone.get(id) ?? [])
}

function approvalsOf(courses: readonly SeedCourse[]): readonly string[] {
  return [...new Set(courses.flatMap(({ course }) => course.approvals))].sort()
}
