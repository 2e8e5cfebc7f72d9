/** A plan as text. Whole plans are in the goldens; here is what no golden shows. */
import { expect, it } from 'vitest'
import { planText } from '../../../../cmd/report/plan/plan-text.ts'
import { subscriptionId, utcDate } from '../../../../engine/model/ids.ts'
import {
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  aLeftBehind,
  anActual,
  aPartner,
  aPlan,
  aWindow,
  premium,
  tenant,
} from '../../../support/builders/index.ts'
import { planned } from '../../../support/story.ts'

it('blocks a customer whose line could be either of two, lists both, and says what to write', () => {
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
  // It blocks the customer (T34), so it stands where people look for what blocks.
  expect(text).toMatch(/ BLOCKED /)
  expect(text).toContain('`mail` could be s-1 (one) or s-2 (two).')
  expect(text).toContain('→ write `subscriptionId:` into the declared subscription')
})

it('says once how long what is blocked is billed', () => {
  const text = planText(planned({ declared: [], italy: [{ id: 's-1', product: premium }] }), {
    columns: 400,
    colour: false,
  })
  expect(text.split('\n').filter(line => line.startsWith('  ? blocked'))).toEqual([
    '  ? blocked  Microsoft 365 Business Premium  5 seats  italy  active · billed to 2027-03-14 whatever its status',
  ])
})

it('says what is about no customer of the plan after the customers, with its place', () => {
  const plan = planned({
    consolidation: {
      leave: [aLeftBehind({ customer: tenant(9), subscription: subscriptionId('s-404') })],
      window: aWindow({ from: utcDate('2026-12-09') }),
    },
  })
  const text = planText(plan, { columns: 400, colour: false })
  const lines = text.split('\n')
  const notes = lines.filter(line => line.startsWith('note'))
  expect(notes).toEqual([
    `note     leave: italy has no subscription s-404 of customer ${tenant(9)}, so nothing stays because of this line. (consolidation.yaml:50:1)`,
    'note     The window is 2026-12-09 to 2026-12-11; 2026-12-07 is not in it, and it opens next on 2026-12-09.',
  ])
})
