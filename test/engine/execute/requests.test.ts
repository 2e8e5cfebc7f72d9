/**
 * What an apply reads of one customer with two moves, and what each read protects. Writes are counted in test/bench/apply-requests.test.ts, where what a
 * performer asks for shows too. Was: 9 lists, and once the first reads were ten minutes old each purchase asked for customer, agreement and offer anew.
 */
import { describe, expect, test } from 'vitest'
import { addMs } from '../../../engine/time/utc-days.ts'
import {
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  anActual,
  aPlan,
  italy,
  mail,
  suite,
  tenant,
} from '../../support/builders/index.ts'
import { aStage, type Stage, untilDeath } from './harness.ts'
import { actionId } from './tiny-world.ts'

/** Every fact of the plan, before anything is written (T11). */
const checked = [
  'customer central',
  'subscriptions central',
  'agreement central',
  'subscriptions italy',
  'offer mail',
  'offer suite',
]

/** Once, where the plan says nothing of licences that it takes away (T21): nobody could tell when it was made. */
const asked = ['licences central']

describe('reads of an apply of one customer with two moves', () => {
  test('are eleven, offers included', async () => {
    const stage = moving(1)
    expect((await stage.apply()).kind).toBe('done')
    expect(readsOf(stage)).toEqual([
      ...checked,
      ...asked,
      // What was ordered and does not show (T15); what lives under the target was listed a moment ago.
      'orders central',
      // The gate: what was bought lives, and nothing else is on in the source (S5, T7).
      'subscriptions central',
      'subscriptions italy',
      // Both are suspended (S6).
      'subscriptions italy',
    ])
  })

  test('are two more where requests take so long that the twins are looked at again (T7)', async () => {
    const stage = moving(1)
    taking(11_000, stage)
    expect((await stage.apply()).kind).toBe('done')
    expect(readsOf(stage).slice(checked.length + asked.length)).toEqual([
      'orders central',
      'subscriptions central',
      'subscriptions italy',
      // The first is suspended, and all of the gate is looked at again before the second: one list of the source serves both.
      'subscriptions italy',
      'subscriptions central',
      'subscriptions italy',
    ])
  })

  test('ask for what is waited for alone while it does not show, and for everything once it does', async () => {
    const stage = moving(1, { hiddenForMs: 60_000 })
    expect((await stage.apply()).kind).toBe('done')
    expect(readsOf(stage).slice(checked.length + asked.length)).toEqual([
      'orders central',
      'subscriptions central',
      'subscriptions italy',
      // After 2, 6, 14, 30 and 62 seconds. Each asked for the source, too.
      ...Array.from({ length: 5 }, () => 'subscriptions central'),
      'subscriptions central',
      'subscriptions italy',
      'subscriptions italy',
    ])
  })

  test('after a crash between two purchases are those of an apply: everything is checked, and nothing of what is done is asked for', async () => {
    const stage = moving(1)
    const second = actionId('subscription.create', 'suite', stage.plan)
    stage.tenants.script({ action: second, moment: 'before send', how: 'crash' })
    expect(await untilDeath(stage.apply())).toBe('died')
    const before = stage.tenants.reads.length
    stage.tenants.restart()
    expect((await stage.resume()).kind).toBe('done')
    expect(readsOf(stage).slice(before)).toEqual([
      ...checked,
      'orders central',
      'subscriptions central',
      'subscriptions italy',
      'subscriptions italy',
    ])
  })

  test('after a crash between two switch-offs are one more than the check of everything', async () => {
    const stage = moving(1)
    const second = actionId('subscription.suspend', 'suite-1', stage.plan)
    stage.tenants.script({ action: second, moment: 'before send', how: 'crash' })
    expect(await untilDeath(stage.apply())).toBe('died')
    const before = stage.tenants.reads.length
    stage.tenants.restart()
    expect((await stage.resume()).kind).toBe('done')
    // What was read before anything is written is a moment old: it shows the twins and the source.
    expect(readsOf(stage).slice(before)).toEqual([...checked, 'subscriptions italy'])
  })
})

describe('reads of an apply of a hundred customers with two moves each', () => {
  test('are three more for each customer that is reached when the first reads are ten minutes old, and offers once in ten minutes', async () => {
    const customers = 100
    const stage = moving(customers)
    taking(4_000, stage)
    expect((await stage.apply({ width: 1 })).kind).toBe('done')
    // Six requests that wait for four seconds: 24 s a customer.
    const late = customers - Math.ceil(600 / 24)
    expect(counted(readsOf(stage))).toEqual({
      'customer central': customers + late,
      'agreement central': customers + late,
      'licences central': customers,
      // In forty minutes.
      'offer mail': 4,
      'offer suite': 4,
      'orders central': customers,
      // The first one's is that of the check before anything is written.
      'subscriptions central': 3 * customers - 1,
      'subscriptions italy': 3 * customers,
    })
  })
})

/** Each request of a write. */
function taking(ms: number, { tenants }: Stage): void {
  tenants.onWait(() => tenants.setClock(addMs(tenants.clock.now(), ms)))
}

/** Two products of legacy in italy, which are bought under central. */
function moving(customers: number, world: { readonly hiddenForMs?: number } = {}): Stage {
  const numbers = Array.from({ length: customers }, (_, position) => position + 1)
  const named = (number: number) => ({
    tenant: tenant(number),
    name: `Customer ${number}`,
    domain: `customer-${number}.example`,
  })
  const desired = aDesired({
    customers: numbers.map(number =>
      aCustomer({
        ...named(number),
        subscriptions: [
          aDeclaredSubscription({ key: 'mail', product: mail, seats: 5 }),
          aDeclaredSubscription({ key: 'suite', product: suite, seats: 5 }),
        ],
      }),
    ),
  })
  const actual = anActual({
    customers: numbers.flatMap(number => [
      aCustomerActual(named(number)),
      aCustomerActual({
        ...named(number),
        partner: italy,
        subscriptions: [
          { id: `mail-${number}`, product: mail, seats: 5 },
          { id: `suite-${number}`, product: suite, seats: 5 },
        ],
      }),
    ]),
  })
  return aStage({ plan: aPlan({ desired, actual }), actual, ...world })
}

function counted(reads: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>()
  for (const read of reads) counts.set(read, (counts.get(read) ?? 0) + 1)
  return Object.fromEntries(counts)
}

function readsOf({ tenants }: Stage): readonly string[] {
  return tenants.reads.map(read =>
    read
      .replace(/\/[0-9a-f-]{36}$/, '')
      .replace(`catalogue central/IT/${mail}`, 'offer mail')
      .replace(`catalogue central/IT/${suite}`, 'offer suite'),
  )
}
