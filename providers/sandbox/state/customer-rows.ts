/** Customers, what they agreed to, and with whom they have a relationship, as plain rows. Instants are ISO text in UTC. */
import type { Instant } from '../time/calendar.ts'

export interface CustomerRow {
  readonly tenantId: string
  readonly name: string
  readonly domain: string
  readonly country: string
  /** Risk review of the account; null: there is none. */
  readonly account: string | null
  readonly licences: readonly { readonly family: string; readonly consumed: number }[]
  readonly billing: BillingProfileRow
  /** Its resources carry fields and words nobody knows. */
  readonly unknownValues: boolean
}

export interface BillingProfileRow {
  readonly version: number
  /** What a PUT wrote over what the World says; names as on the wire. */
  readonly email: string
  readonly companyName: string
  readonly culture: string
  readonly language: string
  readonly address: Readonly<Record<string, string>>
}

export interface QualificationRow {
  readonly qualification: string
  readonly vettingStatus: string
  readonly createdAt: Instant
  /** When a vetting under way ends; null: it is over. */
  readonly settledAt: Instant | null
}

export interface AgreementRow {
  readonly templateId: string
  readonly dateAgreed: Instant
  readonly primaryContact: {
    readonly firstName: string
    readonly lastName: string
    readonly email: string
    readonly phoneNumber?: string
  }
  readonly userId: string
}

export interface RelationshipRow {
  readonly partner: string
  readonly customer: string
  readonly acceptedAt: Instant
  /** The customer shows in lists and by id from this instant on (E4). */
  readonly visibleFrom: Instant
  readonly agreements: readonly AgreementRow[]
  readonly directSigned: boolean
  /** Vetted under this partner alone. */
  readonly qualifications: readonly QualificationRow[]
  /** The older, blanket rights of a partner; while they are there, no delegated administration is approved. */
  readonly delegatedAccess: boolean
}
