/** Transfers between partners as plain rows. Instants are ISO text in UTC. */
import type { Instant } from '../time/calendar.ts'

export interface TransferRow {
  readonly id: string
  readonly customer: string
  /** Partner names. */
  readonly source: string
  readonly target: string
  readonly status: 'Pending' | 'InProgress' | 'Complete' | 'Failed' | 'Canceled' | 'Expired'
  readonly transferType: number
  readonly productTypes: readonly string[] | null
  readonly written: Readonly<Record<string, string>>
  readonly createdAt: Instant
  readonly modifiedAt: Instant
  readonly modifiedBy: string
  readonly expiresAt: Instant
  readonly completesAt: Instant | null
  readonly completedAt: Instant | null
  readonly lines: readonly {
    readonly source: string
    /** Null until the transfer is complete. */
    readonly target: string | null
    readonly group: string
    /** Source id of the base this is an add-on of. */
    readonly parent: string | null
    readonly partnerOnRecord: string
    /** Why it did not move after all. */
    readonly error: { readonly code: number; readonly description: string } | null
  }[]
}
