/**
 * Seats that the plan itself takes back make room in the pool of their item, once they are gone (T32). Where the room is needed they go first, and what is
 * added waits for them: unless their users need them until then, or they may only go behind the gate, which itself waits for what is added.
 */
import type { ActionId, ProductKey } from '../../../model/ids.ts'
import type { Action } from '../../action.ts'
import { poolOf } from '../../checks.ts'
import { adds } from '../../kinds/all-kinds.ts'
import { purchaseCodes } from '../../permit/purchase-codes.ts'
import type { CustomerPlan, Finding } from '../../plan.ts'

export interface Freed {
  readonly seats: number
  readonly by: readonly ActionId[]
}

export type FreedSeats = ReadonlyMap<ProductKey, Freed>

export const nothingFreed: FreedSeats = new Map()

/** By product; only new commerce has a pool. */
export function freedBy(actions: readonly Action[], licences: CustomerPlan['licences']): FreedSeats {
  const freed = new Map<ProductKey, Freed>()
  for (const action of actions) {
    const count = takenBack(action)
    if (count === null) continue
    const { seats, by } = freed.get(count.product) ?? { seats: 0, by: [] }
    freed.set(count.product, { seats: seats + count.seats, by: [...by, action.id] })
  }
  return new Map([...freed].filter(([product, { seats }]) => areSpare(product, seats, licences)))
}

function takenBack(action: Action): { readonly product: ProductKey; readonly seats: number } | null {
  if (action.kind === 'subscription.cancel') return { product: action.product, seats: action.seats }
  if (action.kind !== 'subscription.change-seats' || action.effect.commerce !== 'nce') return null
  return action.to < action.from ? { product: action.product, seats: action.from - action.to } : null
}

/** As many as are in use are left while they are gone; where nobody looked, that is for the policies. */
function areSpare(product: ProductKey, count: number, licences: CustomerPlan['licences']): boolean {
  const pool = licences.kind === 'checked' ? poolOf(licences.pools, product) : undefined
  return pool === undefined || pool.enabled - count >= pool.consumed
}

/** Is there an item whose pool was full, and of which the plan takes seats back? */
export function isShortOf(freed: FreedSeats, findings: readonly Finding[]): boolean {
  return findings.some(
    ({ code, subject }) =>
      code === purchaseCodes.SEAT_POOL_FULL.code &&
      subject.product !== undefined &&
      freed.has(subject.product),
  )
}

export function takenBackFirst(actions: readonly Action[], freed: FreedSeats): readonly Action[] {
  return actions.map(action => {
    const first = 'product' in action && adds(action) ? freed.get(action.product) : undefined
    return first === undefined ? action : { ...action, after: [...action.after, ...first.by].sort() }
  })
}
