/** Money limits. What is unknown, or in a currency the limit does not name, cannot be judged, and so is not allowed (T14). */
import type { Caps } from '../../model/desired.ts'
import type { Amount } from '../../model/money.ts'
import { sumAmounts } from '../../money/amounts.ts'
import { isOver, isZero } from '../../money/decimals.ts'
import { counted } from '../../plural.ts'
import { committedMoneyOf } from '../summary.ts'
import type { Guard, Violation } from './guard.ts'
import { moneyChargedTwice } from './overlap.ts'

export const moneyAtRiskOver: Guard<'moneyAtRiskOver'> = (limit, guarded) =>
  over('money at risk', moneyChargedTwice(guarded), limit.caps)

export const committedOver: Guard<'committedOver'> = (limit, guarded) => {
  const actions = guarded.flatMap(entry => entry.actions)
  return over('committed money', actions.flatMap(committedMoneyOf), limit.caps)
}

function over(what: string, amounts: readonly Amount[], caps: Caps): readonly Violation[] {
  const sums = sumAmounts(amounts, [])
  const found: Violation[] = []
  if (sums.unknown > 0) {
    const steps = counted(sums.unknown, 'action')
    found.push({ kind: 'undecided', detail: `${what} is unknown for ${steps}` })
  }
  for (const { currency, amount } of sums.known) {
    const cap = caps.find(entry => entry.currency === currency)
    if (cap === undefined) {
      if (!isZero(amount))
        found.push({
          kind: 'undecided',
          detail: `${what} is ${currency} ${amount}, and no limit is given in ${currency}`,
        })
    } else if (isOver(amount, cap.amount))
      found.push({
        kind: 'over',
        detail: `${what} is ${currency} ${amount}; the limit is ${currency} ${cap.amount}`,
      })
  }
  return found
}
