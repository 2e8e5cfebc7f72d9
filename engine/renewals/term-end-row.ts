/** One subscription of the calendar of term ends: what it will do, what else it could do, and whether anyone has to decide. */
import type { SourceRange } from '../diagnostic.ts'
import type { DeclaredSubscription } from '../model/desired.ts'
import type {
  Instant,
  PartnerName,
  ProductKey,
  Seats,
  SubscriptionId,
  TenantId,
  UtcDate,
} from '../model/ids.ts'
import type { Known, SubscriptionStatus } from '../model/live.ts'
import type { Amount } from '../model/money.ts'
import type { TermEnd } from '../plan/costs/end-of-term.ts'
import type { InUse } from './licences-in-use.ts'

export type Decision =
  /** It becomes dearer: an extension no one asked for. */
  | 'goes on by the month at a higher price'
  /** Users lose it, and no document says so. */
  | 'stops, and no document says so'
  | 'a trial becomes a paid subscription'
  /** An add-on whose base ends with its term. */
  | 'goes on without its base'
  | 'renews with seats that no one uses'
  | 'renews at another price'
  /** The document says something else, which is still to be carried out. */
  | 'not yet as declared'
  | 'what it does is not known'

export interface Proposal {
  readonly endOfTerm?: NonNullable<DeclaredSubscription['endOfTerm']>
  /** Of the next term. */
  readonly seats?: Seats
  /** What it saves against what the subscription would do; per month where it goes on by the month. */
  readonly saving: { readonly amount: Amount; readonly per: 'term' | 'month' }
}

export interface TermEndRow {
  readonly partner: PartnerName
  readonly customer: TenantId
  readonly customerName: string
  readonly subscription: SubscriptionId
  readonly product: ProductKey
  readonly productName: string
  readonly name: string
  readonly status: Known<SubscriptionStatus>
  /** Key in the documents; null: in none of them. */
  readonly key: string | null
  readonly at: SourceRange | null
  /** What the document says; null: nothing, or it is in none. */
  readonly declared: DeclaredSubscription['endOfTerm']
  readonly seats: Seats | null
  readonly inUse: InUse
  /** Last day of the running term. */
  readonly termEndsOn: UtcDate
  /** Last instant at which the service takes a change for the end of the term: before its renewal lock. */
  readonly decideBy: Instant
  /** That instant is over. */
  readonly isLocked: boolean
  readonly will: TermEnd
  /** What else it could be told to do. */
  readonly choices: readonly TermEnd[]
  /** null: nothing needs to be decided. */
  readonly decision: Decision | null
  /** null: none can be made from what is known. */
  readonly proposal: Proposal | null
}
