/** What every part of the sandbox works on: the world as it was seeded, the rows, the time. */
import type { World } from '../../schemas/generated/world.ts'
import type { Catalogue } from './market/catalogue.ts'
import type { Quirks } from './quirk-settings.ts'
import type { RelationshipRow } from './state/customer-rows.ts'
import type { Identity } from './state/identity.ts'
import type { OrderRow } from './state/order-rows.ts'
import type { PartnerRow } from './state/partner-rows.ts'
import { pairOf, type Store } from './state/store.ts'
import type { SubscriptionRow } from './state/subscription-rows.ts'
import { addDuration, addMs, type Instant } from './time/calendar.ts'
import type { SandboxTime } from './time/sandbox-time.ts'

export interface Service {
  readonly world: World
  readonly settings: Settings
  readonly catalogue: Catalogue
  readonly store: Store
  readonly time: SandboxTime
  readonly identity: Identity
  /** When the next job is due; never later than it really is. Null: none is. */
  due: Instant | null
}

export interface Settings {
  readonly throttle: number
  readonly latencyMs: number
  /** Milliseconds after which a delayed client is taken to have given up. */
  readonly clientTimeoutMs: number
  readonly orderListDelay: string
  readonly provisioningDelay: string
  readonly acceptDelay: string
  readonly transferDelay: string
  readonly delegatedDelay: string
  readonly assignmentDelay: string
  /** Licences can be read only where delegated administration carries a reader role (G10). */
  readonly licencesNeedReader: boolean
  readonly asyncDelay: string
  readonly vettingDelay: string
  readonly activityDelay: string
  readonly tokenLife: string
  readonly refreshTokenLife: string
  /** Before the end of a term, what happens next can no longer be changed (facts 2.6). */
  readonly renewalLock: string
  /** Terms end by the rules since 2026-05-04 (2.8). */
  readonly extendedTerm: boolean
  /** Until renewal that is off without a cancel becomes an extension; `never`: only at the end. */
  readonly extensionDelay: string
  readonly exportDelay: string
  /** A purchase may end on any day of its term. */
  readonly anyTermEnd: boolean
  /** US dollars for one unit of a currency; text. */
  readonly usdRates: Readonly<Record<string, string>>
  /** Renewals and ends of terms leave activity records. */
  readonly recordedRenewals: boolean
  /** Living subscriptions of one customer under one partner (800066). */
  readonly maximumSubscriptions: number
  readonly quirks: Quirks
}

export function settingsOf(
  world: World,
  given: { readonly throttlePerMinute?: number; readonly latencyMs?: number },
): Settings {
  const written = world.settings ?? {}
  return {
    throttle: given.throttlePerMinute ?? written.throttle ?? 500,
    latencyMs: given.latencyMs ?? written.latency ?? 0,
    clientTimeoutMs: written.clientTimeout ?? 180_000,
    orderListDelay: written.orderListDelay ?? 'PT0S',
    provisioningDelay: written.provisioningDelay ?? 'PT0S',
    acceptDelay: written.acceptDelay ?? 'PT0S',
    transferDelay: written.transferDelay ?? 'PT1M',
    delegatedDelay: written.delegatedDelay ?? 'PT10S',
    assignmentDelay: written.assignmentDelay ?? 'PT30S',
    licencesNeedReader: written.licencesNeedReader ?? world.delegatedAdmin !== undefined,
    asyncDelay: written.asyncDelay ?? 'PT30S',
    vettingDelay: written.vettingDelay ?? 'P2D',
    activityDelay: written.activityDelay ?? 'PT0S',
    tokenLife: written.tokenLife ?? 'PT3599S',
    refreshTokenLife: written.refreshTokenLife ?? 'P90D',
    renewalLock: written.renewalLock ?? 'PT24H',
    extendedTerm: written.extendedTerm ?? true,
    extensionDelay: written.extensionDelay ?? 'PT24H',
    exportDelay: written.exportDelay ?? 'PT0S',
    anyTermEnd: written.anyTermEnd ?? false,
    usdRates: written.usdRates ?? {},
    recordedRenewals: written.recordedRenewals ?? false,
    maximumSubscriptions: written.maximumSubscriptions ?? Number.POSITIVE_INFINITY,
    quirks: written.quirks ?? {},
  }
}

/** By tenant id or domain. */
export function partnerByTenant(service: Service, tenant: string): PartnerRow | undefined {
  const wanted = tenant.toLowerCase()
  for (const row of service.store.partners.all())
    if (row.tenantId === wanted || row.domain === wanted) return row
  return undefined
}

/** The relationship, if the partner can see the customer now. */
export function visibleRelationship(
  service: Service,
  partner: string,
  customer: string,
): RelationshipRow | undefined {
  const row = service.store.relationships.get(pairOf(partner, customer))
  return row !== undefined && row.visibleFrom <= service.time.now() ? row : undefined
}

/** What the partner can see of the customer's subscriptions, in the order they came to be. */
export function subscriptionsOf(
  service: Service,
  partner: string,
  customer: string,
): readonly SubscriptionRow[] {
  const now = service.time.now()
  return service.store.subscriptions.in(pairOf(partner, customer)).filter(row => row.visibleFrom <= now)
}

export function addOnsOf(service: Service, base: SubscriptionRow): readonly SubscriptionRow[] {
  return service.store.subscriptions
    .in(pairOf(base.partner, base.customer))
    .filter(row => row.parent?.toLowerCase() === base.id.toLowerCase())
}

export function isSettled(service: Service, order: OrderRow): boolean {
  return order.settledAt <= service.time.now()
}

/** The time the service shows: `clockSkew` shifts the Date header and token times. */
export function shownTime(service: Service): Instant {
  const skew = service.world.clockSkew
  return skew === undefined ? service.time.now() : shifted(service, skew)
}

/** Now, as a clock shows it that is off by this much. */
export function shifted(service: Service, skew: string): Instant {
  return addDuration(addMs(service.time.now(), 0), skew)
}
