/**
 * What a line with `endOfTerm: cancel` meant, once it has ended as the line says (T6, T23). Declared and not there would be bought again, for a whole term, and
 * by nothing but a schedule that applies every night: the plan after the term would undo what the plan before it did.
 */
import type { DeclaredCustomer, DeclaredSubscription } from '../../model/desired.ts'
import { dayOf, type UtcDate } from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import { isLiving } from '../../model/living.ts'

/** null: nothing has ended that it could mean, or it asks for one more. `list`: what its account shows, ended ones too. */
export function endedAsDeclared(
  declared: DeclaredSubscription,
  {
    customer,
    list,
    on,
  }: {
    readonly customer: Pick<DeclaredCustomer, 'subscriptions'>
    readonly list: readonly LiveSubscription[]
    readonly on: UtcDate
  },
): LiveSubscription | null {
  if (declared.endOfTerm !== 'cancel' || declared.anotherAcknowledged === true) return null
  const isAlone = customer.subscriptions.every(
    entry => entry === declared || entry.product !== declared.product,
  )
  return (
    list.find(
      entry =>
        entry.product === declared.product &&
        hasRunOut(entry, on) &&
        (declared.subscriptionId === null
          ? isAlone || entry.name === (declared.friendlyName ?? declared.key)
          : entry.id === declared.subscriptionId),
    ) ?? null
  )
}

/** Whole: what was cancelled before its end was not declared so. */
function hasRunOut(entry: LiveSubscription, on: UtcDate): boolean {
  return !isLiving(entry) && !entry.trial && entry.termEndsAt !== null && dayOf(entry.termEndsAt) < on
}

/** When the term would be over of what a written id names and is off before, though its line asks for service until then; null: it is not so. */
export function endedEarly(
  { subscriptionId, endOfTerm }: DeclaredSubscription,
  { list, on }: { readonly list: readonly LiveSubscription[]; readonly on: UtcDate },
): UtcDate | null {
  if (subscriptionId === null || endOfTerm !== 'cancel') return null
  const found = list.find(entry => entry.id === subscriptionId)
  if (found === undefined || isLiving(found) || found.termEndsAt === null) return null
  const end = dayOf(found.termEndsAt)
  return end < on ? null : end
}
