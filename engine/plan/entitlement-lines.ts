/** What a customer has in the sources that is no subscription: listed with its value and its end, to be handled by hand, and never written. */
import { by } from '../compare.ts'
import type { ActualIndex } from '../model/actual-index.ts'
import type { DeclaredCustomer, DeclaredPartner } from '../model/desired.ts'
import { dayOf, productKey, subscriptionId, type UtcDate } from '../model/ids.ts'
import { codes } from './codes.ts'
import { finding } from './finding.ts'
import type { Finding, SourceLine } from './plan.ts'

export interface EntitlementFacts {
  readonly customer: DeclaredCustomer
  readonly sources: readonly DeclaredPartner[]
  readonly index: ActualIndex
  readonly on: UtcDate
}

/** One line each; what a subscription of the list is, too, is that line already. */
export function entitlementLines({ customer, sources, index, on }: EntitlementFacts): readonly SourceLine[] {
  return sources.flatMap(({ name }) => {
    const seen = index.customer(name, customer.tenant)
    const read = seen?.entitlements
    const orders = new Set(
      seen?.subscriptions.kind === 'present'
        ? seen.subscriptions.value.flatMap(entry => entry.order ?? [])
        : [],
    )
    return (read?.kind === 'present' ? read.value : [])
      .filter(({ order, endsAt }) => !orders.has(order ?? '') && (endsAt === null || dayOf(endsAt) >= on))
      .map(
        (entry): SourceLine => ({
          partner: name,
          subscription: subscriptionId(entry.order ?? entry.product),
          product: productKey(entry.product),
          productName: `${entry.kind} ${entry.product}`,
          name: entry.kind,
          commerce: 'nce',
          status: 'active',
          seats: entry.quantity,
          method: 'manual',
          gated: false,
          action: null,
          billedUntil: entry.endsAt === null ? null : dayOf(entry.endsAt),
          money: { kind: 'unknown', why: 'not in the price list' },
          note: `${entry.kind}, no subscription: to be handled by hand`,
        }),
      )
      .sort(by(entry => entry.subscription))
  })
}

/** A list that gave no answer is no empty list (T31). */
export function unreadEntitlements({ customer, sources, index }: EntitlementFacts): readonly Finding[] {
  return sources.flatMap(({ name }) => {
    const read = index.customer(name, customer.tenant)?.entitlements
    if (read?.kind !== 'unknown') return []
    const detail = `Whether ${customer.name} has reservations or software under ${name} is unknown: ${read.because.summary}.`
    return [finding(codes.UNKNOWN_READ, 'nothing', { partner: name, customer: customer.tenant }, { detail })]
  })
}
