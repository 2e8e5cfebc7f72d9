/**
 * The money of what is billed in two accounts, from the lines that the oracle itself expects of that subscription. An invoice that is not at hand hides lines: where one
 * of them speaks of those days, there is nothing to compare.
 */
import type { Reconciliation } from '../../../engine/reconcile/reconciliation.ts'
import { type Day, dayOf } from '../calendar.ts'
import type { History, Line } from '../facts.ts'
import {
  absolute,
  equal,
  type Fraction,
  fraction,
  isLess,
  minus,
  parseDecimal,
  times,
  total,
  zero,
} from '../fraction.ts'
import { historyOf } from '../history.ts'
import { minorDigits } from '../money.ts'
import { type Rules, roundedByLine, theRules } from '../rules.ts'
import type { InvoicedWorld, ReconcileCheck } from './compare-reconciliation.ts'

export interface PlacedAnswer {
  readonly place: string
  readonly answer: Reconciliation
  /** First day of the first invoice at hand. */
  readonly visible: Day
}

type Variance = Reconciliation['variances'][number]

export function compareTwice(check: ReconcileCheck, scene: InvoicedWorld, placed: PlacedAnswer): void {
  const { place, answer, visible } = placed
  const twice = answer.variances.filter(({ kind }) => kind === 'billed in two accounts')
  for (const variance of twice) {
    const name = `${place} ${variance.customerName} ${variance.subscription} ${variance.from} to ${variance.lastDay}`
    const history = lifeOf(scene, variance)
    const lines = history?.lines.filter(line => line.on <= scene.invoiced && speaks(line, variance)) ?? []
    if (history === null || variance.money === null) check.differences.push(`${name}: nothing is known of it`)
    else if (lines.some(({ on }) => on < visible)) check.compared.push(`${place} money billed twice hidden`)
    else {
      check.compared.push(`${place} money billed twice`)
      const ours = chargedOn(lines, variance)
      const seen = parseDecimal(variance.money.amount)
      const apart = absolute(minus(seen, ours))
      if (isLess(roundingOf(history, lines), apart))
        check.differences.push(
          `${name}: ${variance.money.amount}, oracle ${(Number(ours.n) / Number(ours.d)).toFixed(4)}`,
        )
    }
  }
  const sum = total([
    ...twice.map(({ money }) => (money === null ? zero : parseDecimal(money.amount))),
    ...answer.lines
      .filter(({ verdict }) => verdict === 'billed under two partners')
      .map(({ seen }) => (seen === null ? zero : parseDecimal(seen.amount))),
  ])
  const [shown] = answer.money
  if (!equal(sum, shown === undefined ? zero : parseDecimal(shown.billedTwice)))
    check.differences.push(`${place} sum of what is billed twice: ${shown?.billedTwice}`)
}

/** The plan only tells it to end with its term, and the days of a variance lie before that. */
function lifeOf({ world, told, invoiced }: InvoicedWorld, { subscription }: Variance): History | null {
  const rules: Rules = world.isRoundedByLine ? roundedByLine : theRules
  const found = told.find(({ purchase }) => purchase.id.toLowerCase() === subscription?.toLowerCase())
  return found === undefined ? null : historyOf(found.purchase, found.happenings, invoiced, rules)
}

function speaks({ start, end }: Line, { from, lastDay }: Variance): boolean {
  return start <= dayOf(lastDay) && end >= dayOf(from)
}

/** Net of each day, where more was charged than given back. */
function chargedOn(lines: readonly Line[], { from, lastDay }: Variance): Fraction {
  const nets: Fraction[] = []
  for (let day = dayOf(from); day <= dayOf(lastDay); day += 1) {
    const shares = lines
      .filter(({ start, end }) => start <= day && day <= end)
      .map(({ start, end, amount }) => times(amount, fraction(1, end - start + 1)))
    const net = total(shares)
    if (isLess(zero, net)) nets.push(net)
  }
  return total(nets)
}

/** New commerce: a unit a seat and line. Legacy: half of one. */
function roundingOf({ purchase }: History, lines: readonly Line[]): Fraction {
  const most = Math.max(1, ...lines.map(({ seats }) => Math.abs(seats)))
  const units = most * lines.length + lines.length + 1
  const share = purchase.commerce === 'legacy' ? 2 : 1
  return fraction(BigInt(units), BigInt(share) * 10n ** BigInt(minorDigits(purchase.currency)))
}
