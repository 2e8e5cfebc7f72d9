/** A switch-off that was carried out on a later day than planned, which a resume may do (T11): what its further days were charged. */
import type { OwnWrite } from '../activity/own-steps.ts'
import { type Decimal, decimal, type UtcDate } from '../model/ids.ts'
import type { InvoiceLine } from '../model/invoice.ts'
import type { Amount, Money } from '../model/money.ts'
import { addDecimals, negated, roundMoney, shareOf } from '../money/decimals.ts'
import { addDays, daysBetween } from '../time/utc-days.ts'
import { isCharge, isCredit, isNear, partFrom, sumOf } from './invoice-lines.ts'

export interface Late {
  readonly plannedFor: UtcDate
  /** From the planned day to the real one. */
  readonly days: number
  /** What those days were charged and not given back; null: the invoices at hand do not show it. */
  readonly money: Money | null
}

export interface SeenOfSwitchOff {
  /** UTC day of the switch-off. */
  readonly from: UtcDate
  /** Lines of the subscription. */
  readonly own: readonly InvoiceLine[]
  readonly expected: Amount | null
  /** Given back from `from` on, and the lines that do it. */
  readonly seen: Money | null
  readonly credits: readonly InvoiceLine[]
  readonly tolerance: Decimal
}

/** null: it was not late. `isAllThereIs`: the later day alone explains what was given back. */
export function lateness(
  { action }: OwnWrite,
  facts: SeenOfSwitchOff,
): { readonly late: Late; readonly isAllThereIs: boolean } | null {
  const plannedFor = action.effect.date
  if (facts.from <= plannedFor) return null
  const days = daysBetween(plannedFor, facts.from)
  const { money, isAllThereIs } = facts.own.some(line => isCharge(line) && line.lastDay >= plannedFor)
    ? byCharges(facts, plannedFor)
    : byCredit(facts, plannedFor)
  return { late: { plannedFor, days, money }, isAllThereIs }
}

interface Shown {
  readonly money: Money | null
  readonly isAllThereIs: boolean
}

/** The charges of those days are at hand: what is owed is the part of them from the real day on. */
function byCharges({ from, own, seen, credits, tolerance }: SeenOfSwitchOff, plannedFor: UtcDate): Shown {
  const money = sumOf(own.map(line => ({ ...line, amount: partFrom(line, plannedFor, from) })))
  const others = own.filter(line => !credits.includes(line))
  const owed = sumOf(others.map(line => ({ ...line, amount: partFrom(line, from) })))
  const isAllThereIs = owed !== null && isNear(owed.amount, seen?.amount ?? decimal('0'), tolerance)
  return { money, isAllThereIs }
}

/** Only a final invoice is at hand: its credit runs to the end of the period of which all was expected. */
function byCredit({ from, own, expected, seen, tolerance }: SeenOfSwitchOff, plannedFor: UtcDate): Shown {
  const last = own
    .filter(line => isCredit(line) && line.lastDay >= from)
    .map(line => line.lastDay)
    .sort()
    .at(-1)
  if (
    last === undefined ||
    seen === null ||
    expected?.kind !== 'known' ||
    expected.currency !== seen.currency
  )
    return { money: null, isAllThereIs: false }
  const end = addDays(last, 1)
  const owed = shareOf(expected.amount, daysBetween(from, end), daysBetween(plannedFor, end))
  if (!isNear(owed, seen.amount, tolerance)) return { money: null, isAllThereIs: false }
  const difference = addDecimals(expected.amount, negated(seen.amount))
  return {
    money: { amount: roundMoney(difference, seen.currency), currency: seen.currency },
    isAllThereIs: true,
  }
}
