/**
 * Delegated administration (GDAP) as it was seen, in our words. `providers/graph/` is the only door through which Graph's words
 * become these. Everything here is plain data.
 *
 * A relationship belongs to one partner tenant and one customer. The customer's administrator approves it; the partner then gives roles of
 * it to security groups of its own, one assignment per group.
 */
import type { Instant, PartnerName, TenantId } from './ids.ts'
import type { Known, Read } from './read.ts'

/** The order in which a relationship lives; the customer's answer lies between `approvalPending` and `approved`. */
export type RelationshipStatus =
  | 'created'
  | 'approvalPending'
  | 'approved'
  | 'activating'
  | 'active'
  | 'terminationRequested'
  | 'terminating'
  | 'terminated'
  | 'expiring'
  | 'expired'

export interface AdminRelationship {
  readonly partner: PartnerName
  /** Opaque, verbatim, letter case kept: the approval link is made of it. */
  readonly id: string
  /** Unique among all relationships of the partner, ended ones included: the only key against doubles. At most 50 characters. */
  readonly name: string
  readonly status: Known<RelationshipStatus>
  /** null: whoever approves first becomes the customer. */
  readonly customer: { readonly tenant: TenantId; readonly name: string | null } | null
  /** ISO 8601 as the service writes it, e.g. `P730D`; never parsed as clock time. */
  readonly duration: string
  /** ISO 8601, e.g. `P180D`; null: off (`PT0S`, `P0D`, empty, or nothing said). */
  readonly autoExtend: string | null
  /** Template ids of built-in roles, lower case, sorted, each once. */
  readonly roles: readonly string[]
  readonly createdAt: Instant | null
  /** null: not active yet (the service writes `null` or an empty text). */
  readonly activatedAt: Instant | null
  /** null: the service did not say. Before activation it may say anything. */
  readonly endsAt: Instant | null
  /** Tenant of the indirect provider that made it for this partner; null: the partner made it. */
  readonly indirectProvider: TenantId | null
  /** `@odata.etag` verbatim; null: the service did not say. */
  readonly etag: string | null
}

export type AssignmentStatus = 'pending' | 'active' | 'deleting' | 'deleted' | 'error'

/** Roles of a relationship that one security group of the partner holds. Deleted ones stay in the service's list. */
export interface AdminAssignment {
  /** Opaque, verbatim. */
  readonly id: string
  readonly status: Known<AssignmentStatus>
  /** Object id of the security group, lower case. */
  readonly group: string
  /** As in `AdminRelationship`. */
  readonly roles: readonly string[]
  readonly createdAt: Instant | null
  readonly etag: string | null
}

/** What was asked of a relationship: to be opened for the customer's approval, or to end. */
export interface AdminRequest {
  readonly id: string
  readonly action: Known<'lockForApproval' | 'terminate' | 'approve' | 'reject'>
  readonly status: Known<'created' | 'pending' | 'succeeded' | 'failed'>
}

/** Long work of the service on a relationship, such as a change of an assignment. */
export interface AdminOperation {
  readonly id: string
  readonly status: Known<'notStarted' | 'running' | 'succeeded' | 'failed'>
}

/** What one partner sees of one customer's delegated administration. */
export interface AdminActual {
  readonly partner: PartnerName
  readonly tenant: TenantId
  /** All that name the customer, whatever their status. */
  readonly relationships: Read<readonly AdminRelationship[]>
  /** Of the active ones. */
  readonly assignments: readonly {
    readonly relationship: string
    readonly groups: Read<readonly AdminAssignment[]>
  }[]
}

/** Made and kept by Microsoft; never written, never counted as ours. */
export function isMicrosofts({ name }: AdminRelationship): boolean {
  return name.startsWith('MLT_')
}
