/**
 * By how much the bill of a month changes because of an action: what is bought, minus what really stops being charged. Suspending
 * new commerce saves nothing (T2), so it counts nothing.
 */
import type { Amount } from '../../model/money.ts'
import { perMonth } from '../../money/monthly.ts'
import type { ActionOf, WriteAction, WriteKind } from '../action.ts'

const deltas: { readonly [K in WriteKind]: (action: ActionOf<K>) => Amount | null } = {
  'subscription.create': ({ effect }) => whole(effect.perPeriod, 1),
  'subscription.change-seats': ({ effect, from, to }) =>
    effect.perPeriod === undefined || to === 0 ? null : perMonth(effect.perPeriod, to - from, to),
  'subscription.suspend': ({ effect }) => (effect.commerce === 'legacy' ? whole(effect.perPeriod, -1) : null),
  'subscription.cancel': ({ effect }) => whole(effect.perPeriod, -1),
  // Only legacy names a price: new commerce is charged whether it is suspended or not.
  'subscription.reactivate': ({ effect }) => whole(effect.perPeriod, 1),
  'subscription.rename': () => null,
  // Another cycle has another price; what the old one was is not in the action, and what is not known is not counted.
  'subscription.change-details': () => null,
  'subscription.change-billing': () => null,
  // The same subscription goes on being billed, to another account of the same partner.
  'subscription.transfer': () => null,
  // Takes effect with the next term, not with this plan's next bill.
  'subscription.change-renewal': () => null,
  'subscription.set-renewal': () => null,
}

/** null: the bill stays as it is. */
export function monthlyDelta(action: WriteAction): Amount | null {
  const delta = deltas[action.kind] as (action: WriteAction) => Amount | null // the table is keyed by the kind of its own actions
  return delta(action)
}

function whole(price: WriteAction['effect']['perPeriod'], sign: 1 | -1): Amount | null {
  return price === undefined ? null : perMonth(price, sign, 1)
}
