/**
 * Whether a write may be sent now. Judged on reads that are fresh: those the apply began with, or those of the customer's gate;
 * before a step that cannot be undone the subscriptions are read again.
 */
import { type Diagnostic, diagnose } from '../../diagnostic.ts'
import type { SkipReason } from '../../journal/entry.ts'
import type { ActualIndex } from '../../model/actual-index.ts'
import { dayOf, instant } from '../../model/ids.ts'
import type { Evidence, WriteAction } from '../../plan/action.ts'
import type { Check } from '../../plan/check.ts'
import { areEnough, isNewSubscription } from '../../plan/checks.ts'
import type { CreateSubscription } from '../../plan/kinds/create.ts'
import { isBearable } from '../../time/clock-skew.ts'
import { addMs, msBetween } from '../../time/utc-days.ts'
import { isItsDay, whyNotNow } from '../actions/purchase-time.ts'
import { judgeAll, readFor, recallFor, settle } from '../actions/settle.ts'
import { codes } from '../codes.ts'
import type { OldestReads } from '../kept-reads.ts'
import type { Run } from '../run.ts'
import { isOrBecomes } from './adoption.ts'
import { cancelClosed } from './cancel-closed.ts'
import { hasBegun } from './deadlines.ts'
import { describeCheck } from './describe-check.ts'
import { orderedOutOfSight } from './hidden-orders.ts'
import { notByEitherClock, tooLate } from './may-leave.ts'
import { boughtByOthers, listForPurchase, readListAnew } from './purchase-block.ts'
import { oldestToBeginMs, verifyTwins } from './twins.ts'

export type Ready =
  | { readonly kind: 'go' }
  | { readonly kind: 'skip'; readonly because: SkipReason }
  /** It holds already; nothing is to be sent. */
  | { readonly kind: 'adopted'; readonly evidence: Evidence }
  | { readonly kind: 'stale'; readonly because: Diagnostic }
  /** Something that looks like it is on its way and did not arrive in time. */
  | { readonly kind: 'unknown'; readonly because: Diagnostic }

/** Reads older than this are taken again before a change relies on them; a purchase relies on a list of its own (purchase-block.ts). In ms. */
const freshForMs = 10 * 60_000

/** Of what other steps of this run have read. A list is one of a moment ago; who a customer is and what is for sale serve all who need it meanwhile. */
const young: OldestReads = { lists: oldestToBeginMs, others: freshForMs }

/** Waited beyond the beginning of the service's day, whose time we know to the second; in ms. */
const graceMs = 1_000

export async function readyFor(action: WriteAction, run: Run): Promise<Ready> {
  const ready = await readyByFacts(action, run)
  if (ready.kind !== 'go') return ready
  const twins = await verifyTwins(action, run)
  if (twins.kind === 'cut short') return { kind: 'skip', because: { kind: 'stopped by the operator' } }
  return twins.kind === 'verified' ? ready : twins
}

async function readyByFacts(action: WriteAction, run: Run): Promise<Ready> {
  if (!(await serviceDayBegan(action, run)))
    return { kind: 'skip', because: { kind: 'stopped by the operator' } }
  if (action.kind === 'subscription.create') return readyToBuy(action, run)
  const seen = action.effect.irreversible ? null : freshlySeen(action, run)
  const first = seen === null ? null : await judge(action, seen, run)
  // What was seen before may permit; to forbid, it is read again: an earlier step of ours may have changed it since.
  if (first !== null && permits(first)) return first
  const checks = [...action.expects, ...action.proves].filter(isOfSubscriptions)
  const kept = await recallFor(checks, run, young)
  const ready = await judge(action, kept.index, run)
  return kept.isAnew || permits(ready) ? ready : judge(action, await readFor(checks, run), run)
}

const permits = ({ kind }: Ready) => kind === 'go' || kind === 'adopted'

/** What forbids on a list that an earlier purchase read is asked of one that was read for this purchase. */
async function readyToBuy(action: CreateSubscription, run: Run): Promise<Ready> {
  const list = await listForPurchase(action, run)
  const ready = await judge(action, list.index, run)
  if (list.isAnew || permits(ready)) return ready
  return judge(action, await readListAnew(action, run), run)
}

async function judge(action: WriteAction, index: ActualIndex, run: Run): Promise<Ready> {
  if (isDone(action, index, run)) return { kind: 'adopted', evidence: evidenceIn(action, index, run) }
  if (isArriving(action, index)) return waitFor(action, run)
  const moved = run.moved.get(action.customer)
  if (moved !== undefined && !isBehindGate(action, run)) return { kind: 'stale', because: moved }
  const others = action.kind === 'subscription.create' ? boughtByOthers(action, index, run) : null
  if (others !== null) return { kind: 'stale', because: others }
  const begun = hasBegun(action.customer, run)
  const judging = { run, begun, index: freshlySeen(action, run) ?? index }
  const notNow = notByEitherClock(action, judging) ?? tooLate(action, judging)
  if (notNow !== null) return { kind: 'skip', because: notNow }
  const open = [
    ...judgeAll(action.expects.filter(isOfSubscriptions), index, run).open,
    ...(await openOthers(action, run)),
  ]
  if (open.length === 0)
    return action.kind === 'subscription.create' ? lastLook(action, index, run) : { kind: 'go' }
  const closed = cancelClosed(action, index, run)
  if (closed !== null) return { kind: 'stale', because: closed }
  return {
    kind: 'stale',
    because: diagnose(codes.NOT_AS_EXPECTED, {
      detail: `Nothing was sent: ${open.map(describeCheck).join('; ')}.`,
      at: action.source,
    }),
  }
}

/** Where our day has begun and the service's not yet, its beginning is waited for: minutes at most. False: told to stop meanwhile. */
async function serviceDayBegan(action: WriteAction, run: Run): Promise<boolean> {
  const { plan, clock, serviceTime, signal } = run
  const skewMs = serviceTime.skewMs() ?? 0
  if (skewMs >= 0 || !isBearable(skewMs)) return true
  const now = clock.now()
  const today = dayOf(now)
  const theirs = addMs(now, skewMs)
  if (
    dayOf(theirs) === today ||
    whyNotNow(action, { plan, now, isAskedFor: false, hasBegun: hasBegun(action.customer, run) }) !== null
  )
    return true
  if (isItsDay(action, theirs)) return true
  try {
    await clock.sleep(msBetween(theirs, instant(`${today}T00:00:00Z`)) + graceMs, signal)
  } catch (error) {
    if (signal.aborted) return false
    throw error
  }
  return true
}

/** Proven by itself, or left behind by a later step on the same subscription that is proven. */
function isDone(action: WriteAction, index: ActualIndex, run: Run): boolean {
  if (judgeAll(action.proves, index, run).judgement === 'yes') return true
  if (!('subscription' in action)) return false
  return (run.followers.get(action.id) ?? []).some(
    later =>
      'subscription' in later &&
      later.partner === action.partner &&
      later.subscription === action.subscription &&
      isDone(later, index, run),
  )
}

function isArriving(action: WriteAction, index: ActualIndex): boolean {
  const read = index.customer(action.partner, action.customer)?.subscriptions
  const proof = purchaseIn(action)
  return (
    proof !== null &&
    read?.kind === 'present' &&
    areEnough(proof, read.value, entry => isOrBecomes(proof, entry))
  )
}

/** What is ordered and out of sight may be the very purchase: it is waited for, and not made again. */
async function lastLook(action: CreateSubscription, index: ActualIndex, run: Run): Promise<Ready> {
  const because = await orderedOutOfSight(action, index, run)
  if (because === null) return { kind: 'go' }
  if (because.code !== codes.ORDER_HIDDEN.code) return { kind: 'unknown', because }
  const settled = await settle(action.proves, run, () => false)
  return settled.judgement === 'yes'
    ? { kind: 'adopted', evidence: evidenceIn(action, settled.index, run) }
    : { kind: 'unknown', because }
}

async function waitFor(action: WriteAction, run: Run): Promise<Ready> {
  const settled = await settle(action.proves, run, () => false)
  if (settled.judgement === 'yes')
    return { kind: 'adopted', evidence: evidenceIn(action, settled.index, run) }
  const detail = `Nothing was sent: it seems to be on its way, and ${settled.open.map(describeCheck).join('; ')}.`
  return { kind: 'unknown', because: diagnose(codes.NOT_VERIFIED, { detail, at: action.source }) }
}

/** A gate stands before it, which read everything again: it relies on nothing older. */
function isBehindGate(action: WriteAction, run: Run): boolean {
  return action.after.some(before => run.gates.has(before))
}

function isOfSubscriptions(check: Check): boolean {
  return (
    check.kind === 'subscription is' ||
    check.kind === 'cancellable' ||
    check.kind === 'renewal is' ||
    check.kind === 'new subscription lives' ||
    check.kind === 'new subscription renews' ||
    check.kind === 'goes on' ||
    check.kind === 'new subscription goes on' ||
    check.kind === 'seats at least' ||
    check.kind === 'no other active subscription'
  )
}

/** Expectations about the customer, its agreement, the catalogue and the day that do not hold. */
async function openOthers(action: WriteAction, run: Run): Promise<readonly Check[]> {
  const checks = action.expects.filter(check => !isOfSubscriptions(check))
  const seen = freshlySeen(action, run)
  if (seen !== null && judgeAll(checks, seen, run).judgement === 'yes') return []
  const kept = await recallFor(checks, run, young)
  const { judgement, open } = judgeAll(checks, kept.index, run)
  return kept.isAnew || judgement === 'yes' ? open : judgeAll(checks, await readFor(checks, run), run).open
}

function freshlySeen(action: WriteAction, run: Run): ActualIndex | null {
  const seen = run.seen.get(action.customer)
  if (seen === undefined) return null
  const ageMs = msBetween(seen.at, run.clock.now())
  // Read in the future: the clock was set back meanwhile, and how old this is nobody knows.
  return ageMs >= 0 && ageMs <= freshForMs ? seen.index : null
}

function purchaseIn(action: WriteAction): Extract<Check, { kind: 'new subscription lives' }> | null {
  return (
    action.proves.find(
      (check): check is Extract<Check, { kind: 'new subscription lives' }> =>
        check.kind === 'new subscription lives',
    ) ?? null
  )
}

/** Which living subscription satisfies the proof, so that an add-on can find its base. */
function evidenceIn(action: WriteAction, index: ActualIndex, run: Run): Evidence {
  const at = { at: run.clock.now(), detail: 'found as planned' }
  if ('subscription' in action) return { ...at, subscription: action.subscription }
  const proof = purchaseIn(action)
  const read = index.customer(action.partner, action.customer)?.subscriptions
  const found =
    proof !== null && read?.kind === 'present'
      ? read.value.find(entry => isNewSubscription(proof, entry))
      : undefined
  if (found === undefined) return at
  return { ...at, subscription: found.id, ...(found.order !== null && { order: found.order }) }
}
