/** A base and its add-ons under the target are never parted (T22), whatever the step. Each was red: the base went, and its add-on stayed. */
import { describe, expect, test } from 'vitest'
import { instant, productKey, seats, subscriptionId, utcDate } from '../../../../../engine/model/ids.ts'
import type { Plan } from '../../../../../engine/plan/plan.ts'
import {
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  anActual,
  anItem,
  aPartner,
  aPlan,
  type DeclaredSubscriptionFacts,
  type LiveSubscriptionFacts,
  onSale,
  premium,
} from '../../../../support/builders/index.ts'
import { actionLines } from '../../../../support/plan-shape.ts'
import { planned, type Story } from '../../../../support/story.ts'

const calls = productKey('CFQ7TTC0CALL:0001')
const suiteNce = productKey('CFQ7TTC0LFLX:0001')
const end = '2027-03-14T23:59:59Z'
const open = instant('2026-12-10T06:00:00Z')
const told = { autoRenew: false, cancelsAtTermEnd: true } as const
const refundable = [{ seats: seats(5), until: open }]
const on = { termEndsAt: instant(end), refundable, cancellableUntil: open }

type Line = Omit<DeclaredSubscriptionFacts, 'product' | 'key'>
type Live = Omit<LiveSubscriptionFacts, 'product' | 'id' | 'name'>

/** `living` null: it is not bought yet. */
function family(
  base: { readonly line?: Line; readonly living?: Live | null },
  addOn: { readonly line?: Line | null; readonly living?: Live | null },
  targets: readonly string[] = [],
): Plan {
  const declared: DeclaredSubscriptionFacts[] = [{ key: 'base', product: premium, ...base.line }]
  if (addOn.line !== null) declared.push({ key: 'calls', product: calls, addOnTo: 'base', ...addOn.line })
  const living: LiveSubscriptionFacts[] = []
  if (base.living !== null) living.push({ id: 's-1', name: 'base', product: premium, ...on, ...base.living })
  if (addOn.living !== null)
    living.push({
      id: 's-2',
      name: 'calls',
      product: calls,
      parent: subscriptionId('s-1'),
      ...on,
      ...addOn.living,
    })
  return aPlan({
    desired: aDesired({
      partners: [aPartner()],
      customers: [aCustomer({ subscriptions: declared.map(aDeclaredSubscription) })],
      consolidations: [],
    }),
    actual: anActual({
      customers: [aCustomerActual({ subscriptions: living })],
      catalogue: [
        onSale('IT', anItem({ product: premium, commerce: 'nce' })),
        onSale('IT', anItem({ product: suiteNce, commerce: 'nce' })),
        onSale('IT', anItem({ product: calls, commerce: 'nce', addOn: true, prerequisites: [premium] })),
      ],
    }),
    scope: { targets },
  })
}

function said(plan: Plan) {
  return [
    actionLines(plan),
    plan.findings.filter(found => /ADD_ON/.test(found.code)).map(found => [found.code, found.detail]),
  ]
}

const parted = (detail: string) => ['PLAN.ADD_ON_PARTED', `${detail}. A base and its add-ons are not parted.`]

describe('a base is not told to end', () => {
  const ends = (addOn: string) => [
    [],
    [parted(`\`base\` (s-1) would end with its term on 2027-03-14, and its add-on ${addOn}`)],
  ]

  test.each<[string, Parameters<typeof family>, unknown]>([
    ['under an add-on that renews', [{ line: { endOfTerm: 'cancel' } }, {}], ends('`calls` (s-2) goes on')],
    [
      'under an add-on that no document declares',
      [{ line: { endOfTerm: 'cancel' } }, { line: null }],
      ends('CFQ7TTC0CALL:0001 (s-2) goes on'),
    ],
    [
      'under an add-on that ends on a later day',
      [
        { line: { endOfTerm: 'cancel' } },
        { living: { ...told, termEndsAt: instant('2027-06-14T23:59:59Z') } },
      ],
      ends('`calls` (s-2) ends on 2027-06-14'),
    ],
    [
      'without the add-on that is left out of the scope',
      [{ line: { endOfTerm: 'cancel' } }, { line: { endOfTerm: 'cancel' } }, ['panificio/base']],
      ends('`calls` (s-2) goes on'),
    ],
    [
      'under an add-on whose end is not known',
      [{ line: { endOfTerm: 'cancel' } }, { living: { ...told, termEndsAt: null } }],
      ends('`calls` (s-2) may go on'),
    ],
  ])('%s', (_, [base, addOn, targets], expected) => {
    const scope = targets === undefined ? [] : ['rossi.example/base']
    expect(said(family(base, addOn, scope))).toEqual(expected)
  })

  test('but ends together with an add-on that is told so, or ends before it', () => {
    const both = family({ line: { endOfTerm: 'cancel' } }, { line: { endOfTerm: 'cancel' } })
    expect(said(both)).toEqual([
      ['renewal s-1 renews→cancels central', 'renewal s-2 renews→cancels central'],
      [],
    ])
    const before = { ...told, termEndsAt: instant('2027-01-14T23:59:59Z') }
    expect(said(family({ line: { endOfTerm: 'cancel' } }, { living: before }))).toEqual([
      ['renewal s-1 renews→cancels central'],
      [],
    ])
  })
})

describe('an add-on', () => {
  test('is not told to go on when its base ends', () => {
    expect(said(family({ living: told }, { line: { endOfTerm: 'renew' }, living: told }))).toEqual([
      [],
      [
        parted(
          '`calls` (s-2) would go on after its term, and its base `base` (s-1) ends with its own on 2027-03-14',
        ),
      ],
    ])
  })

  test('is not switched on when its base is off', () => {
    const off = { status: 'suspended' } as const
    const plan = family(
      { line: { state: 'suspended', acceptContinuedBilling: true }, living: off },
      { living: off },
    )
    expect(said(plan)).toEqual([
      [],
      [parted('`calls` (s-2) would be switched on, and its base `base` (s-1) is off')],
    ])
  })

  test.each<[string, Parameters<typeof family>[0], Line, readonly string[]]>([
    ['a base that ends', { living: told }, {}, []],
    [
      'a base that is told to end now',
      { line: { endOfTerm: 'cancel' } },
      {},
      ['renewal s-1 renews→cancels central'],
    ],
    [
      'a base that is bought to end',
      { line: { endOfTerm: 'cancel' }, living: null },
      {},
      ['create base 5 central', 'renewal of base cancels central'],
    ],
    ['a base that ends before it', { living: told }, { endOfTerm: 'cancel' }, []],
  ])('is not bought for longer than %s', (_, base, line, actions) => {
    const [lines, findings] = said(family(base, { line, living: null }))
    expect(lines).toEqual(actions)
    expect(findings).toEqual([
      [
        'PLAN.ADD_ON_PARTED',
        expect.stringMatching(
          /^`calls` would be bought for longer than its base `base`, which ends with its term on 2027-/,
        ),
      ],
    ])
  })

  test('is not bought with more seats than its base keeps', () => {
    expect(said(family({ line: { seats: 3 } }, { living: null }))).toEqual([
      ['seats s-1 5→3 central'],
      [['PLAN.ADD_ON_PARTED', '`calls` would be bought with 5 seats, and its base `base` goes down to 3.']],
    ])
  })

  test('is bought to end with its base', () => {
    const line = { endOfTerm: 'cancel', endsOn: utcDate('2027-03-14') } as const
    expect(said(family({ living: told }, { line, living: null }))).toEqual([
      ['create calls 5 central', 'renewal of calls cancels central'],
      [],
    ])
  })
})

describe('seats and schedules of a base', () => {
  test('do not go below those of its add-on, unless the add-on goes down as well', () => {
    expect(said(family({ line: { seats: 3 } }, {}))).toEqual([
      [],
      [parted('`base` (s-1) would go down to 3 seats, and its add-on `calls` (s-2) keeps 5')],
    ])
    expect(said(family({ line: { seats: 3 } }, { line: { seats: 3 } }))).toEqual([
      ['seats s-1 5→3 central', 'seats s-2 5→3 central'],
      [],
    ])
    expect(said(family({ line: { seats: 3 } }, { line: { seats: 2 }, living: { seats: 2 } }))).toEqual([
      ['seats s-1 5→3 central'],
      [],
    ])
  })

  test('are not scheduled below those of its add-on', () => {
    const fewer = { nextTerm: { seats: seats(3) } }
    expect(said(family({ line: fewer }, {}))).toEqual([
      [],
      [parted('`base` (s-1) would renew with 3 seats, and its add-on `calls` (s-2) goes on with 5')],
    ])
    expect(said(family({ line: fewer }, { line: fewer }))[1]).toEqual([])
    expect(said(family({ line: fewer }, { living: told }))[1]).toEqual([])
  })

  test('are not scheduled as a product that its add-on cannot be added to', () => {
    expect(said(family({ line: { nextTerm: { product: suiteNce } } }, {}))).toEqual([
      [],
      [
        parted(
          `\`base\` (s-1) would become ${suiteNce} with its next term, and whether its add-on \`calls\` (s-2) can be added to that is not known`,
        ),
      ],
    ])
  })
})

describe('what a transfer brings', () => {
  const source = { termEndsAt: instant(end) }
  const story = (addOn: Line): Story => ({
    declared: [
      { key: 'base', product: premium, endOfTerm: 'cancel' },
      { key: 'calls', product: calls, addOnTo: 'base', ...addOn },
    ],
    italy: [
      { id: 's-1', name: 'base', product: premium, ...source },
      { id: 's-2', name: 'calls', product: calls, parent: subscriptionId('s-1'), ...source },
    ],
  })

  test('is not told to end under an add-on that renews', () => {
    const plan = planned(story({}))
    expect(said(plan)).toEqual([
      [],
      [
        parted(
          '`base` would end with its term on 2027-03-14, and its add-on CFQ7TTC0CALL:0001 (s-2), which arrives with it, lives longer',
        ),
      ],
    ])
    expect(planned(story({ endOfTerm: 'cancel' })).actions.map(action => action.kind)).toEqual([
      'subscription.transfer',
      'subscription.set-renewal',
      'subscription.set-renewal',
    ])
  })
})

/** Every wish for a base beside every wish for its add-on, in every state of both: what the plan does is judged by what it leaves behind. */
test('no plan leaves an add-on behind its base', () => {
  const lines: readonly Line[] = [
    {},
    { seats: 3 },
    { seats: 8 },
    { state: 'suspended', acceptContinuedBilling: true },
    { state: 'cancelled' },
    { endOfTerm: 'cancel' },
    { endOfTerm: 'renew' },
    { endOfTerm: 'extend' },
    { nextTerm: { seats: seats(2) } },
  ]
  const states: readonly (Live | null)[] = [
    {},
    told,
    { status: 'suspended' },
    { autoRenew: false, termEndAction: 'extend' },
    { cancellableUntil: null, refundable: [] },
    null,
  ]
  const counts = { plans: 0, written: 0, refused: 0 }
  for (const baseLine of lines)
    for (const addOnLine of [...lines, null])
      for (const base of states)
        for (const addOn of states) {
          if (base === null && addOn !== null) continue
          const plan = family({ line: baseLine, living: base }, { line: addOnLine, living: addOn })
          counts.plans += 1
          if (plan.actions.length > 0) counts.written += 1
          if (plan.findings.some(found => found.code === 'PLAN.ADD_ON_PARTED')) counts.refused += 1
          const name = JSON.stringify([baseLine, base, addOnLine, addOn, actionLines(plan)])
          expect([name, ...partings(plan, { base, addOn })]).toEqual([name])
        }
  expect(counts).toEqual({ plans: 2790, written: expect.any(Number), refused: expect.any(Number) })
  expect([counts.written > 1000, counts.refused > 300]).toEqual([true, true])
})

interface Half {
  isOn: boolean
  seats: number
  goesOn: boolean
  /** Of the next term. */
  next: number
}

/** What the steps of a plan make of the two, and what of that was not so before; told from the actions alone. */
function partings(
  plan: Plan,
  { base, addOn }: { readonly base: Live | null; readonly addOn: Live | null },
): readonly string[] {
  const before = { base: halfOf(base), calls: halfOf(addOn) }
  const after = { base: { ...before.base }, calls: { ...before.calls } }
  for (const action of plan.actions) {
    if (!('name' in action)) continue
    const half = action.name === 'base' ? after.base : after.calls
    if (action.kind === 'subscription.create')
      Object.assign(half, { isOn: true, goesOn: true, seats: action.seats, next: action.seats })
    if (action.kind === 'subscription.suspend' || action.kind === 'subscription.cancel') half.isOn = false
    if (action.kind === 'subscription.reactivate') half.isOn = true
    if (action.kind === 'subscription.change-seats') half.seats = half.next = action.to
    if (action.kind === 'subscription.change-renewal' || action.kind === 'subscription.set-renewal') {
      half.goesOn = action.to.kind !== 'cancels'
      half.next = action.to.kind === 'renews' ? (action.to.next?.seats ?? half.seats) : half.seats
    }
  }
  const found: string[] = []
  const was = before.calls.isOn
  if (after.calls.isOn && !after.base.isOn && (before.base.isOn || !was))
    found.push('on under a base that is off')
  if (after.calls.isOn && after.base.isOn && after.calls.goesOn && !after.base.goesOn)
    if (before.base.goesOn || !before.calls.goesOn || !was || !before.base.isOn)
      found.push('outlives its base')
  const isLower = after.base.seats < before.base.seats
  if (after.calls.isOn && isLower && after.calls.seats > after.base.seats) found.push('has more seats')
  return found
}

function halfOf(live: Live | null): Half {
  if (live === null) return { isOn: false, seats: 0, goesOn: false, next: 0 }
  return {
    isOn: live.status !== 'suspended',
    seats: 5,
    goesOn: live.cancelsAtTermEnd !== true,
    next: 5,
  }
}
