/**
 * One product of one customer that is billed under two accounts on the same days. Each subscription is netted by itself: what is given back for one pays for no day
 * of another, and the charge that it takes back may stand on an invoice that is not at hand.
 */
import { by } from '../compare.ts'
import type { ProductKey, UtcDate } from '../model/ids.ts'
import type { InvoiceLine } from '../model/invoice.ts'
import { isOver } from '../money/decimals.ts'
import { addDays } from '../time/utc-days.ts'
import { about, earliest, groupBy, latest } from './groups-of-lines.ts'
import { invoicesOf } from './invoice-lines.ts'
import { moneyOfDays, netFrom, type Stretch } from './net.ts'
import { roundingOf } from './tolerance.ts'
import type { Told, Variance, VarianceFacts } from './variance.ts'

export function twoAccounts(
  lines: readonly InvoiceLine[],
  { becomes, left, sources, known }: VarianceFacts,
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
    const isSource = ([line]: readonly InvoiceLine[]) => line !== undefined && sources.has(line.partner)
    const ofPartners = groupBy(group, line => line.partner).sort(
      by(own => `${isSource(own) ? 0 : 1}/${earliest(own)}`),
    )
    return ofPartners.flatMap((own, position) =>
      ofPartners
        .slice(position + 1)
        .filter(others => !(isSource(own) && isSource(others)))
        .flatMap(others => bySubscription(own).flatMap(one => overlapOf(one, others))),
    )
  })
}

function bySubscription(lines: readonly InvoiceLine[]): readonly (readonly InvoiceLine[])[] {
  return groupBy(lines, line => line.subscription ?? '')
}

/** Days on which both accounts charge more than they give back; the money is that of the account that is left, else of the one that charged first. */
function overlapOf(own: readonly InvoiceLine[], others: readonly InvoiceLine[]): readonly Told[] {
  const [first, other] = [own[0], others[0]]
  if (first === undefined || other === undefined) return []
  const there = joined(
    bySubscription(others).flatMap(one => netFrom(one, latest([earliest(own), earliest(one)])).chargedDays),
  )
  const both = there.flatMap(days => netFrom(own, days.from, addDays(days.lastDay, 1)).chargedDays)
  const rounding = roundingOf(own, first.currency, { isLegacy: first.product?.includes(':') !== true })
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

/** The same days, each in one stretch. */
function joined(stretches: readonly Stretch[]): readonly Stretch[] {
  const whole: { readonly from: UtcDate; lastDay: UtcDate }[] = []
  for (const { from, lastDay } of [...stretches].sort(by(one => one.from))) {
    const before = whole.at(-1)
    if (before === undefined || addDays(before.lastDay, 1) < from) whole.push({ from, lastDay })
    else if (before.lastDay < lastDay) before.lastDay = lastDay
  }
  return whole
}
