/**
 * One write, begun before it is sent and ended after. `unknown` is an outcome of its own: we look before we repeat, and a
 * repeat carries the ids of the attempt it repeats, so that the service can recognise it (T15).
 */
import { type Diagnostic, diagnose } from '../diagnostic.ts'
import type { ActionOutcome, SkipReason } from '../journal/entry.ts'
import type { ActionRecord } from '../journal/fold.ts'
import { evidenceOf } from '../journal/fold.ts'
import type { ActionId } from '../model/ids.ts'
import type { Check, Evidence, WriteAction, WriteKind } from '../plan/action.ts'
import { indexActual } from '../plan/actual-index.ts'
import { isNewSubscription } from '../plan/checks.ts'
import { correlationIdOf, requestIdOf } from '../plan/request-id.ts'
import type { Attempt, Outcome, Perform, Sighting } from '../ports.ts'
import { readSubjects, subjectsOfChecks } from '../read/read-subjects.ts'
import { msBetween } from '../time/utc-days.ts'
import { codes } from './codes.ts'
import { describeCheck } from './describe-check.ts'
import { type Run, untouched } from './run.ts'
import { judgeAll, settle } from './settle.ts'

export type WriteResult = ActionOutcome | { readonly kind: 'skipped'; readonly because: SkipReason }

/** Reads older than this are taken again before a write relies on them; in ms. */
const freshForMs = 10 * 60_000
/** How often one attempt is sent before it is left unknown. */
const sends = 3
/** Pauses before looking; in ms. The first is 0: look at once. */
const lookPausesMs = [0, 5_000, 30_000, 120_000]

export async function runWrite(action: WriteAction, run: Run): Promise<WriteResult> {
  const before = run.records.get(action.id) ?? untouched
  const isOpen = before.attempt > 0 && (before.outcome === null || before.outcome.kind === 'unknown')
  const attempt = isOpen ? before.attempt : before.attempt + 1
  const handle = attemptOf(action, attempt, isOpen ? before : untouched, run)
  if (isOpen) {
    const sighted = await look(action, handle, run)
    if (sighted.kind === 'happened')
      return end(action, attempt, { kind: 'adopted', evidence: sighted.evidence }, run)
    if (sighted.kind === 'cannot tell')
      return end(action, attempt, { kind: 'unknown', because: sighted.because }, run)
  }
  const ready = await readyFor(action, run)
  if (ready.kind === 'skip') return skip(action, ready.because, run)
  if (ready.kind === 'adopted') {
    await begin(action, attempt, run)
    return end(action, attempt, { kind: 'adopted', evidence: ready.evidence }, run)
  }
  if (ready.kind === 'stale') return end(action, attempt, { kind: 'stale', because: ready.because }, run)
  await begin(action, attempt, run)
  return end(action, attempt, await send(action, handle, run), run)
}

type Ready =
  | { readonly kind: 'go' }
  | { readonly kind: 'skip'; readonly because: SkipReason }
  | { readonly kind: 'adopted'; readonly evidence: Evidence }
  | { readonly kind: 'stale'; readonly because: Diagnostic }

/** Judged on reads that are fresh: those the apply began with, or those of the customer's gate. */
async function readyFor(action: WriteAction, run: Run): Promise<Ready> {
  const checks = [...action.expects, ...action.proves]
  const latest = run.seen.get(action.customer)
  const isFresh = latest !== undefined && msBetween(latest.at, run.clock.now()) <= freshForMs
  const index = isFresh
    ? latest.index
    : indexActual(
        await readSubjects(subjectsOfChecks(checks), { reader: run.reader, clock: run.clock, width: 1 }),
      )
  if (judgeAll(action.proves, index, run).judgement === 'yes')
    return { kind: 'adopted', evidence: evidenceIn(action, index, run) }
  const day = action.expects.find(check => check.kind === 'day is')
  if (day !== undefined && judgeAll([day], index, run).judgement === 'no')
    return { kind: 'skip', because: { kind: 'day is over' } }
  const expected = judgeAll(action.expects, index, run)
  if (expected.judgement === 'yes') return { kind: 'go' }
  return {
    kind: 'stale',
    because: diagnose(codes.NOT_AS_EXPECTED, {
      detail: `Nothing was sent: ${expected.open.map(describeCheck).join('; ')}.`,
      at: action.source,
    }),
  }
}

/** Which living subscription satisfies the proof, so that an add-on can find its base. */
function evidenceIn(action: WriteAction, index: ReturnType<typeof indexActual>, run: Run): Evidence {
  const read = index.customer(action.partner, action.customer)?.subscriptions
  const proof = action.proves.find(
    (check): check is Extract<Check, { kind: 'new subscription lives' }> =>
      check.kind === 'new subscription lives',
  )
  const found =
    proof !== undefined && read?.kind === 'present'
      ? read.value.find(entry => isNewSubscription(proof, entry))
      : undefined
  return {
    at: run.clock.now(),
    detail: 'found as planned',
    ...(found !== undefined && {
      subscription: found.id,
      ...(found.order !== null && { order: found.order }),
    }),
  }
}

function attemptOf(action: WriteAction, number: number, record: ActionRecord, run: Run): Attempt {
  const evidence: Record<ActionId, Evidence> = {}
  for (const id of action.after) {
    const known = evidenceOf(run.records.get(id) ?? untouched)
    if (known !== null) evidence[id] = known
  }
  const notes = { ...record.notes }
  return {
    number,
    requestId: requestIdOf(run.plan.id, action.id, number),
    correlationId: correlationIdOf(run.plan.id, action.id, number),
    requestIdFor: step => requestIdOf(run.plan.id, action.id, number, step),
    async note(step, data) {
      notes[step] = data
      await run.journal.append({ kind: 'action.noted', action: action.id, attempt: number, step, data })
    },
    notes,
    evidence,
  }
}

async function send(action: WriteAction, attempt: Attempt, run: Run): Promise<ActionOutcome> {
  let last: Diagnostic | null = null
  for (let sent = 0; sent < sends; sent += 1) {
    const outcome = await performOf(action, run).perform(action, attempt)
    if (outcome.kind === 'done') return verify(action, outcome, run)
    if (outcome.kind === 'refused') return { kind: 'refused', because: withPlace(outcome.because, action) }
    last = outcome.because
    const sighted = await look(action, attempt, run)
    if (sighted.kind === 'happened') return { kind: 'done', evidence: sighted.evidence }
    if (sighted.kind === 'cannot tell')
      return { kind: 'unknown', because: withPlace(sighted.because, action) }
    if (action.replay === 'never' || run.signal.aborted) break
  }
  return { kind: 'unknown', because: withPlace(last ?? diagnose(codes.NOT_VERIFIED), action) }
}

/** Switch-offs and changes are re-read until they show; purchases are verified by the customer's gate, or here when there is none. */
async function verify(
  action: WriteAction,
  outcome: Extract<Outcome, { kind: 'done' }>,
  run: Run,
): Promise<ActionOutcome> {
  const hasGate = run.plan.actions.some(
    other => other.kind === 'gate.customer' && other.after.includes(action.id),
  )
  if (action.kind === 'subscription.create' && hasGate) return outcome
  const settled = await settle(action.proves, run, () => false)
  if (settled.judgement === 'yes') return outcome
  return {
    kind: 'unknown',
    because: diagnose(codes.NOT_VERIFIED, {
      detail: `${settled.open.map(describeCheck).join('; ')}.`,
      at: action.source,
    }),
  }
}

async function look(action: WriteAction, attempt: Attempt, run: Run): Promise<Sighting> {
  let sighted: Sighting = { kind: 'did not happen' }
  for (const pauseMs of lookPausesMs) {
    if (pauseMs > 0) {
      run.progress({ kind: 'waiting', why: 'settling', partner: action.partner, ms: pauseMs })
      await run.clock.sleep(pauseMs)
    }
    sighted = await performOf(action, run).look(action, attempt)
    if (sighted.kind !== 'cannot tell') return sighted
  }
  return sighted
}

function performOf(action: WriteAction, run: Run): Perform<WriteKind> {
  return run.performers[action.kind] as Perform<WriteKind> // the table is keyed by the kind of its own actions
}

async function begin(action: WriteAction, attempt: number, run: Run): Promise<void> {
  run.progress({ kind: 'action.began', action: action.id, attempt })
  await run.journal.append({
    kind: 'action.began',
    action: action.id,
    attempt,
    requestId: requestIdOf(run.plan.id, action.id, attempt),
    correlationId: correlationIdOf(run.plan.id, action.id, attempt),
  })
}

async function end(
  action: WriteAction,
  attempt: number,
  outcome: ActionOutcome,
  run: Run,
): Promise<ActionOutcome> {
  await run.journal.append({ kind: 'action.ended', action: action.id, attempt, outcome })
  run.records.set(action.id, {
    ...(run.records.get(action.id) ?? untouched),
    attempt,
    outcome,
    skipped: null,
  })
  run.progress({ kind: 'action.ended', action: action.id, outcome: outcome.kind })
  return outcome
}

async function skip(action: WriteAction, because: SkipReason, run: Run): Promise<WriteResult> {
  await run.journal.append({ kind: 'action.skipped', action: action.id, because })
  run.records.set(action.id, { ...(run.records.get(action.id) ?? untouched), skipped: because })
  run.progress({ kind: 'action.ended', action: action.id, outcome: 'skipped' })
  return { kind: 'skipped', because }
}

function withPlace(diagnostic: Diagnostic, action: WriteAction): Diagnostic {
  return diagnostic.at !== undefined || action.source === undefined
    ? diagnostic
    : { ...diagnostic, at: action.source }
}
