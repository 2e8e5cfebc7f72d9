/** What the sandbox invoiced, against the oracle: a line for each figure that differs. */
import { type Day, monthNumber, textOf } from '../calendar.ts'
import type { History, Line } from '../facts.ts'
import { equal, type Fraction, parseDecimal, total, zero } from '../fraction.ts'
import { group } from '../group.ts'
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

/** Nets of lines by the days they speak of, from the month of the clock's start on. */
export function invoiceDifferences(
  histories: ReadonlyMap<Told, History>,
  lines: readonly Body[],
  first: Day,
): string[] {
  const bySubscription = group(lines, line => String(line.subscriptionId).toLowerCase())
  const from = monthNumber(first)
  const found: string[] = []
  for (const [told, history] of histories) {
    const id = told.purchase.id.toLowerCase()
    const expected = netBySpan(history.lines.filter(line => monthNumber(line.on) >= from).map(spanOf))
    const live = netBySpan((bySubscription.get(id) ?? []).map(liveSpan))
    bySubscription.delete(id)
    for (const span of new Set([...expected.keys(), ...live.keys()])) {
      const [ours, theirs] = [expected.get(span) ?? zero, live.get(span) ?? zero]
      if (!equal(ours, theirs)) found.push(`${id} ${span}: invoiced ${shown(theirs)}, oracle ${shown(ours)}`)
    }
  }
  for (const id of bySubscription.keys()) found.push(`${id}: invoiced, and unknown here`)
  return found
}

interface Span {
  readonly span: string
  readonly amount: Fraction
}

function spanOf({ start, end, amount }: Line): Span {
  return { span: `${textOf(start)} to ${textOf(end)}`, amount }
}

function liveSpan(line: Body): Span {
  const day = (text: string) => text.slice(0, 10)
  return {
    span: `${day(line.chargeStartDate)} to ${day(line.chargeEndDate)}`,
    amount: parseDecimal(String(line.totalForCustomer)),
  }
}

function netBySpan(spans: readonly Span[]): Map<string, Fraction> {
  return new Map(
    [...group(spans, ({ span }) => span)].map(([span, own]) => [
      span,
      total(own.map(({ amount }) => amount)),
    ]),
  )
}
