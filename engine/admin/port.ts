/**
 * What the engine needs of Microsoft Graph: reads, and one method for each write. Nothing here decides: looking first, waiting until a
 * write shows, and reading back what a 200 really changed are the engine's (`engine/admin/`). A method never throws for what the service says.
 */
import type { Diagnostic } from '../diagnostic.ts'
import type { AdminAssignment, AdminOperation, AdminRelationship, AdminRequest } from '../model/admin.ts'
import type { PartnerName, TenantId } from '../model/ids.ts'
import type { Read } from '../model/live.ts'

/**
 * Lists are whole: every page was read, or the answer is unknown. Only a 404 of a single thing is absent (it may have been cleaned up); a list
 * without rows is present and empty.
 */
export interface AdminReader {
  /**
   * Every relationship of the partner, whatever its status; with a customer, those that name it. What the service filters is its own matter:
   * the answer holds all of that customer's and no others.
   */
  relationships(partner: PartnerName, customer: TenantId | null): Promise<Read<readonly AdminRelationship[]>>
  relationship(partner: PartnerName, relationship: string): Promise<Read<AdminRelationship>>
  /** Deleted ones included: the service keeps listing them. */
  assignments(partner: PartnerName, relationship: string): Promise<Read<readonly AdminAssignment[]>>
  requests(partner: PartnerName, relationship: string): Promise<Read<readonly AdminRequest[]>>
  operation(partner: PartnerName, relationship: string, operation: string): Promise<Read<AdminOperation>>
}

/** What a relationship is asked for with. */
export interface RelationshipRequest {
  readonly name: string
  readonly customer: { readonly tenant: TenantId; readonly name: string }
  /** ISO 8601 in days, e.g. `P730D`. */
  readonly duration: string
  /** ISO 8601, e.g. `P180D`; null: off. */
  readonly autoExtend: string | null
  /** Template ids of built-in roles. */
  readonly roles: readonly string[]
}

/** Why the service said no. Only `changed` is worth another try, after another read. */
export type RefusalReason =
  /** The name is taken, or the group has an assignment in this relationship already (409). */
  | 'conflict'
  /** The etag is not the latest one (412), or none was sent (428). */
  | 'changed'
  /** The service does not know it, or has cleaned it up (404). */
  | 'not found'
  /** Sign-in, permission, multi-factor authentication (401, 403). A missing service principal is a 500, which settles nothing. */
  | 'not allowed'
  | 'other'

/**
 * What came of a write. `refused`: the service settled it, and nothing was changed. `unknown`: no answer, or one that settles nothing
 * (a redirect, a body of somebody else, an unknown pair of status and code): it may have happened, and the engine looks.
 */
export type AdminAnswer<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly because: Diagnostic }
  | { readonly kind: 'unknown'; readonly because: Diagnostic }

/**
 * For the trace and for tickets; Graph promises no idempotency by them. `client-request-id` carries `requestId`; nothing is ever sent again
 * by the client after it may have arrived.
 */
export interface AdminWriteIds {
  readonly requestId: string
  readonly correlationId: string
  /** Asked right before the request leaves, after all waits; throws `Withheld` where it must not leave any more. */
  mayLeave(): void
}

export interface RelationshipPlace {
  readonly partner: PartnerName
  readonly relationship: string
}
export interface AssignmentPlace extends RelationshipPlace {
  readonly assignment: string
}
/** Of the read the change was decided from. */
export interface WithEtag {
  readonly etag: string
}

/** A change that the service carries out at once (`null`), or later, as the operation of this id. */
export interface Accepted {
  readonly operation: string | null
}

export interface AdminWriter {
  /** POST: makes it in `created`. */
  request(
    partner: PartnerName,
    request: RelationshipRequest,
    ids: AdminWriteIds,
  ): Promise<AdminAnswer<AdminRelationship>>
  /** PATCH of one in `created`: everything of the wish but the name. */
  amend(
    at: RelationshipPlace & WithEtag,
    request: RelationshipRequest,
    ids: AdminWriteIds,
  ): Promise<AdminAnswer<Accepted>>
  /** POST `lockForApproval`: from `created` to `approvalPending`. */
  lockForApproval(at: RelationshipPlace, ids: AdminWriteIds): Promise<AdminAnswer<AdminRequest>>
  /** POST `terminate`, from `active`. Cannot be undone. */
  terminate(at: RelationshipPlace, ids: AdminWriteIds): Promise<AdminAnswer<AdminRequest>>
  /** PATCH of `autoExtendDuration`; null switches it off. */
  setAutoExtend(
    at: RelationshipPlace & WithEtag,
    autoExtend: string | null,
    ids: AdminWriteIds,
  ): Promise<AdminAnswer<Accepted>>
  /** POST: one group, with its roles. */
  assign(
    at: RelationshipPlace,
    request: { readonly group: string; readonly roles: readonly string[] },
    ids: AdminWriteIds,
  ): Promise<AdminAnswer<AdminAssignment>>
  /** PATCH with the full new set of roles; the group stays. */
  changeAssignment(
    at: AssignmentPlace & WithEtag,
    roles: readonly string[],
    ids: AdminWriteIds,
  ): Promise<AdminAnswer<Accepted>>
}
