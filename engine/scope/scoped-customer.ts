/** One customer that a command looks at, and what has to be known of the accounts to tell. */
import type { DeclaredConsolidation, DeclaredCustomer, DeclaredPartner } from '../model/desired.ts'
import type { PartnerName, TenantId } from '../model/ids.ts'
import type { CustomerRow, Read } from '../model/live.ts'

export interface ScopedCustomer {
  readonly customer: DeclaredCustomer
  /** false: no document declares this customer; it was only seen in a source. */
  readonly written: boolean
  readonly partner: DeclaredPartner
  readonly consolidation: DeclaredConsolidation | null
  /** The first it can belong to; the one it belongs to once its sources were read. */
  readonly wave: string | null
  /** Customers of the consolidation that surely belong to that wave, whatever the scope (its `max:` counts them). */
  readonly waveSize: number
  readonly sources: readonly DeclaredPartner[]
  /** false: looked at only because a selected customer depends on it: a needed wave, or the same customer in another consolidation. */
  readonly selected: boolean
  /** Only these keys were asked for; null: all. */
  readonly keys: ReadonlySet<string> | null
  /** Another consolidation that has to move this customer too, so that none of them may (T26). */
  readonly claimedBy: string | null
  /** false: another consolidation into the same partner decides what the customer has there; in this one all is off. */
  readonly decidesTarget: boolean
}

export interface VisibleCustomers {
  rows(partner: PartnerName): Read<readonly CustomerRow[]>
  /** Whether the tenant has any subscription under that partner, of whatever status. */
  hasSubscriptions(partner: PartnerName, tenant: TenantId): Presence
  /** Whether something of it still runs there that a consolidation has to end or to take over. */
  runs(partner: PartnerName, tenant: TenantId): Presence
}

type Presence = 'yes' | 'no' | 'maybe'
