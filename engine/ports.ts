/**
 * What the engine needs from outside, as arguments. Nothing here knows HTTP, files or the process.
 */

import type { Diagnostic } from './diagnostic.ts'
import type { JournalEntry } from './journal/entry.ts'
import type { ActivityQuery, ActivityRecord } from './model/activity.ts'
import type { ActionId, Instant, PartnerName, ProductKey, SubscriptionId, TenantId } from './model/ids.ts'
import type { InvoiceQuery, InvoicesRead } from './model/invoice.ts'
import type {
  AccountReview,
  Agreement,
  AzureSubscription,
  CatalogueItem,
  CustomerRow,
  Entitlement,
  LicencePool,
  LiveCustomer,
  LiveSubscription,
  OpenTransfer,
  PlacedOrder,
  Qualification,
  Read,
} from './model/live.ts'
import type { MadeIn } from './model/made-in.ts'
import type { ActionKind, ActionOf, Evidence, SentKind, WriteKind } from './plan/action.ts'
import type { AdminActionKind } from './plan/admin/admin-action.ts'

/** The only clock there is. In sandbox mode waiting advances the sandbox instead of sleeping. */
export interface Clock {
  now(): Instant
  /** Rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** What time it is where the tenants are, by the `Date` of their answers. */
export interface ServiceTime {
  /**
   * The service's time minus ours by its latest answer, in ms; 0 where the answer's time lies between our question and its
   * arrival; null: no answer has said yet.
   */
  skewMs(): number | null
  /** How many answers have said a time so far: whether `skewMs` is news or what was known before. */
  heard(): number
}

/**
 * Reads of one workspace's partners. Every answer is present, absent or unknown; a method never throws for what the
 * service says. `customer` answers absent when this partner has no relationship with that tenant (not accepted).
 * A plan is made with a Reader alone: it has no way to send a write.
 */
export interface Reader {
  customers(partner: PartnerName): Promise<Read<readonly CustomerRow[]>>
  customer(partner: PartnerName, customer: TenantId): Promise<Read<LiveCustomer>>
  subscriptions(partner: PartnerName, customer: TenantId): Promise<Read<readonly LiveSubscription[]>>
  /** One by its id, whatever its status: lists may leave it out. Absent: the service says that there is none, or none any more. */
  subscription(
    partner: PartnerName,
    customer: TenantId,
    subscription: SubscriptionId,
  ): Promise<Read<LiveSubscription>>
  /** Below one Azure plan; usage subscriptions of legacy commerce have none below them. */
  azureSubscriptions(
    partner: PartnerName,
    customer: TenantId,
    plan: SubscriptionId,
  ): Promise<Read<readonly AzureSubscription[]>>
  agreement(partner: PartnerName, customer: TenantId): Promise<Read<Agreement>>
  /** Pools of these products; a product whose licence nobody can name, or which the directory does not have, is left out. */
  licences(
    partner: PartnerName,
    customer: TenantId,
    products: readonly ProductKey[],
  ): Promise<Read<readonly LicencePool[]>>
  /** Requests for billing ownership that are open, by whichever partner they were asked for (T36). */
  transfers(partner: PartnerName, customer: TenantId): Promise<Read<readonly OpenTransfer[]>>
  /** What is no subscription: reservations, software. */
  entitlements(partner: PartnerName, customer: TenantId): Promise<Read<readonly Entitlement[]>>
  /** All that was ever ordered under this partner. */
  orders(partner: PartnerName, customer: TenantId): Promise<Read<readonly PlacedOrder[]>>
  /** Absent: no review, which allows purchases. */
  account(partner: PartnerName, customer: TenantId): Promise<Read<AccountReview>>
  qualifications(partner: PartnerName, customer: TenantId): Promise<Read<readonly Qualification[]>>
  /** Newest first. Days the service no longer remembers are left out of the answer. */
  auditRecords(partner: PartnerName, query: ActivityQuery): Promise<Read<readonly ActivityRecord[]>>
  /** Lines of every invoice whose period touches these days, newest invoice first. */
  invoiceLines(partner: PartnerName, query: InvoiceQuery): Promise<Read<InvoicesRead>>
  /** The partner's invitation link: one for all customers, to be sent by people. */
  relationshipLink(partner: PartnerName): Promise<Read<string>>
  /** What the company is called by law, as the account has it. */
  companyName(partner: PartnerName): Promise<Read<string>>
  catalogueItem(partner: PartnerName, market: string, product: ProductKey): Promise<Read<CatalogueItem>>
}

/** Reconciliation exports of modern invoices over Microsoft Graph (facts 22.7). */
export interface BillingExports {
  /** The rows of an invoice as JSON lines, file by file. Absent: there is nothing to export. */
  billed(partner: PartnerName, invoice: string): Promise<Read<readonly string[]>>
}

/** One try at an action. Ids are derived from plan, action and attempt, so they are known even without the journal (T15). */
export interface Attempt {
  readonly number: number
  /** MS-RequestId: the idempotency key; the same for every repetition of this attempt. One write needs several requests? See `requestIdFor`. */
  readonly requestId: string
  readonly correlationId: string
  /** A further id of this attempt for a further request, e.g. `requestIdFor('cart')`; derived, never random. */
  requestIdFor(step: string): string
  /**
   * Asked right before each request of this attempt that changes something leaves, after every wait (a throttle, a token, a repeat):
   * throws `Withheld` where it must not leave any more.
   */
  mayLeave(): void
  /** Notes an intermediate result (a cart id) durably, before the next request leaves. */
  note(step: string, data: Readonly<Record<string, string>>): Promise<void>
  /** What earlier runs noted for this attempt. */
  readonly notes: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** What the creates this action depends on produced, by action id (an add-on needs its base's subscription and order). */
  readonly evidence: Readonly<Record<ActionId, Evidence>>
}

export type Outcome =
  | { readonly kind: 'done'; readonly evidence: Evidence }
  /** The service said no; nothing happened. */
  | { readonly kind: 'refused'; readonly because: Diagnostic }
  /** No answer, or one that settles nothing: it may have happened. */
  | { readonly kind: 'unknown'; readonly because: Diagnostic }

/** What looking found, for an attempt whose outcome is unknown. */
export type Sighting =
  | { readonly kind: 'happened'; readonly evidence: Evidence }
  | { readonly kind: 'did not happen' }
  /** It is neither as planned from nor as wanted: no repeat of what was planned can make it so. */
  | { readonly kind: 'is otherwise'; readonly because: Diagnostic }
  /** It was taken in, and nothing shows of it yet: a repeat under its own ids makes nothing new, and its answer tells. */
  | { readonly kind: 'ask again' }
  | { readonly kind: 'cannot tell'; readonly because: Diagnostic }

export interface Perform<K extends SentKind> {
  /**
   * Sends the write, and waits until the service shows it settled (bounded by the performer's deadline). What changes a living subscription
   * is read right before: `refused` where it is not as the action says that it is, `done` where it is so already.
   */
  perform(action: ActionOf<K>, attempt: Attempt): Promise<Outcome>
  /** Looks, without writing, whether an earlier try of this attempt has happened. */
  look(action: ActionOf<K>, attempt: Attempt): Promise<Sighting>
}
/** What is sent to Partner Center. */
export type Performers = { readonly [K in WriteKind]: Perform<K> }
/** What is sent to Microsoft Graph. */
export type AdminPerformers = { readonly [K in AdminActionKind]: Perform<K> }

/** A journal that is open for one apply. An append is durable once its promise resolves. One writer at a time. */
export interface JournalWriter {
  append(entry: JournalEntry): Promise<void>
  close(): Promise<void>
}

/** What can be read of a journal, whatever its state. */
export interface Salvage {
  /** Every entry that is one by itself, in order. */
  readonly entries: readonly JournalEntry[]
  /** How many there are, those included that cannot be read. */
  readonly kept: number
  /** How many of those are as they were written, be they entries or not. */
  readonly intact: number
  /** Nothing that was written down is missing; what was torn while it was being written never was. */
  readonly isWhole: boolean
}

export interface ApplySummary {
  readonly apply: string
  /** null: its first entry cannot be read. */
  readonly startedAt: Instant | null
  readonly finished: boolean
  /** null: its first entry cannot be read. */
  readonly madeIn: MadeIn | null
  /** Why the journal cannot be read to its end; reading it refuses with the same. */
  readonly damaged?: Diagnostic
}

/** Keeps entries, and nothing cleverer. A torn tail is recognised and dropped when read. */
export interface JournalStore {
  /** Starts a journal or goes on with one; refuses while another writer has it. */
  open(apply: string): Promise<JournalWriter>
  read(apply: string): Promise<readonly JournalEntry[]>
  /** Of a damaged journal too, which `read` refuses. */
  salvage(apply: string): Promise<Salvage>
  list(): Promise<readonly ApplySummary[]>
  /**
   * Leases one lock per name, all or none, taken in sorted order; a held lock answers with its owner. A holder that was not heard
   * of for longer than a living one is silent keeps its lock until somebody asks for `takeOver`; one that is heard of keeps it.
   */
  lock(names: readonly string[], owner: LockOwner, options?: LockOptions): Promise<LockResult>
}

export interface LockOptions {
  /** Takes the locks of holders that have fallen silent. */
  readonly takeOver: boolean
}

export interface LockOwner {
  readonly who: string
  readonly since: Instant
  readonly apply: string
}
export type LockResult =
  | {
      readonly kind: 'held'
      /** false once a lease was lost (this process stood still for too long): nothing may be written any more. */
      isHeld(): boolean
      release(): Promise<void>
      /** Holders that had fallen silent and were taken over. */
      readonly takenFrom?: readonly LockOwner[]
    }
  | {
      readonly kind: 'busy'
      readonly name: string
      readonly owner: LockOwner | null
      /** What is known of the holder's heartbeat; absent where a store has none to look at. */
      readonly heartbeat?: Heartbeat
    }

export interface Heartbeat {
  readonly silentMs: number
  /** From this silence on `takeOver` takes the lock; in ms. */
  readonly deadAfterMs: number
}

/** Events of long work, a closed union; the terminal draws them, CI prints one line each, tests collect them. */
/** An action in words that people know it by, beside its id. */
export interface ActionNames {
  readonly action: ActionId
  readonly does: ActionKind
  /** null: it is about a whole wave. */
  readonly customer: string | null
  /** null: it is about everything that is bought for the customer. */
  readonly product: string | null
}

export type ProgressEvent =
  | {
      readonly kind: 'stage.began'
      readonly stage: 'load' | 'read' | 'plan' | 'check' | 'apply' | 'verify'
      readonly total: number | null
    }
  | {
      readonly kind: 'stage.advanced'
      readonly stage: 'read' | 'check' | 'apply' | 'verify'
      readonly done: number
      readonly total: number
      readonly what: string
    }
  | { readonly kind: 'stage.ended'; readonly stage: 'load' | 'read' | 'plan' | 'check' | 'apply' | 'verify' }
  | ({ readonly kind: 'action.began'; readonly attempt: number } & ActionNames)
  | ({ readonly kind: 'action.ended'; readonly outcome: string } & ActionNames)
  | {
      readonly kind: 'waiting'
      readonly why: 'throttled' | 'budget' | 'settling' | 'locked' | 'retry'
      readonly partner: PartnerName | null
      readonly ms: number
    }
  | { readonly kind: 'note'; readonly text: string }
export type Progress = (event: ProgressEvent) => void
