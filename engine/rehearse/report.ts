/** What rehearsals of one cutover tell about the real one. Figures of one seed are facts of that rehearsal; what is said of all is their spread. */
import type { NextActor, Standing } from '../cutover/standing.ts'
import type { Diagnostic } from '../diagnostic.ts'
import type { Instant, TenantId, UtcDate } from '../model/ids.ts'
import type { MadeIn } from '../model/made-in.ts'
import type { Sums } from '../money/amounts.ts'
import type { Leg } from './course.ts'

export interface RehearsalReport {
  readonly format: 1
  readonly kind: 'rehearsal'
  /** The world of the first seed: nothing of it was done in an account (T29). */
  readonly madeIn: MadeIn
  readonly copiedFrom: CopiedFrom
  readonly assumed: Assumed
  /** null: all of them. */
  readonly consolidation: string | null
  /** Time that somebody or something works, from the first reading to the last answer, pauses between openings left out; in ms. */
  readonly worked: Spread
  /** From the first reading to the last answer by the calendar; in ms. */
  readonly elapsed: Spread
  readonly requests: Spread
  readonly windows: readonly WindowFit[]
  /** Customers that are not where the documents want them, at the end of any seed. */
  readonly failing: readonly FailingCustomer[]
  /** Rules whose approval was taken as given. */
  readonly approvals: readonly string[]
  /** What could not be read, and so is not in the copy. */
  readonly notCopied: readonly Diagnostic[]
  readonly seeds: readonly SeedReport[]
  /** Left out: as many as were asked for, or as there usually are. */
  readonly fewerSeedsThan?: number
}

export interface CopiedFrom {
  readonly madeIn: MadeIn
  readonly takenAt: Instant
  readonly customers: number
}

/** What the service was taken to be like; nobody has promised it. */
export interface Assumed {
  /** Requests a minute that it answers, by account and kind of resource. */
  readonly throttlePerMinute: number
  /** An answer takes about so long: half of it to twice as much, in ms; 0: no time at all. */
  readonly latencyMs: number
  /** One of so many requests met with trouble; null: none. */
  readonly troublePerRequests: number | null
  /** Faults that were scripted. */
  readonly faults: number
}

export interface Spread {
  readonly least: number
  readonly middle: number
  readonly most: number
}

export interface WindowFit {
  readonly consolidation: string
  /** When it closes for good; null: it never opens. */
  readonly closes: Instant | null
  /** Seeds in which all that could move had moved by then. */
  readonly fits: number
  readonly seeds: number
  /** From the end of the slowest of these to the last closing; null: none fits. In ms. */
  readonly spareMs: number | null
}

export interface FailingCustomer {
  readonly customer: string
  readonly tenant: TenantId
  readonly consolidation: string | null
  readonly wave: string | null
  readonly standing: Standing
  readonly next: NextActor
  /** A sentence each. */
  readonly why: readonly string[]
  /** In how many of the seeds. */
  readonly seeds: number
}

export interface SeedReport {
  readonly seed: number
  readonly world: string
  readonly from: Instant
  readonly to: Instant
  readonly workedMs: number
  readonly requests: number
  readonly throttled: number
  readonly actions: number
  readonly stages: readonly StageReport[]
  readonly accounts: readonly AccountRequests[]
  readonly money: {
    readonly committed: Sums
    readonly credit: Sums
    readonly monthly: Sums
  }
  /** Customers and products charged in several accounts on one day. */
  readonly chargedTwice: readonly {
    readonly customer: string
    readonly product: string
    readonly day: UtcDate
    readonly partners: readonly string[]
  }[]
  /** Nothing was left to send, for nobody. */
  readonly isEmptyAfterwards: boolean
}

export interface StageReport {
  readonly consolidation: string | null
  readonly wave: string | null
  readonly end: 'finished' | 'window over' | 'declined' | 'stuck'
  /** Why it was declined, or who was not begun in the time there was, a sentence each. */
  readonly why: readonly string[]
  readonly from: Instant | null
  readonly to: Instant | null
  readonly workedMs: number
  readonly customers: number
  readonly actions: number
  readonly requests: number
  readonly legs: readonly LegReport[]
}

export type LegReport = Omit<Leg, 'requests'> & { readonly requests: number }

export interface AccountRequests {
  readonly partner: string
  readonly requests: number
  readonly throttled: number
  /** By the hour it began in; hours without any are left out. */
  readonly hours: readonly { readonly hour: Instant; readonly requests: number }[]
  /** The most of one kind of resource in one minute. */
  readonly busiestMinute: number
}
