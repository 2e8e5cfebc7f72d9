/** A plan that was carried out in part, by somebody whose journal is gone or in the way: what is done already is found done. */
import { describe, expect, test } from 'vitest'
import { instant } from '../../../engine/model/ids.ts'
import { createMemoryJournal } from '../../../providers/journal/memory.ts'
import {
  aConsolidation,
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  anActual,
  aPartner,
  aPlan,
  italy,
  mail,
  premium,
} from '../../support/builders/index.ts'
import { aStage, statesOf, untilDeath } from './harness.ts'
import { actionId, standing } from './tiny-world.ts'

const line = { product: premium, term: 'P1Y' as const, billing: 'monthly' as const, seats: 4 }
const office = {
  id: 's-office',
  product: premium,
  seats: 4,
  cancellableUntil: instant('2026-12-09T00:00:00Z'),
}

describe('the saved plan, applied again without its journal,', () => {
  test('adopts a cancelled subscription, which renews no more and is in no list', async () => {
    const actual = anActual({ customers: [aCustomerActual({ subscriptions: [office] })] })
    const subscriptions = [aDeclaredSubscription({ ...line, key: 'Posta', state: 'cancelled' })]
    const plan = aPlan({
      desired: aDesired({
        partners: [aPartner()],
        customers: [aCustomer({ subscriptions })],
        consolidations: [],
      }),
      actual,
    })
    const stage = aStage({ plan, actual })
    expect((await stage.apply()).kind).toBe('done')
    // As the service shows it: what was cancelled is not renewed either (facts 2.7).
    stage.tenants.change(entry =>
      entry.subscriptions.kind === 'present'
        ? {
            ...entry,
            subscriptions: {
              kind: 'present',
              value: entry.subscriptions.value.map(one => ({ ...one, autoRenew: false })),
            },
          }
        : entry,
    )
    const again = await stage.apply({ store: createMemoryJournal() })
    expect([again.kind, Object.values(statesOf(again))]).toEqual(['done', ['adopted']])
  })

  test('adopts a transfer: gone from the one account, arrived in the other', async () => {
    const actual = anActual({
      customers: [
        aCustomerActual(),
        aCustomerActual({
          partner: italy,
          subscriptions: [
            { ...office, cancellableUntil: null },
            { id: 's-mail', product: mail, seats: 5 },
          ],
        }),
      ],
    })
    const subscriptions = [
      aDeclaredSubscription({ ...line, key: 'Posta' }),
      aDeclaredSubscription({ key: 'mail', product: mail, seats: 5 }),
    ]
    const desired = aDesired({
      customers: [aCustomer({ subscriptions })],
      consolidations: [aConsolidation()],
    })
    const plan = aPlan({ desired, actual })
    const stage = aStage({ plan, actual })
    stage.tenants.script({
      action: actionId('subscription.suspend', '', plan),
      moment: 'before send',
      how: 'crash',
    })
    expect(await untilDeath(stage.apply())).toBe('died')
    stage.tenants.restart()
    const again = await stage.apply({ store: createMemoryJournal() })
    expect([again.kind, again.diagnostics]).toEqual(['done', []])
    expect(statesOf(again)[actionId('subscription.transfer', '', plan)]).toBe('adopted')
  })
})

/** T17: the one that was suspended may be taken for moved before by whoever has no journal; who has it goes on. */
test('resume goes on beside a source that a person had suspended before', async () => {
  const actual = anActual({
    customers: [
      aCustomerActual(),
      aCustomerActual({
        partner: italy,
        subscriptions: [{ id: 's-1' }, { id: 's-old', status: 'suspended' }],
      }),
    ],
  })
  const plan = aPlan({
    desired: aDesired({
      customers: [aCustomer({ subscriptions: [aDeclaredSubscription()] })],
      consolidations: [aConsolidation()],
    }),
    actual,
  })
  const stage = aStage({ plan, actual })
  const suspend = actionId('subscription.suspend', '', plan)
  stage.tenants.script({ action: suspend, moment: 'before send', how: 'crash' })
  expect(await untilDeath(stage.apply())).toBe('died')
  stage.tenants.restart()
  const resumed = await stage.resume()
  expect([resumed.kind, resumed.diagnostics, statesOf(resumed)[suspend]]).toEqual(['done', [], 'done'])
  expect(standing(stage.tenants.actual())).toEqual([
    `central 1 ${mail} 5 active mail`,
    `italy 1 ${mail} 5 suspended Posta`,
    `italy 1 ${mail} 5 suspended Posta`,
  ])
})
