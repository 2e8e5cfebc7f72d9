/**
 * How far an invoice may be from the model by rounding alone; derived from the rounding of each commerce and the seats, never fixed:
 *
 *   new commerce   rounded down by the seat, or by the line in some of the service's own examples (Q36): a minor unit a seat, and one for each line that is summed
 *   legacy         a price of a seat, rounded half up, times the seats; the model rounds once: half a minor unit a seat, and half of one for each line and for the model
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
  const seats = 'seats' in action && typeof action.seats === 'number' ? action.seats : 1
  return roundingOf(lines, currency, { seats, isLegacy: action.effect.commerce === 'legacy' })
}

/** `seats`: how many there are at least, where that is known from elsewhere. */
export function roundingOf(
  lines: ToleranceFacts['lines'],
  currency: Currency,
  { seats = 1, isLegacy }: { readonly seats?: number; readonly isLegacy: boolean },
): Decimal {
  const most = lines.reduce((found, { quantity = 0 }) => Math.max(found, Math.abs(quantity)), seats)
  const count = Math.max(1, lines.length)
  return smallestOf(currency, isLegacy ? (most + count + 1) / 2 : most + count)
}

/** So many minor units. */
function smallestOf(currency: Currency, count: number): Decimal {
  const digits = minorUnitsOf(currency)
  const unit = decimal(digits === 0 ? '1' : `0.${'1'.padStart(digits, '0')}`)
  return decimal(multiply(unit, count).toFixed())
}
