/**
 * Branded ids and quantities: a bare string is not a customer. Brand at the edge, once, through these functions,
 * which also settle spelling (GUID case differs between endpoints: Q11).
 */

declare const brand: unique symbol
type Brand<T, Name extends string> = T & { readonly [brand]: Name }

/** A Partner document's `name`; our handle for one partner tenant. */
export type PartnerName = Brand<string, 'PartnerName'>
/** Entra tenant id (partner's or customer's), lower case. */
export type TenantId = Brand<string, 'TenantId'>
/** Subscription id, lower case. */
export type SubscriptionId = Brand<string, 'SubscriptionId'>
/** What is sold: a legacy offer id in upper case, or `PRODUCT:SKU` of new commerce. Never an availability id. */
export type ProductKey = Brand<string, 'ProductKey'>
/** A counted licence; a whole number, 0 or more. */
export type Seats = Brand<number, 'Seats'>
/** An instant in UTC, ISO 8601 with `Z`, e.g. `2026-12-07T05:00:00Z` or with milliseconds. */
export type Instant = Brand<string, 'Instant'>
/** A UTC calendar day, `YYYY-MM-DD`. "The same day" always means this. */
export type UtcDate = Brand<string, 'UtcDate'>
/** A decimal number in text, e.g. `14.52`; never a float. */
export type Decimal = Brand<string, 'Decimal'>
/** ISO 4217 code, upper case. */
export type Currency = Brand<string, 'Currency'>
/** `sha256:` and 64 hexadecimal digits over canonical JSON. */
export type Digest = Brand<string, 'Digest'>
/** Stable across two plans of one wish: derived from kind and target. */
export type ActionId = Brand<string, 'ActionId'>
/** Names one thing read from a tenant; see engine/plan/facts/facts.ts. */
export type FactId = Brand<string, 'FactId'>

export const partnerName = (text: string) => text as PartnerName
export const tenantId = (text: string) => text.trim().toLowerCase() as TenantId
export const subscriptionId = (text: string) => text.trim().toLowerCase() as SubscriptionId
export const productKey = (text: string) => text.trim().toUpperCase() as ProductKey
export const seats = (count: number) => count as Seats
export const instant = (text: string) => text as Instant
export const utcDate = (text: string) => text as UtcDate
export const decimal = (text: string) => text as Decimal
export const currency = (text: string) => text.toUpperCase() as Currency
export const digest = (text: string) => text as Digest
export const actionId = (text: string) => text as ActionId
export const factId = (text: string) => text as FactId

/** The UTC day an instant falls on. */
export const dayOf = (at: Instant): UtcDate => at.slice(0, 10) as UtcDate
