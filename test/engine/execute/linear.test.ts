/**
 * A plan from a file may hold as many actions as somebody likes. Counted, not timed: how often members of it are looked at while it is checked,
 * and while it is carried out, grows with its number, where it grew with its square.
 */
import { describe, expect, it } from 'vitest'
import { notDeclared } from '../../../engine/execute/facts/declared.ts'
import { twinsAreOlderThan } from '../../../engine/execute/facts/twins.ts'
import { outOfWaveOrder } from '../../../engine/execute/facts/wave-order.ts'
import { notWhole } from '../../../engine/execute/facts/whole.ts'
import type { Run } from '../../../engine/execute/run.ts'
import { productKey } from '../../../engine/model/ids.ts'
import { isSwitchOff } from '../../../engine/plan/action.ts'
import {
  aConsolidation,
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  anActual,
  anItem,
  aPlan,
  aWave,
  italy,
  onSale,
  tenant,
} from '../../support/builders/index.ts'
import { counter } from '../../support/counter.ts'

const productAt = (at: number) => productKey(`195416C1-3447-423A-B37B-${String(at).padStart(12, '0')}`)

/** So many customers, each with so many subscriptions; half of them in a wave that needs the other. */
function worldOf(customers: number, lines: number) {
  const named = Array.from({ length: customers }, (_, at) => ({
    tenant: tenant(at + 1),
    name: `c-${at}`,
    domain: `c-${at}.example`,
  }))
  const each = Array.from({ length: lines }, (_, at) => at)
  const desired = aDesired({
    customers: named.map((customer, at) =>
      aCustomer({
        ...customer,
        labels: [at % 2 === 0 ? 'even' : 'odd'],
        subscriptions: each.map(line =>
          aDeclaredSubscription({ key: `k-${line}`, product: productAt(line), seats: 5 }),
        ),
      }),
    ),
    consolidations: [
      aConsolidation({
        waves: [
          aWave({ name: 'even', labels: ['even'] }),
          aWave({ name: 'odd', labels: ['odd'], needs: 'even' }),
        ],
      }),
    ],
  })
  const actual = anActual({
    catalogue: each.map(line => onSale('IT', anItem({ product: productAt(line) }))),
    customers: named.flatMap(customer => [
      aCustomerActual(customer),
      aCustomerActual({
        ...customer,
        partner: italy,
        subscriptions: each.map(line => ({
          id: `${customer.name}-${line}`,
          product: productAt(line),
          seats: 5,
        })),
      }),
    ]),
  })
  return { desired, plan: aPlan({ desired, actual }) }
}

type World = ReturnType<typeof worldOf>

const works: Readonly<Record<string, (world: World, watch: <T>(value: T) => T) => unknown>> = {
  'whether its actions hold together': ({ plan }, watch) => notWhole(watch(plan)),
  'whether its waves wait for each other': ({ plan, desired }, watch) => outOfWaveOrder(watch(plan), desired),
  'whether its documents declare it': ({ plan, desired }, watch) => notDeclared(watch(plan), desired),
  'whether each switch-off has its twins verified': ({ plan }, watch) => {
    const gates = plan.actions.flatMap(action =>
      action.kind === 'gate.customer' ? [[action.id, watch(action)] as const] : [],
    )
    const run = { plan: watch(plan), gates: new Map(gates), verified: new Map() } as unknown as Run
    return plan.actions.filter(action => isSwitchOff(action) && !twinsAreOlderThan(1, watch(action), run))
  },
}

const shapes = {
  'of many customers': (count: number) => worldOf(count, 1),
  'of one customer with many subscriptions': (count: number) => worldOf(1, count),
} as const

describe.each(Object.entries(shapes))('a plan %s', (_, shapeOf) => {
  const [few, many] = [shapeOf(12), shapeOf(48)]

  it.each(Object.entries(works))('is asked in one look at each action or a few: %s', (_name, work) => {
    const readsFor = (world: World) => {
      const { watch, reads } = counter()
      expect(work(world, watch)).toEqual([])
      return reads()
    }
    expect(few.plan.actions.filter(isSwitchOff).length).toBe(12)
    const [before, after] = [readsFor(few), readsFor(many)]
    expect(before).toBeGreaterThan(12)
    // Four times as many: a square would be sixteen times as much.
    expect(after / before).toBeLessThan(6)
  })
})
