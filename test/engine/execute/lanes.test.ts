/** Customers side by side: bounded, one step at a time each, and never waiting for each other in a circle. */
import { describe, expect, test } from 'vitest'
import { carryOut, compareNow } from '../../../engine/execute/carry-out.ts'
import type { ActionId } from '../../../engine/model/ids.ts'
import {
  aConsolidation,
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  anActual,
  aPlan,
  aWave,
  italy,
  tenant,
} from '../../support/builders/index.ts'
import { aStage, statesOf } from './harness.ts'
import { writesOf } from './tiny-world.ts'

const count = 9
const numbers = Array.from({ length: count }, (_, position) => position + 1)
const at = (number: number) => ({ tenant: tenant(number), name: `C${number}`, domain: `c${number}.example` })

/** Three customers in the pilot, the others wait for it. */
const desired = aDesired({
  customers: numbers.map(number =>
    aCustomer({
      ...at(number),
      labels: number <= 3 ? ['pilot'] : [],
      subscriptions: [aDeclaredSubscription({ seats: 5 })],
    }),
  ),
  consolidations: [
    aConsolidation({
      waves: [aWave({ labels: ['pilot'] }), aWave({ name: 'italy', partner: italy, needs: 'pilot' })],
    }),
  ],
})
const actual = anActual({
  customers: numbers.flatMap(number => [
    aCustomerActual(at(number)),
    aCustomerActual({ ...at(number), partner: italy, subscriptions: [{ id: `s-${number}`, seats: 5 }] }),
  ]),
})
const plan = aPlan({ desired, actual })

/** How many were at work at once, overall and per customer, and the order in which steps began. */
async function watched(width: number) {
  const stage = aStage({ plan, actual })
  const order: ActionId[] = []
  const busy = new Map<string, number>()
  let most = 0
  let mostOfOne = 0
  const verdict = await stage.apply({
    width,
    progress: event => {
      if (event.kind !== 'action.began' && event.kind !== 'action.ended') return
      const action = plan.actions.find(entry => entry.id === event.action)
      if (action === undefined || !('effect' in action)) return
      const step = event.kind === 'action.began' ? 1 : -1
      if (step === 1) order.push(action.id)
      busy.set(action.customer, (busy.get(action.customer) ?? 0) + step)
      mostOfOne = Math.max(mostOfOne, ...busy.values())
      most = Math.max(
        most,
        [...busy.values()].reduce((sum, one) => sum + one, 0),
      )
    },
  })
  return { verdict, order, most, mostOfOne, stage }
}

describe('lanes', () => {
  test.each([1, 2, 4, 100])('work on at most %i customers at once, and on one step of each', async width => {
    const { verdict, order, most, mostOfOne } = await watched(width)
    expect(verdict.kind).toBe('done')
    expect(order).toHaveLength(writesOf(plan).length)
    expect(mostOfOne).toBe(1)
    expect(most).toBeLessThanOrEqual(width)
    if (width > 1) expect(most).toBeGreaterThan(1)
  })

  test('finish a customer before the next one is begun, so that little is on both sides at any time', async () => {
    const { order } = await watched(1)
    const customers = order
      .map(id => plan.actions.find(action => action.id === id))
      .flatMap(action => (action && 'customer' in action ? [action.customer] : []))
    const changes = customers.filter(
      (customer, position) => position > 0 && customers[position - 1] !== customer,
    )
    expect(changes).toHaveLength(count - 1)
  })

  test('begin a wave only after the one it needs is done', async () => {
    const { order } = await watched(100)
    const inPilot = (id: ActionId) => [1, 2, 3].some(number => id.includes(tenant(number)))
    expect(order.slice(0, 6).every(inPilot)).toBe(true)
    expect(order.slice(6).some(inPilot)).toBe(false)
  })

  test('skip the whole wave, with the culprit, when the one it needs is not done', async () => {
    const stage = aStage({ plan, actual })
    const culprit = plan.actions.find(action => action.id.endsWith('s-2'))?.id ?? ('' as ActionId)
    stage.tenants.script({ action: culprit, moment: 'before send', how: 'refused' })
    const verdict = await stage.apply()
    expect(verdict.kind).toBe('partial')
    const states = statesOf(verdict)
    expect(Object.values(states).filter(state => state === 'done')).toHaveLength(8)
    const skipped = (verdict.result?.actions ?? []).filter(entry => entry.state.kind === 'skipped')
    expect(skipped).toHaveLength(1 + 6 * 3)
    for (const { state } of skipped)
      expect(state).toEqual({ kind: 'skipped', because: { kind: 'depends on', culprit } })
    expect(verdict.diagnostics).toHaveLength(1)
  })

  test('do not stand still when a customer waits for a wave of others, even one at a time', async () => {
    // A customer that also has a step before the wave's gate: its lane begins early and must give its place away. No plan of ours has it, and
    // preflight refuses it; whatever is carried out comes to an end.
    const tangled = {
      ...plan,
      actions: [
        ...plan.actions
          .filter(action => action.kind === 'subscription.create' && action.customer === tenant(9))
          .map(action => ({ ...action, after: [] })),
        ...plan.actions.filter(
          action => !(action.kind === 'subscription.create' && action.customer === tenant(9)),
        ),
      ],
    }
    const ports = { ...aStage({ plan: tangled, actual }).ports, width: 1 }
    const verdict = await carryOut(ports, {
      apply: 'tangled',
      plan: tangled,
      startedAt: ports.clock.now(),
      journal: { append: async () => undefined },
      isHeld: () => true,
      compared: await compareNow(tangled, ports),
      records: new Map(),
      leftOut: new Set(),
      moved: new Map(),
      undone: new Map(),
    })
    expect(verdict.kind).toBe('done')
  })

  test('tell how far they are, once per action, up to the whole', async () => {
    const { stage } = await watched(2)
    const verdict = await stage.apply({ progress: event => stage.events.push(event) })
    expect(verdict.kind).toBe('done')
    const steps = stage.events.flatMap(event =>
      event.kind === 'stage.advanced' && event.stage === 'apply' ? [event.done] : [],
    )
    expect(steps).toEqual(plan.actions.map((_, position) => position + 1))
  })
})
