/**
 * A plan is data: no functions, clients or clocks inside. It is written to a file here and carried out elsewhere, on the
 * day it is for, and it refuses to run if the documents, or the facts it relied on, have moved since (T11).
 * Arrays are in a stable order, so the same inputs give the same bytes.
 */

import type { Diagnostic, SourceRange } from '../diagnostic.ts'
import type {
  ActionId,
  Currency,
  Digest,
  FactId,
  Instant,
  PartnerName,
  ProductKey,
  Seats,
  SubscriptionId,
  TenantId,
  UtcDate,
} from '../model/ids.ts'
import type { Commerce, Known, LicencePool } from '../model/live.ts'
import type { MadeIn } from '../model/made-in.ts'
import type { Amount } from '../model/money.ts'
import type { Origin } from '../model/origin.ts'
import type { Sums } from '../money/amounts.ts'
import type { PlanScope } from '../scope/plan-scope.ts'
import type { Action } from './action.ts'
import type { AdminStanding } from './admin/standing.ts'
import type { Deadline } from './deadlines/deadline.ts'
import type { PlanApproval } from './guards/plan-approval.ts'
import type { Method } from './method.ts'
import type { PlanRefresh } from './plan-refresh.ts'

export interface Plan {
  readonly format: 1
  /** Digest over everything else in the plan; also the namespace of request ids (T15). An edited plan no longer matches. */
  readonly id: Digest
  readonly tool: { readonly name: 'tenantform'; readonly version: string }
  readonly madeAt: Instant
  /** Of the accounts, those of `partners`. */
  readonly madeIn: MadeIn
  /** From which commit and by which pipeline; claims, left out where nothing is known. */
  readonly origin?: Origin
  /** Not everything was read for this plan; left out: it was. */
  readonly refresh?: PlanRefresh
  /** The UTC day the plan is for. */
  readonly on: UtcDate
  readonly expiresAt: Instant
  /** From then on the policies would decline what it adds; left out where that is not before its longest expiry. */
  readonly policiesUntil?: Instant
  /** Kept before every deadline, on top of the time that the steps are expected to take. */
  readonly deadlineMarginMs: number
  readonly scope: PlanScope
  /** Of the resolved documents, positions and World left out. */
  readonly desired: Digest
  /** Of all facts below. */
  readonly actual: Digest
  readonly partners: readonly {
    readonly name: PartnerName
    readonly tenant: TenantId
    readonly timeZone: string
    readonly currency: Currency | null
  }[]
  readonly window: PlanWindow | null
  /** What the plan relied on; apply reads exactly these again. */
  readonly facts: readonly Fact[]
  readonly customers: readonly CustomerPlan[]
  readonly actions: readonly Action[]
  readonly findings: readonly Finding[]
  /** What policies want approved; left out where they ask for nothing. */
  readonly approvals?: readonly PlanApproval[]
  readonly summary: PlanSummary
}

export interface PlanWindow {
  readonly from: UtcDate
  readonly to: UtcDate
  readonly utcHours: { readonly from: string; readonly to: string } | null
  readonly freezeDays: readonly UtcDate[]
}

/** One thing read from a tenant. `value` is the part the plan relied on, and nothing more: unrelated change is no change. */
export interface Fact {
  readonly id: FactId
  readonly subject: FactSubject
  readonly value: unknown
  readonly digest: Digest
}

export type FactSubject =
  | {
      readonly kind: 'customer'
      readonly partner: PartnerName
      readonly customer: TenantId
      /** Not this customer relies on it but these, whose wave needs the one it belongs to: accepted, it would move before them. */
      readonly behind?: readonly TenantId[]
    }
  | { readonly kind: 'agreement'; readonly partner: PartnerName; readonly customer: TenantId }
  /** Open requests for billing ownership that this partner is a party of. */
  | { readonly kind: 'transfers'; readonly partner: PartnerName; readonly customer: TenantId }
  /** Which subscriptions there are (ids); of these products only, where given. */
  | {
      readonly kind: 'subscriptions'
      readonly partner: PartnerName
      readonly customer: TenantId
      readonly products?: readonly ProductKey[]
      /** Which of them are active; not this customer relies on it but these, whose wave needs the one it belongs to: it has moved. */
      readonly behind?: readonly TenantId[]
    }
  /** How many seats of an item an account has sold that is no part of the move: they share one limit (T32). */
  | {
      readonly kind: 'seats'
      readonly partner: PartnerName
      readonly customer: TenantId
      readonly product: ProductKey
    }
  | {
      readonly kind: 'subscription'
      readonly partner: PartnerName
      readonly customer: TenantId
      readonly subscription: SubscriptionId
    }
  | {
      readonly kind: 'licences'
      readonly partner: PartnerName
      readonly customer: TenantId
      readonly products: readonly ProductKey[]
    }
  | {
      readonly kind: 'offer'
      readonly partner: PartnerName
      readonly market: string
      readonly product: ProductKey
    }

/** Where a customer stands before anything is written (S3). */
export type Readiness =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'not invited' }
  | { readonly kind: 'invited'; readonly on: UtcDate; readonly days: number }
  | { readonly kind: 'agreement missing' }
  | { readonly kind: 'unknown'; readonly because: Diagnostic }

/** Why nothing is written for a customer: one rule for every report. */
export type Held = 'blocked' | 'waiting' | null

export function heldOf({ state }: Pick<CustomerPlan, 'state'>): Held {
  return state === 'blocked' || state === 'waiting' ? state : null
}

/** The whole story of one customer in this plan. */
export interface CustomerPlan {
  /** The partner that keeps the customer: the target of a consolidation, or the one partner of steady state. */
  readonly partner: PartnerName
  readonly tenant: TenantId
  readonly name: string
  readonly domain: string | null
  readonly consolidation: string | null
  readonly wave: string | null
  readonly readiness: Readiness
  /** `moved`: nothing left to do here and everything switched off. */
  readonly state: 'nothing to do' | 'planned' | 'blocked' | 'moved' | 'waiting'
  /** Why no write is planned for this customer. Empty unless blocked or waiting. */
  readonly blockedBy: readonly Finding[]
  readonly licences:
    | { readonly kind: 'not checked'; readonly why: string }
    | { readonly kind: 'checked'; readonly pools: readonly LicencePool[] }
  readonly sources: readonly SourceLine[]
  readonly seats: readonly SeatEquation[]
  readonly actions: readonly ActionId[]
  /** Charged on both sides without any action above that announces it (T27). */
  readonly chargedTwice: readonly ChargedTwice[]
  /** The earliest of each thing that closes for the actions above (T24). */
  readonly deadlines: readonly Deadline[]
  /** Delegated administration, where it is declared: a track of its own, which stops nothing. */
  readonly admin?: AdminStanding
  /** When the subscriptions were read that an earlier plan has kept, the oldest of them; left out: for this plan. */
  readonly readAt?: Instant
  readonly at: SourceRange | null
}

/**
 * A source that is charged beside what lives under the target already, or may be, or is brought there by a transfer; or a trial under the target that
 * becomes a paid subscription beside what is declared.
 */
export interface ChargedTwice {
  readonly partner: PartnerName
  /** null: what the partner charges could not be read. */
  readonly subscription: SubscriptionId | null
  readonly productName: string | null
  /** Under the target, or by its id in the source what a transfer brings there; empty: not known, or bought by the plan. */
  readonly beside: readonly SubscriptionId[]
  /** When a trial under the target becomes a paid subscription; left out: charged on the day of the plan already. */
  readonly from?: UtcDate
  /** From the first of them to its end; null: not known. */
  readonly days: number | null
  /** For all of these days. */
  readonly money: Amount
}

/** One source subscription and what is decided about it, also when nothing is written. */
export interface SourceLine {
  readonly partner: PartnerName
  readonly subscription: SubscriptionId
  readonly product: ProductKey
  readonly productName: string
  readonly name: string
  readonly commerce: Known<Commerce>
  readonly status: string
  readonly seats: Seats | null
  readonly method: Method
  /** Inside the gate: replaced, and switched off behind it. */
  readonly gated: boolean
  readonly action: ActionId | null
  /** For lines without a write: billed until when; null: open-ended or not billed. */
  readonly billedUntil: UtcDate | null
  /** Money still to be paid for it where that is worth saying (blocked new commerce: to term end). */
  readonly money: Amount | null
  readonly note: string | null
  /** Azure only: what the target shows of it, `active`, another status, `absent` or `unknown`. */
  readonly there?: string
}

/** T17, per customer × product. */
export interface SeatEquation {
  readonly product: ProductKey
  readonly productName: string
  readonly onSources: Seats
  /** Of sources that ran out or were suspended by hand; left out: none. */
  readonly endedOnSources?: Seats
  readonly onTargetNow: Seats
  /** Of these, what an unfinished apply has bought, beside sources that still run; left out: nothing that a journal tells of. */
  readonly halfWay?: Seats
  readonly declared: Seats
  readonly onTargetAfter: Seats
  readonly switchedOff: Seats
  /** What earlier moves brought under the target, and what is off since; left out: nothing that is known of. */
  readonly movedBefore?: readonly {
    readonly partner: PartnerName
    readonly subscription: SubscriptionId
    /** null: the service does not say. */
    readonly seats: Seats | null
  }[]
  readonly verdict: 'ok' | 'fewer, acknowledged' | 'fewer' | 'unknown'
}

/**
 * Something seen and said aloud that is no action. `blocks: 'customer'` stops all writes of that customer, `'line'` only
 * the thing itself, `'run'` the whole apply (policies), `'nothing'` informs.
 */
export interface Finding extends Diagnostic {
  readonly blocks: 'nothing' | 'line' | 'customer' | 'run'
  readonly subject: {
    readonly partner?: PartnerName
    readonly customer?: TenantId
    readonly subscription?: SubscriptionId
    readonly product?: ProductKey
    readonly rule?: string
  }
}

export interface PlanSummary {
  readonly create: number
  readonly transfer: number
  readonly suspend: number
  readonly change: number
  /** Changes of delegated administration; left out: none. */
  readonly administer?: number
  readonly irreversible: number
  readonly customers: {
    readonly planned: number
    readonly blocked: number
    readonly waiting: number
    readonly nothingToDo: number
    readonly moved: number
  }
  /** Overlap money announced, one per currency; `unknown` counts amounts that could not be priced. */
  readonly atRisk: Sums
  readonly committed: Sums
  /** Credit expected for what is switched off. */
  readonly credit: Sums
  /** By how much the bill of a full month changes; negative where it shrinks. */
  readonly monthly: Sums
  /** Reads and writes the apply will send at least, and the seconds they take at the budget. */
  readonly requests: { readonly reads: number; readonly writes: number; readonly secondsAtBudget: number }
}
