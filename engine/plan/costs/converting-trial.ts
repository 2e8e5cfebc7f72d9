/**
 * What a trial under a target becomes (facts 2.6). Nothing is written to it there, so whoever reads the plan has to learn the day and the money:
 * beside what is declared it is a second purchase that nobody made (T23, T27).
 */

import type { ProductKey } from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import { scheduleOf } from '../../model/renewal.ts'
import { seatsWords } from '../../plural.ts'
import type { TermEnd } from './end-of-term.ts'

/** What it becomes. The service names the paid product on every trial; where it does not, `any` of the same catalogue product may be it. */
export function becomingOf(trial: LiveSubscription): string {
  const paid = scheduleOf(trial)?.product ?? trial.product
  return paid === trial.product ? anyOf(paid) : paid
}

export function anyOf(product: ProductKey): string {
  return `any ${catalogueProduct(product)}`
}

export function isAny(becoming: string): boolean {
  return becoming.startsWith('any ')
}

function catalogueProduct(product: ProductKey): string {
  return product.split(':')[0] ?? product
}

export function becomesWords({ outcome, from, seats, perPeriod, commitment, why }: TermEnd): string {
  const when = from === null ? 'when it ends' : `on ${from}`
  if (outcome === 'unknown')
    return `what it becomes ${when} is unknown (${why ?? 'the service does not say'})`
  const said = (amount: NonNullable<typeof perPeriod>['amount']) =>
    amount.kind === 'known' ? `${amount.currency} ${amount.amount}` : `unknown (${amount.why})`
  const price = perPeriod === undefined ? '' : `: ${said(perPeriod.amount)}/${perPeriod.period}`
  const bound = commitment === undefined ? '' : `, ${said(commitment.total)} to ${commitment.until}`
  return `becomes a paid subscription of ${seatsWords(seats)} ${when}${price}${bound}`
}
