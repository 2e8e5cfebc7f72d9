/** An open transfer is a fact (T36): it blocks a second and what would be bought beside it; one of ours is gone on with. */
import { describe, expect, test } from 'vitest'
import { tenantId } from '../../../../engine/model/ids.ts'
import type { OpenTransfer } from '../../../../engine/model/live.ts'
import {
  absent,
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  anActual,
  aPartner,
  aPlan,
  italy,
  premium,
  present,
  unknown,
} from '../../../support/builders/index.ts'
import { actionLines, blockers } from '../../../support/plan-shape.ts'

const central = tenantId('7d3a0c5e-0000-4000-8000-00000000aa01')
const italian = tenantId('1b0f0000-0000-4000-8000-00000000aa02')

const asked = (facts: Partial<OpenTransfer> = {}): OpenTransfer => ({
  id: 'transfer-1',
  state: 'pending',
  from: italian,
  to: central,
  products: ['OnlineServicesNCE'],
  ...facts,
})

/** Mail that is bought anew, and where it is wanted, an office that is transferred. */
function planned(
  {
    target,
    source,
  }: { readonly target: readonly OpenTransfer[] | typeof unknown; readonly source?: readonly OpenTransfer[] },
  transfers = true,
) {
  const lines = [
    aDeclaredSubscription(),
    ...(transfers ? [aDeclaredSubscription({ key: 'office', product: premium })] : []),
  ]
  return aPlan({
    desired: aDesired({ customers: [aCustomer({ subscriptions: lines })] }),
    actual: anActual({
      customers: [
        { ...aCustomerActual(), transfers: 'kind' in target ? target : present(target) },
        {
          ...aCustomerActual({
            partner: italy,
            subscriptions: [{}, ...(transfers ? [{ id: 's-2', product: premium, name: 'office' }] : [])],
          }),
          transfers: source === undefined ? absent : present(source),
        },
      ],
    }),
  })
}

const both = ['create mail 5 central', 'transfer s-2 italy→central', 'gate', 'suspend s-1 italy']

describe('an open request', () => {
  test.each([
    ['made by hand, for everything', asked({ products: null })],
    ['to another account', asked({ to: tenantId('9b0f0000-0000-4000-8000-00000000aa09') })],
    ['out of another account', asked({ from: tenantId('9b0f0000-0000-4000-8000-00000000aa09') })],
    ['in a state that nobody knows', asked({ state: 'unknown:Held', products: ['Software'] })],
  ])('%s blocks the customer, purchases too', (_, open) => {
    // Was red: the mailboxes were bought, then the transfer was refused.
    for (const sides of [{ target: [open] }, { target: [], source: [open] }])
      expect([actionLines(planned(sides)), blockers(planned(sides))]).toEqual([[], ['TRANSFER_OPEN']])
    expect(blockers(planned({ target: [open] }, false))).toEqual(['TRANSFER_OPEN'])
  })

  test.each(['pending', 'moving'] as const)('of ours that is %s is gone on with', state => {
    expect(actionLines(planned({ target: [asked({ state })], source: [asked({ state })] }))).toEqual(both)
  })

  test('of ours blocks where nothing is to be transferred any more', () => {
    expect(blockers(planned({ target: [asked()] }, false))).toEqual(['TRANSFER_OPEN'])
  })

  test('for Azure alone is none of licences', () => {
    expect(actionLines(planned({ target: [asked({ products: ['AzureSubscription'] })] }))).toEqual(both)
  })

  test('that cannot be read is not absent: nothing is transferred', () => {
    expect(blockers(planned({ target: unknown }))).toEqual(['UNKNOWN_READ'])
    expect(actionLines(planned({ target: unknown }, false))).toHaveLength(3)
  })
})

test('what is open is a fact of the plan, on each side that was asked', () => {
  expect(
    planned({ target: [], source: [] })
      .facts.filter(fact => fact.subject.kind === 'transfers')
      .map(fact => [fact.id, fact.value]),
  ).toEqual([
    ['transfers:central/00000000-0000-4000-8000-000000000001', []],
    ['transfers:italy/00000000-0000-4000-8000-000000000001', []],
  ])
})

describe('in steady state', () => {
  const steady = (product: typeof premium | undefined, open: OpenTransfer) =>
    aPlan({
      desired: aDesired({
        partners: [aPartner()],
        customers: [
          aCustomer({ subscriptions: [aDeclaredSubscription({ seats: 12, ...(product && { product }) })] }),
        ],
        consolidations: [],
      }),
      actual: anActual({
        customers: [
          {
            ...aCustomerActual({
              subscriptions: [{ id: 't-1', name: 'mail', seats: 10, ...(product && { product }) }],
            }),
            transfers: present([open]),
          },
        ],
      }),
    })

  test('a request for what is about to be changed stops the customer', () => {
    // Was red: planned, and refused in the middle of the apply (409/900278).
    const plan = steady(premium, asked({ from: central, to: italian }))
    expect([actionLines(plan), blockers(plan)]).toEqual([[], ['TRANSFER_OPEN']])
  })

  test('legacy is changed all the same: no request names it', () => {
    expect(actionLines(steady(undefined, asked({ from: central, to: italian })))).toEqual([
      'seats t-1 10→12 central',
    ])
  })
})
