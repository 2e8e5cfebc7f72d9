/**
 * Actions of delegated administration. They are a track of their own: nothing of commerce waits for one of them, and one of them never
 * counts as the beginning of a customer's move. What they expect and prove is read just before and just after, so no fact of the plan
 * stands for it: a relationship that changed must not stop a purchase.
 */
import type { SourceRange } from '../../diagnostic.ts'
import type { RelationshipStatus } from '../../model/admin.ts'
import type { ActionId, PartnerName, TenantId, UtcDate } from '../../model/ids.ts'

export type AdminAction =
  | AskForAdmin
  | OpenForApproval
  | AssignGroup
  | ChangeGroup
  | SwitchAutoExtend
  | EndRelationship

export type AdminActionKind = AdminAction['kind']
export type AdminActionOf<K extends AdminActionKind> = Extract<AdminAction, { kind: K }>

interface Common {
  /** Derived from kind and target, so two plans of one wish line up. */
  readonly id: ActionId
  readonly after: readonly ActionId[]
  readonly because: AdminReason
  /** Nothing tells Graph that a request is a repeat. */
  readonly replay: 'look-first'
  readonly expects: readonly AdminCheck[]
  readonly proves: readonly AdminCheck[]
  readonly source?: SourceRange
  readonly partner: PartnerName
  readonly customer: TenantId
  readonly irreversible: boolean
}

/** Makes the relationship; it stays a draft until it is opened for approval. */
export interface AskForAdmin extends Common {
  readonly kind: 'admin.request'
  readonly customerName: string
  /** The only key against doubles: looked for first, always. */
  readonly name: string
  readonly roles: readonly string[]
  readonly duration: string
  readonly autoExtend: string | null
}

/** From here on the customer can approve, and nothing of the request can be changed. */
export interface OpenForApproval extends Common {
  readonly kind: 'admin.lock'
  readonly name: string
}

interface OnRelationship extends Common {
  readonly relationship: string
  readonly name: string
}

export interface AssignGroup extends OnRelationship {
  readonly kind: 'admin.assign'
  readonly group: string
  readonly roles: readonly string[]
}

export interface ChangeGroup extends OnRelationship {
  readonly kind: 'admin.change-assignment'
  readonly assignment: string
  readonly group: string
  readonly from: readonly string[]
  readonly to: readonly string[]
}

export interface SwitchAutoExtend extends OnRelationship {
  readonly kind: 'admin.auto-extend'
  readonly from: string | null
  readonly to: string | null
}

/** Of a source, for good: only the customer can grant it again. */
export interface EndRelationship extends OnRelationship {
  readonly kind: 'admin.end'
  readonly roles: readonly string[]
  readonly replacedBy: { readonly partner: PartnerName; readonly relationship: string }
  /** UTC day on which it would have ended by itself; null: not known. */
  readonly otherwiseUntil: UtcDate | null
}

export type AdminReason =
  | { readonly kind: 'declared and not there' }
  | { readonly kind: 'declared otherwise'; readonly field: 'roles' | 'autoExtend' }
  | { readonly kind: 'replaced on the target'; readonly consolidation: string }

/** A statement about delegated administration, with everything needed to read and to judge it. */
export type AdminCheck =
  | {
      readonly kind: 'relationship is'
      readonly partner: PartnerName
      readonly customer: TenantId
      /** By its name where it need not exist yet. */
      readonly by: { readonly id: string } | { readonly name: string }
      readonly status: readonly RelationshipStatus[]
      /** Left out: whatever they are. */
      readonly roles?: readonly string[]
      readonly duration?: string
      readonly autoExtend?: string | null
    }
  /** `roles` empty: the group holds nothing, and nothing of it is on its way. */
  | {
      readonly kind: 'group holds'
      readonly partner: PartnerName
      readonly customer: TenantId
      readonly relationship: string
      readonly group: string
      readonly roles: readonly string[]
    }
  /** No other relationship that lasts grants these roles, or is on its way to. */
  | {
      readonly kind: 'nothing else grants'
      readonly partner: PartnerName
      readonly customer: TenantId
      readonly name: string
      readonly roles: readonly string[]
      /** Those that were there when it was planned, and would not do. */
      readonly known: readonly string[]
    }

export function isAdminAction(action: { readonly kind: string }): action is AdminAction {
  return action.kind.startsWith('admin.')
}
