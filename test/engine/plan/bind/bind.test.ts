import { describe, expect, test } from 'vitest'
import { subscriptionId } from '../../../../engine/model/ids.ts'
import { bind } from '../../../../engine/plan/bind/bind.ts'
import {
  aCustomer,
  aDeclaredSubscription,
  aLiveSubscription,
  central,
  type LiveSubscriptionFacts,
  premium,
  suite,
} from '../../../support/builders/index.ts'

const live = (facts: LiveSubscriptionFacts) => aLiveSubscription({ partner: central, ...facts })

function bound(declared: Parameters<typeof aDeclaredSubscription>[0][], living: LiveSubscriptionFacts[]) {
  const customer = aCustomer({ subscriptions: declared.map(aDeclaredSubscription) })
  const binding = bind(customer, living.map(live))
  return {
    bound: Object.fromEntries([...binding.bound].map(([key, entry]) => [key, entry.id])),
    unbound: binding.unbound.map(entry => entry.key),
    unmanaged: binding.unmanaged.map(entry => entry.id),
    findings: binding.findings.map(found => [found.code, found.detail]),
  }
}

describe('a declared subscription means the living one', () => {
  test('whose id it writes, whatever that is called', () => {
    expect(
      bound([{ subscriptionId: subscriptionId('t-2') }], [{ id: 't-1', name: 'mail' }, { id: 't-2' }]),
    ).toEqual({ bound: { mail: 't-2' }, unbound: [], unmanaged: ['t-1'], findings: [] })
  })

  test('that has its key as name, or its friendly name, and its product', () => {
    expect(bound([{}], [{ id: 't-1' }, { id: 't-2', name: 'mail' }]).bound).toEqual({ mail: 't-2' })
    expect(
      bound([{ friendlyName: 'Posta nuova' }], [{ id: 't-1' }, { id: 't-2', name: 'Posta nuova' }]).bound,
    ).toEqual({
      mail: 't-2',
    })
    expect(bound([{ product: suite }], [{ id: 't-1', name: 'mail' }]).bound).toEqual({})
  })

  test('that alone has its product, term and billing', () => {
    expect(bound([{ product: premium }], [{ id: 't-1', product: premium }]).bound).toEqual({ mail: 't-1' })
    expect(bound([{}], [{ id: 't-1', billing: null }]).bound).toEqual({ mail: 't-1' })
  })

  test('unless that has ended: what was deleted or expired never binds', () => {
    for (const status of ['deleted', 'expired'] as const)
      expect(bound([{}], [{ id: 't-1', name: 'mail', status }]).unbound).toEqual(['mail'])
    expect(bound([{}], [{ id: 't-1', status: 'suspended' }]).bound).toEqual({ mail: 't-1' })
    expect(
      bound([{ product: premium }], [{ id: 't-1', product: premium, status: 'disabled' }]).unbound,
    ).toEqual(['mail'])
  })
})

describe('what lives otherwise than is written', () => {
  const codes = (...args: Parameters<typeof bound>) => bound(...args).findings.map(([code]) => code)

  test('is neither bound nor bought beside: the document has to say which it means (T35)', () => {
    // Was red: an annual subscription bought by hand was bought again, monthly.
    expect(bound([{}], [{ id: 't-1', name: 'Bought by hand', billing: 'annual' }])).toEqual({
      bound: {},
      unbound: [],
      unmanaged: [],
      findings: [
        [
          'PLAN.LIVES_OTHERWISE',
          '`mail` is written as monthly, and there is one of the product already: t-1 (Bought by hand, annual). Buying it beside that may be buying it twice.',
        ],
      ],
    })
    expect(codes([{ product: premium }], [{ id: 't-1', product: premium, term: 'P1M' }])).toEqual([
      'PLAN.LIVES_OTHERWISE',
    ])
  })

  test('binds where the document leaves the billing out, whatever it is', () => {
    expect(bound([{ billingWritten: false }], [{ id: 't-1', billing: 'annual' }]).bound).toEqual({
      mail: 't-1',
    })
  })

  test('is left alone where one more is wanted in so many words; that one is then known by its name', () => {
    const line = { anotherAcknowledged: true } as const
    expect(bound([line], [{ id: 't-1' }])).toEqual({
      bound: {},
      unbound: ['mail'],
      unmanaged: ['t-1'],
      findings: [],
    })
    expect(bound([line], [{ id: 't-1' }, { id: 't-2', name: 'mail' }]).bound).toEqual({ mail: 't-2' })
  })

  test('is not bought once more where two live that no line means: one may be what was bought, renamed by hand', () => {
    const line = { anotherAcknowledged: true } as const
    const renamed = [{ id: 't-1' }, { id: 't-2', name: 'Verwaltung' }]
    expect(bound([line], renamed)).toEqual({
      bound: {},
      unbound: [],
      unmanaged: [],
      findings: [
        [
          'PLAN.BOUGHT_ALREADY',
          '`mail` asks for one more beside what lives, and 2 of the product live that no line means: t-1 (Posta), t-2 (Verwaltung). One of them may be what was bought for it, under another name.',
        ],
      ],
    })
    const own = { ...line, subscriptionId: subscriptionId('t-2') }
    expect(bound([own], renamed).bound).toEqual({ mail: 't-2' })
  })

  test('is no matter for a line that is not active', () => {
    for (const state of ['suspended', 'cancelled'] as const)
      expect(codes([{ state }], [{ id: 't-1', billing: 'annual' }])).toEqual([])
  })
})

describe('a trial', () => {
  test('never binds, by name, by terms or by id (T25)', () => {
    expect(bound([{}], [{ id: 't-1', name: 'mail', trial: true }])).toEqual({
      bound: {},
      unbound: ['mail'],
      unmanaged: ['t-1'],
      findings: [],
    })
    expect(bound([{ subscriptionId: subscriptionId('t-1') }], [{ id: 't-1', trial: true }]).findings).toEqual(
      [
        [
          'PLAN.TRIAL_BOUND',
          '`mail` names t-1, which is a trial: it ends or turns into something else, and no declared line means it.',
        ],
      ],
    )
  })
})

describe('several that fit several', () => {
  const twice = [{ key: 'a' }, { key: 'b' }]

  test('are paired where every pairing leaves nothing to do', () => {
    expect(bound(twice, [{ id: 't-2' }, { id: 't-1' }])).toEqual({
      bound: { a: 't-1', b: 't-2' },
      unbound: [],
      unmanaged: [],
      findings: [],
    })
  })

  test('are paired as the only pairing that leaves nothing to do has them, whatever their names', () => {
    const answer = { bound: { a: 't-2', b: 't-1' }, unbound: [], unmanaged: [], findings: [] }
    expect(bound([{ key: 'a', seats: 7 }, { key: 'b' }], [{ id: 't-1' }, { id: 't-2', seats: 7 }])).toEqual(
      answer,
    )
    const named = [
      { id: 't-1', name: 'a' },
      { id: 't-2', name: 'a', seats: 7 },
    ]
    expect(bound([{ key: 'a', seats: 7 }, { key: 'b' }], named)).toEqual(answer)
  })

  test.each<[string, Parameters<typeof bound>]>([
    [
      'a change would be written',
      [
        [{ key: 'a', seats: 6 }, { key: 'b' }],
        [{ id: 't-1' }, { id: 't-2' }],
      ],
    ],
    ['one is left over', [twice, [{ id: 't-1' }, { id: 't-2' }, { id: 't-3' }]]],
    [
      'an add-on is to be bought onto one of them',
      [
        [...twice, { key: 'calls', product: suite, addOnTo: 'a' }],
        [{ id: 't-1' }, { id: 't-2' }],
      ],
    ],
  ])('are not paired where %s', (_, [declared, living]) => {
    const answer = bound(declared, living)
    expect([answer.bound, answer.findings.map(([code]) => code)]).toEqual([
      {},
      ['PLAN.AMBIGUOUS_BINDING', 'PLAN.AMBIGUOUS_BINDING'],
    ])
  })
})

describe('nothing is guessed', () => {
  test('when two living ones fit one line equally', () => {
    expect(bound([{}], [{ id: 't-1' }, { id: 't-2' }])).toEqual({
      bound: {},
      unbound: [],
      unmanaged: [],
      findings: [['PLAN.AMBIGUOUS_BINDING', '`mail` could be t-1 (Posta) or t-2 (Posta).']],
    })
  })

  test('when two lines fit one living one equally, in whatever order they are written', () => {
    const lines = [{ key: 'a' }, { key: 'b', billing: 'annual' as const }]
    const answer = {
      bound: {},
      unbound: [],
      unmanaged: [],
      findings: [
        ['PLAN.AMBIGUOUS_BINDING', '`a` could be t-1 (Posta), and so could `b`.'],
        ['PLAN.AMBIGUOUS_BINDING', '`b` could be t-1 (Posta), and so could `a`.'],
      ],
    }
    expect(bound(lines, [{ id: 't-1', billing: null }])).toEqual(answer)
    expect(bound([...lines].reverse(), [{ id: 't-1', billing: null }])).toEqual(answer)
  })

  test('when a written id does not live, and then nothing is bought in its place', () => {
    const answer = bound([{ subscriptionId: subscriptionId('gone') }], [{ id: 't-1' }])
    expect(answer).toEqual({
      bound: {},
      unbound: [],
      unmanaged: ['t-1'],
      findings: [
        [
          'PLAN.BOUND_ID_MISSING',
          '`mail` names gone, which central does not show as living for Panificio Rossi. The service would answer 404/20003.',
        ],
      ],
    })
  })
})

test('a name decides before the terms do, so the second of two lines is still open after the first was bought', () => {
  const lines = [{ key: 'rome' }, { key: 'milan' }]
  expect(bound(lines, [{ id: 't-1', name: 'rome' }])).toEqual({
    bound: { rome: 't-1' },
    unbound: ['milan'],
    unmanaged: [],
    findings: [],
  })
})
