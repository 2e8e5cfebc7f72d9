/** Purchases beyond what the plans wanted, those of the person with the portal open left aside. */
import type { Plan } from '../../engine/plan/plan.ts'
import type { StateSubscription } from '../support/sandbox-process.ts'
import { familyOf } from './judge.ts'
import type { Person } from './person.ts'

export interface Purchases {
  readonly rows: readonly StateSubscription[]
  readonly plans: readonly Plan[]
  readonly person: Pick<Person, 'bought' | 'cancelled'>
}

/** No plan buys more of a product for a customer than it lacks, so all of them together buy no more than the one that buys most. */
export function boughtTwice({ rows, plans, person }: Purchases): number {
  const made = rows.filter(row => row.acquired !== 'seed')
  let found = 0
  for (const key of new Set(made.map(keyOf))) {
    const ours = made.filter(row => keyOf(row) === key)
    const wanted = Math.max(0, ...plans.map(plan => wantedOf(plan).filter(entry => entry === key).length))
    found += Math.max(0, ours.length - replacing(ours, person) - (person.bought.get(key) ?? 0) - wanted)
  }
  return found
}

/** How many were bought in the place of one that a person had cancelled by then: what was lacking once more is no double. */
function replacing(ours: readonly StateSubscription[], { cancelled }: Pick<Person, 'cancelled'>): number {
  const left = new Set(ours.map(row => row.id))
  let found = 0
  for (const { id, beside } of cancelled) {
    if (!ours.some(row => row.id === id)) continue
    const replacement = [...left].find(other => !beside.has(other))
    if (replacement === undefined) continue
    left.delete(replacement)
    found += 1
  }
  return found
}

function wantedOf(plan: Plan): readonly string[] {
  return plan.actions.flatMap(action => {
    if (action.kind === 'subscription.create') return [`${action.customer} ${familyOf(action.product)}`]
    if (action.kind !== 'subscription.transfer') return []
    return action.items.map(item => `${action.customer} ${familyOf(item.product)}`)
  })
}

function keyOf({ customer, family }: StateSubscription): string {
  return `${customer} ${family}`
}
