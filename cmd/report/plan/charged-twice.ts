/** What is charged on both sides without a step that announces it, in words: the same in every form of a plan (T27). */
import type { ChargedTwice } from '../../../engine/plan/plan.ts'
import { counted } from '../../../engine/plural.ts'
import { amountText } from '../amount.ts'

interface ChargedTwiceWords {
  readonly product: string
  readonly partner: string
  /** What is charged under the target, and for how long both are. */
  readonly details: string
  readonly money: string
}

export function chargedTwiceWords({
  partner,
  subscription,
  productName,
  beside,
  from,
  days,
  money,
}: ChargedTwice): ChargedTwiceWords {
  const isUnread = money.kind === 'unknown' && money.why === 'could not be read'
  const others = isUnread
    ? 'what the target charges could not be read'
    : `beside ${beside.length === 0 ? 'what is bought here' : beside.join(', ')}${from === undefined ? '' : `, from ${from} on, when the trial becomes a paid subscription`}`
  const long = days === null ? 'for how long is unknown' : `for ${counted(days, 'day')}`
  return {
    product: subscription === null ? 'everything' : `${productName} (${subscription})`,
    partner,
    details: subscription === null ? unreadWords(money) : `${others}, ${long}`,
    money: amountText(money),
  }
}

function unreadWords(money: ChargedTwice['money']): string {
  return money.kind === 'unknown' && money.why === 'not shown any more'
    ? 'the account does not show the customer any more, and an apply that is not finished left something on there; it goes on with `resume` once their relationship is back'
    : 'its subscriptions could not be read'
}
