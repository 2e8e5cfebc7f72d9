/** Purchases with dull facts, for tests that change one of them. */
import type { Billing } from './billing-periods.ts'
import type { Price, Purchase } from './facts.ts'
import { fraction, parseDecimal, times } from './fraction.ts'

/** A price as a list has it. `yearly`: of a year, of which a month is a twelfth. */
export function priceOf(text: string, billing: Billing = 'monthly', of: 'period' | 'year' = 'period'): Price {
  const perSeat = parseDecimal(text)
  return {
    perSeat: of === 'year' && billing === 'monthly' ? times(perSeat, fraction(1, 12)) : perSeat,
    billing,
  }
}

export function aLegacyPurchase(facts: Partial<Purchase> = {}): Purchase {
  return {
    id: 'legacy',
    commerce: 'legacy',
    currency: 'EUR',
    at: '2026-01-01T09:00:00Z',
    seats: 1,
    price: priceOf('4.00'),
    endOfTerm: { renews: true },
    monthlyPlan: null,
    ...facts,
  }
}

export function anNcePurchase(facts: Partial<Purchase> = {}): Purchase {
  return {
    id: 'nce',
    commerce: 'nce',
    currency: 'EUR',
    at: '2026-01-01T09:00:00Z',
    seats: 10,
    price: priceOf('12.00'),
    term: 'P1Y',
    endOfTerm: { renews: true },
    monthlyPlan: null,
    ...facts,
  }
}
