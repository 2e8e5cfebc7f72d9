/**
 * Limits on what is charged on both sides (T27). They stop new purchases and transfers only: a plan without any is never declined, because switching the
 * source off is what ends an overlap (T11). Where something is added, all that is charged twice counts, also of customers that are blocked
 * or moved; left out is what the plan ends for customers for whom everything is bought already.
 */
import type { Amount } from '../../model/money.ts'
import { counted } from '../../plural.ts'
import { type Action, isWrite } from '../action.ts'
import type { Effect } from '../effect.ts'
import type { ChargedTwice, Finding } from '../plan.ts'
import { overlapMoneyOf } from '../summary.ts'
import { type Guard, type Guarded, subjectOf, type Violation } from './guard.ts'

/** One pair, or what one action announces. */
interface Overlap {
  readonly what: string
  readonly subject: Finding['subject']
  readonly days: number | null
  readonly money: readonly Amount[]
}

/** Days charged on both sides by one pair. How many is not always known, and then they may be too many. */
export const overlapDaysOver: Guard<'overlapDaysOver'> = (limit, guarded) =>
  overlaps(guarded).flatMap(({ what, subject, days }): readonly Violation[] => {
    if (days !== null && days <= limit.days) return []
    if (days === null)
      return [
        {
          kind: 'undecided',
          subject,
          detail: `${what} is charged on both sides, and for how many days is unknown`,
        },
      ]
    const detail = `${what} is charged on both sides for ${counted(days, 'day')}; the limit is ${limit.days}`
    return [{ kind: 'over', detail, subject }]
  })

export function moneyChargedTwice(guarded: readonly Guarded[]): readonly Amount[] {
  return overlaps(guarded).flatMap(({ money }) => money)
}

function overlaps(guarded: readonly Guarded[]): readonly Overlap[] {
  if (!guarded.some(adds)) return []
  return guarded.flatMap(entry => [
    ...(buys(entry) ? entry.actions.flatMap(announced) : []),
    ...chargedOn(entry),
  ])
}

/** What a transfer brings stands under the target as a purchase does. */
function adds({ actions }: Guarded): boolean {
  return actions.some(
    action => action.kind === 'subscription.create' || action.kind === 'subscription.transfer',
  )
}

function buys({ actions }: Guarded): boolean {
  return actions.some(action => action.kind === 'subscription.create')
}

function announced(action: Action): readonly Overlap[] {
  const overlap: Effect['overlap'] = isWrite(action) ? action.effect.overlap : undefined
  if (overlap === undefined || !('productName' in action)) return []
  return [
    {
      what: action.productName,
      subject: subjectOf(action),
      days: overlap.days,
      money: overlapMoneyOf(action),
    },
  ]
}

/** Taking a source over ends what its partner charges for it; where nothing is bought beside, that is no reason to leave it there. */
function chargedOn({ customer, actions }: Guarded): readonly Overlap[] {
  const isEnded = ({ partner, subscription }: ChargedTwice) =>
    actions.some(
      action =>
        action.kind === 'subscription.transfer' &&
        action.from === partner &&
        action.items.some(item => item.subscription === subscription),
    )
  const pairs = buys({ customer, actions })
    ? customer.chargedTwice
    : customer.chargedTwice.filter(pair => !isEnded(pair))
  return pairs.map(({ partner, subscription, productName, days, money }) => ({
    what:
      subscription === null
        ? `What ${customer.name} has under ${partner}`
        : `${productName} (${subscription}) of ${customer.name} under ${partner}`,
    subject: { partner, customer: customer.tenant, ...(subscription !== null && { subscription }) },
    days,
    money: [money],
  }))
}
