/** Whole plans of other documents or other accounts, passed off as the workspace's: what planning stops is stopped before the first write. */
import { expect, it } from 'vitest'
import { notDecidedAnew } from '../../../engine/execute/anew/decided-anew.ts'
import { seats } from '../../../engine/model/ids.ts'
import type { Actual } from '../../../engine/model/live.ts'
import { anEstate } from '../../bench/estate.ts'
import {
  aCustomerActual,
  anActual,
  aPlan,
  documentsOf,
  italy,
  mail,
  present,
} from '../../support/builders/index.ts'
import { counter } from '../../support/counter.ts'
import { passedOff } from '../../support/others/laws-of-forgers.ts'
import { planned, type Story } from '../../support/story.ts'
import { aStage } from './harness.ts'

const fiveUnderItaly = anActual({
  customers: [aCustomerActual(), aCustomerActual({ partner: italy, subscriptions: [{}] })],
})
const elevenInUse = anActual({
  customers: [
    aCustomerActual({
      licences: present([{ product: mail, licence: 'mail', enabled: seats(5), consumed: seats(11) }]),
    }),
    aCustomerActual({ partner: italy, subscriptions: [{}] }),
  ],
})

// Was red: each of them was carried out.
it.each<[string, Actual, Story, { readonly story?: Story; readonly actual?: Actual }, string]>([
  [
    'fewer seats that nobody acknowledged',
    fiveUnderItaly,
    { declared: [{ seats: 3 }] },
    { story: { declared: [{ seats: 3, fewerSeatsAcknowledged: true }] } },
    'Panificio Rossi: subscription.create:central/00000000-0000-4000-8000-000000000001/mail is not allowed: 195416C1-3447-423A-B37B-EE59A99A19C4: 5 seats would be switched off; 3 are declared, and the target would have 3. Nothing was written.',
  ],
  [
    'licences that are in use',
    elevenInUse,
    {},
    { actual: fiveUnderItaly },
    'Panificio Rossi: subscription.create:central/00000000-0000-4000-8000-000000000001/mail is not allowed: 195416C1-3447-423A-B37B-EE59A99A19C4: 0 licences now, 5 bought here, 5 switched off: 0 left while 11 are in use. Nothing was written.',
  ],
  [
    'half of what is declared',
    fiveUnderItaly,
    { declared: [{}, { key: 'post', seats: 7 }] },
    { story: {} },
    'Panificio Rossi: subscription.suspend:italy/00000000-0000-4000-8000-000000000001/s-1 is not what the documents and the facts make of it. Nothing was written.',
  ],
])('%s', async (_, actual, own, { story = own, actual: accounts = actual }, why) => {
  const honest = documentsOf(planned(own))
  const plan = passedOff({ desired: honest, actual }, { documents: documentsOf(planned(story)), accounts })
  const stage = aStage({ plan, actual })
  const verdict = await stage.apply({ declared: honest })
  expect([
    verdict.kind,
    verdict.diagnostics.map(({ code, detail }) => [code, detail]),
    stage.tenants.sent,
  ]).toEqual(['stale', [['APPLY.DECIDED_OTHERWISE', why]], []])
})

// Was red: decided otherwise, because the gate of the plan looks at no licences.
it('a plan made before the directory told of licences, of which there are enough', async () => {
  const honest = documentsOf(planned({}))
  const plan = aPlan({ desired: honest, actual: fiveUnderItaly })
  const actual = anActual({
    customers: [
      aCustomerActual({
        licences: present([{ product: mail, licence: 'mail', enabled: seats(5), consumed: seats(0) }]),
      }),
      aCustomerActual({ partner: italy, subscriptions: [{}] }),
    ],
  })
  const verdict = await aStage({ plan, actual }).apply({ declared: honest })
  expect([verdict.kind, verdict.diagnostics]).toEqual(['done', []])
})

it('looks at each customer a few times, however many there are', () => {
  const [few = 0, many = 0] = [20, 80].map(customers => {
    const { desired, actual } = anEstate({ customers, productsEach: 2 })
    const { watch, reads } = counter()
    const plan = watch(aPlan({ desired, actual }))
    const found = notDecidedAnew(plan, {
      declared: watch(desired),
      actual: watch(actual),
      blocked: new Set(),
      done: new Set(),
      halfWay: [],
      unseen: [],
    })
    expect(found).toEqual(new Map())
    return reads()
  })
  expect([few > 1_000, many < few * 4.2]).toEqual([true, true])
})
