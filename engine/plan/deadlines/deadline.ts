/**
 * A deadline is the first instant at which an action can no longer be carried out, with what closes then (T24). Deadlines are
 * data: planning, the checks before an apply, a customer's first write, the board and the expiry of a plan all read the same ones.
 */
import { compare } from '../../compare.ts'
import type { ActionId, Instant, PartnerName, SubscriptionId } from '../../model/ids.ts'

/** What can close. Each word is a clause about the action that comes too late. */
export type Closing =
  /** New commerce can be cancelled until then (T4). */
  | 'cancellation window'
  /** The seats that are to go can be given back until then (T3). */
  | 'refund window'
  /** Nothing about the end of a term is taken in its last day; a transfer is not offered either. */
  | 'renewal lock'
  /** The hours in which the Consolidation may begin a customer. */
  | 'cutover window'
  /** What is bought on this UTC day is switched off elsewhere on it (S6). */
  | 'billing day'
  /** The price that the plan counted with is in force until then. */
  | 'price'
  /** The account takes nothing new after its last day (S8). */
  | 'retirement'
  /** Nothing is added from then on by the plan; known once all of it is planned (plan-end.ts). */
  | 'plan'

export interface Deadline {
  readonly action: ActionId
  readonly closes: Closing
  readonly at: Instant
  /** Whose fact says so; null: the documents or the calendar. */
  readonly fact: { readonly partner: PartnerName; readonly subscription: SubscriptionId } | null
}

/** Milliseconds that a customer's steps are expected to take, and the margin that is kept on top of them. */
export interface TimeNeeded {
  readonly neededMs: number
  readonly marginMs: number
}

/** The first of the deadlines that steps begun now would miss; null: all of them can be kept. */
export function missed(
  deadlines: readonly Deadline[],
  now: number,
  { neededMs, marginMs }: TimeNeeded,
): Deadline | null {
  return inOrder(deadlines).find(({ at }) => now + neededMs + marginMs > Date.parse(at)) ?? null
}

/** Of each thing that closes only the earliest: the others are met with it. Earliest first. */
export function earliestOfEach(deadlines: readonly Deadline[]): readonly Deadline[] {
  const first = new Map<Closing, Deadline>()
  for (const deadline of inOrder(deadlines))
    if (!first.has(deadline.closes)) first.set(deadline.closes, deadline)
  return [...first.values()]
}

function inOrder(deadlines: readonly Deadline[]): readonly Deadline[] {
  return [...deadlines].sort(
    (one, other) =>
      Date.parse(one.at) - Date.parse(other.at) ||
      compare(one.closes, other.closes) ||
      compare(one.action, other.action),
  )
}
