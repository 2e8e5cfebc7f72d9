/**
 * Purchases that another, interrupted apply has sent and that do not show yet. A plan made meanwhile does not see them and would
 * buy the same again, under ids of its own, which no service could recognise.
 */
import { compare } from '../../compare.ts'
import { type Diagnostic, diagnose, type Remedy } from '../../diagnostic.ts'
import type { JournalEntry } from '../../journal/entry.ts'
import {
  type ActionRecord,
  type ApplyState,
  evidenceOf,
  foldJournal,
  isComplete,
  untouched,
} from '../../journal/fold.ts'
import { type Salvaged, salvaged } from '../../journal/salvage.ts'
import type { ActualIndex } from '../../model/actual-index.ts'
import type { ActionId, Instant, TenantId } from '../../model/ids.ts'
import { type Action, type Evidence, isWrite, type WriteAction, type WriteKind } from '../../plan/action.ts'
import { broughtBy } from '../../plan/kinds/all-kinds.ts'
import type { Plan } from '../../plan/plan.ts'
import type { JournalStore, Perform, Performers, Reader, Sighting } from '../../ports.ts'
import { addMs, msBetween } from '../../time/utc-days.ts'
import { isOf } from '../apply-id.ts'
import { codes } from '../codes.ts'
import { arrivesWithinMs, isOnItsWay, rowOf } from '../facts/out-of-sight.ts'
import { attemptFrom } from './attempt.ts'

/** What was bought shows within 15 minutes (facts 4.5); twice that, to be sure. In ms. */
const hiddenForMs = 30 * 60_000

interface Here {
  readonly store: JournalStore
  readonly reader: Reader
  /** null: whoever only plans holds no client that can write, and goes by what lists show. */
  readonly performers: Performers | null
  /** What was just read of the customers of the plan. */
  readonly index: ActualIndex
  readonly now: Instant
}

export interface Elsewhere {
  readonly because: Diagnostic
  readonly customers: ReadonlySet<TenantId>
}

/** One per interrupted apply of another plan that has bought, or may have bought, what is still to be bought here and does not show. */
export async function purchasesElsewhere(
  plan: Plan,
  records: ReadonlyMap<ActionId, ActionRecord>,
  here: Here,
): Promise<readonly Elsewhere[]> {
  const wanted = wantedIn(plan, records)
  const found: Elsewhere[] = []
  if (wanted.size === 0) return found
  for (const summary of await here.store.list()) {
    if (summary.finished) continue
    const { apply, damaged } = summary
    const salvage = await here.store.salvage(apply)
    if (!salvage.isWhole) {
      // What is wrong with it is told where it counts: before anything is written.
      if (here.performers === null) continue
      const lost = lostIn(salvaged(apply, salvage), { plan, apply, wanted, here })
      if (lost.size > 0) found.push({ because: illegible(apply, damaged), customers: lost })
      continue
    }
    const { entries } = salvage
    const state = foldJournal(entries)
    if (state === null || state.plan.id === plan.id) continue
    const heard = lastHeardOf(entries)
    const clashing: { readonly customer: TenantId; readonly until: Instant }[] = []
    for (const action of state.plan.actions) {
      if (!isWrite(action) || !boughtBy(action).some(what => wanted.has(what))) continue
      const since = heard.get(action.id)
      const until = since === undefined ? null : await hiddenUntil(action, { state, since, here })
      if (until !== null) clashing.push({ customer: action.customer, until })
    }
    if (clashing.length > 0)
      found.push({
        because: unfinished(state, clashing, plan),
        customers: new Set(clashing.map(({ customer }) => customer)),
      })
  }
  return found
}

/** What is still to be bought, each with whose it is. */
function wantedIn(plan: Plan, records: ReadonlyMap<ActionId, ActionRecord>): ReadonlyMap<string, TenantId> {
  return new Map(
    plan.actions
      .filter(action => isWrite(action) && !isComplete(records.get(action.id)))
      .flatMap(
        action => boughtBy(action).map(what => [what, (action as WriteAction).customer] as const), // filtered before
      ),
  )
}

interface Lost {
  readonly plan: Plan
  readonly apply: string
  readonly wanted: ReadonlyMap<string, TenantId>
  readonly here: Here
}

/**
 * Whose purchases a damaged journal may have made: all of its plan but those that are known to have been made and show; where not even
 * its plan can be read, all that is wanted here. The plan itself, applied again, asks under the same request ids.
 */
function lostIn(
  { plan: theirs, records, heard, isOnlyPlanLost, isComplete: isOver }: Salvaged,
  { plan, apply, wanted, here }: Lost,
): ReadonlySet<TenantId> {
  const isOld = heard !== null && msBetween(heard, here.now) > arrivesWithinMs
  if (isOver || isOld || (theirs === null ? isOf(plan, apply) : theirs.id === plan.id)) return new Set()
  if (theirs === null) {
    const begun = [...records.keys()]
    return new Set(
      [...wanted.values()].filter(tenant => !isOnlyPlanLost || begun.some(id => id.includes(tenant))),
    )
  }
  return new Set(
    theirs.actions.filter(isWrite).flatMap(action => {
      const evidence = evidenceOf(records.get(action.id))
      if (evidence !== null && rowOf(evidence, action, here.index) !== null) return []
      return boughtBy(action).flatMap(what => wanted.get(what) ?? [])
    }),
  )
}

interface Sent {
  readonly state: ApplyState
  /** The latest entry about it. */
  readonly since: Instant
  readonly here: Here
}

/**
 * Until when this purchase, which was made, or may have been made, may stay out of sight; null: it does not. Looks where only time
 * would speak for it.
 */
async function hiddenUntil(action: WriteAction, { state, since, here }: Sent): Promise<Instant | null> {
  const record = state.actions.get(action.id) ?? untouched
  const evidence = evidenceOf(record)
  const isRefused = !record.open && record.attempt > 0 && record.outcome?.kind === 'refused'
  if (!record.open && evidence === null && !isRefused) return null
  if (evidence !== null && action.kind === 'subscription.create')
    return outOfSightUntil(action, evidence, here)
  if (evidence !== null && rowOf(evidence, action, here.index) !== null) return null
  const age = msBetween(since, here.now)
  if (age < hiddenForMs && !isRefused) return addMs(since, hiddenForMs)
  if (age > arrivesWithinMs || evidence !== null) return null
  if (here.performers === null) return isRefused ? null : addMs(since, arrivesWithinMs)
  const sighted = await lookAgain(action, record, { state, performers: here.performers })
  switch (sighted.kind) {
    case 'happened':
      return outOfSightUntil(action, sighted.evidence, here)
    case 'did not happen':
      return null
    case 'ask again':
    case 'is otherwise':
    case 'cannot tell':
      return addMs(since, arrivesWithinMs)
  }
}

function lookAgain(
  action: WriteAction,
  { attempt: number, notes }: ActionRecord,
  { state, performers }: Pick<Sent, 'state'> & { readonly performers: Performers },
): Promise<Sighting> {
  const performer = performers[action.kind] as Perform<WriteKind> // the table is keyed by the kind of its own actions
  const attempt = attemptFrom(state, { action, number, notes })
  return performer.look(action, attempt)
}

/** A list that cannot be read shows nothing, and one that shows it has made the new plan see it. */
async function outOfSightUntil(action: WriteAction, evidence: Evidence, here: Here): Promise<Instant | null> {
  if (rowOf(evidence, action, here.index) !== null || !(await isOnItsWay(action, evidence, here))) return null
  return addMs(evidence.at, arrivesWithinMs)
}

/** What an action brings into an account, by account, customer and product. */
function boughtBy(action: Action): readonly string[] {
  if (!isWrite(action)) return []
  const { partner, customer } = action
  return broughtBy(action).map(product => `${partner} ${customer} ${product}`)
}

/** What was sent has its latest entry behind it: a purchase may be sent many minutes after its attempt began. */
function lastHeardOf(entries: readonly JournalEntry[]): ReadonlyMap<ActionId, Instant> {
  const heard = new Map<ActionId, Instant>()
  for (const entry of entries) {
    if (!('action' in entry)) continue
    // Nothing was sent then.
    if (entry.kind === 'action.skipped') continue
    if (entry.kind === 'action.ended' && entry.outcome.kind === 'stale') continue
    if (entry.kind === 'action.began' || heard.has(entry.action)) heard.set(entry.action, entry.at)
  }
  return heard
}

function illegible(apply: string, damaged: Diagnostic | undefined): Diagnostic {
  return diagnose(codes.UNFINISHED, {
    detail: `${damaged?.detail ?? `The journal of ${apply} cannot be read to its end.`} What it was about may have been bought, and does not show yet.`,
    remedies: damaged?.remedies ?? [
      { kind: 'run', command: `tenantform resume ${apply}`, why: 'looks what became of it, and goes on' },
    ],
  })
}

/** An apply goes on with the documents and by the version it was planned from alone. */
function goesOn(of: Plan, beside: Plan): boolean {
  return of.desired === beside.desired && of.tool.version === beside.tool.version
}

function unfinished(
  { apply, plan }: Pick<ApplyState, 'apply' | 'plan'>,
  clashing: readonly { readonly until: Instant }[],
  other: Plan,
): Diagnostic {
  const [until = ''] = clashing.map(entry => entry.until).sort((one, other) => compare(other, one))
  const what =
    clashing.length === 1
      ? 'a purchase of this plan, which may have been made and does not show yet'
      : `${clashing.length} purchases of this plan, which may have been made and do not show yet`
  const wait: Remedy = {
    kind: 'wait',
    until: `it shows, or until ${until}, where it can no longer be gone on with; then plan again`,
  }
  if (!goesOn(plan, other))
    return diagnose(codes.UNFINISHED, {
      detail: `${apply} has sent ${what}. It was planned from other documents or by another version, so \`resume\` does not go on with it.`,
      remedies: [wait],
    })
  return diagnose(codes.UNFINISHED, {
    detail: `${apply} has sent ${what}.`,
    remedies: [
      { kind: 'run', command: `tenantform resume ${apply}`, why: 'looks what became of it, and goes on' },
      wait,
    ],
  })
}
