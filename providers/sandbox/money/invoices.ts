/** Invoices (15): per partner, month and billing system, as soon as the service has made them. */
import { uuidOf } from '../ids.ts'
import type { Service } from '../service.ts'
import type { SubscriptionRow } from '../state/subscription-rows.ts'
import { addDays, addMonths, type Day, dayOf } from '../time/calendar.ts'
import { bookOf, firstInvoicedDay } from './book.ts'
import type { BookLine } from './book-line.ts'
import { byText } from './ledger.ts'

export interface InvoiceLine extends BookLine {
  readonly row: SubscriptionRow
}

export type System = 'legacy' | 'modern'

export interface Invoice {
  readonly id: string
  readonly system: System
  /** First day of the month after the one it is about. */
  readonly date: Day
  readonly month: Day
  readonly lines: readonly InvoiceLine[]
}

/** Days after the end of a month until its invoice shows. */
const delays = { legacy: 2, modern: 7 } as const

/** Newest first. Months without lines have none. */
export function invoicesOf(service: Service, partner: string): readonly Invoice[] {
  const today = dayOf(service.time.now())
  const lines = linesOf(service, partner, today)
  return monthsTo(service, today).flatMap(month =>
    (['modern', 'legacy'] as const).flatMap(system => {
      if (!isOut(month, system, today)) return []
      const own = linesIn(lines, month, system)
      const date = addMonths(month, 1)
      return own.length === 0 ? [] : [{ id: idOf(partner, system, month), system, date, month, lines: own }]
    }),
  )
}

/** Modern lines of a month that no invoice has yet. */
export function unbilledLines(
  service: Service,
  partner: string,
  { month, today }: { readonly month: Day; readonly today: Day },
): readonly InvoiceLine[] {
  return isOut(month, 'modern', today) ? [] : linesIn(linesOf(service, partner, today), month, 'modern')
}

function linesOf(service: Service, partner: string, last: Day): readonly InvoiceLine[] {
  const lines: InvoiceLine[] = []
  for (const row of service.store.subscriptions.all())
    if (row.partner === partner)
      for (const line of bookOf(service, row, last)) if (!line.isEarlier) lines.push({ ...line, row })
  return lines
}

/** Newest first. */
function monthsTo(service: Service, today: Day): readonly Day[] {
  const months: Day[] = []
  for (let month = firstInvoicedDay(service); month <= today; month = addMonths(month, 1))
    months.unshift(month)
  return months
}

const isOut = (month: Day, system: System, today: Day) =>
  addDays(addMonths(month, 1), delays[system]) <= today

function linesIn(lines: readonly InvoiceLine[], month: Day, system: System): readonly InvoiceLine[] {
  return lines
    .filter(line => line.day >= month && line.day < addMonths(month, 1) && systemOf(line.row) === system)
    .toSorted(byText(line => [line.row.customer, line.row.id, line.day]))
}

function systemOf({ commerce }: SubscriptionRow): System {
  return commerce === 'legacy' ? 'legacy' : 'modern'
}

export function invoiceIdOf(partner: string, line: InvoiceLine): string {
  return idOf(partner, systemOf(line.row), `${line.day.slice(0, 7)}-01`)
}

function idOf(partner: string, system: System, month: Day): string {
  const number = Number.parseInt(uuidOf('invoice', partner, system, month).slice(0, 8), 16)
  const digits = String(number % 10_000_000).padStart(7, '0')
  return system === 'modern' ? `G00${digits}` : `D02${digits}`
}
