/** Delegated administration as plain rows: relationships a partner asks for, their requests, assignments and operations. */
import type { Instant } from '../time/calendar.ts'

export interface DelegatedRow {
  /** `{guid}-{tenant of the partner}`. */
  readonly id: string
  readonly partner: string
  readonly name: string
  /** ISO 8601, as it was written. */
  readonly duration: string
  /** Null: whoever approves first. */
  readonly customer: { readonly tenantId: string; readonly name: string } | null
  /** Template ids of built-in roles, in lower case. */
  readonly roles: readonly string[]
  /** `PT0S` or `P180D`. */
  readonly autoExtend: string
  /** Any word: the ones nobody knows stay as they are. */
  readonly status: string
  /** When the service takes the next step by itself; null: nothing is under way. */
  readonly stepAt: Instant | null
  readonly statusSince: Instant
  readonly createdAt: Instant
  readonly modifiedAt: Instant
  readonly activatedAt: Instant | null
  readonly endsAt: Instant | null
  readonly version: number
  /** Made by an indirect provider for this partner; it has to consent before the customer is asked. */
  readonly indirect: { readonly provider: string; readonly isConsentPending: boolean } | null
  /** The customer said that it will not approve. */
  readonly refused: boolean
}

export interface DelegatedRequestRow {
  readonly id: string
  readonly relationship: string
  readonly action: string
  readonly createdAt: Instant
  /** When it has succeeded. */
  readonly settledAt: Instant
}

export interface AssignmentRow {
  readonly id: string
  readonly relationship: string
  readonly group: string
  readonly roles: readonly string[]
  readonly status: 'pending' | 'active' | 'deleting' | 'deleted' | 'error'
  readonly stepAt: Instant | null
  readonly createdAt: Instant
  readonly modifiedAt: Instant
  readonly version: number
}

/** A change that happens later: the roles of an assignment, or those of a relationship. */
export interface OperationRow {
  readonly id: string
  readonly relationship: string
  /** Null: the roles of the relationship itself. */
  readonly assignment: string | null
  readonly roles: readonly string[]
  readonly createdAt: Instant
  readonly settledAt: Instant
  readonly isDone: boolean
}

/** A security group of the partner's tenant. */
export interface GroupRow {
  readonly partner: string
  readonly id: string
  readonly name: string
}
