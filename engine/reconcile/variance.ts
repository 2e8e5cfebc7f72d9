/**
 * What the invoices say of all customers, moved or not, and no write of a journal explains: one product billed under two accounts on the same
 * days, extended service terms, rows of no subscription or of another currency, and whatever else does not recur by itself. What people do by hand is explained by nobody here, so it is told, not judged.
 */
import { by } from '../compare.ts'
import type { PartnerName, ProductKey, SubscriptionId, TenantId, UtcDate } from '../model/ids.ts'
import type { InvoiceLine } from '../model/invoice.ts'
import type { Money } from '../model/money.ts'
import { isOver } from '../money/decimals.ts'
import { addDays } from '../time/utc-days.ts'
import { invoicesOf, sumOf } from './invoice-lines.ts'
import { moneyOfDays, netFrom } from './net.ts'
import type { RowPlace } from './rows.ts'
import { roundingOf } from './tolerance.ts'

export type VarianceKind =
  | 'billed in two accounts'
  | 'extended term'
  | Exclude<RowPlace, 'explained' | 'recurring'>

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
  readonly placeOf: (line: InvoiceLine) => RowPlace
  /** Products that are one, because a consolidation turns the first into the second. */
  readonly becomes: ReadonlyMap<ProductKey, ProductKey>
  /** Subscriptions that stay under their account on purpose. */
  readonly left: ReadonlySet<SubscriptionId>
  /** Subscriptions that are reported as billed twice already. */
  readonly known: ReadonlySet<SubscriptionId>
}

export interface Variances {
  readonly variances: readonly Variance[]
  /** Those that are told. */
  readonly rows: ReadonlySet<InvoiceLine>
}

interface Told {
  readonly variance: Variance
  readonly rows: readonly InvoiceLine[]
}

export function variancesOf(lines: readonly InvoiceLine[], facts: VarianceFacts): Variances {
  const told = [...twoAccounts(lines, facts), ...extensions(lines), ...others(lines, facts)]
  return {
    variances: told
      .map(entry => entry.variance)
      .sort(by(one => `${one.customerName}/${one.partner}/${one.kind}/${one.from}`)),
    rows: new Set(told.flatMap(entry => entry.rows)),
  }
}

function twoAccounts(
  lines: readonly InvoiceLine[],
  { becomes, left, known }: VarianceFacts,
): readonly Told[] {
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
function overlapOf(own: readonly InvoiceLine[], others: readonly InvoiceLine[]): readonly Told[] {
  const [first, other] = [own[0], others[0]]
  if (first === undefined || other === undefined) return []
  const there = netFrom(others, latest([earliest(own), earliest(others)])).chargedDays
  const both = there.flatMap(days => netFrom(own, days.from, addDays(days.lastDay, 1)).chargedDays)
  const rounding = roundingOf(own, first.currency, { isLegacy: isLegacy(first) })
  return both.flatMap(({ from, lastDay }) => {
    const until = addDays(lastDay, 1)
    const net = netFrom(own, from, until)
    if (!isOver(net.charged, rounding)) return []
    const variance: Variance = {
      ...about(first, own),
      kind: 'billed in two accounts',
      other: other.partner,
      from,
      lastDay,
      money: moneyOfDays(own, { from, until, net }),
      invoices: invoicesOf([...own, ...others]),
    }
    return [{ variance, rows: [...own, ...others] }]
  })
}

function isLegacy({ product }: InvoiceLine): boolean {
  return product?.includes(':') !== true
}

const extended = /extended service term/i

function extensions(lines: readonly InvoiceLine[]): readonly Told[] {
  const found = lines.filter(
    ({ chargeType, adjustment = '', productName = '' }) =>
      chargeType.toLowerCase() === 'extendterm' || extended.test(adjustment) || extended.test(productName),
  )
  return groupBy(found, keyOf).flatMap(group => summed('extended term', group))
}

const kinds = ['in another currency', 'without a subscription', 'not explained'] as const

function others(lines: readonly InvoiceLine[], { placeOf }: VarianceFacts): readonly Told[] {
  return kinds.flatMap(kind => {
    const found = lines.filter(line => placeOf(line) === kind)
    return groupBy(found, keyOf).flatMap(group => summed(kind, group))
  })
}

/** What belongs to no subscription is summed by what it is called, so that a credit does not hide a charge. */
function keyOf({ partner, customer, subscription, currency, invoice, chargeType }: InvoiceLine): string {
  return [partner, customer, subscription ?? `${invoice}/${chargeType}`, currency].join('/')
}

function summed(kind: VarianceKind, group: readonly InvoiceLine[]): readonly Told[] {
  const [first] = group
  if (first === undefined) return []
  const lastDay = latest(group.map(line => line.lastDay))
  const variance: Variance = {
    ...about(first, group),
    kind,
    from: earliest(group),
    lastDay,
    money: sumOf(group),
    invoices: invoicesOf(group),
  }
  return [{ variance, rows: group }]
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
