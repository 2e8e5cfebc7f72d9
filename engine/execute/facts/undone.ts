/**
 * What an interrupted apply has done and somebody has undone since: a journal is not believed about what lives hours or days later. It is named,
 * nothing new is begun for that customer, and the apply is not called complete; what is to be done about it takes a new plan.
 */
import { type Diagnostic, diagnose } from '../../diagnostic.ts'
import { type ActionRecord, evidenceOf, isComplete } from '../../journal/fold.ts'
import type { ActualIndex } from '../../model/actual-index.ts'
import type { ActionId, Instant, TenantId } from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import { isOff } from '../../model/status.ts'
import { isWrite, type WriteAction } from '../../plan/action.ts'
import type { Check } from '../../plan/check.ts'
import { holds } from '../../plan/checks.ts'
import type { Plan } from '../../plan/plan.ts'
import type { Reader } from '../../ports.ts'
import { msBetween } from '../../time/utc-days.ts'
import { answerOf } from '../actions/answered.ts'
import { showsWithinMs } from '../actions/settle.ts'
import { codes } from '../codes.ts'
import { describeCheck } from './describe-check.ts'
import { isOnItsWay } from './out-of-sight.ts'

export interface Undone {
  /** By the step that had done it. */
  readonly byAction: ReadonlyMap<ActionId, Diagnostic>
  /** The first of each customer. */
  readonly byCustomer: ReadonlyMap<TenantId, Diagnostic>
}

interface Facts {
  readonly reader: Reader
  readonly records: ReadonlyMap<ActionId, ActionRecord>
  readonly index: ActualIndex
  readonly now: Instant
}

/** `index`: read now, for every customer of the plan. */
export async function undoneIn(plan: Plan, facts: Facts): Promise<Undone> {
  const byAction = new Map<ActionId, Diagnostic>()
  const byCustomer = new Map<TenantId, Diagnostic>()
  const writes = plan.actions.filter(isWrite)
  const last = new Map(
    writes.filter(action => isBegun(action, facts)).map(action => [subjectOf(action), action]),
  )
  for (const action of last.values()) {
    const open = await openNow(action, facts)
    if (open.length === 0) continue
    const because = diagnose(codes.UNDONE, {
      detail: `${action.id} was done, and was changed by a person since: ${open.map(describeCheck).join('; ')}.`,
      at: action.source,
    })
    byAction.set(action.id, because)
    if (!byCustomer.has(action.customer)) byCustomer.set(action.customer, because)
  }
  return { byAction, byCustomer }
}

function isBegun({ id }: WriteAction, { records }: Facts): boolean {
  return (records.get(id)?.attempt ?? 0) > 0 || isComplete(records.get(id))
}

/** The last step on a subscription says what it is like now; those before it have been left behind. */
function subjectOf(action: WriteAction): string {
  return 'subscription' in action ? `${action.partner}/${action.subscription}` : action.id
}

/** What it had proven and is not so, in a list that was read; what had not shown long enough to be sure is still on its way. */
async function openNow(
  action: WriteAction,
  { records, index, now, reader }: Facts,
): Promise<readonly Check[]> {
  const record = records.get(action.id)
  const evidence = evidenceOf(record) ?? answerOf(record)
  if (evidence === null || msBetween(evidence.at, now) <= showsWithinMs) return []
  const open = action.proves.filter(
    check => holds(check, index, now) === 'no' && listFor(check, index) !== null && !isOffSince(check, index),
  )
  return open.length > 0 && (await isOnItsWay(action, evidence, { reader, index, now })) ? [] : open
}

function listFor(check: Check, index: ActualIndex): readonly LiveSubscription[] | null {
  const { partner, customer } =
    'newSubscription' in check ? check.newSubscription : { partner: undefined, customer: undefined, ...check }
  if (partner === undefined || customer === undefined) return null
  const read = index.customer(partner, customer)?.subscriptions
  return read?.kind === 'present' ? read.value : null
}

/** What is to be off may be off in another way by now, and lists may leave it out. */
function isOffSince(check: Check, index: ActualIndex): boolean {
  if (check.kind !== 'subscription is' || !isOff(check.status)) return false
  const found = listFor(check, index)?.find(entry => entry.id === check.subscription)
  return found === undefined || isOff(found.status)
}
