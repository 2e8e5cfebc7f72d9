/** The rules of charging that could be got wrong, each as a value, so that a test can turn one round and see whether anyone notices. */
import { type Fraction, fraction, times } from './fraction.ts'
import { down, halfUp } from './money.ts'

type Amount = (perSeat: Fraction, seats: number, currency: string) => Fraction

export interface Rules {
  readonly legacyAmount: Amount
  readonly nceAmount: Amount
  /** Bought so many days ago or less, a legacy subscription is credited with its whole period. */
  readonly wholeCreditDays: number
  /** A period that the term cuts costs its own days' share. */
  readonly cutsPeriods: boolean
  /** The 31st stays the 31st after a February. */
  readonly keepsDayOfMonth: boolean
  /** The day on which a transfer is complete is the source's. */
  readonly sourcePaysTransferDay: boolean
  /** The day of a switch-off costs nothing. */
  readonly isSwitchOffFree: boolean
  /** Of the monthly plan, and of a month of the running term where there is none. */
  readonly extension: { readonly monthlyPlan: Fraction; readonly runningTerm: Fraction }
  /** New commerce goes on costing while suspended. */
  readonly chargesSuspended: boolean
}

export const theRules: Rules = {
  legacyAmount: (perSeat, seats, currency) => halfUp(times(perSeat, seats), currency),
  // One seat is rounded, towards zero, and only then multiplied.
  nceAmount: (perSeat, seats, currency) => times(down(perSeat, currency), seats),
  wholeCreditDays: 30,
  cutsPeriods: true,
  keepsDayOfMonth: true,
  sourcePaysTransferDay: true,
  isSwitchOffFree: true,
  extension: { monthlyPlan: fraction(103, 100), runningTerm: fraction(123, 100) },
  chargesSuspended: true,
}

/** The other reading of Microsoft's examples: all seats of a line, rounded once, towards zero. */
export const roundedByLine: Rules = {
  ...theRules,
  nceAmount: (perSeat, seats, currency) => down(times(perSeat, seats), currency),
}
