/** What the made-up worlds sell, and at which prices. */
import type { Billing, Term } from '../billing-periods.ts'
import type { Price } from '../facts.ts'
import { type Fraction, fraction, parseDecimal, times } from '../fraction.ts'
import { minorDigits } from '../money.ts'

export type SkuName = 'mail' | 'suite' | 'large' | 'yearly' | 'trial'

export interface Plan {
  readonly term: Term
  readonly billing: Billing
}

/** `suite` has a monthly plan, the others have none. Legacy terms are years. A trial becomes `suite`, which can become `large`. */
export const terms: Readonly<Record<SkuName, readonly Plan[]>> = {
  mail: [
    { term: 'P1Y', billing: 'monthly' },
    { term: 'P1Y', billing: 'annual' },
  ],
  suite: [
    { term: 'P1M', billing: 'monthly' },
    { term: 'P1Y', billing: 'monthly' },
    { term: 'P1Y', billing: 'annual' },
    { term: 'P3Y', billing: 'monthly' },
    { term: 'P3Y', billing: 'annual' },
    { term: 'P3Y', billing: 'triennial' },
  ],
  large: [
    { term: 'P1Y', billing: 'monthly' },
    { term: 'P1Y', billing: 'annual' },
    { term: 'P3Y', billing: 'triennial' },
  ],
  yearly: [
    { term: 'P1Y', billing: 'monthly' },
    { term: 'P1Y', billing: 'annual' },
    { term: 'P3Y', billing: 'triennial' },
  ],
  trial: [{ term: 'P1M', billing: 'monthly' }],
}

export const mailOffer = '195416C1-3447-423A-B37B-EE59A99A19C4'
export const skuIds: Readonly<Record<Exclude<SkuName, 'mail'>, string>> = {
  suite: '0001',
  large: '0003',
  yearly: '0002',
  trial: '0009',
}
/** Of the extended service term. */
export const extendedSkuIds = { suite: '1001', yearly: '1002', large: '1003' } as const
export const product = 'CFQ7TTC0ZZZ1'

/** Of a year, in euros; the rest follows from them, awkwardly. */
const yearly: Readonly<Record<SkuName, string>> = {
  mail: '47.77',
  suite: '100.00',
  large: '154.91',
  yearly: '223.19',
  trial: '100.00',
}
const shares: Readonly<Record<Billing, Fraction>> = {
  monthly: fraction(1, 12),
  annual: fraction(1),
  triennial: fraction(29, 10),
}

export interface PriceFacts {
  readonly currency: 'EUR' | 'USD' | 'JPY'
  /** Per cent of the list. */
  readonly prices: number
}

/** The price as the World writes it: per seat and billing period, with two digits more than the currency has. */
export function priceText(sku: SkuName, { term, billing }: Plan, { currency, prices }: PriceFacts): string {
  const rate = fraction(prices * (currency === 'JPY' ? 160 : 1) * (term === 'P1M' ? 6 : 5), 500)
  const digits = minorDigits(currency) + 2
  const exact = times(times(parseDecimal(yearly[sku]), shares[billing]), rate)
  const { n, d } = times(exact, fraction(10n ** BigInt(digits)))
  const text = String(n / d).padStart(digits + 1, '0')
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`
}

export function priceAt(sku: SkuName, plan: Plan, facts: PriceFacts): Price {
  return { perSeat: parseDecimal(priceText(sku, plan, facts)), billing: plan.billing }
}
