import { expect, test } from 'vitest'
import { notWhole } from '../../../engine/execute/facts/whole.ts'
import {
  aConsolidation,
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  aMethodRule,
  anActual,
  aPlan,
  central,
  italy,
  mail,
  premium,
} from '../../support/builders/index.ts'

/** Was red: found by the laws at 5,000 worlds. A purchase that replaces nothing that is switched off could be taken from the gate. */
test('a gate that does not wait for each purchase of its customer is not one that was planned (S5)', () => {
  const plan = aPlan({
    desired: aDesired({
      customers: [
        aCustomer({
          subscriptions: [
            aDeclaredSubscription({ key: 'mail', seats: 5 }),
            aDeclaredSubscription({ key: 'office', product: premium, seats: 3 }),
          ],
        }),
      ],
      consolidations: [
        aConsolidation({
          from: [italy],
          methods: [aMethodRule({ when: { commerce: 'nce' }, method: 'manual' })],
        }),
      ],
    }),
    actual: anActual({
      customers: [
        aCustomerActual({ partner: italy, subscriptions: [{ id: 's-1', product: mail, seats: 5 }] }),
        aCustomerActual({
          partner: central,
          subscriptions: [{ id: 't-1', product: mail, name: 'mail', seats: 5 }],
        }),
      ],
    }),
  })
  const purchase = plan.actions.find(action => action.kind === 'subscription.create')?.id
  expect([purchase, notWhole(plan)]).toEqual([expect.stringContaining('/office'), []])
  const actions = plan.actions.map(action =>
    action.kind === 'gate.customer' ? { ...action, after: [] } : action,
  )
  const gate = plan.actions.find(action => action.kind === 'gate.customer')?.id
  expect(notWhole({ ...plan, actions }).map(({ code, detail }) => [code, detail])).toEqual([
    ['APPLY.NOT_WHOLE', `${gate}: it does not wait for ${purchase}. Nothing was written.`],
  ])
})
