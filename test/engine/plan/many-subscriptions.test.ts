/** An answer may list as many subscriptions of one customer as it likes: planning looks at each of them so many times, however many there are. */
import { describe, expect, it } from 'vitest'
import { subscriptionId, utcDate } from '../../../engine/model/ids.ts'
import type { Actual, LiveSubscription } from '../../../engine/model/live.ts'
import { anEstate } from '../../bench/estate.ts'
import { aPlan } from '../../support/builders/index.ts'

/** How often id, parent or product of a subscription was read. */
let looks = 0

function counted(
  live: LiveSubscription,
  number: number,
  change: Partial<LiveSubscription>,
): LiveSubscription {
  const copy = {
    ...live,
    ...change,
    id: subscriptionId(`${live.id.slice(0, -6)}${String(number).padStart(6, '0')}`),
  }
  for (const key of ['id', 'parent', 'product'] as const) {
    const value = copy[key]
    Object.defineProperty(copy, key, {
      enumerable: true,
      get() {
        looks += 1
        return value
      },
    })
  }
  return copy
}

function looksFor(
  count: number,
  change: (number: number) => Partial<LiveSubscription>,
  where: 'sources' | 'target',
): number {
  const { desired, actual } = anEstate({ customers: 2, productsEach: 2 })
  const targets = new Set<string>(desired.consolidations.map(entry => entry.to))
  const many: Actual = {
    ...actual,
    customers: actual.customers.map(entry => {
      const { subscriptions } = entry
      const isThere = targets.has(entry.partner) === (where === 'target')
      const some = subscriptions.kind === 'present' ? subscriptions.value : []
      const row = some[0] ?? aRow(actual)
      if (!isThere) return entry
      const value = Array.from({ length: count }, (_, number) =>
        counted({ ...row, partner: entry.partner, customer: entry.tenant }, number, change(number)),
      )
      return { ...entry, subscriptions: { kind: 'present', value } }
    }),
  }
  looks = 0
  aPlan({ desired, actual: many, on: utcDate('2026-12-07') })
  return looks
}

function aRow({ customers }: Actual): LiveSubscription {
  for (const { subscriptions } of customers)
    if (subscriptions.kind === 'present' && subscriptions.value[0] !== undefined)
      return subscriptions.value[0]
  throw new Error('the estate has none')
}

const shapes: readonly (readonly [string, (number: number) => Partial<LiveSubscription>])[] = [
  ['alike', () => ({})],
  ['switched off', () => ({ status: 'suspended' })],
  ['add-ons of nothing', number => ({ parent: subscriptionId(`base-${number}`) })],
]

describe.each(['sources', 'target'] as const)('many subscriptions in the %s', where => {
  it.each(shapes)('%s are looked at in proportion to their number', (_, change) => {
    const once = looksFor(300, change, where)
    expect(once).toBeGreaterThan(300)
    // n log n of sorting by id is 4.8 here; the square would be 16.
    expect(looksFor(1200, change, where) / once).toBeLessThan(5.5)
  })
})
