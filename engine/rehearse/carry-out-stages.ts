/**
 * Carries a cutover out on a copy, as a careful operator would: each wave when the window is open, gone on with where it was interrupted, planned
 * again where the day or the window ended, until nothing is left or nothing gets further.
 */
import { codes } from '../execute/codes.ts'
import type { ApplyVerdict } from '../execute/verdict.ts'
import type { ActionState } from '../journal/result.ts'
import { type ActionId, dayOf, type Instant, type TenantId, type UtcDate } from '../model/ids.ts'
import { type Action, isSent, type SentAction } from '../plan/action.ts'
import { deadlineCodes } from '../plan/deadlines/codes.ts'
import { closingText } from '../plan/deadlines/deadline-text.ts'
import type { Plan } from '../plan/plan.ts'
import { endOfDay, msBetween, startOfDay } from '../time/utc-days.ts'
import { nextOpening } from '../time/window.ts'
import type { Copy } from './copy.ts'
import type { Course, Leg, StageCourse, StageEnd } from './course.ts'
import type { Stage } from './stages.ts'

/** How often in a row an interrupted apply is gone on with, without that anything is done by it. */
const mostFruitlessResumes = 3
/** What is waited for before the next such try: an order is listed within 15 minutes (facts 4.5); in ms. */
const beforeNextTryMs = 20 * 60_000
/** Openings in a row in which nothing gets done, after which nobody tries again. */
const mostFruitlessOpenings = 3
/** The same where there is no window: one more day brings what a late hour did not. */
const mostFruitlessDays = 2

/** `on`: the day on which it begins; null: as soon as may be. */
export async function carryOutStages(
  copy: Copy,
  { stages, on }: { readonly stages: readonly Stage[]; readonly on: UtcDate | null },
): Promise<Course> {
  const memory: Memory = { done: new Map(), notDone: new Map(), late: new Map(), approvals: new Set() }
  if (on !== null) await reach(copy, startOfDay(on))
  const courses: StageCourse[] = []
  const last: Plan[] = []
  for (const stage of stages) {
    const { course, plan } = await carryOutStage(copy, stage, memory)
    if (stage.wave === null) last.push(plan ?? (await copy.plan(scopeOf(stage))))
    if (isWork(course, stages)) courses.push(course)
  }
  const requests = copy.requests()
  // The ledger tells of days that are over.
  await reach(copy, endOfDay(dayOf(copy.clock.now())))
  return {
    world: copy.world,
    stages: courses,
    done: [...memory.done.values()],
    last,
    notDone: memory.notDone,
    late: memory.late,
    approvals: [...memory.approvals].sort(),
    requests,
    chargedTwice: await copy.chargedTwice(),
  }
}

/** The look over everything after the waves is nobody's work, unless somebody was left for it. */
function isWork({ stage, legs }: StageCourse, stages: readonly Stage[]): boolean {
  const isRest = stages.some(
    ({ consolidation, wave }) => consolidation === stage.consolidation && wave !== null,
  )
  return stage.wave !== null || !isRest || legs.some(({ verdict }) => verdict !== 'nothing to do')
}

interface Memory {
  readonly done: Map<ActionId, Action>
  readonly notDone: Map<ActionId, string>
  readonly late: Map<TenantId, string>
  readonly approvals: Set<string>
}

interface Carried {
  readonly course: StageCourse
  /** The last one, where it held nothing to send. */
  readonly plan: Plan | null
}

async function carryOutStage(copy: Copy, stage: Stage, memory: Memory): Promise<Carried> {
  const legs: Leg[] = []
  let late: readonly string[] = []
  const ended = (end: StageEnd, plan: Plan | null = null): Carried => ({
    course: { stage, legs, end, late },
    plan,
  })
  const mostFruitless = stage.window === null ? mostFruitlessDays : mostFruitlessOpenings
  for (let fruitless = 0; fruitless < mostFruitless; ) {
    const opens = stage.window === null ? copy.clock.now() : nextOpening(stage.window, copy.clock.now())
    if (opens === null) return ended({ kind: 'window over' })
    await reach(copy, opens)
    const before = memory.done.size
    const begun = beginning(copy)
    const plan = await copy.plan(scopeOf(stage))
    late = noteLate(plan, memory)
    const isHeld = late.length > 0
    const verdict = plan.actions.some(isSent) ? await goOn(copy, { plan, begun, legs, memory }) : null
    if (verdict === null) legs.push({ ...legOf(begun, copy), ...nothing })
    if ((verdict === null || verdict.kind === 'done') && !isHeld)
      return ended({ kind: 'finished' }, verdict === null ? plan : null)
    const isLate = isHeld || (verdict !== null && isAboutTime(verdict))
    const hasProgressed = memory.done.size > before
    if (!hasProgressed && !isLate)
      return ended(
        verdict?.result === null ? { kind: 'declined', diagnostics: verdict.diagnostics } : { kind: 'stuck' },
      )
    fruitless = hasProgressed ? 0 : fruitless + 1
    // What is left is planned again: at once where something else is in the way than the time.
    if (isLate) await reach(copy, endOfDay(dayOf(copy.clock.now())))
  }
  return ended({ kind: 'stuck' })
}

const nothing = { command: 'apply', verdict: 'nothing to do', customers: 0, actions: 0 } as const

/** Who is not begun today because it would not be finished in time; what the plan says of each, each sentence once. */
function noteLate({ customers }: Plan, { late }: Memory): readonly string[] {
  const said = new Set<string>()
  for (const { tenant, blockedBy } of customers) {
    const found = blockedBy.find(({ code }) => code === deadlineCodes.DEADLINE_TOO_NEAR.code)
    if (found === undefined) late.delete(tenant)
    else {
      const why = found.detail ?? found.summary
      late.set(tenant, why)
      said.add(why)
    }
  }
  return [...said]
}

interface Going {
  readonly plan: Plan
  readonly begun: Beginning
  readonly legs: Leg[]
  readonly memory: Memory
}

/** An apply, and its resumes as long as they are of use; the last verdict. */
async function goOn(copy: Copy, { plan, begun, legs, memory }: Going): Promise<ApplyVerdict> {
  const approved = missingApprovals(plan)
  for (const rule of approved) memory.approvals.add(rule)
  let verdict = await copy.apply(plan, approved)
  legs.push({ ...legOf(begun, copy), command: 'apply', ...wroteOf(verdict, memory) })
  for (let fruitless = 0; fruitless < mostFruitlessResumes; ) {
    const { result } = verdict
    const apply = result?.apply ?? null
    if (apply === null || result?.next?.startsWith('tenantform resume') !== true || isAboutTime(verdict))
      break
    const before = memory.done.size
    if (fruitless > 0) await copy.clock.sleep(beforeNextTryMs)
    const again = beginning(copy)
    verdict = await copy.resume(apply)
    legs.push({ ...legOf(again, copy), command: 'resume', ...wroteOf(verdict, memory) })
    fruitless = memory.done.size > before ? 0 : fruitless + 1
  }
  return verdict
}

function missingApprovals({ approvals = [] }: Plan): readonly string[] {
  return [...new Set(approvals.flatMap(({ rule, state }) => (state === 'missing' ? [rule] : [])))]
}

interface Beginning {
  readonly from: Instant
  readonly sent: number
}

function beginning(copy: Copy): Beginning {
  return { from: copy.clock.now(), sent: copy.requests().length }
}

function legOf({ from, sent }: Beginning, copy: Copy): Pick<Leg, 'from' | 'to' | 'requests'> {
  return { from, to: copy.clock.now(), requests: { from: sent, to: copy.requests().length } }
}

/** Notes what is done now and was not before, and why the rest is not. */
function wroteOf(
  verdict: ApplyVerdict,
  { done, notDone }: Memory,
): Pick<Leg, 'verdict' | 'customers' | 'actions'> {
  const { result } = verdict
  if (result === null) return { verdict: verdict.kind, customers: 0, actions: 0 }
  const byId = new Map(result.plan.actions.map(action => [action.id, action]))
  const news: SentAction[] = []
  for (const { action: id, state } of result.actions) {
    const action = byId.get(id)
    if (action === undefined || !isSent(action)) continue
    if (state.kind === 'done' || state.kind === 'adopted') {
      notDone.delete(id)
      if (!done.has(id)) news.push(action)
      done.set(id, action)
    } else {
      const why = whyNot(state)
      if (why !== null) notDone.set(id, why)
    }
  }
  return {
    verdict: verdict.kind,
    customers: new Set(news.map(({ customer }) => customer)).size,
    actions: news.length,
  }
}

/** null: something else of the customer says it already. */
function whyNot(state: Exclude<ActionState, { kind: 'done' | 'adopted' }>): string | null {
  switch (state.kind) {
    case 'refused':
    case 'unknown':
    case 'stale':
      return `${state.kind}: ${state.because.detail ?? state.because.summary}`
    case 'not started':
      return null
    case 'skipped':
      return skippedBecause(state.because)
  }
}

function skippedBecause(because: Extract<ActionState, { kind: 'skipped' }>['because']): string | null {
  switch (because.kind) {
    case 'depends on':
      return null
    case 'customer moved':
      return 'its facts moved while the apply lay interrupted'
    case 'day is over':
      return 'the day of the plan was over'
    case 'deadline too near':
      return `not begun, as there was too little time: ${closingText({ closes: because.closes, fact: null })} at ${because.at}`
    case 'window is closed':
      return 'the window was closed'
    case 'stopped by the operator':
      return 'the rehearsal was stopped'
  }
}

const ofTime: ReadonlySet<string> = new Set(
  [
    codes.DAY_IS_OVER,
    codes.DEADLINE_TOO_NEAR,
    codes.WINDOW_CLOSED_MEANWHILE,
    codes.OUTSIDE_WINDOW,
    codes.OTHER_DAY,
    codes.EXPIRED,
  ].map(({ code }) => code),
)

/** Another day may bring what this one did not. */
function isAboutTime({ diagnostics }: ApplyVerdict): boolean {
  return diagnostics.some(({ code }) => ofTime.has(code))
}

async function reach({ clock }: Copy, at: Instant): Promise<void> {
  const ms = msBetween(clock.now(), at)
  if (ms > 0) await clock.sleep(ms)
}

function scopeOf({ consolidation, wave }: Stage) {
  return { consolidation, wave, targets: [] }
}
