/** Which subscriptions and days of the invoices a write of ours explains. */
import type { OwnWrite } from '../activity/own-steps.ts'
import { dayOf, type PartnerName, type SubscriptionId, type UtcDate } from '../model/ids.ts'
import type { InvoiceLine } from '../model/invoice.ts'
import { addDays } from '../time/utc-days.ts'

export interface Explained {
  /** The subscription is one that a write was about: its rows are compared, or stand beside those that are. */
  owns(line: InvoiceLine): boolean
  /** A write of ours falls on the days of the row, or on the day before them. */
  isOurs(line: InvoiceLine): boolean
}

/** `arrived`: rows under the target of what a transfer brought, whose new ids no journal has. */
export function explainedBy(writes: readonly OwnWrite[], arrived: readonly InvoiceLine[]): Explained {
  const days = new Map<string, Set<UtcDate>>()
  const know = (partner: PartnerName, subscription: SubscriptionId, ...on: readonly UtcDate[]) => {
    const key = keyOf(partner, subscription)
    const known = days.get(key) ?? new Set<UtcDate>()
    for (const day of on) known.add(day)
    days.set(key, known)
  }
  for (const { action, subscription, began, ended } of writes) {
    const on = [dayOf(began), dayOf(ended ?? began)]
    if (subscription !== null) know(action.partner, subscription, ...on)
    if (action.kind === 'subscription.transfer')
      for (const item of action.items) know(action.from, item.subscription, ...on)
  }
  for (const { partner, subscription, from } of arrived)
    if (subscription !== null) know(partner, subscription, from)
  const daysOf = ({ partner, subscription }: InvoiceLine) =>
    subscription === null ? undefined : days.get(keyOf(partner, subscription))
  return {
    owns: line => daysOf(line) !== undefined,
    isOurs: line =>
      [...(daysOf(line) ?? [])].some(day => addDays(line.from, -1) <= day && day <= line.lastDay),
  }
}

function keyOf(partner: PartnerName, subscription: SubscriptionId): string {
  return `${partner}/${subscription}`
}
