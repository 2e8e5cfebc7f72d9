/** A line of what is billed for one subscription, and what several come to. */
import type { ChargeState } from '../state/subscription-rows.ts'
import { type Day, daysBetween } from '../time/calendar.ts'
import { type Exact, zero } from './amounts.ts'
import type { ChargedPeriod } from './charged.ts'

/** Modern charge types; legacy says the same in other words. */
export type ChargeKind =
  | 'new'
  | 'renew'
  | 'cycleCharge'
  | 'addQuantity'
  | 'removeQuantity'
  | 'cancelImmediate'
  | 'convert'
  | 'changeBillingPlan'

export interface BookLine {
  /** The day it is about; it stands on the invoice of that month. */
  readonly day: Day
  /** The first day it no longer covers. */
  readonly end: Day
  readonly kind: ChargeKind
  /** Negative where it gives back. */
  readonly seats: number
  readonly period: ChargedPeriod
  /** What one seat costs for the days of the line, exact; null: at a price the World does not tell. */
  readonly oneSeat: Exact | null
  /** All seats, before it is rounded; null like `oneSeat`. */
  readonly exact: Exact | null
  /** Rounded; null like `oneSeat`. */
  readonly amount: string | null
  readonly state: ChargeState
  /** Ties the two lines of one change. */
  readonly reference: string
  /** Billed before invoices tell of anything. */
  readonly isEarlier: boolean
  /** Gives back because somebody switched it off. */
  readonly isCredit: boolean
}

/** Null: at a price the World does not tell. */
export function sumOf(lines: readonly BookLine[]): Exact | null {
  let sum = zero
  for (const { exact } of lines) {
    if (exact === null) return null
    sum = sum.plus(exact)
  }
  return sum
}

/** Of lines that all run to the end of the period: what of them is for the days from this one on. Null like `sumOf`. */
export function netFrom(lines: readonly BookLine[], day: Day, period: ChargedPeriod): Exact | null {
  const left = daysBetween(day, period.end)
  let net = zero
  for (const line of lines) {
    if (line.exact === null) return null
    net = net.plus(line.exact.times(left).dividedBy(daysBetween(line.day, line.end)))
  }
  return net
}
