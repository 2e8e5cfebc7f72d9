/** What the kinds of actions have in common: identity, order, checks, reasons, and what a write is about. */
import type { SourceRange } from '../../diagnostic.ts'
import type { ActionId, PartnerName, TenantId } from '../../model/ids.ts'
import type { BillingCycle, Known } from '../../model/live.ts'
import type { Check } from '../check.ts'
import type { Effect } from '../effect.ts'

export interface ActionCommon {
  /** Derived from kind and target, so two plans of one wish line up. */
  readonly id: ActionId
  readonly after: readonly ActionId[]
  readonly because: Reason
  /** May it be sent again without looking? */
  readonly replay: 'safe' | 'look-first' | 'never'
  /** Holds just before, or the action is stale. */
  readonly expects: readonly Check[]
  /** Holds just after, or it did not happen. */
  readonly proves: readonly Check[]
  /** The line in the documents that asked for it. */
  readonly source?: SourceRange
}

export interface Write extends ActionCommon {
  readonly partner: PartnerName
  readonly customer: TenantId
  readonly effect: Effect
}

/** What may go in one PATCH with other changes (facts 9: status alone, the rest together). */
export interface DetailChanges {
  readonly name?: { readonly from: string; readonly to: string }
  readonly partnerOfRecord?: { readonly from: string | null; readonly to: string }
  /** New commerce only, from the next charge on; legacy changes it through its order. */
  readonly billing?: { readonly from: Known<BillingCycle> | null; readonly to: BillingCycle }
}

/** Why an action is in the plan. A closed list; reports turn it into words. */
export type Reason =
  | { readonly kind: 'declared and not there' }
  | {
      readonly kind: 'declared otherwise'
      readonly field:
        | 'seats'
        | 'state'
        | 'friendlyName'
        | 'endOfTerm'
        | 'nextTerm'
        | 'billing'
        | 'partnerOfRecord'
    }
  | { readonly kind: 'replaced on the target'; readonly consolidation: string }
  | { readonly kind: 'trial is not carried over'; readonly consolidation: string }
  | { readonly kind: 'all of the customer before any switch-off'; readonly consolidation: string }
  | { readonly kind: 'wave needs wave'; readonly consolidation: string; readonly needs: string }
