/**
 * What somebody scheduled and this version cannot write. The service deletes every schedule with a change in the middle of the term (facts 2.3), and
 * what cannot be made again is not deleted on the way to something else (T5): such a change is not made.
 */
import type { FieldChange } from '../../../diff/fields.ts'
import type { DeclaredSubscription } from '../../../model/desired.ts'
import type { LiveSubscription } from '../../../model/live.ts'
import { renewalOf } from '../../../model/renewal.ts'
import type { Action } from '../../action.ts'
import { codes } from '../../codes.ts'
import { finding } from '../../finding.ts'
import type { DetailChanges } from '../../kinds/action-parts.ts'
import type { Finding } from '../../plan.ts'
import { subjectOf, type TargetFacts } from './target-facts.ts'

/** Someone told it to do what this version does not know, or to become another product: not ours to take back (T10). */
export function isForeignAction({ termEndAction }: LiveSubscription): boolean {
  return termEndAction !== null && termEndAction !== undefined && !['renew', 'extend'].includes(termEndAction)
}

/** Any change of seats, state or billing in the middle of a term deletes the schedule (facts 2.3). */
export function writesMidTerm(action: Action): boolean {
  return (
    action.kind === 'subscription.change-seats' ||
    action.kind === 'subscription.reactivate' ||
    (action.kind === 'subscription.change-details' && action.changes.billing !== undefined)
  )
}

interface Intended {
  readonly actions: readonly Action[]
  readonly details: DetailChanges
}

/** Whether carrying it out would delete a schedule for good. */
export function losesForeignSchedule(living: LiveSubscription, { actions, details }: Intended): boolean {
  return (
    living.commerce === 'nce' &&
    isForeignAction(living) &&
    (actions.some(writesMidTerm) || details.billing !== undefined)
  )
}

const midTermFields: readonly string[] = ['seats', 'billing', 'state']

export function isMidTerm({ field }: FieldChange): boolean {
  return midTermFields.includes(field)
}

export function foreignScheduleKept(
  declared: DeclaredSubscription,
  living: LiveSubscription,
  { facts, changes }: { readonly facts: TargetFacts; readonly changes: readonly FieldChange[] },
): Finding {
  const renewal = renewalOf({ ...living, status: 'active' })
  const scheduled = renewal.kind === 'unknown' ? renewal.why : 'something is scheduled for it'
  const kept = changes.filter(isMidTerm).map(({ field, from }) => `\`${field}\` stays ${String(from)}`)
  return finding(codes.UNSUPPORTED, 'line', subjectOf(declared, facts, living), {
    detail: `\`${declared.key}\`: ${scheduled}. The service deletes that with any change in the middle of the term, and this version cannot make it again, so ${kept.join(' and ')}.`,
    at: declared.at,
    remedies: [
      {
        kind: 'edit',
        what: 'declare what is there until that day is over, or take the instruction back in Partner Center, plan again, and make it again after the apply',
      },
    ],
  })
}
