/**
 * Rules of docs/rules.md about what a plan does not touch, or not yet: T7, T9, T10, T12, T17, T19. Each was seen red with its
 * rule broken by hand.
 */
import { describe, expect, test } from 'vitest'
import { subscriptionId } from '../../../../engine/model/ids.ts'
import type { Plan } from '../../../../engine/plan/plan.ts'
import {
  absent,
  aMethodRule,
  azure,
  type LiveSubscriptionFacts,
  mail,
  premium,
  suite,
  unknown,
} from '../../../support/builders/index.ts'
import { actionLines } from '../../../support/plan-shape.ts'
import { planned, type Story } from '../../../support/story.ts'

function touched(plan: Plan): readonly string[] {
  return plan.actions.flatMap(action => ('subscription' in action ? [action.subscription] : []))
}

describe('T7: nothing that has a replacement is switched off without it', () => {
  test('verified before it: the gate waits for the purchase and proves it, and the switch-off waits for the gate', () => {
    const plan = planned()
    const [create, gate, off] = plan.actions
    expect([create?.kind, gate?.kind, off?.kind]).toEqual([
      'subscription.create',
      'gate.customer',
      'subscription.suspend',
    ])
    expect([gate?.after, off?.after]).toEqual([[create?.id], [gate?.id]])
    expect(gate?.proves).toEqual(expect.arrayContaining([...(create?.proves ?? [])]))
  })

  test('living and active now: a twin that is there already is proven by the gate as well', () => {
    const plan = planned({ living: [{ id: 't-1', name: 'mail' }] })
    expect(actionLines(plan)).toEqual(['gate', 'suspend s-1 italy'])
    expect(plan.actions[0]?.proves).toContainEqual({
      kind: 'subscription is',
      partner: 'central',
      customer: plan.customers[0]?.tenant,
      subscription: 't-1',
      status: 'active',
      seats: null,
    })
  })

  test('unless by design, and then the line says that it reduces service', () => {
    const plan = planned({
      declared: [{}, { key: 'suite', product: suite, state: 'suspended' }],
      italy: [{}, { id: 's-2', trial: true }],
      living: [{ id: 't-2', product: suite, name: 'suite' }],
    })
    const off = plan.actions.flatMap(action =>
      action.kind === 'subscription.suspend'
        ? [
            `${action.subscription} ${action.replacedBy.length === 0 ? 'alone' : 'replaced'} ${action.effect.reducesService ? 'reduces' : 'keeps'}`,
          ]
        : [],
    )
    expect([...off].sort()).toEqual(['s-1 replaced keeps', 's-2 alone reduces', 't-2 alone reduces'])
  })
})

describe('T9: Azure usage is never written', () => {
  const statuses = ['active', 'suspended', 'pending', 'expired', 'deleted'] as const
  const methods = ['reprovision', 'transfer', 'repurchase', 'lapse', 'drop', 'manual'] as const

  test.each(statuses)('in a source, whatever a rule asks for, trial or not, while it is %s', status => {
    for (const trial of [false, true])
      for (const method of methods)
        for (const when of [{}, { trial: true }, { product: azure }]) {
          const plan = planned({
            declared: [{}, { key: 'azure', product: azure, seats: 1 }],
            italy: [{}, { id: 's-azure', product: azure, seats: 1, status, trial }],
            consolidation: { methods: [aMethodRule({ when, method })] },
          })
          expect(touched(plan)).not.toContain('s-azure')
          expect(plan.actions.filter(action => 'product' in action && action.product === azure)).toEqual([])
          expect(plan.customers[0]?.sources.find(line => line.subscription === 's-azure')?.method).toBe(
            'verify',
          )
        }
  })

  test('under the target, whatever is declared about it', () => {
    for (const state of ['suspended', 'cancelled', 'active'] as const) {
      const plan = planned({
        declared: [{ key: 'azure', product: azure, seats: 7, state, friendlyName: 'cloud' }],
        italy: [],
        living: [{ id: 't-azure', product: azure, seats: 1, name: 'azure' }],
      })
      expect(plan.actions).toEqual([])
    }
  })
})

describe('T10: a word nobody knows', () => {
  const odd: readonly LiveSubscriptionFacts[] = [
    { id: 's-odd', product: suite, status: 'unknown:frozen' },
    { id: 's-odd', product: suite, kind: 'unknown:robot' },
    { id: 's-odd', product: suite, commerce: 'unknown:nce2' },
  ]

  test.each(odd)(
    'in a source is shown as unsupported and stops its customer: $status $kind $commerce',
    facts => {
      const plan = planned({ italy: [{}, facts] })
      expect(plan.actions).toEqual([])
      const line = plan.customers[0]?.sources.find(entry => entry.subscription === 's-odd')
      expect([line?.method, line?.note]).toEqual([
        'unsupported',
        expect.stringContaining('which this version does not know'),
      ])
      expect(plan.customers[0]?.blockedBy.map(found => found.code)).toContain('PLAN.UNSUPPORTED')
    },
  )

  test('under the target is shown on its line and is not written', () => {
    for (const { id: _, product: __, ...facts } of odd) {
      const plan = planned({
        italy: [],
        declared: [{ seats: 9 }],
        living: [{ id: 't-odd', name: 'mail', ...facts }],
      })
      expect(plan.actions).toEqual([])
      expect(plan.findings.map(found => found.detail).join('\n')).toMatch(/frozen|robot|nce2/)
    }
  })
})

describe('T12: absent from the documents does not mean delete', () => {
  const strays: readonly LiveSubscriptionFacts[] = [
    { id: 't-1', name: 'mail' },
    { id: 't-stray', product: suite, name: 'nobody declared it' },
    { id: 't-nce', product: premium, name: 'nor this' },
  ]

  test('what lives under the target and is in no document is listed, one by one, and not touched', () => {
    for (const italy of [[], [{}]]) {
      const plan = planned({ declared: [{ seats: 9 }], italy, living: strays })
      expect(touched(plan)).not.toContain('t-stray')
      expect(touched(plan)).not.toContain('t-nce')
      expect(
        plan.findings.flatMap(found => (found.code === 'PLAN.UNMANAGED' ? [found.subject.subscription] : [])),
      ).toEqual(['t-nce', 't-stray'])
    }
  })

  test('a name that is not written, and the end of a term that is not, stay as they are', () => {
    const plan = planned({
      italy: [],
      declared: [{ product: premium }],
      living: [
        {
          id: 't-1',
          product: premium,
          name: 'Somebody named it',
          autoRenew: false,
          cancelsAtTermEnd: true,
        },
      ],
    })
    expect(plan.actions).toEqual([])
  })
})

describe('T17: seats on the target afterwards', () => {
  test('are summed over all sources, printed for each product, and fewer of them block', () => {
    const two: Story = { italy: [{ seats: 10 }], germany: [{ id: 's-2', seats: 7 }] }
    const line = (seats: number, more: object = {}) =>
      planned({ ...two, declared: [{ seats, ...more }] }).customers[0]?.seats
    expect(line(17)).toEqual([
      {
        product: mail,
        productName: 'Exchange Online (Plan 1)',
        onSources: 17,
        onTargetNow: 0,
        declared: 17,
        onTargetAfter: 17,
        switchedOff: 17,
        verdict: 'ok',
      },
    ])
    expect(line(16)?.[0]?.verdict).toBe('fewer')
    expect(planned({ ...two, declared: [{ seats: 16 }] }).actions).toEqual([])
    expect(line(16, { fewerSeatsAcknowledged: true })?.[0]?.verdict).toBe('fewer, acknowledged')
  })

  test('satisfy it half-way too: bought, and not yet suspended', () => {
    const plan = planned({ living: [{ id: 't-1', name: 'mail' }] })
    expect(plan.customers[0]?.seats[0]).toMatchObject({
      onSources: 5,
      onTargetNow: 5,
      onTargetAfter: 5,
      verdict: 'ok',
    })
  })
})

describe('T19: a customer that cannot be written to', () => {
  test.each([
    ['has not accepted', { customer: absent }],
    ['gave no answer whether it has', { customer: unknown }],
    ['has no agreement', { agreement: absent }],
    ['has an agreement that is not known', { agreement: unknown }],
  ] as const)('because it %s yields no write, only how far it is', (_, target) => {
    for (const italy of [[{}], [{ product: premium, seats: 5 }]]) {
      const plan = planned({ italy, declared: [italy[0] ?? {}], target })
      expect(plan.actions).toEqual([])
      expect(plan.customers[0]?.readiness.kind).not.toBe('accepted')
      expect(['waiting', 'blocked']).toContain(plan.customers[0]?.state)
    }
  })
})

test('T22: an add-on whose base is in another account blocks with the reason', () => {
  const plan = planned({
    declared: [{ product: suite, key: 'suite' }],
    italy: [{ id: 's-1', product: suite, parent: subscriptionId('s-elsewhere') }],
  })
  expect([plan.actions, plan.customers[0]?.blockedBy.map(found => found.detail)]).toEqual([
    [],
    ['Office 365 E3 (s-1) is an add-on of s-elsewhere, which is not in italy.'],
  ])
})
