/**
 * What the invoices say of all customers, moved or not, and no write of a journal explains: one product billed under two accounts on the same
 * days, extended service terms, rows of no subscription or of another currency, and whatever else does not recur by itself. What people do by hand is explained by nobody here, so it is told, not judged.
 */
import { by } from '../compare.ts'
import type { InvoiceLine } from '../model/invoice.ts'
import { about, earliest, groupBy, latest } from './groups-of-lines.ts'
import { invoicesOf, sumOf } from './invoice-lines.ts'
import { twoAccounts } from './two-accounts.ts'
import type { Told, Variance, VarianceFacts, VarianceKind, Variances } from './variance.ts'

export function variancesOf(lines: readonly InvoiceLine[], facts: VarianceFacts): Variances {
  const told = [...facts.cycles, ...twoAccounts(lines, facts), ...extensions(lines), ...others(lines, facts)]
  return {
    variances: told
      .map(entry => entry.variance)
      .sort(by(one => `${one.customerName}/${one.partner}/${one.kind}/${one.from}/${one.subscription}`)),
    rows: new Set(told.flatMap(entry => entry.rows)),
  }
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
