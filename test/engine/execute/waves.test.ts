/** Who of a needed wave has accepted is a fact of the plan: it is read again before the first write (T11, docs/planning.md "Waves"). */
import { expect, test } from 'vitest'
import type { CustomerActual } from '../../../engine/model/live.ts'
import {
  aConsolidation,
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  anActual,
  aPlan,
  aWave,
  central,
  italy,
  mail,
  tenant,
} from '../../support/builders/index.ts'
import { aStage, statesOf } from './harness.ts'

const pilot = tenant(1)
const second = tenant(2)
const desired = aDesired({
  customers: [
    aCustomer({
      tenant: pilot,
      name: 'Pilot',
      domain: 'pilot.example',
      labels: ['pilot'],
      subscriptions: [aDeclaredSubscription({ key: 'mail', seats: 5 })],
    }),
    aCustomer({
      tenant: second,
      name: 'Second',
      domain: 'second.example',
      subscriptions: [aDeclaredSubscription({ key: 'mail', seats: 7 })],
    }),
  ],
  consolidations: [
    aConsolidation({
      waves: [aWave({ labels: ['pilot'] }), aWave({ name: 'second', partner: italy, needs: 'pilot' })],
    }),
  ],
})
const named = {
  pilot: { tenant: pilot, name: 'Pilot', domain: 'pilot.example' },
  second: { tenant: second, name: 'Second', domain: 'second.example' },
}
const notAccepted = aCustomerActual({ ...named.pilot, customer: { kind: 'absent' } })
const accepted = aCustomerActual(named.pilot)
const world = (atTarget: CustomerActual, subscription = {}) =>
  anActual({
    customers: [
      atTarget,
      aCustomerActual({
        ...named.pilot,
        partner: italy,
        subscriptions: [{ id: 'p-it', product: mail, seats: 5, ...subscription }],
      }),
      aCustomerActual(named.second),
      aCustomerActual({
        ...named.second,
        partner: italy,
        subscriptions: [{ id: 's-it', product: mail, seats: 7 }],
      }),
    ],
  })

test('a pilot that accepts between plan and apply keeps the wave behind it from being begun', async () => {
  const plan = aPlan({ desired, actual: world(notAccepted) })
  expect(plan.facts.map(({ id, value }) => [id, value])).toContainEqual([
    `accepted:${central}/${pilot}`,
    { accepted: false },
  ])
  const stage = aStage({ plan, actual: world(accepted) })
  const verdict = await stage.apply()
  expect([verdict.kind, stage.tenants.sent]).toEqual(['stale', []])
  expect(verdict.diagnostics.map(({ code, detail }) => [code, detail])).toEqual([
    [
      'APPLY.MOVED',
      `accepted:${central}/${pilot}: accepted planned from false, now true. Nothing was written.`,
    ],
  ])
  // All that is left for it to do waits for the pilot, so leaving it out leaves everybody out.
  expect((await stage.apply({ skipMoved: true })).kind).toBe('stale')
})

test('one that still has not accepted holds up nobody', async () => {
  const plan = aPlan({ desired, actual: world(notAccepted) })
  expect((await aStage({ plan, actual: world(notAccepted) }).apply()).kind).toBe('done')
})

test('an apply that leaves out the pilot does nothing for those who wait for it, and says so as a plan that was overtaken', async () => {
  const plan = aPlan({ desired, actual: world(accepted) })
  const stage = aStage({ plan, actual: world(accepted, { seats: 4 }) })
  const verdict = await stage.apply({ skipMoved: true })
  expect([verdict.kind, stage.tenants.sent]).toEqual(['stale', []])
  expect(new Set(Object.values(statesOf(verdict)))).toEqual(
    new Set(['skipped: customer moved', 'skipped: depends on']),
  )
})
