import { describe, expect, test } from 'vitest'
import type { DeclaredConsolidation } from '../../../../engine/model/desired.ts'
import {
  absent,
  aConsolidation,
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  aMethodRule,
  anActual,
  aPlan,
  aWave,
  germany,
  italy,
  premium,
  tenant,
} from '../../../support/builders/index.ts'
import { actionLines, states } from '../../../support/plan-shape.ts'

type How = 'ready' | 'moved' | 'blocked' | 'not accepted' | 'no agreement' | 'lapsing'

interface Member {
  readonly name: string
  readonly how: How
  readonly labels?: readonly string[]
  readonly partner?: typeof italy
}

function waved(
  members: readonly Member[],
  consolidation: Partial<DeclaredConsolidation>,
  scope: Parameters<typeof aPlan>[0] = {},
) {
  const rows = members.map((member, position) => ({ ...member, id: tenant(position + 1) }))
  return aPlan({
    ...scope,
    desired: aDesired({
      customers: rows.map(({ id, name, labels, how }) =>
        aCustomer({
          tenant: id,
          name,
          domain: `${name}.example`,
          labels: labels ?? [],
          ...(how === 'lapsing'
            ? { subscriptions: [aDeclaredSubscription({ product: premium })] }
            : { seats: 5 }),
        }),
      ),
      consolidations: [aConsolidation(consolidation)],
    }),
    actual: anActual({
      customers: rows.flatMap(({ id, name, how, partner, labels }) => {
        const at = { tenant: id, name, domain: `${name}.example`, labels }
        const product = how === 'blocked' || how === 'lapsing' ? { product: premium } : {}
        const status = how === 'moved' ? { status: 'suspended' as const } : {}
        const source = aCustomerActual({
          ...at,
          partner: partner ?? italy,
          subscriptions: [{ id: `s-${name}`, ...product, ...status }],
        })
        if (how === 'not accepted') return [source]
        const living = how === 'moved' ? [{ id: `t-${name}`, name: 'mail' }] : []
        const missing = how === 'no agreement' ? { agreement: absent } : {}
        return [source, aCustomerActual({ ...at, ...missing, subscriptions: living })]
      }),
    }),
  })
}

const pilot = aWave({ labels: ['pilot'] })
const rest = aWave({ name: 'italy', partner: italy, needs: 'pilot' })
const waves = [pilot, rest]

describe('a customer belongs to', () => {
  const waveOf = (member: Partial<Member>, consolidation: Partial<DeclaredConsolidation>) =>
    waved([{ name: 'a', how: 'ready', ...member }], consolidation).customers[0]?.wave

  test('the first wave that matches by label, by tenant or by a source it has subscriptions under', () => {
    expect(waveOf({ labels: ['pilot'] }, { waves })).toBe('pilot')
    expect(waveOf({}, { waves })).toBe('italy')
    expect(waveOf({}, { waves: [aWave({ name: 'chosen', tenants: [tenant()] }), ...waves] })).toBe('chosen')
  })

  test('the wave `rest` when none does, and to none where there are none', () => {
    expect(waveOf({ partner: germany }, { waves })).toBe('rest')
    expect(waveOf({}, {})).toBeNull()
  })
})

describe('a wave that needs another', () => {
  const both = (first: How): Member[] => [
    { name: 'a', how: first, labels: ['pilot'] },
    { name: 'b', how: 'ready' },
  ]

  test('starts behind a gate that waits for all of it', () => {
    const plan = waved(both('ready'), { waves })
    expect(actionLines(plan)).toEqual([
      'create mail 5 central',
      'gate',
      'suspend s-a italy',
      'gate of wave italy',
      'create mail 5 central',
      'gate',
      'suspend s-b italy',
    ])
  })

  test('needs no gate once that one is done, and does not wait for who has not accepted', () => {
    expect(actionLines(waved(both('moved'), { waves }))).toEqual([
      'create mail 5 central',
      'gate',
      'suspend s-b italy',
    ])
    expect(actionLines(waved(both('not accepted'), { waves }))).toHaveLength(3)
  })

  test('does not start while an accepted customer of that one is blocked', () => {
    const plan = waved(both('blocked'), { waves })
    expect(actionLines(plan)).toEqual([])
    expect(plan.customers[1]?.blockedBy.map(found => found.detail)).toEqual([
      'Wave `italy` of emea needs `pilot`, which is not done: a.',
    ])
  })

  test('does not start while a customer of that one has accepted, and its agreement is missing', () => {
    // Was red: who has no agreement counted as not accepted, and everybody else was moved.
    const plan = waved(both('no agreement'), { waves })
    expect([actionLines(plan), states(plan)]).toEqual([[], ['a: waiting', 'b: blocked']])
    expect(plan.customers[1]?.blockedBy.map(found => found.detail)).toEqual([
      'Wave `italy` of emea needs `pilot`, which is not done: a.',
    ])
  })

  test('starts when what runs out with its term has been told so', () => {
    const methods = [aMethodRule({ when: { commerce: 'nce' }, method: 'lapse' })]
    const plan = waved(both('lapsing'), { waves, methods })
    expect(actionLines(plan)).toEqual([
      'renewal s-a renews→cancels italy',
      'gate of wave italy',
      'create mail 5 central',
      'gate',
      'suspend s-b italy',
    ])
    expect(plan.actions[1]?.after).toEqual([plan.actions[0]?.id])
  })

  test('does not start from a plan of its own, nor by --target, while that one is not done', () => {
    for (const scope of [{ scope: { wave: 'italy' } }, { scope: { targets: ['b.example'] } }]) {
      const plan = waved(both('ready'), { waves }, scope)
      expect(actionLines(plan)).toEqual([])
      expect(states(plan)).toEqual(['b: blocked'])
      expect(states(waved(both('moved'), { waves }, scope))).toEqual(['b: planned'])
    }
  })

  test('follows the whole chain', () => {
    const chain = [
      pilot,
      aWave({ name: 'early', labels: ['early'], needs: 'pilot' }),
      aWave({ name: 'italy', partner: italy, needs: 'early' }),
    ]
    const members: Member[] = [
      { name: 'a', how: 'blocked', labels: ['pilot'] },
      { name: 'b', how: 'ready', labels: ['early'] },
      { name: 'c', how: 'ready' },
    ]
    expect(states(waved(members, { waves: chain }))).toEqual(['a: blocked', 'b: blocked', 'c: blocked'])
    expect(states(waved(members, { waves: chain }, { scope: { wave: 'italy' } }))).toEqual(['c: blocked'])
  })
})

describe('a chain of waves', () => {
  const chain = [
    pilot,
    aWave({ name: 'early', labels: ['early'], needs: 'pilot' }),
    aWave({ name: 'italy', partner: italy, needs: 'early' }),
  ]
  const three = (first: How, second: How = 'not accepted') =>
    waved(
      [
        { name: 'a', how: first, labels: ['pilot'] },
        { name: 'b', how: second, labels: ['early'] },
        { name: 'c', how: 'ready' },
      ],
      { waves: chain },
    )

  test('does not start over a wave of which nobody can move, while the one before that is not done', () => {
    const plan = three('no agreement')
    expect(plan.actions).toEqual([])
    expect(plan.findings.find(found => found.code === 'PLAN.WAVE_NOT_DONE')?.detail).toBe(
      'Wave `italy` of emea needs `early`, which needs `pilot`, which is not done: a.',
    )
  })

  test('waits in the same apply for the first of them that has something to move', () => {
    const plan = three('ready')
    expect(actionLines(plan)).toEqual([
      'create mail 5 central',
      'gate',
      'suspend s-a italy',
      'gate of wave italy',
      'create mail 5 central',
      'gate',
      'suspend s-c italy',
    ])
    const gate = plan.actions.find(action => action.kind === 'gate.wave')
    expect(gate?.because).toEqual({ kind: 'wave needs wave', consolidation: 'emea', needs: 'pilot' })
  })

  test('relies on everybody before it: who has moved stays so, who has not accepted does not accept', () => {
    const facts = three('moved').facts.filter(
      ({ subject }) => 'behind' in subject && subject.behind !== undefined,
    )
    expect(facts.map(({ id, value, subject }) => [id, value, 'behind' in subject && subject.behind])).toEqual(
      [
        [`accepted:central/${tenant(2)}`, { accepted: false }, [tenant(3)]],
        [`active:central/${tenant(1)}`, ['t-a'], [tenant(3)]],
        [`active:italy/${tenant(1)}`, [], [tenant(3)]],
      ],
    )
  })
})

test('--wave plans that wave alone', () => {
  const plan = waved(
    [
      { name: 'a', how: 'ready', labels: ['pilot'] },
      { name: 'b', how: 'ready' },
    ],
    { waves },
    { scope: { wave: 'pilot' } },
  )
  expect(states(plan)).toEqual(['a: planned'])
})

test('a wave that matches more than its max is blocked whole, and declines the run while somebody of it is to move', () => {
  const members: Member[] = ['a', 'b', 'c'].map(name => ({ name, how: 'ready', labels: ['pilot'] }))
  const tooLarge = (plan: ReturnType<typeof waved>) =>
    plan.findings.filter(found => found.blocks === 'run').map(found => [found.code, found.at])
  const waves = [{ ...pilot, max: 2 }]
  expect(tooLarge(waved(members, { waves }))).toEqual([['PLAN.WAVE_TOO_LARGE', pilot.at]])
  expect(tooLarge(waved(members, { waves }, { scope: { wave: 'rest' } }))).toEqual([])
  expect(
    tooLarge(
      waved(
        members.map(one => ({ ...one, how: 'moved' })),
        { waves },
      ),
    ),
  ).toEqual([])
  const plan = waved([...members, { name: 'd', how: 'ready', partner: germany }], {
    waves: [{ ...pilot, max: 2 }],
  })
  expect(states(plan)).toEqual(['a: blocked', 'b: blocked', 'c: blocked', 'd: planned'])
  expect(plan.customers[0]?.blockedBy.map(found => [found.code, found.severity, found.detail])).toEqual([
    ['PLAN.WAVE_TOO_LARGE', 'error', 'Wave `pilot` of emea matches 3 customers; its max is 2.'],
  ])
})

describe('a scope that nothing matches', () => {
  test.each([
    { wave: 'nowhere' },
    { consolidation: 'nowhere' },
    { targets: ['nowhere.example'] },
    { targets: ['a.example/nothing'] },
  ])('stops the run: %o', scope => {
    const plan = waved([{ name: 'a', how: 'ready' }], { waves }, { scope })
    expect(plan.findings.map(found => [found.code, found.blocks])).toEqual([['PLAN.UNKNOWN_SCOPE', 'run']])
    expect(plan.actions).toEqual([])
  })
})

test('one subscription of a customer that moves is too narrow a target', () => {
  const plan = waved([{ name: 'a', how: 'ready' }], {}, { scope: { targets: ['a.example/mail'] } })
  expect(actionLines(plan)).toEqual([])
  expect(plan.customers[0]?.blockedBy.map(found => found.code)).toEqual(['PLAN.TARGET_TOO_NARROW'])
})
