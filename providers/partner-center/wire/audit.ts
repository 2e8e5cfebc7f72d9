/** Audit (activity) records (facts 14; enumerations in section 17; read 2026-11-23). */
import type { WireCollection, WireResource } from './collection.ts'
import type { WireGuid, WireTime, WireWord } from './scalar.ts'

export interface WireAuditRecord extends WireResource {
  /** Missing in older records. */
  readonly id?: string | null
  readonly partnerId?: WireGuid | null
  readonly customerId?: WireGuid | null
  readonly customerName?: string | null
  /** Empty for App-only. */
  readonly userPrincipalName?: string | null
  readonly applicationId?: string | null
  readonly resourceType?: WireWord<
    | 'customer'
    | 'order'
    | 'subscription'
    | 'transfer'
    | 'agreement'
    | 'partner_customer_relationship'
    | 'new_commerce_migration'
    | 'azure_entitlement'
  > | null
  readonly operationType?: WireWord<
    | 'add_customer'
    | 'delete_customer'
    | 'remove_partner_customer_relationship'
    | 'create_order'
    | 'update_order'
    | 'update_subscription'
    | 'create_agreement'
    | 'create_transfer'
    | 'update_transfer'
    | 'create_new_commerce_migration'
    | 'complete_transfer'
    | 'fail_transfer'
  > | null
  /** JSON inside text, PascalCase members; may be cut off or null (Q35). */
  readonly resourceOldValue?: string | null
  readonly resourceNewValue?: string | null
  readonly operationDate?: WireTime | null
  readonly operationStatus?: WireWord<'succeeded' | 'failed' | 'progress' | 'decline'> | null
  /** The caller's MS-CorrelationId: how we recognise our own changes. */
  readonly originalCorrelationId?: string | null
  readonly customizedData?: readonly { readonly key: string; readonly value?: string | null }[] | null
  readonly participants?: readonly string[] | null
  readonly sessionId?: string | null
}
export type WireAuditRecords = WireCollection<WireAuditRecord>
