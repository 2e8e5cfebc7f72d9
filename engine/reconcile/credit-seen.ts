/**
 * Which of the negative lines are the credit of a switch-off. The others take back what is charged anew: a month whose seats changed. Known is only what the credit should be and that nothing may be left of the days from the switch-off on.
 */
import { type Decimal, decimal, type UtcDate } from '../model/ids.ts'
import type { InvoiceLine } from '../model/invoice.ts'
import { addDecimals, negated } from '../money/decimals.ts'
import { isCharge, isCredit, isNear, partFrom } from './invoice-lines.ts'
import { pairsIn } from './line-pairs.ts'
import type { Net } from './net.ts'
import { closestOf } from './sums.ts'

export interface CreditSeen {
  /** Positive; null: nothing was given back. */
  readonly amount: Decimal | null
  readonly lines: readonly InvoiceLine[]
  /** It is the expected one, and no more than that. */
  readonly isExpected: boolean
}

export interface CreditFacts {
  /** UTC day of the switch-off. */
  readonly from: UtcDate
  /** Positive; null: not known. */
  readonly expected: Decimal | null
  readonly tolerance: Decimal
  /** Of the days from the switch-off on. */
  readonly net: Net
}

/** Lines of which all choices are tried; beyond, only all of them and each by itself. */
const mostTried = 10

export function creditSeen(own: readonly InvoiceLine[], facts: CreditFacts): CreditSeen {
  const { from, expected, tolerance, net } = facts
  const { changes, undone } = pairsIn(own)
  const resumed = own.filter(line => isCharge(line) && line.from <= from && !changes.has(line))
  // What was charged anew afterwards was given back for a pause before, whatever the amount.
  const isOfPause = (line: InvoiceLine) => resumed.some(charge => charge.from > line.from)
  const negative = own.filter(
    line => isCredit(line) && line.lastDay >= from && !changes.has(line) && !isOfPause(line),
  )
  const unpaired = negative.filter(line => !undone.has(line))
  // What was given back from an earlier day on is older than the switch-off, unless there is nothing else.
  const since = unpaired.filter(line => line.from >= from)
  const guess = [since, unpaired, negative].find(lines => lines.length > 0) ?? []
  const nothing = { amount: null, lines: [], isExpected: false }
  if (negative.length === 0) return nothing
  const wrong = { amount: sum(guess), lines: guess, isExpected: false }
  if (expected === null) return wrong
  if (isNear(net.givenBack, expected, tolerance) && isNear(sum(guess), expected, tolerance))
    return { amount: sum(guess), lines: guess, isExpected: true }
  const fitting = choicesOf([...guess, ...negative.filter(line => !guess.includes(line))])
    .flatMap(lines => [sum(lines), partsOf(lines, from)].map(amount => ({ lines, amount })))
    .filter(({ amount }) => isNear(amount, expected, tolerance))
  const closest = closestOf(fitting, ({ amount }) => addDecimals(amount, negated(expected)))
  if (closest !== null) {
    const { lines, amount } = closest
    const beyond = guess.filter(line => line.from >= from && !lines.includes(line))
    const isTooMuch = beyond.length > 0 && !isNear(net.givenBack, decimal('0'), tolerance)
    return isTooMuch
      ? { amount: sum([...lines, ...beyond]), lines: [...lines, ...beyond], isExpected: false }
      : { amount, lines, isExpected: true }
  }
  if (isNear(net.givenBack, expected, tolerance))
    return { amount: net.givenBack, lines: guess, isExpected: true }
  return wrong
}

/** The fewest lines first. */
function choicesOf(lines: readonly InvoiceLine[]): readonly (readonly InvoiceLine[])[] {
  if (lines.length > mostTried) return [...lines.map(line => [line]), lines]
  const choices: (readonly InvoiceLine[])[] = []
  for (let bits = 1; bits < 2 ** lines.length; bits += 1)
    choices.push(lines.filter((_, position) => (bits >> position) % 2 === 1))
  return choices.sort((a, b) => a.length - b.length)
}

function sum(lines: readonly InvoiceLine[]): Decimal {
  return lines.reduce(
    (total, { amount }) => addDecimals(total, negated(amount ?? decimal('0'))),
    decimal('0'),
  )
}

/** What they give back of the days from the switch-off on. */
function partsOf(lines: readonly InvoiceLine[], from: UtcDate): Decimal {
  return lines.reduce(
    (total, line) => addDecimals(total, negated(partFrom(line, from) ?? decimal('0'))),
    decimal('0'),
  )
}
