/**
 * Reconciliation exports of Microsoft Graph: asked for, polled, read as gzip of one JSON object a line. Rows have the names of
 * `WireInvoiceLine`, first letter upper or lower. Token audience: Graph, not Partner Center.
 */
import type { WireGuid, WireNumber, WireTime, WireWord } from './scalar.ts'

/** POST /reports/partners/billing/reconciliation/billed/export */
export interface WireBilledExportRequest {
  readonly invoiceId: string
  /** Full unless written. */
  readonly attributeSet?: WireWord<'full' | 'basic'>
}

/** POST /reports/partners/billing/reconciliation/unbilled/export */
export interface WireUnbilledExportRequest {
  readonly currencyCode: string
  readonly billingPeriod: WireWord<'current' | 'last'>
  readonly attributeSet?: WireWord<'full' | 'basic'>
}

/** GET /reports/partners/billing/operations/{id}: 200 in every state. */
export interface WireExportOperation {
  /** Ends with `runningOperation`, `exportSuccessOperation` or `failedOperation`. */
  readonly '@odata.type'?: string | null
  readonly id: string
  readonly status?: WireWord<'notStarted' | 'running' | 'succeeded' | 'failed'> | null
  readonly createdDateTime?: WireTime | null
  readonly lastActionDateTime?: WireTime | null
  /** Succeeded: the manifest itself, or where it is. */
  readonly resourceLocation?: WireExportManifest | null
  readonly 'resourceLocation@odata.navigationLink'?: string | null
  /** Failed; 5000: there is nothing to export, which is no fault. */
  readonly error?: { readonly code?: WireNumber | null; readonly message?: string | null } | null
}

/** GET /reports/partners/billing/manifests/{id}. A blob is at `{rootDirectory}/{name}?{sasToken}`, read without a token. */
export interface WireExportManifest {
  readonly id?: string | null
  readonly schemaVersion?: string | null
  readonly dataFormat?: WireWord<'compressedJSONLines'> | null
  readonly createdDateTime?: WireTime | null
  /** Another one: a new version of the data. */
  readonly eTag?: string | null
  readonly partnerTenantId?: WireGuid | null
  readonly rootDirectory?: string | null
  readonly sasToken?: string | null
  readonly partitionType?: string | null
  readonly blobCount?: WireNumber | null
  readonly blobs?:
    | readonly { readonly name?: string | null; readonly partitionValue?: string | null }[]
    | null
}
