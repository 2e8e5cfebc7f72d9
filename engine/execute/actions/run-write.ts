/**
 * One write, begun before it is sent and ended after. `unknown` is an outcome of its own: we look before we repeat, and a
 * repeat carries the ids of the attempt it repeats, so that the service can recognise it (T15).
 *
 *   open attempt, or one that only a journal calls refused
 *        │ look ─────────▶ happened: adopted
 *        │                  is otherwise: stale
 *        │                  cannot tell: unknown
 *        ▼
 *   ready? ─▶ began (durable) ─▶ send ─▶ ended
 *                                 ▲  │ unknown
 *                                 └──┴ look: did not happen, same ids
 */
import { type Diagnostic, diagnose } from '../../diagnostic.ts'
import type { ActionOutcome } from '../../journal/entry.ts'
import { resumePointOf } from '../../journal/resume-point.ts'
import { isWrite, type SentAction, type SentKind, type WriteAction } from '../../plan/action.ts'
import { isAdminAction } from '../../plan/admin/admin-action.ts'
import type { Attempt, Outcome, Perform, Sighting } from '../../ports.ts'
import { isBearable } from '../../time/clock-skew.ts'
import { Trouble } from '../../trouble.ts'
import { Withheld } from '../../withheld.ts'
import { namesOf } from '../action-events.ts'
import { adminPerformerOf, readyForAdmin, verifyAdmin } from '../admin/admin-way.ts'
import { codes } from '../codes.ts'
import { cancelClosed } from '../facts/cancel-closed.ts'
import { clockTrouble } from '../facts/clock-trouble.ts'
import { hiddenFrom } from '../facts/closed-gate.ts'
import { describeCheck } from '../facts/describe-check.ts'
import { leaveOf } from '../facts/may-leave.ts'
import { forgetLists, keepList } from '../facts/purchase-block.ts'
import { type Ready, readyFor } from '../facts/ready.ts'
import { lockLost } from '../lock-lost.ts'
import { pause, type Run, recordOf, write } from '../run.ts'
import { noteAnswer } from './answered.ts'
import { attemptOf } from './attempt.ts'
import { readFor, type Settled, settle } from './settle.ts'

/** How often one attempt is sent before it is left unknown. */
const sends = 3
/** How often a step is judged anew because waiting made its judgement old. */
const judgements = 5
/** Pauses before looking again; in ms. */
const lookPausesMs = [5_000, 30_000, 120_000]
/** Before a second and a third sending: what stands in the way may pass meanwhile. In ms. */
const sendPausesMs = [5_000, 30_000]

/**
 * Settles what an earlier run left open: looks whether it has happened. Answers whether the action may go on; it looks
 * also where nothing more would be sent, because an account that says `skipped` must not hide an effect.
 */
export async function settleOpen(action: SentAction, run: Run): Promise<boolean> {
  const point = resumePointOf(recordOf(run, action.id))
  if (point.kind !== 'look' && point.kind !== 'confirm') return point.kind === 'begin'
  const attempt = attemptOf(action, point.attempt, { run })
  const undone = run.undone.get(action.id)
  if (undone !== undefined) {
    await end(action, attempt, { kind: 'stale', because: withPlace(undone, action) }, run)
    return false
  }
  const sighted = await look(action, attempt, run)
  if (sighted.kind === 'happened') await end(action, attempt, adopted(sighted), run)
  if (sighted.kind === 'cannot tell')
    await end(
      action,
      attempt,
      await unlessClosed(unknown(hiddenFrom(action, run) ?? sighted.because, action), action, run),
      run,
    )
  if (sighted.kind === 'is otherwise')
    await end(action, attempt, await unlessClosed(otherwise(sighted, action), action, run), run)
  // Nothing new can come of it, so neither its day nor what moved stands against it.
  if (sighted.kind === 'ask again') {
    const sent = await send(action, attempt, { run, isRepeat: true, isTogether: false })
    const outcome = await unlessClosed(await outcomeOf(sent, run), action, run)
    await end(action, attempt, outcome, run)
    // The service itself says now what the journal said: another attempt may begin.
    return point.kind === 'confirm' && outcome.kind === 'refused'
  }
  return sighted.kind === 'did not happen'
}

/** Of a cancel that has not come about, and can do so no more: that says more than the answer to it. */
async function unlessClosed(outcome: ActionOutcome, action: SentAction, run: Run): Promise<ActionOutcome> {
  if (action.kind !== 'subscription.cancel' || outcome.kind === 'done' || outcome.kind === 'adopted')
    return outcome
  const because = cancelClosed(action, await readFor(action.expects, run), run)
  return because === null ? outcome : { kind: 'stale', because }
}

/** A write that was answered, and that no read has proven yet. Its attempt stays open until then: who resumes looks for it. */
export interface Answered {
  readonly kind: 'answered'
  readonly action: SentAction
  readonly attempt: Attempt
  readonly outcome: Extract<Outcome, { kind: 'done' }>
  readonly isRepeat: boolean
}
/** Takes what is to be proven together with what else is done at the same time. */
export type Later = (answered: Answered) => void

/**
 * Sends a write whose earlier attempts, if any, are known not to have happened. Judged anew as long as waiting makes its judgement old.
 * Proves it too, unless that is done `later`.
 */
export async function runWrite(action: SentAction, run: Run, later?: Later): Promise<void> {
  const point = resumePointOf(recordOf(run, action.id))
  if (point.kind === 'keep') return
  const number = point.kind === 'confirm' ? point.attempt + 1 : point.attempt
  const attempt = attemptOf(action, number, { run, mayLeave: leaveOf(action, run) })
  for (let judged = 0; judged < judgements; judged += 1) {
    const ready = isAdminAction(action) ? await readyForAdmin(action, run) : await readyByClock(action, run)
    // The operator's stop, or a lost lock, may have come while we were reading.
    if (run.signal.aborted && ready.kind === 'go') return
    if (ready.kind !== 'go') return leave(action, attempt, { ready, run })
    const { open } = recordOf(run, action.id)
    await begin(action, attempt, run)
    const isTogether = later !== undefined
    const sent = await unlessWithheld(() => send(action, attempt, { run, isRepeat: open, isTogether }))
    if (!(sent instanceof Withheld)) {
      if (sent.kind === 'answered' && later !== undefined) {
        await noteAnswer(attempt, sent.outcome.evidence)
        return later(sent)
      }
      return end(action, attempt, await outcomeOf(sent, run), run)
    }
    if (sent.because !== null)
      return leave(action, attempt, { ready: { kind: 'skip', because: sent.because }, run })
  }
  const detail = 'It waited so long, again and again, that nothing it was judged by was still young enough.'
  return end(action, attempt, unknown(diagnose(codes.NOT_VERIFIED, { detail }), action), run)
}

/** Nothing is sent. */
async function leave(
  action: SentAction,
  attempt: Attempt,
  { ready, run }: { readonly ready: Exclude<Ready, { kind: 'go' }>; readonly run: Run },
): Promise<void> {
  switch (ready.kind) {
    case 'skip':
      await write(run, { kind: 'action.skipped', action: action.id, because: ready.because })
      run.progress({ kind: 'action.ended', ...namesOf(action, run), outcome: 'skipped' })
      return
    case 'adopted':
      return end(action, attempt, adopted(ready), run)
    case 'stale':
      return end(action, attempt, { kind: 'stale', because: withPlace(ready.because, action) }, run)
    case 'unknown':
      return end(action, attempt, unknown(ready.because, action), run)
  }
}

async function unlessWithheld<T>(work: () => Promise<T>): Promise<T | Withheld> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Withheld) return error
    throw error
  }
}

/** Judged again where the clocks seemed to differ meanwhile; ends the run where they do. */
async function readyByClock(action: WriteAction, run: Run): Promise<Ready> {
  const ready = await readyFor(action, run)
  if (run.signal.aborted || isBearable(run.serviceTime.skewMs())) return ready
  const trouble = await clockTrouble(run.plan, run)
  if (trouble !== null) throw new Trouble(trouble)
  return readyFor(action, run)
}

async function begin(action: SentAction, attempt: Attempt, run: Run): Promise<void> {
  if (!run.isHeld()) throw lockLost(action.id)
  run.progress({ kind: 'action.began', ...namesOf(action, run), attempt: attempt.number })
  const { number, requestId, correlationId } = attempt
  await write(run, { kind: 'action.began', action: action.id, attempt: number, requestId, correlationId })
}

export async function end(
  action: SentAction,
  attempt: Attempt,
  outcome: ActionOutcome,
  run: Run,
): Promise<void> {
  await write(run, { kind: 'action.ended', action: action.id, attempt: attempt.number, outcome })
  if (outcome.kind === 'refused' && isWrite(action))
    run.refused.set(action.customer, [...(run.refused.get(action.customer) ?? []), action.id])
  run.progress({ kind: 'action.ended', ...namesOf(action, run), outcome: outcome.kind })
}

interface Sending {
  readonly run: Run
  /** An earlier run has sent this attempt, and nothing settled it. */
  readonly isRepeat: boolean
  /** What is sent with it rests on the same list. */
  readonly isTogether: boolean
}

async function send(
  action: SentAction,
  attempt: Attempt,
  { run, isRepeat, isTogether }: Sending,
): Promise<ActionOutcome | Answered> {
  if (isWrite(action)) forgetLists(action, run, { keeps: isTogether })
  let because = diagnose(codes.NOT_VERIFIED)
  for (let sent = 1; sent <= sends; sent += 1) {
    const outcome = await performerOf(action, run).perform(action, attempt)
    if (outcome.kind === 'done')
      return { kind: 'answered', action, attempt, outcome, isRepeat: isRepeat || sent > 1 }
    // A first refusal settles the attempt. One that answers a repeat may mean that the first request got through after all.
    if (outcome.kind === 'refused' && sent === 1 && !isRepeat) return refused(outcome, action)
    because = outcome.because
    const sighted = await look(action, attempt, run)
    if (sighted.kind === 'happened') return { kind: 'done', evidence: sighted.evidence }
    if (sighted.kind === 'cannot tell') return unknown(sighted.because, action)
    if (sighted.kind === 'is otherwise') return otherwise(sighted, action)
    if (outcome.kind === 'refused') return refused(outcome, action)
    if (action.replay === 'never' || sent === sends) break
    const ms = sendPausesMs[sent - 1] ?? 0
    if (!(await pause(run, ms, { why: 'retry', partner: action.partner }))) break
  }
  return unknown(because, action)
}

/** Switch-offs and changes are re-read until they show; purchases are verified by the customer's gate, or here when there is none. */
async function outcomeOf(sent: ActionOutcome | Answered, run: Run): Promise<ActionOutcome> {
  if (sent.kind !== 'answered') return sent
  const { action, outcome } = sent
  if (isAdminAction(action)) return verifyAdmin(action, outcome, run)
  if (isProvenByGate(action, run)) return outcome
  const settled = await settle(action.proves, run, () => false)
  if (action.kind === 'subscription.create') keepList(action, settled.index, run)
  return proven(sent, settled)
}

/** A purchase that a gate stands behind. */
export function isProvenByGate({ kind, id }: WriteAction, run: Run): boolean {
  return (
    kind === 'subscription.create' &&
    (run.followers.get(id) ?? []).some(follower => run.gates.has(follower.id))
  )
}

/** What became of a write, by what was read after it. */
export function proven(
  { action, outcome, isRepeat }: Answered,
  settled: Omit<Settled, 'index'>,
): ActionOutcome {
  if (settled.judgement === 'yes') return outcome
  const detail = `${settled.open.map(describeCheck).join('; ')}.`
  // The answer to a repeat is that of the first request: what that did was seen to be undone, and no repeat does it again.
  if (isRepeat && !settled.isCutShort && settled.judgement === 'no' && 'subscription' in action)
    return { kind: 'stale', because: diagnose(codes.UNDONE, { detail, at: action.source }) }
  return { kind: 'unknown', because: diagnose(codes.NOT_VERIFIED, { detail, at: action.source }) }
}

/** Looks until it can be told, or the pauses are used up, or the run is stopped. */
async function look(action: SentAction, attempt: Attempt, run: Run): Promise<Sighting> {
  const performer = performerOf(action, run)
  let sighted = await performer.look(action, attempt)
  for (const pauseMs of lookPausesMs) {
    if (sighted.kind !== 'cannot tell' && sighted.kind !== 'is otherwise') break
    if (!(await pause(run, pauseMs, { why: 'settling', partner: action.partner }))) break
    sighted = await performer.look(action, attempt)
  }
  return sighted
}

function performerOf(action: SentAction, run: Run): Perform<SentKind> {
  if (isAdminAction(action)) return adminPerformerOf(action, run)
  return run.performers[action.kind] as Perform<SentKind> // the table is keyed by the kind of its own actions
}

function adopted({ evidence }: { readonly evidence: Extract<Outcome, { kind: 'done' }>['evidence'] }) {
  return { kind: 'adopted', evidence } as const
}

function refused({ because }: Extract<Outcome, { kind: 'refused' }>, action: SentAction): ActionOutcome {
  return { kind: 'refused', because: withPlace(because, action) }
}

/** What it is like now is known, so nothing is left to look for; what is to be done about it takes a new plan. */
function otherwise(
  { because }: Extract<Sighting, { kind: 'is otherwise' }>,
  action: SentAction,
): ActionOutcome {
  return { kind: 'stale', because: withPlace(because, action) }
}

function unknown(because: Diagnostic, action: SentAction): ActionOutcome {
  return { kind: 'unknown', because: withPlace(because, action) }
}

function withPlace(diagnostic: Diagnostic, action: SentAction): Diagnostic {
  return diagnostic.at !== undefined || action.source === undefined
    ? diagnostic
    : { ...diagnostic, at: action.source }
}
