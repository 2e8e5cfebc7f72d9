/** Profiles of the partner (facts 6; read 2026-11-23). */
import type { WireResource } from './collection.ts'
import type { WireAddress } from './customer.ts'
import type { WireGuid, WireNumber, WireWord } from './scalar.ts'

/** GET /v1/profiles/organization (App+User): the only profile with the partner's tenant id. */
export interface WireOrganizationProfile extends WireResource {
  readonly id?: string | null
  readonly companyName?: string | null
  readonly defaultAddress?: WireAddress | null
  readonly tenantId?: WireGuid | null
  readonly domain?: string | null
  readonly email?: string | null
  readonly language?: string | null
  readonly culture?: string | null
  readonly profileType?: string | null
}

export interface WireContact {
  readonly firstName?: string | null
  readonly lastName?: string | null
  readonly email?: string | null
  readonly phoneNumber?: string | null
}

/** GET /v1/profiles/legalbusiness: works App-only, but has no tenant id. */
export interface WireLegalBusinessProfile extends WireResource {
  readonly companyName?: string | null
  readonly address?: WireAddress | null
  readonly primaryContact?: WireContact | null
  readonly companyApproverAddress?: WireAddress | null
  readonly companyApproverEmail?: string | null
  readonly vettingStatus?: WireWord<'none' | 'pending' | 'authorized' | 'rejected'> | null
  readonly vettingSubStatus?: WireWord<
    | 'none'
    | 'entry'
    | 'email_ownership'
    | 'email_domain'
    | 'employment_verification'
    | 'decision'
    | 'other'
    | 'business_verification'
  > | null
  readonly profileType?: string | null
}

/** GET /v1/profiles/mpn (App+User). */
export interface WireMpnProfile extends WireResource {
  readonly mpnId?: string | null
  readonly partnerName?: string | null
  readonly profileType?: string | null
}

/** GET /v1/profiles/billing */
export interface WireBillingProfile extends WireResource {
  readonly companyName?: string | null
  readonly address?: WireAddress | null
  readonly primaryContact?: WireContact | null
  readonly purchaseOrderNumber?: string | null
  readonly taxId?: string | null
  readonly billingCurrency?: string | null
  readonly billingDay?: WireNumber | null
  readonly profileType?: string | null
}
