/** Invoices (api.md 15): per partner, month and billing system, as soon as the service has made them. */
import { uuidOf } from '../ids.ts'
import type { Service } from '../service.ts'
import { addDays, addMonths, type Day, dayOf } from '../time/calendar.ts'
import { firstInvoicedDay, type InvoiceLine, invoiceLinesOf } from './invoice-lines.ts'
import { byText } from './ledger.ts'

export interface Invoice {
  readonly id: string
  readonly system: 'legacy' | 'modern'
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
  const lines: InvoiceLine[] = []
  for (const row of service.store.subscriptions.all())
    if (row.partner === partner) lines.push(...invoiceLinesOf(service, row, today))
  const months: Day[] = []
  for (let month = firstInvoicedDay(service); month <= today; month = addMonths(month, 1)) months.push(month)
  return months.toReversed().flatMap(month =>
    (['modern', 'legacy'] as const).flatMap(system => {
      const date = addMonths(month, 1)
      if (addDays(date, delays[system]) > today) return []
      const own = lines
        .filter(line => line.day >= month && line.day < date && isOf(line, system))
        .sort(byText(line => [line.row.customer, line.row.id, line.day, line.kind]))
      return own.length === 0 ? [] : [{ id: idOf(partner, system, month), system, date, month, lines: own }]
    }),
  )
}

function isOf({ row }: InvoiceLine, system: Invoice['system']): boolean {
  return (row.commerce === 'legacy') === (system === 'legacy')
}

function idOf(partner: string, system: Invoice['system'], month: Day): string {
  const number = Number.parseInt(uuidOf('invoice', partner, system, month).slice(0, 8), 16)
  const digits = String(number % 10_000_000).padStart(7, '0')
  return system === 'modern' ? `G00${digits}` : `D02${digits}`
}
