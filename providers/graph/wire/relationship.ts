/** Delegated administration as Graph spells it (facts 22.2, read 2026-11-30). Types only; every member but the id may be missing. */

export interface WireRoles {
  readonly unifiedRoles?: readonly { readonly roleDefinitionId?: string | null }[] | null
}

export interface WireRelationship {
  readonly '@odata.etag'?: string | null
  readonly '@odata.type'?: string | null
  readonly id: string
  readonly displayName: string
  readonly duration?: string | null
  readonly customer?: { readonly tenantId?: string | null; readonly displayName?: string | null } | null
  readonly accessDetails?: WireRoles | null
  readonly autoExtendDuration?: string | null
  readonly status?: string | null
  readonly createdDateTime?: string | null
  readonly lastModifiedDateTime?: string | null
  /** null or an empty text until it is active. */
  readonly activatedDateTime?: string | null
  readonly endDateTime?: string | null
  /** Of one that an indirect provider made for its reseller. */
  readonly indirectProviderTenantId?: string | null
  readonly isPartnerConsentPending?: boolean | null
}

export interface WireAssignment {
  readonly '@odata.etag'?: string | null
  readonly id: string
  readonly status?: string | null
  readonly accessContainer: {
    readonly accessContainerId: string
    readonly accessContainerType?: string | null
  }
  readonly accessDetails?: WireRoles | null
  readonly createdDateTime?: string | null
  readonly lastModifiedDateTime?: string | null
}

export interface WireRequest {
  readonly id: string
  readonly action?: string | null
  readonly status?: string | null
  readonly createdDateTime?: string | null
  readonly lastModifiedDateTime?: string | null
}

export interface WireOperation {
  readonly id: string
  readonly operationType?: string | null
  readonly data?: string | null
  readonly status?: string | null
  readonly createdDateTime?: string | null
  readonly lastModifiedDateTime?: string | null
}

/** What is sent: only what is to be set. */
export interface WireWish {
  readonly displayName?: string
  readonly duration?: string
  readonly customer?: { readonly tenantId: string; readonly displayName: string }
  readonly accessDetails?: { readonly unifiedRoles: readonly { readonly roleDefinitionId: string }[] }
  readonly autoExtendDuration?: string
}
