import { expect, test } from 'vitest'
import { notWhole } from '../../../engine/execute/facts/whole.ts'
import { seats } from '../../../engine/model/ids.ts'
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
  germany,
  italy,
  mail,
  premium,
  present,
} from '../../support/builders/index.ts'
import { catalogue, phone } from '../../support/others/products.ts'

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

const moving = {
  customers: [aCustomer({ subscriptions: [aDeclaredSubscription({ key: 'mail', seats: 5 })] })],
}
const inItaly = aCustomerActual({
  partner: italy,
  subscriptions: [{ id: 's-1', product: mail, seats: 5 }],
})

/** Was red: the gate of one consolidation was held against what the other moves, and an apply refused its own plan. */
test('two consolidations that move one customer into one account make a whole plan', () => {
  const plan = aPlan({
    desired: aDesired({
      ...moving,
      consolidations: [
        aConsolidation({ from: [italy] }),
        aConsolidation({ name: 'germany', from: [germany] }),
      ],
    }),
    actual: anActual({
      customers: [
        aCustomerActual(),
        inItaly,
        aCustomerActual({
          partner: germany,
          subscriptions: [{ id: 's-2', product: mail, seats: 1, status: 'suspended' }],
        }),
      ],
    }),
  })
  expect([plan.actions.map(({ kind }) => kind), notWhole(plan)]).toEqual([
    ['subscription.create', 'gate.customer', 'subscription.suspend'],
    [],
  ])
})

/** Was red: an account in which the customer has a reservation alone was looked at by no gate, and an apply refused its own plan. */
test('a reservation alone in an account makes a whole plan, whose gate looks there too', () => {
  const plan = aPlan({
    desired: aDesired({ ...moving, consolidations: [aConsolidation({ from: [italy, germany] })] }),
    actual: anActual({
      customers: [
        aCustomerActual(),
        inItaly,
        aCustomerActual({
          partner: germany,
          subscriptions: [],
          entitlements: present([
            {
              order: 'o-1',
              product: 'reservation',
              kind: 'reservation',
              quantity: seats(1),
              endsAt: null,
            },
          ]),
        }),
      ],
    }),
  })
  const looks = plan.actions.flatMap(action =>
    action.kind === 'gate.customer'
      ? action.proves.flatMap(check => (check.kind === 'no other active subscription' ? [check.partner] : []))
      : [],
  )
  expect([looks, notWhole(plan)]).toEqual([['germany', 'italy'], []])
})

/** Was red: found by the laws at 5,000 worlds. An apply refused its own plan: the order of a new-commerce base is nothing a plan relies on. */
test('an add-on of new commerce for a base that lives is bought as planned', () => {
  const plan = aPlan({
    desired: aDesired({
      customers: [
        aCustomer({
          subscriptions: [
            aDeclaredSubscription({ key: 'office', product: premium, seats: 3 }),
            aDeclaredSubscription({ key: 'phone', product: phone, addOnTo: 'office', seats: 3 }),
          ],
        }),
      ],
      consolidations: [],
    }),
    actual: {
      ...anActual({
        customers: [
          aCustomerActual({ subscriptions: [{ id: 't-1', product: premium, name: 'office', seats: 3 }] }),
        ],
      }),
      catalogue,
    },
  })
  const [purchase] = plan.actions
  expect([purchase?.kind === 'subscription.create' && purchase.base, notWhole(plan)]).toEqual([
    { kind: 'living', subscription: 't-1', order: null },
    [],
  ])
})
