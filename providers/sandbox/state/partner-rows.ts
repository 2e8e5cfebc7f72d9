/** Partner accounts, their apps and their users, as plain rows. Instants are ISO text in UTC. */
import type { Instant } from '../time/calendar.ts'

export type Cloud = 'global' | 'us-government' | 'china'

export interface PartnerRow {
  readonly name: string
  readonly tenantId: string
  readonly companyName: string
  readonly domain: string
  readonly cloud: Cloud
  readonly country: string
  readonly markets: readonly string[]
  readonly currency: string
  readonly apps: readonly AppRow[]
  readonly users: readonly UserRow[]
  /** Whether it may sell (800039), and whether the company accepted the Microsoft Partner Agreement (900124). */
  readonly active: boolean
  readonly partnerAgreement: boolean
  /** US dollars; null: none. */
  readonly creditLimit: number | null
  /** Who may stand as partner on record; null: whoever has a number. */
  readonly resellers: readonly { readonly id: string; readonly authorised: boolean }[] | null
}

export interface AppRow {
  readonly clientId: string
  readonly clientSecret: string | null
  readonly secretExpires: Instant | null
  /** PEM; signs client assertions. */
  readonly certificate: string | null
  readonly federated: readonly FederatedRow[]
  /** Whose tenant its tokens name, where it is not the partner's. */
  readonly tokenTenant: string | null
  /** Listed in Partner Center's app management. */
  readonly registered: boolean
  /** Application permissions at Graph. */
  readonly graphPermissions: readonly string[]
  /** Signs people in by device code: the registration allows public client flows. */
  readonly publicFlows: boolean
}

/** Tokens of another issuer that stand for the app. */
export interface FederatedRow {
  readonly issuer: string
  readonly subject: string
  readonly audience: string
  readonly publicKey: string
}

export type Role = 'adminAgent' | 'salesAgent' | 'billingAdmin' | 'helpdeskAgent'

export interface UserRow {
  readonly upn: string
  readonly clientId: string
  readonly clientSecret: string | null
  readonly refreshToken: string
  readonly roles: readonly Role[]
  readonly tokenTenant: string | null
  readonly revoked: boolean
  readonly mfa: boolean
  /** As far as sign-ins of a person tell; left out: none was without a second factor. */
  readonly lastWithoutMfa?: Instant
  /** Of another tenant, invited into this one. */
  readonly guest: boolean
  /** Whether the app has the consent that the user's tokens need. */
  readonly consented: boolean
  /** Delegated permissions at Graph. */
  readonly graphPermissions: readonly string[]
}

/** Refresh tokens rotate; older ones work on until nobody used them for 90 days. */
export interface RefreshTokenRow {
  readonly token: string
  readonly partner: string
  readonly upn: string
  readonly lastUsedAt: Instant
}

/** A sign-in by device code: from the question of the app until it took its tokens. */
export interface DeviceCodeRow {
  readonly deviceCode: string
  readonly userCode: string
  readonly partner: string
  readonly clientId: string
  readonly scope: string
  readonly expiresAt: Instant
  /** Seconds between two questions; each that comes too early makes it five longer. */
  readonly interval: number
  readonly askedAt: Instant | null
  readonly answer: 'waiting' | 'approved' | 'declined' | 'used'
  /** Who signed in; null: nobody yet. */
  readonly upn: string | null
}
