/**
 * What the invoices say of all customers, moved or not, and no write of a journal explains: one product billed under two accounts on the same
 * days, extended service terms, and changes that no apply made. What people do by hand is explained by nobody here, so it is told, not judged.
 */
import type { OwnWrite } from '../activity/verify.ts'
import { by, compare } from '../compare.ts'
import {
  dayOf,
  type PartnerName,
  type ProductKey,
  type SubscriptionId,
  type TenantId,
  type UtcDate,
} from '../model/ids.ts'
import type { InvoiceLine } from '../model/invoice.ts'
import type { Money } from '../model/money.ts'
import { isOver, roundMoney } from '../money/decimals.ts'
import { addDays } from '../time/utc-days.ts'
import { invoicesOf, sumOf } from './invoice-lines.ts'
import { netFrom } from './net.ts'
import { roundingOf } from './tolerance.ts'

export type VarianceKind = 'billed in two accounts' | 'extended term' | 'not explained'

export interface Variance {
  readonly kind: VarianceKind
  readonly partner: PartnerName
  /** The other account of what is billed twice. */
  readonly other?: PartnerName
  readonly customer: TenantId | null
  readonly customerName: string
  readonly product: string
  readonly subscription: SubscriptionId | null
  readonly from: UtcDate
  readonly lastDay: UtcDate
  readonly money: Money | null
  readonly chargeTypes: readonly string[]
  readonly invoices: readonly string[]
}

export interface VarianceFacts {
  readonly writes: readonly OwnWrite[]
  /** Products that are one, because a consolidation turns the first into the second. */
  readonly becomes: ReadonlyMap<ProductKey, ProductKey>
  /** Subscriptions that stay under their account on purpose. */
  readonly left: ReadonlySet<SubscriptionId>
  /** Subscriptions that are reported as billed twice already. */
  readonly known: ReadonlySet<SubscriptionId>
}

export function variancesOf(lines: readonly InvoiceLine[], facts: VarianceFacts): readonly Variance[] {
  return [...twoAccounts(lines, facts), ...extensions(lines), ...notExplained(lines, facts)].sort((a, b) => {
    const [left, right] = [a, b].map(one => `${one.customerName}/${one.partner}/${one.kind}/${one.from}`)
    return compare(left ?? '', right ?? '')
  })
}

function twoAccounts(
  lines: readonly InvoiceLine[],
  { becomes, left, known }: VarianceFacts,
): readonly Variance[] {
  const usable = lines.filter(
    line =>
      line.product !== undefined &&
      line.customer !== null &&
      (line.subscription === null || !(left.has(line.subscription) || known.has(line.subscription))),
  )
  const groups = groupBy(usable, line => {
    const product = line.product as ProductKey // checked just now
    return `${line.customer}/${becomes.get(product) ?? product}/${line.currency}`
  })
  return groups.flatMap(group => {
    const ofPartners = groupBy(group, line => line.partner).sort(by(earliest))
    return ofPartners.flatMap((own, position) =>
      ofPartners.slice(position + 1).flatMap(others => overlapOf(own, others)),
    )
  })
}

/** Days on which both accounts charge more than they give back; the money is that of the account that charged first. */
function overlapOf(own: readonly InvoiceLine[], others: readonly InvoiceLine[]): readonly Variance[] {
  const [first, other] = [own[0], others[0]]
  if (first === undefined || other === undefined) return []
  const days = netFrom(others, latest([earliest(own), earliest(others)])).chargedDays
  if (days === null) return []
  const net = netFrom(own, days.from, addDays(days.lastDay, 1))
  if (net.chargedDays === null || !isOver(net.charged, roundingOf(own, first.currency))) return []
  return [
    {
      ...about(first, own),
      kind: 'billed in two accounts',
      other: other.partner,
      from: net.chargedDays.from,
      lastDay: net.chargedDays.lastDay,
      money: { amount: roundMoney(net.charged, first.currency), currency: first.currency },
      invoices: invoicesOf([...own, ...others]),
    },
  ]
}

const extended = /extended service term/i

function extensions(lines: readonly InvoiceLine[]): readonly Variance[] {
  const found = lines.filter(
    ({ chargeType, adjustment = '', productName = '' }) =>
      chargeType.toLowerCase() === 'extendterm' || extended.test(adjustment) || extended.test(productName),
  )
  return groupBy(found, keyOf).flatMap(group => summed('extended term', group))
}

/** Words of modern invoices for what somebody does; what renews or is charged again by itself is none. */
const deeds = new Set([
  'new',
  'addquantity',
  'removequantity',
  'movequantity',
  'cancel',
  'cancelimmediate',
  'convert',
  'changebillingplan',
])

function notExplained(lines: readonly InvoiceLine[], { writes }: VarianceFacts): readonly Variance[] {
  const days = new Map<SubscriptionId, Set<UtcDate>>()
  for (const { subscription, began, ended } of writes) {
    if (subscription === null) continue
    const known = days.get(subscription) ?? new Set<UtcDate>()
    days.set(subscription, known.add(dayOf(began)).add(dayOf(ended ?? began)))
  }
  const isOurs = ({ subscription, from, lastDay }: InvoiceLine) =>
    subscription !== null &&
    [...(days.get(subscription) ?? [])].some(day => addDays(from, -1) <= day && day <= lastDay)
  const found = lines.filter(line => deeds.has(line.chargeType.toLowerCase()) && !isOurs(line))
  return groupBy(found, keyOf).flatMap(group => summed('not explained', group))
}

function keyOf({ partner, customer, subscription, currency, invoice }: InvoiceLine): string {
  return [partner, customer, subscription ?? invoice, currency].join('/')
}

function summed(kind: VarianceKind, group: readonly InvoiceLine[]): readonly Variance[] {
  const [first] = group
  if (first === undefined) return []
  const lastDay = latest(group.map(line => line.lastDay))
  return [
    {
      ...about(first, group),
      kind,
      from: earliest(group),
      lastDay,
      money: sumOf(group),
      invoices: invoicesOf(group),
    },
  ]
}

function about(line: InvoiceLine, group: readonly InvoiceLine[]) {
  const { partner, customer, customerName, productName, product, subscription } = line
  return {
    partner,
    customer,
    customerName,
    product: productName ?? product ?? '',
    subscription,
    chargeTypes: [...new Set(group.map(one => one.chargeType))].sort(),
  }
}

function latest(days: readonly UtcDate[]): UtcDate {
  return [...days].sort().at(-1) ?? ('' as UtcDate) // never empty
}

function earliest(lines: readonly InvoiceLine[]): UtcDate {
  return lines.map(line => line.from).sort()[0] ?? ('' as UtcDate) // never empty
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): (readonly T[])[] {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const name = key(item)
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [item])
    else group.push(item)
  }
  return [...groups.values()]
}
