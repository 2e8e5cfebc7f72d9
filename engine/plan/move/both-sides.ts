/** What one customer has under its sources and under its target: what is charged twice is judged over both. */
import type { DeclaredConsolidation, DeclaredPartner, DeclaredSubscription } from '../../model/desired.ts'
import type { PartnerName, UtcDate } from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import type { DecidedSource } from '../decide/source/decided-source.ts'

export type WhyUnread = 'could not be read' | 'not shown any more'

/** What one customer has on both sides, and what is decided about it. */
export interface BothSides {
  readonly consolidation: Pick<DeclaredConsolidation, 'map'>
  readonly decided: readonly DecidedSource[]
  /** Sources of which nothing is known, and why. */
  readonly unread: readonly { readonly partner: PartnerName; readonly why: WhyUnread }[]
  /** Under the target; null: it could not be read. */
  readonly living: readonly LiveSubscription[] | null
  /** What is declared under the target, and which of what lives there each line means. */
  readonly target: {
    readonly partner: DeclaredPartner
    readonly lines: readonly DeclaredSubscription[]
    readonly bound: ReadonlyMap<string, LiveSubscription>
  }
  readonly on: UtcDate
}
