/** A plan as text. Whole plans are in the goldens; here is what no golden shows. */
import { expect, it } from 'vitest'
import { planText } from '../../../cmd/report/plan-text.ts'
import {
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  anActual,
  aPartner,
  aPlan,
} from '../../support/builders/index.ts'

it('calls a binding that could be either of two an error, lists both, and says what to write', () => {
  const plan = aPlan({
    desired: aDesired({
      partners: [aPartner()],
      customers: [aCustomer({ subscriptions: [aDeclaredSubscription()] })],
      consolidations: [],
    }),
    actual: anActual({
      customers: [
        aCustomerActual({
          subscriptions: [
            { id: 's-1', name: 'one' },
            { id: 's-2', name: 'two' },
          ],
        }),
      ],
    }),
  })
  const text = planText(plan, { columns: 400, colour: false })
  expect(text.split('\n').filter(line => line.startsWith('  error'))).toEqual([
    '  error    `mail` could be s-1 (one) or s-2 (two). (tenants.yaml:10) → write `subscriptionId:` into the declared subscription',
  ])
})
