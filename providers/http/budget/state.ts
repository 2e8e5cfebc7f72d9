/**
 * What is known of one account's budget for one family of calls: what was learned, what was started in the last minute and by whom, who may
 * still start something, and who was told to wait. A plain value, so that it can be kept in a file or a row. Times are in ms since 1970.
 */
import { keepTo, type Learned, nothingLearned, type StartsPerMinute, windowMs } from './learned.ts'
import { forgetPauses, noPauses, type Pauses, pausesLater } from './pauses.ts'

export interface Count {
  readonly atMs: number
  reads: number
  writes: number
  /** How many of both are of jobs. */
  jobs: number
}

export interface KnownProcess {
  seenMs: number
  readonly isJob: boolean
  /** Starts that it may still make and has not told of: they count as made at the end. */
  lot: { readonly units: number; readonly untilMs: number } | null
  /** Its writes wait for room until then at least; 0: none does. */
  writesWaitUntilMs: number
}

export interface BudgetState {
  /** When it was changed last. */
  atMs: number
  readonly learned: Learned
  /** Oldest first. */
  counts: Count[]
  refused: { readonly atMs: number }[]
  readonly processes: Map<string, KnownProcess>
  pauses: Pauses
  /** Answers 429 since it was begun. */
  refusals: number
}

/** What was learned is kept for so long after the last request; the service changes its limits without notice. */
export const keptMs = 24 * 60 * windowMs
/** A clock that goes back by less is one that is read by several. */
const bearableMs = 1_000

export function newState(starts: StartsPerMinute, nowMs: number): BudgetState {
  return {
    atMs: nowMs,
    learned: nothingLearned(starts),
    counts: [],
    refused: [],
    processes: new Map(),
    pauses: noPauses(),
    refusals: 0,
  }
}

/** Where nothing is known of what others have started: a quarter of what is usual at the beginning. */
export function smallState(starts: StartsPerMinute, nowMs: number): BudgetState {
  const state = newState(starts, nowMs)
  const limit = Math.max(1, Math.floor(state.learned.limit / 4))
  return { ...state, learned: { ...state.learned, limit, known: limit } }
}

/** The state as it is at this time. Answers the time by which it goes on: never an earlier one than before. */
export function bringUpTo(state: BudgetState, starts: StartsPerMinute, clockMs: number): number {
  const back = state.atMs - clockMs
  // Nothing tells how long it was: as if no time had passed.
  if (back > bearableMs) moveBy(state, -back)
  const nowMs = Math.max(state.atMs, clockMs)
  if (nowMs - state.atMs > keptMs) Object.assign(state.learned, nothingLearned(starts))
  keepTo(state.learned, starts)
  const isRecent = ({ atMs }: { readonly atMs: number }) => nowMs - atMs < windowMs
  while (state.counts[0] !== undefined && !isRecent(state.counts[0])) state.counts.shift()
  state.refused = state.refused.filter(isRecent)
  for (const [name, { seenMs, lot }] of state.processes)
    if (nowMs - Math.max(seenMs, lot?.untilMs ?? 0) >= windowMs) state.processes.delete(name)
  forgetPauses(state.pauses, nowMs - windowMs)
  state.atMs = nowMs
  return nowMs
}

/** Whether its times fit the moment at which it was changed last: none has happened later, and what lies ahead is not far. */
export function isPlausible({ atMs, counts, refused, processes, pauses }: BudgetState): boolean {
  const past = [...counts, ...refused].map(entry => entry.atMs)
  const lots = [...processes.values()].flatMap(({ seenMs, lot, writesWaitUntilMs }) => [
    seenMs,
    writesWaitUntilMs,
    lot?.untilMs ?? seenMs,
  ])
  const waits = [...pauses.customers.values(), ...(pauses.everybody === null ? [] : [pauses.everybody])]
  return (
    past.every(time => time <= atMs + bearableMs) &&
    lots.every(time => time <= atMs + 2 * windowMs) &&
    waits.every(({ untilMs }) => untilMs <= atMs + keptMs)
  )
}

/** A process ends. What it had left counts as started, for it may have been. */
export function leave(state: BudgetState, name: string): void {
  const known = state.processes.get(name)
  if (known === undefined) return
  const { lot, isJob } = known
  if (lot !== null)
    state.counts.push({ atMs: state.atMs, reads: 0, writes: lot.units, jobs: isJob ? lot.units : 0 })
  state.counts.sort((a, b) => a.atMs - b.atMs)
  state.processes.delete(name)
}

/** Nothing of the last minute is known for certain: as if all of it had been used. */
export function usedUp(state: BudgetState, nowMs: number): void {
  state.counts = [{ atMs: nowMs, reads: 0, writes: state.learned.limit, jobs: 0 }]
}

function moveBy(state: BudgetState, ms: number): void {
  const { learned } = state
  state.atMs += ms
  state.counts = state.counts.map(count => ({ ...count, atMs: count.atMs + ms }))
  state.refused = state.refused.map(({ atMs }) => ({ atMs: atMs + ms }))
  state.pauses = pausesLater(state.pauses, ms)
  for (const known of state.processes.values()) {
    known.seenMs += ms
    known.writesWaitUntilMs += ms
    if (known.lot !== null) known.lot = { ...known.lot, untilMs: known.lot.untilMs + ms }
  }
  learned.heldUntilMs += ms
  learned.limitSinceMs += ms
  if (learned.fullFromMs !== null) learned.fullFromMs += ms
  if (learned.refusal !== null) learned.refusal = { ...learned.refusal, atMs: learned.refusal.atMs + ms }
}
