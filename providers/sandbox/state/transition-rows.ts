/** A subscription, or some of its seats, that became another product in mid-term. */
import type { Instant } from '../time/calendar.ts'

export interface TransitionRow {
  /** The operation. */
  readonly id: string
  readonly partner: string
  readonly customer: string
  readonly fromSubscription: string
  readonly fromCatalogItem: string
  readonly toSubscription: string
  readonly toCatalogItem: string
  readonly quantity: number
  readonly term: string
  readonly billing: string
  readonly promotionId: string | null
  readonly type: TransitionType
  readonly at: Instant
  /** When the licences of the users have followed; null: they are left alone. */
  readonly licencesAt: Instant | null
}

export type TransitionType = 'transition_only' | 'transition_with_license_transfer'
