/** Customers, invitations, account validation (facts 7; read 2026-11-23). */
import type { WireCollection, WireResource } from './collection.ts'
import type { WireGuid, WireTime, WireWord } from './scalar.ts'

export interface WireAddress {
  readonly country?: string | null
  readonly region?: string | null
  readonly city?: string | null
  readonly state?: string | null
  readonly addressLine1?: string | null
  readonly addressLine2?: string | null
  readonly postalCode?: string | null
  readonly firstName?: string | null
  readonly middleName?: string | null
  readonly lastName?: string | null
  readonly phoneNumber?: string | null
}

export interface WireCustomerCompanyProfile extends WireResource {
  readonly tenantId?: WireGuid | null
  readonly domain?: string | null
  readonly companyName?: string | null
  /** Only with GDAP or DAP. */
  readonly address?: WireAddress | null
  readonly email?: string | null
  readonly organizationRegistrationNumber?: string | null
}

export interface WireCustomerBillingProfile extends WireResource {
  readonly id?: string | null
  readonly firstName?: string | null
  readonly lastName?: string | null
  readonly email?: string | null
  readonly culture?: string | null
  readonly language?: string | null
  readonly companyName?: string | null
  readonly defaultAddress?: WireAddress | null
}

/** unknown 0, reseller 1, advisor 2, syndication 3, microsoft_support 4, none 5. */
export type WireRelationship = WireWord<
  'unknown' | 'reseller' | 'advisor' | 'syndication' | 'microsoft_support' | 'none'
>

/** `id` is the customer's Entra tenant. A list row has id, companyProfile, relationshipToPartner and links only. */
export interface WireCustomer extends WireResource {
  readonly id: WireGuid
  readonly commerceId?: string | null
  readonly companyProfile?: WireCustomerCompanyProfile | null
  readonly billingProfile?: WireCustomerBillingProfile | null
  readonly relationshipToPartner?: WireRelationship | null
  readonly allowDelegatedAccess?: boolean | null
  readonly customDomains?: readonly string[] | null
  readonly associatedPartnerId?: string | null
}

export type WireCustomers = WireCollection<WireCustomer>

/** Body of PATCH customer that ends the relationship; the answer may come back in PascalCase (Q13). */
export interface WireRelationshipPatch {
  readonly relationshipToPartner: 'none'
  readonly attributes: { readonly objectType: 'Customer' }
}

/** GET /v1/customers/relationshiprequests: one template link for every customer of the partner; opaque. */
export interface WireRelationshipRequest extends WireResource {
  readonly url: string
}

/** GET /v1/customers/{id}/validationStatus?type=account; 404 with 600074 when none exists. */
export interface WireValidationStatus {
  readonly type?: string | null
  readonly status?: WireWord<'Allowed' | 'UnderReview' | 'NotAllowed' | 'Unknown' | 'Not Ready'> | null
  readonly lastUpdateDateTime?: WireTime | null
}
