/** What a plan of `--refresh activity` says of its own reading. */
import type { Instant } from '../model/ids.ts'

/** Why a customer was read again, by the first that holds. */
export const reasonsToRead = [
  /** Nothing of it is kept, or not of every account that counts. */
  'new',
  /** Its documents say something else than when it was read. */
  'documents',
  /** The activity log names it since. */
  'activity',
  /** It was read too long ago. */
  'age',
  /** A date has come, or something of it goes on by itself. */
  'dates',
  /** Something of it would be written, is blocked, waits or is charged twice. */
  'changes',
  /** It is among those that were read longest ago. */
  'turn',
] as const
export type ReasonToRead = (typeof reasonsToRead)[number]

/** Why everybody was read. */
export type WhyEverybody =
  | 'nothing kept'
  | 'kept by another version'
  | 'kept of another world'
  | 'kept of other accounts'
  | 'damaged'
  | 'activity not read'
  | 'nameless record'
  | 'list not read'
  | 'clock'

export interface PlanRefresh {
  readonly how: 'activity'
  /** Left out: what an earlier plan had read was used. */
  readonly everybody?: { readonly why: WhyEverybody; readonly detail?: string }
  /** Customers that were read for this plan, by reason; reasons without any are left out, and so is everything where everybody was read. */
  readonly again: { readonly [Reason in ReasonToRead]?: number }
  /** Customers that were not read for this plan; each says in `customers` when it was. */
  readonly kept: number
  /** When the first of them was read; null: there is none. */
  readonly oldest: Instant | null
  /** Customer lists that were not read for this plan. */
  readonly lists: readonly { readonly partner: string; readonly readAt: Instant }[]
}
