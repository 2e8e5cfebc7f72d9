/**
 * By which steps of a plan a customer comes to have more or fewer seats, whatever the document calls it: a change of seats, a state, or the next term.
 * What a consolidation switches off has its replacement, and is judged by the sums of both sides.
 */
import type { Seats } from '../../model/ids.ts'
import type { Renewal } from '../../model/renewal.ts'
import type { Action } from '../action.ts'
import type { ChangeRenewal } from '../kinds/change-renewal.ts'

export interface SeatMove {
  readonly action: Extract<
    Action,
    {
      readonly kind:
        | 'subscription.change-seats'
        | 'subscription.suspend'
        | 'subscription.cancel'
        | 'subscription.change-renewal'
    }
  >
  readonly from: number
  readonly to: number
  /** Seats that are still of this product; fewer than `to` where the next term is another one. */
  readonly ofProduct: number
  /** When, as it is said behind the numbers. */
  readonly when: '' | ' when it is suspended' | ' when it is cancelled' | ' with its next term'
}

export function seatMoveOf(action: Action): SeatMove | null {
  switch (action.kind) {
    case 'subscription.change-seats':
      return { action, from: action.from, to: action.to, ofProduct: action.to, when: '' }
    case 'subscription.suspend':
      return isSteady(action) ? toNothing(action, ' when it is suspended') : null
    case 'subscription.cancel':
      return isSteady(action) ? toNothing(action, ' when it is cancelled') : null
    case 'subscription.change-renewal':
      return isSteady(action) ? withNextTerm(action) : null
    default:
      return null
  }
}

/** What was scheduled before, and is only made again, moves nothing. */
function withNextTerm(action: ChangeRenewal): SeatMove | null {
  const after = (renewal: Renewal) => seatsAfter(renewal, action.seats)
  const to = after(action.to)
  if (to === null || (to === after(action.from) && isSameProduct(action))) return null
  const isOther = productAfter(action.to, action) !== action.product
  return { action, from: action.seats, to, ofProduct: isOther ? 0 : to, when: ' with its next term' }
}

/** null: not known. */
function seatsAfter(renewal: Renewal, now: Seats): number | null {
  if (renewal.kind === 'cancels' || renewal.kind === 'lapses') return 0
  if (renewal.kind === 'unknown') return null
  return renewal.kind === 'renews' ? (renewal.next?.seats ?? now) : now
}

function isSameProduct(action: ChangeRenewal): boolean {
  return productAfter(action.from, action) === productAfter(action.to, action)
}

function productAfter(renewal: Renewal, { product }: ChangeRenewal) {
  return renewal.kind === 'renews' ? (renewal.next?.product ?? product) : product
}

function toNothing(
  action: Extract<SeatMove['action'], { readonly seats: Seats }>,
  when: SeatMove['when'],
): SeatMove {
  return { action, from: action.seats, to: 0, ofProduct: 0, when }
}

function isSteady({ effect }: SeatMove['action']): boolean {
  return effect.method === 'steady'
}
