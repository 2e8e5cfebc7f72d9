/** Lines of a customer that are not one licence replaced by another. */
import { describe, expect, test } from 'vitest'
import { subscriptionId, utcDate } from '../../../../engine/model/ids.ts'
import {
  absent,
  addOn,
  aLeftBehind,
  anItem,
  azure,
  mail,
  onSale,
  suite,
} from '../../../support/builders/index.ts'
import { actionLines, blockers, findingCodes } from '../../../support/plan-shape.ts'
import { planned, type Story } from '../../../support/story.ts'

const gated = ['create mail 5 central', 'gate', 'suspend s-1 italy']

describe('lines outside the gate', () => {
  test('Azure, software and what is off are listed and stop nothing', () => {
    const plan = planned({
      italy: [
        {},
        { id: 's-2', product: azure },
        { id: 's-3', kind: 'perpetual' },
        { id: 's-4', product: suite, status: 'expired' },
      ],
    })
    expect(actionLines(plan)).toEqual(gated)
    expect(plan.customers[0]?.sources.map(line => [line.method, line.gated])).toEqual([
      ['reprovision', true],
      ['verify', false],
      ['manual', false],
      ['observe', false],
    ])
  })

  test('a legacy trial is suspended behind the gate, says that it reduces service, and is not re-created', () => {
    const plan = planned({ italy: [{}, { id: 's-2', product: suite, trial: true }] })
    expect(actionLines(plan)).toEqual([
      'create mail 5 central',
      'gate',
      'suspend s-1 italy',
      'suspend s-2 italy',
    ])
    const off = plan.actions[3]
    expect(
      off?.kind === 'subscription.suspend' && [off.effect.reducesService, off.effect.method, off.replacedBy],
    ).toEqual([true, 'drop', []])
  })
})

describe('add-ons', () => {
  const declared = [
    { key: 'suite', product: suite },
    { key: 'audio', product: addOn, addOnTo: 'suite' },
  ]
  const sources = [
    { id: 's-1', product: suite },
    { id: 's-2', product: addOn, parent: subscriptionId('s-1') },
  ]

  test('are bought after their base, and suspended before it', () => {
    const plan = planned({ declared, italy: sources })
    expect(actionLines(plan)).toEqual([
      'create suite 5 central',
      'create audio 5 central',
      'gate',
      'suspend s-2 italy',
      'suspend s-1 italy',
    ])
    expect(plan.customers[0]?.actions).toEqual(plan.actions.map(action => action.id))
    const audio = plan.actions[1]
    expect(audio?.kind === 'subscription.create' && audio.base).toEqual({
      kind: 'created by',
      action: plan.actions[0]?.id,
    })
  })

  test('are bought onto a base that lives already', () => {
    const plan = planned({
      declared,
      italy: sources,
      living: [{ id: 't-1', name: 'suite', product: suite, order: 'o-7' }],
    })
    const audio = plan.actions[0]
    expect(audio?.kind === 'subscription.create' && audio.base).toEqual({
      kind: 'living',
      subscription: 't-1',
      order: 'o-7',
    })
  })

  test('wait for a base that is switched on again', () => {
    const plan = planned({
      declared,
      italy: sources,
      living: [{ id: 't-1', name: 'suite', product: suite, status: 'suspended' }],
    })
    expect(actionLines(plan).slice(0, 2)).toEqual(['reactivate t-1 central', 'create audio 5 central'])
  })

  test('whose base is in another account stop the customer', () => {
    const plan = planned({ declared, italy: [{ ...sources[1] }], germany: [{ id: 's-1', product: suite }] })
    expect(blockers(plan)).toEqual(['PARENT_ELSEWHERE'])
  })

  test('that stay keep their base from being suspended', () => {
    const plan = planned({
      declared: declared.slice(0, 1),
      italy: sources,
      consolidation: { leave: [aLeftBehind({ subscription: subscriptionId('s-2') })] },
    })
    expect(blockers(plan)).toEqual(['ADD_ON_STAYS'])
  })

  test.each([
    [
      'do not say their base',
      [
        { key: 'suite', product: suite },
        { key: 'audio', product: addOn },
      ],
      'BASE_MISSING',
    ],
    [
      'name a base that is not declared active',
      [{ key: 'suite', product: suite, state: 'suspended' as const }, declared[1]],
      'BASE_MISSING',
    ],
    [
      'name a base of another product',
      [{ key: 'suite', product: mail }, declared[1]],
      'PREREQUISITE_MISSING',
    ],
  ])('that %s are not bought', (_, lines, code) => {
    const plan = planned({ declared: lines.flatMap(entry => entry ?? []), italy: [{ status: 'suspended' }] })
    expect(blockers(plan)).toContain(code)
    expect(plan.actions).toEqual([])
  })
})

describe('what cannot be bought stops the customer', () => {
  test.each([
    ['in a market the partner does not serve', { target: { country: 'FR' } }, 'MARKET_NOT_SERVED'],
    ['in a country nobody knows', { target: { country: null } }, 'MARKET_UNKNOWN'],
    ['when the catalogue gave no answer', { catalogue: [] }, 'UNKNOWN_READ'],
    ['when it is not sold there', { catalogue: [{ ...onSale('IT', anItem()), item: absent }] }, 'NOT_SOLD'],
    ['when it is withdrawn', { catalogue: [onSale('IT', anItem({ purchasable: false }))] }, 'WITHDRAWN'],
    ['with more seats than are sold', { declared: [{ seats: 301 }] }, 'SEATS_OUT_OF_RANGE'],
    [
      'with a billing cycle that is not offered',
      { declared: [{ billing: 'triennial' }] },
      'TERM_NOT_OFFERED',
    ],
    ['when the partner is retired', { central: { retired: utcDate('2026-12-06') } }, 'RETIRED_PARTNER'],
    [
      'when two lines would look alike',
      { declared: [{ friendlyName: 'Posta' }, { key: 'b', friendlyName: 'Posta' }] },
      'SAME_NAME_TWICE',
    ],
  ] as const)('%s', (_, story, code) => {
    const plan = planned(story as Story)
    expect(blockers(plan)).toContain(code)
    expect(plan.actions).toEqual([])
  })

  test('a partner that retires later takes the order, and says so', () => {
    const plan = planned({ central: { retired: utcDate('2026-12-31') } })
    expect(actionLines(plan)).toEqual(gated)
    expect(findingCodes(plan)).toEqual(['RETIRES_LATER nothing'])
  })
})

test('what lives under the target and is not declared is listed and left alone', () => {
  const plan = planned({ living: [{ id: 't-9', product: suite }] })
  expect(findingCodes(plan)).toEqual(['UNMANAGED nothing'])
  expect(actionLines(plan)).toEqual(gated)
})
