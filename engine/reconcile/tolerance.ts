/**
 * How far an invoice may be from the model by rounding alone. New commerce is rounded down by the seat, or by the line in some of the service's
 * own examples; legacy lines are a rounded price of a seat times the seats. So one minor unit a seat, and one for each line that is summed.
 */
import { type Currency, type Decimal, decimal } from '../model/ids.ts'
import { minorUnitsOf, multiply } from '../money/decimals.ts'
import type { WriteAction } from '../plan/action.ts'

export interface ToleranceFacts {
  readonly action: WriteAction
  readonly currency: Currency
  /** Lines that are summed. */
  readonly lines: readonly { readonly quantity?: number }[]
}

export function toleranceOf({ action, currency, lines }: ToleranceFacts): Decimal {
  const ofAction = 'seats' in action && typeof action.seats === 'number' ? action.seats : 1
  return roundingOf(lines, currency, ofAction)
}

/** `seats`: how many there are at least, where that is known from elsewhere. */
export function roundingOf(lines: ToleranceFacts['lines'], currency: Currency, seats = 1): Decimal {
  const most = lines.reduce((found, { quantity = 0 }) => Math.max(found, Math.abs(quantity)), seats)
  return smallestOf(currency, most + Math.max(1, lines.length))
}

/** So many minor units. */
function smallestOf(currency: Currency, count: number): Decimal {
  const digits = minorUnitsOf(currency)
  const unit = decimal(digits === 0 ? '1' : `0.${'1'.padStart(digits, '0')}`)
  return decimal(multiply(unit, count).toFixed())
}
