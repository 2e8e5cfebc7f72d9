/**
 * What the invoices of a partner say of one subscription, from the same facts as the ledger (api.md 2.5, 15). Billing is in
 * advance: a line for each period that begins, lines for seats and prices that change within it, and for a switch-off a
 * credit, which is the ledger's, dated the day of the switch-off.
 */
import type { Service } from '../service.ts'
import type { ChargeState, SubscriptionRow } from '../state/rows.ts'
import { addDays, type Day, dayOf, daysBetween, normal, startOf } from '../time/calendar.ts'
import { monthsOfCycle, type Period, periodOf } from '../time/periods.ts'
import { Exact, roundedText } from './amounts.ts'
import { creditOf, isOn, stateBefore, termsOf } from './charges.ts'

export interface InvoiceLine {
  /** The day it is about; it stands on the invoice of that month. */
  readonly day: Day
  readonly row: SubscriptionRow
  readonly kind: 'new' | 'renew' | 'addQuantity' | 'removeQuantity' | 'cancel'
  /** Last day it covers. */
  readonly lastDay: Day
  readonly seats: number
  /** Per seat and period; null: the World does not tell. */
  readonly price: string | null
  /** Rounded, negative for a credit; null: at a price the World does not tell. */
  readonly amount: string | null
  readonly state: ChargeState
}

interface Paid {
  readonly period: Period
  readonly state: ChargeState
  readonly price: string | null
}

/** First day invoices tell of: the first of the month in which the World's clock starts. */
export function firstInvoicedDay(service: Service): Day {
  return `${normal(service.world.clock).slice(0, 7)}-01`
}

export function invoiceLinesOf(service: Service, row: SubscriptionRow, last: Day): readonly InvoiceLine[] {
  if (row.commerce === 'azure') return []
  const walk = new Walk(service, row)
  const first = firstInvoicedDay(service)
  let day: Day | null = dayOf(row.purchasedAt)
  if (day < first) {
    walk.assumePaid(addDays(first, -1))
    day = first
  }
  while (day !== null && day <= last) day = walk.visit(day)
  return walk.lines
}

/** Goes from one day on which something can change to the next. */
class Walk {
  readonly lines: InvoiceLine[] = []
  private readonly service: Service
  private readonly row: SubscriptionRow
  private readonly currency: string
  private paid: Paid | null = null

  constructor(service: Service, row: SubscriptionRow) {
    this.service = service
    this.row = row
    this.currency = service.store.partners.get(row.partner)?.currency ?? ''
  }

  /** The period of this day was invoiced before anybody looked. */
  assumePaid(day: Day): void {
    const state = stateBefore(this.row, startOf(addDays(day, 1)))
    if (state !== undefined && isOn(this.row, state, day)) this.paid = this.payable(state, day)
  }

  visit(day: Day): Day | null {
    const { row } = this
    const state = stateBefore(row, startOf(addDays(day, 1)))
    if (state === undefined) return this.after(day)
    if (this.paid !== null && this.paid.period.end <= day) this.paid = null
    if (isOn(row, state, day)) this.charge(day, state)
    else this.switchOff(day, state)
    return this.after(day)
  }

  private payable(state: ChargeState, day: Day): Paid | null {
    const months = monthsOfCycle(state.billing)
    if (months === null) return null
    const price = termsOf(this.service, this.row, state, this.currency)?.price ?? null
    return { period: periodOf(state.billingAnchor, months, day), state, price }
  }

  private charge(day: Day, state: ChargeState): void {
    const next = this.payable(state, day)
    if (next === null) return
    const before = this.paid
    this.paid = next
    if (before === null) {
      const isFirst = day === dayOf(this.row.purchasedAt)
      this.add(day, isFirst ? 'new' : 'renew', next, next.state.seats)
    } else if (
      before.period.start !== next.period.start ||
      before.period.end !== next.period.end ||
      before.price !== next.price
    ) {
      this.add(day, 'cancel', before, -before.state.seats)
      this.add(day, 'renew', next, next.state.seats)
    } else if (before.state.seats !== next.state.seats) {
      const more = next.state.seats - before.state.seats
      this.add(day, more > 0 ? 'addQuantity' : 'removeQuantity', next, more)
    }
  }

  private switchOff(day: Day, state: ChargeState): void {
    const { row } = this
    const wasBought = day === dayOf(row.purchasedAt)
    const credit =
      this.paid !== null || wasBought ? creditOf(this.service, row, state, day, this.currency) : null
    if (this.paid === null && credit !== null) {
      this.paid = this.payable({ ...state, status: 'active' }, day)
      if (this.paid !== null) this.add(day, 'new', this.paid, this.paid.state.seats)
    }
    const { paid } = this
    this.paid = null
    if (paid === null) return
    this.add(day, 'cancel', paid, -paid.state.seats)
    const line = this.lines.at(-1)
    if (credit !== null && credit.amount !== null && line !== undefined)
      this.lines[this.lines.length - 1] = { ...line, amount: `-${credit.amount}` }
  }

  private add(day: Day, kind: InvoiceLine['kind'], paid: Paid, seats: number): void {
    const { period, price, state } = paid
    const share = daysBetween(day, period.end)
    const amount =
      price === null
        ? null
        : roundedText(new Exact(price).times(seats).times(share).dividedBy(period.days), this.currency)
    this.lines.push({
      day,
      row: this.row,
      kind,
      lastDay: addDays(period.end, -1),
      seats,
      price,
      amount,
      state,
    })
  }

  /** The next day on which anything can be different; null: none will come by itself. */
  private after(day: Day): Day | null {
    const { row, paid } = this
    const days = row.history.map(state => dayOf(state.at))
    if (paid !== null) days.push(paid.period.end)
    if (row.chargedFrom !== null) days.push(row.chargedFrom)
    if (row.chargedThrough !== null) days.push(addDays(row.chargedThrough, 1))
    const later = days.filter(other => other > day).sort()
    return later[0] ?? null
  }
}
