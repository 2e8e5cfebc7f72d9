/** Customer agreements and qualifications (facts 8; read 2026-11-23). App+User only, global cloud only. */
import type { WireCollection, WireResource } from './collection.ts'
import type { WireTime, WireWord } from './scalar.ts'

export type WireAgreementType = WireWord<'MicrosoftCustomerAgreement' | 'MicrosoftCloudAgreement'>

export interface WireAgreementTemplate {
  readonly templateId: string
  readonly agreementType?: WireAgreementType | null
  readonly agreementLink?: string | null
  readonly versionRank?: number | null
}
export type WireAgreementTemplates = WireCollection<WireAgreementTemplate>

export interface WireAgreementContact {
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly phoneNumber?: string | null
}

/** Also the body of POST; `userId` is added from the token. */
export interface WireAgreement {
  readonly primaryContact?: WireAgreementContact | null
  readonly templateId?: string | null
  readonly dateAgreed?: WireTime | null
  readonly type?: WireAgreementType | null
  readonly agreementLink?: string | null
  readonly userId?: string | null
}
export type WireAgreements = WireCollection<WireAgreement>

/** GET /v1/customers/{id}/directSignedMicrosoftCustomerAgreementStatus */
export interface WireDirectSigned extends WireResource {
  readonly isSigned?: boolean | null
}

/** An element of the bare array of GET qualifications (Q10). */
export interface WireQualification {
  readonly qualification?: WireWord<
    'None' | 'Education' | 'Nonprofit' | 'GovernmentCommunityCloud' | 'StateOwnedEntity'
  > | null
  readonly vettingStatus?: WireWord<'InReview' | 'Approved' | 'Denied' | 'Expired' | 'NotStarted'> | null
  readonly vettingReason?: string | null
  readonly vettingCreatedDate?: WireTime | null
}
