/** What is refused again and again is not tried for ever, for each try costs the budget of all customers; but nothing stays billed twice for that. */
import { expect, test } from 'vitest'
import { seats, subscriptionId } from '../../../engine/model/ids.ts'
import type { Actual } from '../../../engine/model/live.ts'
import type { Plan } from '../../../engine/plan/plan.ts'
import {
  aConsolidation,
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  anActual,
  aPlan,
  italy,
  mail,
  premium,
  suite,
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

const names = ['a', 'b', 'c']

/** Three lines of the target that are to be called otherwise, beside what a test moves. */
const otherwiseCalled = names.map(key => ({
  key,
  product: suite,
  subscriptionId: subscriptionId(`t-${key}`),
  friendlyName: `${key} anew`,
}))
const calledSo = names.map(key => ({ id: `t-${key}`, product: suite, name: key }))

async function withRenamesRefused(plan: Plan, actual: Actual): Promise<Readonly<Record<string, string>>> {
  const stage = aStage({ plan, actual })
  const renames = plan.actions.filter(action => action.kind === 'subscription.rename')
  expect(renames).toHaveLength(3)
  stage.tenants.script(
    ...renames.map(({ id }) => ({ action: id, moment: 'before send', how: 'refused' }) as const),
  )
  return statesOf(await stage.apply({ width: 1 }))
}

test('an open circuit stops nothing that a switch-off waits for, so no pair stays billed twice', async () => {
  const actual = anActual({
    customers: [
      aCustomerActual({ subscriptions: calledSo }),
      aCustomerActual({
        partner: italy,
        subscriptions: [
          { id: 's-m', product: mail },
          { id: 's-p', product: premium, name: 'office', seats: 10 },
        ],
      }),
    ],
  })
  const plan = aPlan({
    desired: aDesired({
      customers: [
        aCustomer({
          subscriptions: [
            { key: 'mail', product: mail },
            { key: 'office', product: premium, seats: 10 },
            ...otherwiseCalled,
          ].map(aDeclaredSubscription),
        }),
      ],
      consolidations: [aConsolidation()],
    }),
    actual,
  })
  const states = await withRenamesRefused(plan, actual)
  expect(
    Object.entries(states)
      .map(([id, state]) => `${id.split(':')[0]} ${state}`)
      .sort(),
  ).toEqual([
    'gate.customer done',
    'subscription.create done',
    'subscription.rename refused',
    'subscription.rename refused',
    'subscription.rename refused',
    'subscription.suspend done',
    'subscription.transfer done',
  ])
})

test('an open circuit stops no end of a term, which could not be told any more once the renewal is near', async () => {
  const actual = anActual({
    customers: [
      aCustomerActual({
        subscriptions: [...calledSo, { id: 't-e', product: premium, name: 'e', seats: 5 }],
      }),
    ],
  })
  const plan = aPlan({
    desired: aDesired({
      customers: [
        aCustomer({
          subscriptions: [
            ...otherwiseCalled,
            {
              key: 'e',
              product: premium,
              seats: 5,
              subscriptionId: subscriptionId('t-e'),
              endOfTerm: 'cancel' as const,
            },
          ].map(aDeclaredSubscription),
        }),
      ],
      consolidations: [],
    }),
    actual,
  })
  const states = await withRenamesRefused(plan, actual)
  expect(Object.entries(states).find(([id]) => id.startsWith('subscription.change-renewal'))?.[1]).toBe(
    'done',
  )
})
