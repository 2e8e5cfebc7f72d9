/**
 * What a plan predicted in money, against what the sandbox's ledger says once the days have passed. The planner's arithmetic and
 * the ledger's were written apart from the same page (api.md 2.5), so agreement says something.
 */
import { Decimal } from 'decimal.js'
import type { Plan } from '../../engine/plan/plan.ts'
import type { LedgerAnswer, StateSubscription } from './sandbox-process.ts'

export interface Books {
  readonly ledger: LedgerAnswer
  readonly subscriptions: readonly StateSubscription[]
}

/** One line per figure that does not agree; empty when all do. The clock must have passed one billing month since the apply. */
export function disagreements(plan: Plan, books: Books): readonly string[] {
  return [...creditsOff(plan, books), ...overlapsOff(plan, books), ...chargesOff(plan, books)]
}

function creditsOff(plan: Plan, { ledger }: Books): readonly string[] {
  const credited = new Map<string, string>()
  for (const row of ledger.days)
    if (row.credit !== '0') credited.set(row.subscription.toLowerCase(), row.credit)
  const found: string[] = []
  for (const action of plan.actions) {
    if (!('effect' in action) || action.effect.credit === undefined || !('subscription' in action)) continue
    const { credit } = action.effect
    const said = credit.kind === 'known' ? credit.amount : 'unknown'
    const paid = credited.get(action.subscription) ?? '0'
    credited.delete(action.subscription)
    if (!new Decimal(said).equals(paid))
      found.push(`credit of ${action.subscription}: plan ${said}, ledger ${paid}`)
  }
  for (const [subscription, paid] of credited)
    found.push(`credit of ${subscription}: plan nothing, ledger ${paid}`)
  return found
}

/** Days charged on both sides: the ledger's, per customer, are those the plan announced. */
function overlapsOff(plan: Plan, { ledger }: Books): readonly string[] {
  return plan.customers.flatMap(({ tenant, name, actions }) => {
    const own = plan.actions.filter(action => actions.includes(action.id))
    const announced = Math.max(
      0,
      ...own.map(action => ('effect' in action ? (action.effect.overlap?.days ?? 0) : 0)),
    )
    const days = new Set(ledger.doubleBilled.filter(row => row.customer === tenant).map(row => row.day)).size
    return announced === days ? [] : [`${name}: plan announces ${announced} days twice, ledger has ${days}`]
  })
}

const daysOf = { month: 31, year: 365 } as const

/** A month's charges of what was bought are the price the plan printed; of longer periods, a day's share is. */
function chargesOff(plan: Plan, { ledger, subscriptions }: Books): readonly string[] {
  return plan.actions.flatMap(action => {
    if (action.kind !== 'subscription.create' || action.effect.perPeriod?.amount.kind !== 'known') return []
    const { period, amount } = action.effect.perPeriod
    const bought = subscriptions.find(
      row =>
        row.partner === action.partner &&
        row.customer === action.customer &&
        row.seats === action.seats &&
        row.acquired !== 'seed' &&
        row.offerId.toUpperCase().startsWith(action.product),
    )
    if (bought === undefined || period === 'term') return [`${action.id}: nothing like it was bought`]
    const rows = ledger.days.filter(row => row.subscription === bought.id && row.charge !== '0')
    const days = daysOf[period]
    const share = rows[0]?.charge ?? '0'
    const charged =
      period === 'month' ? sum(rows.slice(0, days).map(row => row.charge)) : new Decimal(share).times(days)
    const isEqual = charged.toDecimalPlaces(2, Decimal.ROUND_HALF_UP).equals(amount.amount)
    return isEqual ? [] : [`${action.id}: plan ${amount.amount} a ${period}, ledger ${charged.toFixed(4)}`]
  })
}

function sum(amounts: readonly string[]): Decimal {
  return amounts.reduce((total, amount) => total.plus(amount), new Decimal(0))
}
