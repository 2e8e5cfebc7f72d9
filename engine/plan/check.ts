/** What an action expects before it and proves after it. `checks.ts` judges them, `engine/execute/` reads what they need. */
import type { PartnerName, ProductKey, Seats, SubscriptionId, TenantId, UtcDate } from '../model/ids.ts'
import type { Known } from '../model/live.ts'
import type { Renewal } from '../model/renewal.ts'

/** A statement about the live side that can be read and judged, with everything needed to judge it inside. */
export type Check =
  | {
      readonly kind: 'subscription is'
      readonly partner: PartnerName
      readonly customer: TenantId
      readonly subscription: SubscriptionId
      readonly status: Known<string>
      readonly seats: Seats | null
      readonly name?: string
      /** From the next charge on at the latest. */
      readonly billing?: string
      readonly partnerOfRecord?: string
    }
  /** The window in which it can be cancelled is open (T4). */
  | {
      readonly kind: 'cancellable'
      readonly partner: PartnerName
      readonly customer: TenantId
      readonly subscription: SubscriptionId
    }
  /** What the service will do when the term ends. */
  | {
      readonly kind: 'renewal is'
      readonly partner: PartnerName
      readonly customer: TenantId
      readonly subscription: SubscriptionId
      readonly renewal: Renewal
    }
  /** A living subscription of this product, name and seats that was not there when the plan was made. */
  | {
      readonly kind: 'new subscription lives'
      readonly partner: PartnerName
      readonly customer: TenantId
      readonly product: ProductKey
      readonly name: string
      readonly seats: Seats
      readonly term: string | null
      readonly billing: string | null
      /** Last day of the running term, where one was asked for. */
      readonly endsOn?: UtcDate
      /** So many of this look live by then, because earlier steps of the plan bring some that look the same; left out: one. */
      readonly nth?: number
      readonly notAmong: readonly SubscriptionId[]
    }
  /** That subscription, and what happens when its term ends. */
  | {
      readonly kind: 'new subscription renews'
      readonly newSubscription: NewSubscriptionCheck
      readonly renewal: Renewal
    }
  /** After its term there are still as many seats of it, without anyone doing anything more (T25). */
  | {
      readonly kind: 'goes on'
      readonly partner: PartnerName
      readonly customer: TenantId
      readonly subscription: SubscriptionId
      readonly product: ProductKey
      readonly seats: Seats
    }
  /** The same of one that was not there when the plan was made. */
  | { readonly kind: 'new subscription goes on'; readonly newSubscription: NewSubscriptionCheck }
  /** Active seats of a product under a partner reach at least this many (the gate's sum, T17). */
  | {
      readonly kind: 'seats at least'
      readonly partner: PartnerName
      readonly customer: TenantId
      readonly product: ProductKey
      readonly seats: Seats
    }
  /** The active subscriptions seen under a source are those the plan knew, and no others. */
  | {
      readonly kind: 'no other active subscription'
      readonly partner: PartnerName
      readonly customer: TenantId
      readonly known: readonly SubscriptionId[]
    }
  /** After `leaving` seats are gone, the customer's directory still has at least as many licences as are in use (T21). */
  | {
      readonly kind: 'licences suffice'
      readonly partner: PartnerName
      readonly customer: TenantId
      /** Of the product whose seats go; products of one licence share its pool. */
      readonly product: ProductKey
      readonly leaving: Seats
      /** The subscriptions they go with: one that is off already has left the pool, and is not counted again. */
      readonly with?: readonly {
        readonly partner: PartnerName
        readonly subscription: SubscriptionId
        readonly seats: Seats
      }[]
    }
  | { readonly kind: 'customer accepted'; readonly partner: PartnerName; readonly customer: TenantId }
  | { readonly kind: 'agreement present'; readonly partner: PartnerName; readonly customer: TenantId }
  | {
      readonly kind: 'sold'
      readonly partner: PartnerName
      readonly market: string
      readonly product: ProductKey
      readonly term: string | null
      readonly billing: string
      readonly seats: Seats
    }
  /** The UTC day of the write is this one (same-day rule, S6). */
  | { readonly kind: 'day is'; readonly day: UtcDate }

/** A purchase, recognised by what it is. */
export type NewSubscriptionCheck = Extract<Check, { readonly kind: 'new subscription lives' }>
