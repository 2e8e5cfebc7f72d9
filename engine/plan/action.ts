/**
 * An action is a decision: one change somebody can read, count, consent to and carry out. The union is closed; each
 * kind has one file in `kinds/` (what it must follow, what it expects, what it proves), one performer in
 * `providers/partner-center/actions/`, one line in `cmd/report/plan/lines.ts` and one branch in the plan schema.
 *
 * Order is edges (`after`), never positions in a list. Gates are actions that change nothing: they re-read and refuse
 * to let anything behind them start.
 */
import type { SourceRange } from '../diagnostic.ts'
import type {
  ActionId,
  Instant,
  PartnerName,
  ProductKey,
  Seats,
  SubscriptionId,
  TenantId,
  UtcDate,
} from '../model/ids.ts'
import type { BillingCycle, Known } from '../model/live.ts'
import type { Renewal } from '../model/renewal.ts'
import type { Check } from './check.ts'
import type { Effect } from './effect.ts'

export type Action =
  | CreateSubscription
  | ChangeSeats
  | SuspendSubscription
  | CancelSubscription
  | ReactivateSubscription
  | RenameSubscription
  | ChangeDetails
  | ChangeBilling
  | ChangeRenewal
  | TransferSubscriptions
  | SetRenewal
  | CustomerGate
  | WaveGate

export type ActionKind = Action['kind']
export type ActionOf<K extends ActionKind> = Extract<Action, { kind: K }>
/** The kinds that send a write. */
export type WriteKind = Exclude<ActionKind, 'gate.customer' | 'gate.wave'>
export type WriteAction = ActionOf<WriteKind>

interface ActionCommon {
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

interface Write extends ActionCommon {
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

export interface CreateSubscription extends Write {
  readonly kind: 'subscription.create'
  readonly key: string
  readonly product: ProductKey
  readonly productName: string
  readonly name: string
  readonly seats: Seats
  readonly term: string | null
  /** Last day of the first term; left out: a full term. */
  readonly endsOn?: UtcDate
  readonly billing: BillingCycle
  readonly partnerOfRecord?: string
  /** The customer's country: it decides the catalogue, resolved again just before ordering (T13). */
  readonly market: string
  /** For an add-on: its base, living already or created by another action of this plan. */
  readonly base?:
    | { readonly kind: 'living'; readonly subscription: SubscriptionId; readonly order: string | null }
    | { readonly kind: 'created by'; readonly action: ActionId }
}

export interface ChangeSeats extends Write {
  readonly kind: 'subscription.change-seats'
  readonly subscription: SubscriptionId
  readonly product: ProductKey
  readonly productName: string
  readonly name: string
  readonly from: Seats
  readonly to: Seats
  /** Sent in the same request. */
  readonly also?: DetailChanges
}

export interface SuspendSubscription extends Write {
  readonly kind: 'subscription.suspend'
  readonly subscription: SubscriptionId
  readonly product: ProductKey
  readonly productName: string
  readonly name: string
  readonly seats: Seats
  /** Actions or living subscriptions that replace it; empty: reduces service by design (drop, declared state). */
  readonly replacedBy: readonly (
    | { readonly kind: 'created by'; readonly action: ActionId }
    | { readonly kind: 'living'; readonly partner: PartnerName; readonly subscription: SubscriptionId }
  )[]
}

/** Within the window of new commerce; final. */
export interface CancelSubscription extends Write {
  readonly kind: 'subscription.cancel'
  readonly subscription: SubscriptionId
  readonly product: ProductKey
  readonly productName: string
  readonly name: string
  readonly seats: Seats
  /** Last instant at which the service takes it. */
  readonly until: Instant
  readonly replacedBy: SuspendSubscription['replacedBy']
}

/** What ends a source subscription, or a declared one. */
export type SwitchOff = SuspendSubscription | CancelSubscription

export interface ReactivateSubscription extends Write {
  readonly kind: 'subscription.reactivate'
  readonly subscription: SubscriptionId
  readonly product: ProductKey
  readonly productName: string
  readonly name: string
  readonly seats: Seats
}

export interface RenameSubscription extends Write {
  readonly kind: 'subscription.rename'
  readonly subscription: SubscriptionId
  readonly product: ProductKey
  readonly productName: string
  readonly from: string
  readonly to: string
}

/** How it is billed and who sells it, with the name where that changes too: one request. */
export interface ChangeDetails extends Write {
  readonly kind: 'subscription.change-details'
  readonly subscription: SubscriptionId
  readonly product: ProductKey
  readonly productName: string
  readonly name: string
  readonly changes: DetailChanges
}

/** Billing cycle of a legacy order, with everything that was bought by it. */
export interface ChangeBilling extends Write {
  readonly kind: 'subscription.change-billing'
  readonly subscription: SubscriptionId
  readonly product: ProductKey
  readonly productName: string
  readonly name: string
  readonly order: string
  readonly from: Known<BillingCycle>
  readonly to: BillingCycle
}

/** What happens when the term of a new-commerce subscription ends. */
export interface ChangeRenewal extends Write {
  readonly kind: 'subscription.change-renewal'
  readonly subscription: SubscriptionId
  readonly product: ProductKey
  readonly productName: string
  readonly name: string
  /** Seats of the running term by then. */
  readonly seats: Seats
  /** The customer's country: a next term names an availability of its catalogue, resolved just before (T13); null: none is needed. */
  readonly market: string | null
  readonly from: Renewal
  readonly to: Renewal
  /** An earlier step of this plan deletes the schedule; this one makes it again (T5). */
  readonly restores: boolean
  /** Last day of the running term. */
  readonly termEndsOn: UtcDate | null
  /** Sent in the same request. */
  readonly also?: DetailChanges
}

/** What happens at the end of the first term of something this plan buys. */
export interface SetRenewal extends Write {
  readonly kind: 'subscription.set-renewal'
  readonly key: string
  readonly product: ProductKey
  readonly productName: string
  readonly name: string
  readonly seats: Seats
  readonly market: string
  readonly createdBy: ActionId
  readonly to: Renewal
}

/** One subscription that changes its partner. */
export interface TransferredItem {
  readonly subscription: SubscriptionId
  readonly product: ProductKey
  readonly productName: string
  readonly name: string
  readonly seats: Seats
  readonly term: string | null
  readonly billing: Known<BillingCycle> | null
  readonly termEndsOn: UtcDate | null
  readonly parent: SubscriptionId | null
  /** The reseller on record, who goes along (T33); left out: none. */
  readonly partnerOfRecord?: string
}

/** `partner` is the target, which asks; `from` the source, which accepts. */
export interface TransferSubscriptions extends Write {
  readonly kind: 'subscription.transfer'
  readonly from: PartnerName
  readonly fromTenant: TenantId
  /** At most 25. */
  readonly items: readonly TransferredItem[]
}

/** Nothing of this customer is switched off before all that replaces it is verified (S5). */
export interface CustomerGate extends ActionCommon {
  readonly kind: 'gate.customer'
  readonly partner: PartnerName
  readonly customer: TenantId
}

/** A wave that needs another starts when that one is done. */
export interface WaveGate extends ActionCommon {
  readonly kind: 'gate.wave'
  readonly consolidation: string
  readonly wave: string
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

/** Where a created thing was found, or what a write answered; kept in the journal. */
export interface Evidence {
  readonly subscription?: SubscriptionId
  readonly order?: string
  readonly cart?: string
  readonly at: Instant
  readonly detail?: string
}

export function isSwitchOff(action: Action): action is SwitchOff {
  return action.kind === 'subscription.suspend' || action.kind === 'subscription.cancel'
}
