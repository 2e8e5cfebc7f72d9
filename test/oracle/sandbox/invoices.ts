/** What the sandbox invoiced, against the oracle: a line for each figure that differs. */
import { type Day, dayOf, monthNumber, textOf } from '../calendar.ts'
import type { History, Line } from '../facts.ts'
import { equal, type Fraction, minus, parseDecimal, total, zero } from '../fraction.ts'
import { group } from '../group.ts'
import type { Rules } from '../rules.ts'
import { shown } from './compare.ts'
import type { Body, Service } from './service.ts'
import type { Told } from './told.ts'

/** All lines of all invoices of a partner. */
export async function invoiceLines(service: Service, partner: string): Promise<readonly Body[]> {
  const lines: Body[] = []
  const invoices = await service.call(partner, 'GET', 'invoices?size=200&offset=0')
  for (const { id } of invoices.body.items) {
    const provider = String(id).startsWith('G') ? 'onetime' : 'office'
    const query = `provider=${provider}&invoicelineitemtype=billinglineitems&size=2000`
    const { body } = await service.call(partner, 'GET', `invoices/${id}/lineitems?${query}`)
    if (body.totalCount > 2000) throw new Error('more lines than one page has')
    lines.push(...body.items)
  }
  return lines
}

/**
 * Nets of lines, from the month of the clock's start on. New commerce: by the days they speak of. Legacy: by the last day of their
 * period, for the lines of a period come to its total, which is rounded once.
 */
export function invoiceDifferences(
  histories: ReadonlyMap<Told, History>,
  lines: readonly Body[],
  { first, last, rules }: { readonly first: Day; readonly last: Day; readonly rules: Rules },
): string[] {
  const bySubscription = group(lines, line => String(line.subscriptionId).toLowerCase())
  const found: string[] = []
  for (const [told, history] of histories) {
    const id = told.purchase.id.toLowerCase()
    // What a transfer of the last day gives back stands in the next month's invoice.
    const all = history.lines.filter(({ start }) => start <= last)
    const own = all.filter(({ on }) => monthNumber(on) >= monthNumber(first))
    const live = (bySubscription.get(id) ?? []).map(liveLine)
    const isLegacy = told.purchase.commerce === 'legacy'
    const expected = isLegacy
      ? totalsOfPeriods(told, all, { from: monthNumber(first), rules })
      : netBy(own, spanOf)
    found.push(...pairsMissing(told, own, bySubscription.get(id) ?? []))
    found.push(...mapsThatDiffer(id, expected, netBy(live, isLegacy ? ({ end }) => textOf(end) : spanOf)))
    bySubscription.delete(id)
  }
  for (const id of bySubscription.keys()) found.push(`${id}: invoiced, and unknown here`)
  return found
}

/** A change of seats is two lines for the same days, minus what was and plus what is: of one kind, but in legacy, whose texts are free. */
function pairsMissing({ purchase }: Told, own: readonly Line[], live: readonly Body[]): string[] {
  // On the first day of a period, and with another cycle, the line of that day has the seats of the day's end.
  const begun = new Set(own.filter(({ kind }) => kind === 'billing').map(({ on }) => on))
  const changes = group(
    own.filter(
      ({ kind, on, period }) =>
        kind === 'seats' && on !== period && on - 1 !== purchase.arrives && !begun.has(on),
    ),
    ({ on }) => on,
  )
  const all = live.map(line => ({ ...liveLine(line), kind: line.chargeType, seats: Number(line.quantity) }))
  const kindsOf = ({ start, end, seats }: Line) =>
    all
      .filter(line => line.start === start && line.end === end && line.seats === seats)
      .map(({ kind }) => (purchase.commerce === 'legacy' ? 'any' : kind))
  return [...changes].flatMap(([on, pair]) => {
    const [fewer = [], more = []] = pair.map(kindsOf)
    const isThere = fewer.some(kind => more.includes(kind))
    return isThere
      ? []
      : [`${purchase.id} ${textOf(on)}: no pair of ${pair.map(({ seats }) => seats).join()}`]
  })
}

type Net = ReadonlyMap<string, Fraction>
type Dated = Pick<Line, 'start' | 'end' | 'amount'>

const spanOf = ({ start, end }: Dated) => `${textOf(start)} to ${textOf(end)}`

function netBy(lines: readonly Dated[], keyOf: (line: Dated) => string): Net {
  return new Map([...group(lines, keyOf)].map(([key, own]) => [key, total(own.map(({ amount }) => amount))]))
}

/**
 * What was charged for a period, rounded once, less the credit that it ends with. Of a period that began before the month of the
 * clock's start, what its lines come to since.
 */
function totalsOfPeriods(
  { purchase }: Told,
  lines: readonly Line[],
  { from, rules }: { readonly from: number; readonly rules: Rules },
): Net {
  const sumOfPeriod = (own: readonly Line[]) => {
    const last = own.at(-1)
    const credit = last?.kind === 'off' ? last : null
    const charged = own.filter(line => line !== credit).map(({ exact }) => exact)
    return total([rules.legacyAmount(total(charged), 1, purchase.currency), credit?.amount ?? zero])
  }
  // Two periods end on one day where a cycle was changed in mid-period.
  const sum = (own: readonly Line[]) =>
    total([...group(own, ({ period }) => period).values()].map(sumOfPeriod))
  return new Map(
    [...group(lines, ({ end }) => textOf(end))].map(([end, own]) => {
      const before = own.filter(({ on }) => monthNumber(on) < from)
      return [end, minus(sum(own), sum(before))]
    }),
  )
}

function liveLine(line: Body): Dated {
  return {
    start: dayOf(String(line.chargeStartDate).slice(0, 10)),
    end: dayOf(String(line.chargeEndDate).slice(0, 10)),
    amount: parseDecimal(String(line.totalForCustomer)),
  }
}

function mapsThatDiffer(id: string, expected: Net, live: Net): string[] {
  return [...new Set([...expected.keys(), ...live.keys()])].flatMap(key => {
    const [ours, theirs] = [expected.get(key) ?? zero, live.get(key) ?? zero]
    return equal(ours, theirs) ? [] : [`${id} ${key}: invoiced ${shown(theirs)}, oracle ${shown(ours)}`]
  })
}
