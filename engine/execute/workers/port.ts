/**
 * What workers share: applies, their customers, leases and gates, kept where all of them look. A turn is one delivery of one customer; its fence
 * is greater than that of every turn before it, and whatever is written carries it and is refused once it no longer holds.
 */
import type { Diagnostic } from '../../diagnostic.ts'
import type { ActionRecord } from '../../journal/fold.ts'
import type { ActionId, Instant, PartnerName, TenantId } from '../../model/ids.ts'
import type { MadeIn } from '../../model/made-in.ts'
import type { Plan } from '../../plan/plan.ts'
import type { Journal } from '../run.ts'
import type { CustomerOutcome } from './customer-turn.ts'
import type { Part } from './parts.ts'

export interface SharedApply {
  readonly apply: string
  readonly plan: Plan
  readonly who: string
  /** Names of the locks that it holds as long as it runs, as the journal store knows them. */
  readonly locks: readonly string[]
  /** With something left to do; those that are complete have no turn. */
  readonly parts: readonly Part[]
  /** For whom nothing new is begun, by what was judged under the locks. */
  readonly moved: ReadonlyMap<TenantId, Diagnostic>
  /** Gates of waves that are judged already. */
  readonly judged: ReadonlySet<ActionId>
  /** So many customers may fail; with one more nothing new is begun. null: any number. */
  readonly maxFailures: number | null
}

export interface Turn {
  readonly apply: string
  readonly customer: TenantId
  readonly fence: number
  /** The job that brought it; completed with the turn and by no other. */
  readonly job: { readonly queue: string; readonly id: string; readonly attempt: number }
}

/** What may be taken by whoever asks. */
export interface Takeable {
  readonly madeIn: MadeIn
  readonly version: string
  /** Accounts that can be signed in to. */
  readonly accounts: readonly PartnerName[]
  /** Applies that were looked at and refused. */
  readonly refused: ReadonlySet<string>
}

/** What a turn goes on from. */
export interface TurnFacts {
  readonly plan: Plan
  readonly records: ReadonlyMap<ActionId, ActionRecord>
  readonly skippedCustomers: readonly string[]
  /** Why nothing new is begun of the customer; null: it is. */
  readonly moved: Diagnostic | null
}

export interface RunningApply {
  readonly apply: string
  readonly who: string
  readonly began: Instant
  readonly madeIn: MadeIn
  readonly version: string
  readonly state: SharedState
  /** Why it was stopped, in words; null: it was not. */
  readonly stopped: string | null
  readonly customers: { readonly [S in CustomerState]: number }
  readonly failed: number
  /** That hold a customer now. */
  readonly workers: number
}

/** `taken over`: a person went on with it in one process. */
export type SharedState = 'running' | 'stopping' | 'ended' | 'taken over'
/** `left`: it had no turn to its end before the apply was stopped. */
export type CustomerState = 'waiting' | 'ready' | 'running' | 'closed' | 'left'

export interface Renewed {
  /** Turns of those asked for whose lease holds again for its whole length. */
  readonly held: readonly Turn[]
  /** Applies of these turns that are to begin nothing new. */
  readonly stopping: ReadonlySet<string>
}

export interface SharedApplies {
  /** In one transaction: the plan, the apply, its customers, its gates and the first jobs. Under the locks of its accounts. */
  begin(apply: SharedApply): Promise<void>
  /** The next customer and its lease, in one transaction; null: there is none for whoever asks. Frees those of dead workers first. */
  take(of: Takeable, worker: string): Promise<Turn | null>
  factsOf(turn: Turn): Promise<TurnFacts>
  /** Refuses with JOURNAL.LOST where the fence does not hold any more. */
  journalOf(turn: Turn): Journal
  renew(turns: readonly Turn[]): Promise<Renewed>
  /**
   * In one transaction: what came of the customer, its job, the gates that it decides and the jobs of the next wave; with the last one the end of the
   * apply. Refuses with JOURNAL.LOST.
   */
  close(turn: Turn, plan: Plan, outcome: CustomerOutcome): Promise<void>
  /** The customer is free for the next worker at once. */
  handBack(turn: Turn): Promise<void>
  /** Nothing new is begun; turns come to the end of the step they are in. */
  stop(apply: string, because: string): Promise<void>
  /** Those that are not over. */
  running(): Promise<readonly RunningApply[]>
  find(apply: string): Promise<RunningApply | null>
  outcomesOf(apply: string): Promise<readonly CustomerOutcome[]>
  end(): Promise<void>
}

/** One connection's way to ask; inside of a transaction, of that transaction. */
export interface Sql {
  query(text: string, values?: unknown[]): Promise<{ readonly rows: unknown[] }>
}

export interface Job {
  readonly queue: string
  readonly id: string
  /** Which delivery of it. */
  readonly attempt: number
  readonly data: unknown
}

/** Jobs in tables of their own beside ours, so that both change in one transaction. All in `schema`. */
export interface JobQueue {
  /** Makes its tables or brings them up to date; throws where this role may not. Not within a transaction. */
  install(sql: Sql, schema: string): Promise<void>
  /** What `install` would do to an empty database, for an administrator. */
  tablesSql(schema: string): string
  /** There may be one of that name. Not within a transaction. */
  create(sql: Sql, schema: string, name: string): Promise<void>
  /** With all of its jobs. Not within a transaction. */
  remove(sql: Sql, schema: string, name: string): Promise<void>
  send(
    sql: Sql,
    schema: string,
    jobs: { readonly queue: string; readonly data: readonly object[] },
  ): Promise<void>
  fetch(sql: Sql, schema: string, queue: string): Promise<Job | null>
  /** false: this delivery of it is over already. */
  complete(sql: Sql, schema: string, job: Omit<Job, 'data'>): Promise<boolean>
}
