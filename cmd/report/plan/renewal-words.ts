/** What happens at the end of a term, in words (T23). */
import type { UtcDate } from '../../../engine/model/ids.ts'
import type { Renewal } from '../../../engine/model/renewal.ts'
import type { ActionOf } from '../../../engine/plan/action.ts'
import type { TermEnd } from '../../../engine/plan/costs/end-of-term.ts'
import { amountText } from '../amount.ts'

type Ending = Pick<ActionOf<'subscription.change-renewal'>, 'effect'>

export function renewalSeats({
  seats,
  to,
}: Pick<ActionOf<'subscription.change-renewal'>, 'seats' | 'to'>): string {
  const next = to.kind === 'renews' ? (to.next?.seats ?? seats) : null
  return next === null || next === seats ? String(seats) : `${seats} → ${next}`
}

/** The wire form of an instruction for the end of a term is in no page of the service (T6), and is said to be so. */
export function renewalWords(to: Renewal, end: UtcDate | null): string {
  switch (to.kind) {
    case 'cancels':
      return `cancel at the end of the term${end === null ? '' : ` ${end}`} (instruction unconfirmed)`
    case 'lapses':
      return 'auto-renew off'
    case 'extends':
      return `extend by the month from the end of the term${end === null ? '' : ` ${end}`} (instruction unconfirmed)`
    case 'unknown':
      return `not known: ${to.why}`
    case 'renews':
      return to.next === null
        ? 'renews as it is'
        : `renews as ${[to.next.product, to.next.term, to.next.billing].filter(part => part !== null).join(' ')}${to.next.endsOn === null ? '' : ` to ${to.next.endsOn}`}`
  }
}

/** Of an extension that this write asks for. */
export function surcharge({ effect }: Ending): readonly string[] {
  const percent = effect.termEnd?.planned.surcharge
  return percent === undefined ? [] : [percent === null ? 'surcharge unknown' : `surcharge ${percent} %`]
}

/** What the end of the term would come to without this write. */
export function otherwise({ effect }: Ending): readonly string[] {
  return effect.termEnd === undefined ? [] : [`otherwise ${termEndWords(effect.termEnd.otherwise)}`]
}

/** `renews on 2027-03-15, EUR 94.80/month, EUR 1137.60 to 2028-03-14`. */
export function termEndWords({
  outcome,
  from,
  why,
  serviceUntil,
  perPeriod,
  commitment,
  surcharge: percent,
}: TermEnd): string {
  const when = from === null ? 'when its term ends' : `on ${from}`
  if (outcome === 'unknown') return `unknown ${when}: ${why ?? 'the service does not say'}`
  const paid = [
    ...(perPeriod === undefined
      ? []
      : [
          `${amountText(perPeriod.amount)}/${perPeriod.period}${percent === 3 || percent === 23 ? ` (+${percent} %)` : ''}`,
        ]),
    ...(commitment === undefined ? [] : [`${amountText(commitment.total)} to ${commitment.until}`]),
  ]
  if (outcome === 'cancels' || outcome === 'lapses') return stopWords({ from, when, serviceUntil })
  return [`${verbs[outcome]} ${when}`, ...paid].join(', ')
}

const verbs = { renews: 'renews', extends: 'goes on by the month' } as const

function stopWords({
  from,
  when,
  serviceUntil,
}: {
  readonly from: UtcDate | null
  readonly when: string
  readonly serviceUntil: TermEnd['serviceUntil']
}): string {
  if (serviceUntil === undefined || serviceUntil === 'unknown')
    return `stops ${when}, at once or after 30 days`
  if (from !== null && serviceUntil < from) return `stops at once ${when}`
  return `expires ${when}, users keep it to ${serviceUntil}`
}
