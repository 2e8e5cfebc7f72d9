/** Who may start what, of one account's budget for one family: one step that several processes take in turn; no clock, no requests. */
import { grow, learnFrom, minuteOf, type StartsPerMinute, windowMs } from './learned.ts'
import { endPause, type Pauses, pausedUntilMs, pauseFor } from './pauses.ts'
import { type BudgetState, bringUpTo, type Count, type KnownProcess } from './state.ts'

export interface BudgetRules {
  readonly starts: StartsPerMinute
  /** Requests of the account and family that are on their way at once, of all processes; one each at least. */
  readonly inFlight: number
  readonly lots: LotRules
}

export interface LotRules {
  /** All lots together, as a part of the limit; a lot is one start at least. */
  readonly share: number
  /** How long a lot is good for, in ms. */
  readonly ms: number
  /** Starts are counted by steps of so many ms, at the end of each. */
  readonly stepMs: number
}

/** Of the limit, at least: reads have it while writes wait, and people while jobs run. */
export const leastShare = 0.2
/** Of the limit: jobs leave it to people of whom nothing is to be seen yet. */
export const spareShare = 0.02
/** A limit counts as filled from this part on: what jobs leave is nobody's. */
const filledShare = 0.95
/** A write that waits is remembered for so long after it was to come back, in ms. */
const writeGraceMs = 1_000

export type BudgetEvent =
  | { readonly kind: 'started'; readonly agoMs: number; readonly effect: 'read' | 'write' }
  | { readonly kind: 'answered'; readonly startedAgoMs: number; readonly customer: string | null }
  | {
      readonly kind: 'refused'
      readonly startedAgoMs: number
      readonly agoMs: number
      readonly customer: string | null
      /** What the service asks for, in ms from then on; null: nothing that can be kept to. */
      readonly saidMs: number | null
    }

/** What a process says each time. Whatever it was given before and did not start is given back with it. */
export interface Report {
  readonly process: string
  readonly isJob: boolean
  readonly events: readonly BudgetEvent[]
  readonly wants: { readonly reads: number; readonly writes: number }
}

export interface Grant {
  /** Starts that are this process's from now on, until the lot's time is over. */
  readonly units: number
  /** Of them reads at most: writes of others wait. */
  readonly reads: number
  /** From now on; when to ask again. */
  readonly waitMs: number
  readonly readsWaitMs: number
  readonly inFlight: number
  readonly pauses: Pauses
  /** By the store's clock. */
  readonly nowMs: number
  /** A pause began with this report. */
  readonly isPaused: boolean
}

/** Changes the state. */
export function step(state: BudgetState, rules: BudgetRules, report: Report, clockMs: number): Grant {
  const nowMs = bringUpTo(state, rules.starts, clockMs)
  const own: KnownProcess = {
    seenMs: nowMs,
    isJob: report.isJob,
    lot: null,
    writesWaitUntilMs: 0,
  }
  state.processes.set(report.process, own)
  const pausedBefore = pausedUntilMs(state.pauses, null)
  for (const event of report.events) note(state, event, { nowMs, isJob: report.isJob, rules })
  const isPaused =
    pausedUntilMs(state.pauses, null) > pausedBefore || report.events.some(({ kind }) => kind === 'refused')
  const told = {
    inFlight: Math.max(1, Math.ceil(rules.inFlight / state.processes.size)),
    pauses: state.pauses,
    nowMs,
    isPaused,
  }
  const { reads: wantedReads, writes: wantedWrites } = report.wants
  const wanted = wantedReads + wantedWrites
  if (wanted === 0) return { ...told, units: 0, reads: 0, waitMs: 0, readsWaitMs: 0 }
  const pausedMs = pausedUntilMs(state.pauses, null) - nowMs
  if (pausedMs > 0) return { ...told, units: 0, reads: 0, waitMs: pausedMs, readsWaitMs: pausedMs }

  const lot = Math.max(1, Math.floor((state.learned.limit * rules.lots.share) / state.processes.size))
  let room = roomFor(state, own)
  if (room < 1) {
    const { total } = used(state)
    if (total >= state.learned.limit * filledShare) {
      const filledMs = filledSince(state, state.learned.limit) ?? nowMs
      grow(state.learned, rules.starts, { nowMs, filledMs })
      room = roomFor(state, own)
    }
  }
  if (room < 1) {
    // Half a lot at a time, so that nobody asks for each start.
    const need = Math.min(wanted, Math.ceil(lot / 2))
    const freeMs = filledSince(state, capOf(state, own) - need + 1)
    const waitMs = freeMs === null ? rules.lots.ms : Math.max(1, windowMs - (nowMs - freeMs))
    if (wantedWrites > 0) own.writesWaitUntilMs = nowMs + waitMs + writeGraceMs
    return { ...told, units: 0, reads: 0, waitMs, readsWaitMs: waitMs }
  }
  const writes = Math.min(wantedWrites, room, lot)
  const readsLeft = readsBehindWrites(state, own)
  const units = writes + Math.min(wantedReads, room - writes, lot - writes, readsLeft)
  own.lot = units === 0 ? null : { units, untilMs: nowMs + rules.lots.ms }
  return {
    ...told,
    units,
    reads: Math.min(units, readsLeft),
    waitMs: 0,
    readsWaitMs: readsLeft < 1 ? Math.max(1, rules.lots.ms / 4) : 0,
  }
}

function note(
  state: BudgetState,
  event: BudgetEvent,
  { nowMs, isJob, rules }: { readonly nowMs: number; readonly isJob: boolean; readonly rules: BudgetRules },
): void {
  switch (event.kind) {
    case 'started': {
      const atMs = Math.ceil((nowMs - event.agoMs) / rules.lots.stepMs) * rules.lots.stepMs
      countStart(state.counts, atMs, { effect: event.effect, isJob })
      return
    }
    case 'answered':
      endPause(state.pauses, { customer: event.customer, startedMs: nowMs - event.startedAgoMs })
      return
    case 'refused':
      noteRefusal(state, event, nowMs)
  }
}

function noteRefusal(
  state: BudgetState,
  { customer, saidMs, startedAgoMs, agoMs }: Extract<BudgetEvent, { kind: 'refused' }>,
  nowMs: number,
): void {
  const startedMs = nowMs - startedAgoMs
  const refusedMs = nowMs - agoMs
  state.refusals += 1
  state.refused.push({ atMs: startedMs })
  pauseFor(state.pauses, { customer, saidMs, startedMs, nowMs: refusedMs })
  const untilMs = state.pauses.everybody?.untilMs ?? 0
  // Only one customer is told to wait, and the budget is not what is full (Q42).
  if (untilMs <= refusedMs) return
  const fromMs = minuteOf({ nowMs: refusedMs, untilMs })
  const isInMinute = ({ atMs }: { readonly atMs: number }) => atMs >= fromMs
  const seen =
    sumOf(state.counts.filter(isInMinute)) + lotsOf(state) - state.refused.filter(isInMinute).length
  learnFrom(state.learned, { startedMs, nowMs: refusedMs, untilMs, seen: Math.max(0, seen) })
}

function countStart(
  counts: Count[],
  atMs: number,
  { effect, isJob }: { readonly effect: 'read' | 'write'; readonly isJob: boolean },
): void {
  const after = counts.findLastIndex(count => count.atMs <= atMs)
  const found = counts[after]
  const count = found?.atMs === atMs ? found : { atMs, reads: 0, writes: 0, jobs: 0 }
  if (count !== found) counts.splice(after + 1, 0, count)
  if (effect === 'read') count.reads += 1
  else count.writes += 1
  if (isJob) count.jobs += 1
}

const sumOf = (counts: readonly Count[]) => counts.reduce((sum, { reads, writes }) => sum + reads + writes, 0)

function lotsOf({ processes }: BudgetState): number {
  return [...processes.values()].reduce((sum, { lot }) => sum + (lot?.units ?? 0), 0)
}

function used(state: BudgetState): { readonly total: number; readonly jobs: number } {
  const jobLots = [...state.processes.values()].reduce(
    (sum, { isJob, lot }) => sum + (isJob ? (lot?.units ?? 0) : 0),
    0,
  )
  return {
    total: sumOf(state.counts) + lotsOf(state),
    jobs: state.counts.reduce((sum, { jobs }) => sum + jobs, 0) + jobLots,
  }
}

/** How many may be started in a minute before this process may start none. */
function capOf(state: BudgetState, own: KnownProcess): number {
  const { limit } = state.learned
  if (!own.isJob) return limit
  const isSomebodyThere = [...state.processes.values()].some(({ isJob }) => !isJob)
  const { total, jobs } = used(state)
  const left = Math.floor(limit * (isSomebodyThere ? leastShare : spareShare)) - (total - jobs)
  return limit - Math.max(0, left)
}

function roomFor(state: BudgetState, own: KnownProcess): number {
  return capOf(state, own) - used(state).total
}

function readsBehindWrites(state: BudgetState, own: KnownProcess): number {
  const isWriteWaiting = [...state.processes.values()].some(
    other => other !== own && other.writesWaitUntilMs > state.atMs,
  )
  if (!isWriteWaiting) return Number.POSITIVE_INFINITY
  const reads = state.counts.reduce((sum, count) => sum + count.reads, 0)
  return Math.max(0, Math.floor(state.learned.limit * leastShare) - reads)
}

/** When the newest so many starts began; null: there are not so many. */
function filledSince(state: BudgetState, count: number): number | null {
  const lots = [...state.processes.values()].flatMap(({ lot }) =>
    lot === null ? [] : [{ atMs: lot.untilMs, starts: lot.units }],
  )
  const starts = state.counts.map(({ atMs, reads, writes }) => ({ atMs, starts: reads + writes }))
  let left = count
  for (const entry of [...starts, ...lots].sort((a, b) => b.atMs - a.atMs)) {
    left -= entry.starts
    if (left <= 0) return entry.atMs
  }
  return null
}
