/** Where a customer's delegated administration stands, for the board: whose turn it is, and until when it lasts. */
import type { AdminRelationship } from '../../model/admin.ts'
import { dayOf, type Instant, type UtcDate } from '../../model/ids.ts'
import { daysBetween } from '../../time/utc-days.ts'

export interface AdminStanding {
  /**
   * `drafted`: made, and not yet opened for the customer. `approved`: on its way to active. `ended`: it was there, and is over.
   * `unknown`: it could not be read, or the service uses a status that is not known here.
   */
  readonly state: 'none' | 'drafted' | 'asked' | 'approved' | 'active' | 'ended' | 'unknown'
  readonly turn: 'partner' | 'customer' | 'Microsoft' | 'nobody'
  readonly relationship: string | null
  readonly name: string | null
  /** Since when the customer has been waited for; null: it is not. */
  readonly asked: { readonly on: UtcDate; readonly days: number; readonly link: string } | null
  /** null: not active, or the service did not say. */
  readonly until: Instant | null
  readonly autoExtend: boolean
  readonly groups: { readonly complete: number; readonly declared: number }
  readonly why: string | null
}

/** A template of the portal; no call returns it. It works for the customer alone, while the relationship waits for approval. */
export function approvalLink(relationship: string): string {
  return `https://admin.microsoft.com/AdminPortal/Home#/partners/invitation/granularAdminRelationships/${relationship}`
}

export function askedOf(pending: AdminRelationship | null, on: UtcDate): AdminStanding['asked'] {
  if (pending === null || pending.status !== 'approvalPending') return null
  const day = pending.createdAt === null ? on : dayOf(pending.createdAt)
  return { on: day, days: Math.max(0, daysBetween(day, on)), link: approvalLink(pending.id) }
}
