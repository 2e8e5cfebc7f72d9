/** What is refused again and again is not tried for ever: each try costs the budget of all customers. */
import { expect, test } from 'vitest'
import { seats, subscriptionId } from '../../../engine/model/ids.ts'
import {
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  anActual,
  aPlan,
} from '../../support/builders/index.ts'
import { aStage, statesOf } from './harness.ts'
import { rossi, verdi } from './tiny-world.ts'

test('three refusals open a customer’s circuit: the rest of its changes is not sent, and other customers go on', async () => {
  const keys = ['a', 'b', 'c', 'd', 'e']
  const customers = [rossi, verdi].map(tenant => ({
    declared: aCustomer({
      tenant,
      subscriptions: keys.map(key =>
        aDeclaredSubscription({ key, subscriptionId: subscriptionId(`${tenant}-${key}`), seats: seats(6) }),
      ),
    }),
    actual: aCustomerActual({
      tenant,
      subscriptions: keys.map(key => ({ id: `${tenant}-${key}`, name: key, seats: 5 })),
    }),
  }))
  const actual = anActual({ customers: customers.map(entry => entry.actual) })
  const plan = aPlan({
    desired: aDesired({ customers: customers.map(entry => entry.declared), consolidations: [] }),
    actual,
  })
  const stage = aStage({ plan, actual })
  const own = plan.actions.filter(action => 'customer' in action && action.customer === rossi)
  stage.tenants.script(
    ...own.map(({ id }) => ({ action: id, moment: 'before send', how: 'refused' }) as const),
  )
  const verdict = await stage.apply({ width: 1 })
  const statesFor = (tenant: string) =>
    Object.entries(statesOf(verdict)).flatMap(([id, state]) => (id.includes(tenant) ? [state] : []))
  expect(statesFor(rossi).sort()).toEqual([
    'refused',
    'refused',
    'refused',
    'skipped: depends on',
    'skipped: depends on',
  ])
  expect(statesFor(verdi)).toEqual(keys.map(() => 'done'))
  stage.tenants.script()
  expect((await stage.resume()).kind).toBe('done')
})
