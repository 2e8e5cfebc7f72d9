import { describe, expect, test } from 'vitest'
import type {
  Caps,
  DeclaredConsolidation,
  Limit,
  PolicyException,
  PolicyRule,
} from '../../../engine/model/desired.ts'
import { currency, decimal, instant, productKey, seats, utcDate } from '../../../engine/model/ids.ts'
import {
  aConsolidation,
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  aLeftBehind,
  aMapping,
  anActual,
  anException,
  aPartner,
  aPlan,
  aRule,
  aWave,
  type DeclaredSubscriptionFacts,
  italy,
  type LiveSubscriptionFacts,
  mail,
  premium,
  present,
  tenant,
} from '../../support/builders/index.ts'

interface Judged {
  readonly limit: Limit
  readonly rule?: Partial<PolicyRule>
  readonly exceptions?: readonly Partial<PolicyException>[]
  readonly declared?: readonly DeclaredSubscriptionFacts[]
  readonly living?: readonly LiveSubscriptionFacts[]
  readonly sources?: readonly LiveSubscriptionFacts[]
  readonly on?: string
  readonly consolidation?: Partial<DeclaredConsolidation>
  /** More customers, of no wave. */
  readonly others?: readonly {
    readonly tenant: number
    readonly declared: readonly DeclaredSubscriptionFacts[]
    readonly living: readonly LiveSubscriptionFacts[]
    readonly sources: readonly LiveSubscriptionFacts[]
  }[]
  readonly prices?: NonNullable<Parameters<typeof aPartner>[0]>['prices']
  readonly pools?: readonly {
    readonly product: string
    readonly enabled: number
    readonly consumed: number
  }[]
}

/** What the rule says about one customer of a consolidation in wave `pilot`. */
function judged({
  limit,
  rule,
  exceptions = [],
  declared = [{}],
  living = [],
  sources = [{}],
  on,
  prices,
  pools,
  consolidation = {},
  others = [],
}: Judged) {
  const day = utcDate(on ?? '2026-12-07')
  const plan = aPlan({
    desired: aDesired({
      partners: [
        aPartner(prices === undefined ? {} : { prices }),
        aPartner({ name: italy, ...(prices !== undefined && { prices }) }),
      ],
      customers: [
        aCustomer({ labels: ['pilot'], subscriptions: declared.map(aDeclaredSubscription) }),
        ...others.map(other =>
          aCustomer({
            tenant: tenant(other.tenant),
            subscriptions: other.declared.map(aDeclaredSubscription),
          }),
        ),
      ],
      consolidations: [
        aConsolidation({ from: [italy], waves: [aWave({ labels: ['pilot'] })], ...consolidation }),
      ],
      policies: [aRule({ id: 'it', limits: [limit], ...rule })],
      exceptions: exceptions.map(entry => anException({ rule: 'guards/it', ...entry })),
    }),
    actual: anActual({
      customers: [
        aCustomerActual({
          subscriptions: living,
          ...(pools !== undefined && {
            licences: present(
              pools.map(pool => ({
                product: productKey(pool.product),
                licence: `licence of ${pool.product}`,
                enabled: seats(pool.enabled),
                consumed: seats(pool.consumed),
              })),
            ),
          }),
        }),
        aCustomerActual({ partner: italy, subscriptions: sources }),
        ...others.flatMap(other => [
          aCustomerActual({ tenant: tenant(other.tenant), subscriptions: other.living }),
          aCustomerActual({
            partner: italy,
            tenant: tenant(other.tenant),
            subscriptions: other.sources,
          }),
        ]),
      ],
    }),
    on: day,
    madeAt: instant(`${day}T07:00:00Z`),
  })
  return plan.findings
    .filter(found => found.blocks === 'run')
    .map(found => [found.code.replace('PLAN.', ''), found.detail?.replace('guards/it ', '')])
}

const euro = (amount: string): Caps => [{ currency: currency('EUR'), amount: decimal(amount) }]

describe('irreversibleOver and customersOver', () => {
  test('count what one apply would do', () => {
    expect(judged({ limit: { kind: 'irreversibleOver', count: 1 } })).toEqual([])
    expect(judged({ limit: { kind: 'irreversibleOver', count: 0 } })).toEqual([
      ['POLICY', '(irreversibleOver): 1 irreversible action; the limit is 0.'],
    ])
    expect(judged({ limit: { kind: 'customersOver', count: 1 } })).toEqual([])
    expect(judged({ limit: { kind: 'customersOver', count: 0 } })).toEqual([
      ['POLICY', '(customersOver): 1 customer is touched; the limit is 0.'],
    ])
  })
})

describe('committedOver', () => {
  const declared = [{ key: 'suite', product: premium, seats: 10 }, {}]

  test('sums what new commerce binds to', () => {
    expect(judged({ limit: { kind: 'committedOver', caps: euro('2232') }, declared })).toEqual([])
    expect(judged({ limit: { kind: 'committedOver', caps: euro('2231.99') }, declared })).toEqual([
      ['POLICY', '(committedOver): committed money is EUR 2232.00; the limit is EUR 2231.99.'],
    ])
  })

  test('cannot be judged, and so forbids, when a price is unknown', () => {
    expect(judged({ limit: { kind: 'committedOver', caps: euro('99999') }, declared, prices: null })).toEqual(
      [['POLICY_UNDECIDED', '(committedOver): committed money is unknown for 1 action.']],
    )
  })

  test('cannot be judged in a currency it does not name', () => {
    const caps: Caps = [{ currency: currency('USD'), amount: decimal('99999') }]
    expect(judged({ limit: { kind: 'committedOver', caps }, declared })).toEqual([
      ['POLICY_UNDECIDED', '(committedOver): committed money is EUR 2232.00, and no limit is given in EUR.'],
    ])
  })
})

describe('limits on overlap', () => {
  const twin = { id: 't-1', name: 'mail', boughtAt: instant('2026-12-07T08:00:00Z') }
  const late = { on: '2026-12-09', living: [twin] }

  test('are kept by a switch-off on the same day, also without a price list', () => {
    expect(judged({ limit: { kind: 'overlapDaysOver', days: 0 } })).toEqual([])
    expect(judged({ limit: { kind: 'moneyAtRiskOver', caps: euro('0') }, prices: null })).toEqual([])
  })

  test('never keep a late switch-off from ending the overlap', () => {
    expect(judged({ limit: { kind: 'overlapDaysOver', days: 0 }, ...late })).toEqual([])
    expect(judged({ limit: { kind: 'moneyAtRiskOver', caps: euro('0') }, ...late })).toEqual([])
  })

  test('stop a customer for whom something is still to be bought', () => {
    const halfway = { ...late, declared: [{}, { key: 'more', product: premium }] }
    expect(judged({ limit: { kind: 'overlapDaysOver', days: 0 }, ...halfway })).toEqual([
      [
        'POLICY',
        '(overlapDaysOver): Exchange Online (Plan 1) is charged on both sides for 2 days; the limit is 0.',
      ],
    ])
    expect(judged({ limit: { kind: 'overlapDaysOver', days: 2 }, ...halfway })).toEqual([])
    expect(judged({ limit: { kind: 'moneyAtRiskOver', caps: euro('1.15') }, ...halfway })).toEqual([
      ['POLICY', '(moneyAtRiskOver): money at risk is EUR 1.16; the limit is EUR 1.15.'],
    ])
    expect(judged({ limit: { kind: 'moneyAtRiskOver', caps: euro('99') }, ...halfway, prices: [] })).toEqual([
      ['POLICY_UNDECIDED', '(moneyAtRiskOver): money at risk is unknown for 1 action.'],
    ])
  })
})

describe('limits on overlap, where something is bought', () => {
  const left = { leave: [aLeftBehind()] }
  const bought = [{}, { key: 'more', product: premium }]
  const twin = { id: 't-1', name: 'mail' }
  const told = { autoRenew: false, cancelsAtTermEnd: true, termEndsAt: instant('2026-12-30T23:59:59Z') }
  const days = (limit: number) => ({ kind: 'overlapDaysOver', days: limit }) as const

  test('judge what no action announces too', () => {
    // Was red: only the days of purchases and switch-offs were counted.
    const open = { declared: bought, living: [twin], consolidation: left }
    expect(judged({ limit: days(999), ...open })).toEqual([
      [
        'POLICY_UNDECIDED',
        '(overlapDaysOver): Exchange Online (Plan 1) (s-1) of Panificio Rossi under italy is charged on both sides, and for how many days is unknown.',
      ],
    ])
    const ending = {
      declared: [{ key: 'more', product: mail }, { product: premium }],
      living: [{ ...twin, product: premium }],
      sources: [{ product: premium, ...told }],
      consolidation: left,
    }
    expect(judged({ limit: days(24), ...ending })).toEqual([])
    expect(judged({ limit: days(23), ...ending })).toEqual([
      [
        'POLICY',
        '(overlapDaysOver): Microsoft 365 Business Premium (s-1) of Panificio Rossi under italy is charged on both sides for 24 days; the limit is 23.',
      ],
    ])
    expect(judged({ limit: { kind: 'moneyAtRiskOver', caps: euro('71.99') }, ...ending })).toEqual([
      ['POLICY', '(moneyAtRiskOver): money at risk is EUR 72.00; the limit is EUR 71.99.'],
    ])
  })

  test('judge what stands beside a transfer before it is asked for, and never the source that it takes over', () => {
    const cap = { kind: 'moneyAtRiskOver', caps: euro('71.99') } as const
    const until = { product: premium, termEndsAt: instant('2026-12-30T23:59:59Z') }
    const off = { ...until, id: 's-2', status: 'suspended' } as const
    const declared = [{ product: premium }]
    // Was red: nothing was at risk, and the next plan told of EUR 72.00.
    expect(judged({ limit: cap, declared, sources: [until, off] })).toEqual([
      ['POLICY', '(moneyAtRiskOver): money at risk is EUR 72.00; the limit is EUR 71.99.'],
    ])
    const halfway = {
      declared: [...declared, { key: 'more', product: premium }],
      living: [{ ...twin, product: premium }],
      sources: [until],
    }
    expect(judged({ limit: days(0), ...halfway })).toEqual([])
  })

  test('judge the pair of a customer that is blocked, as soon as anybody is bought for', () => {
    const limit = { kind: 'moneyAtRiskOver', caps: euro('99999') } as const
    const blocked = { tenant: 2, declared: [], living: [twin], sources: [{}] }
    // Was red: money at risk said `unknown`, and the policy about it said nothing.
    expect(judged({ limit, others: [blocked] })).toEqual([
      ['POLICY_UNDECIDED', '(moneyAtRiskOver): money at risk is unknown for 1 action.'],
    ])
    expect(judged({ limit, declared: [], sources: [], others: [blocked] })).toEqual([])
    const scope = tenant(2)
    expect(judged({ limit, others: [blocked], exceptions: [{ scope }] })).toEqual([])
  })
})

describe('seats', () => {
  const change = (to: number) => ({
    declared: [{ seats: to }],
    living: [{ id: 't-1', name: 'mail', seats: 20 }],
    sources: [],
  })

  test('that go up or down too far in one step are stopped', () => {
    expect(judged({ limit: { kind: 'increasePercentOver', percent: 25 }, ...change(25) })).toEqual([])
    expect(judged({ limit: { kind: 'increasePercentOver', percent: 25 }, ...change(26) })).toEqual([
      [
        'POLICY',
        '(increasePercentOver): Exchange Online (Plan 1) goes from 20 to 26 seats, more than 25 % up.',
      ],
    ])
    expect(judged({ limit: { kind: 'decreasePercentOver', percent: 10 }, ...change(17) })).toEqual([
      [
        'POLICY',
        '(decreasePercentOver): Exchange Online (Plan 1) goes from 20 to 17 seats, more than 10 % down.',
      ],
    ])
  })

  test('of what no source backs grows from nothing, which is more than any percentage', () => {
    // Was red: five thousand seats by a slip of the hand passed a guard of 25 %.
    const slip = { key: 'slip', product: premium, seats: 250 }
    const limit = { kind: 'increasePercentOver', percent: 25 } as const
    expect(judged({ limit, declared: [{}, slip] })).toEqual([
      expect.arrayContaining([
        expect.stringContaining(
          'Microsoft 365 Business Premium: 250 seats are bought that no source and nothing on the target has, more than 25 % up.',
        ),
      ]),
    ])
  })

  test('bought in a consolidation count against what the customer had on all sides', () => {
    expect(judged({ limit: { kind: 'increasePercentOver', percent: 25 }, declared: [{ seats: 6 }] })).toEqual(
      [],
    )
    expect(
      judged({ limit: { kind: 'increasePercentOver', percent: 25 }, declared: [{ seats: 50 }] }),
    ).toEqual([
      [
        'POLICY',
        '(increasePercentOver): Exchange Online (Plan 1) goes from 5 seats on all sides to 50, more than 25 % up.',
      ],
    ])
  })

  test.each<[string, LiveSubscriptionFacts]>([
    ['ran out', { product: premium, status: 'disabled' }],
    ['somebody suspended by hand', { product: premium, status: 'suspended' }],
    ['of legacy, that is mapped', { product: mail, status: 'suspended' }],
  ])('bought for what %s grow from it, and are not counted twice', (_, source) => {
    const limit = { kind: 'increasePercentOver', percent: 25 } as const
    const consolidation = { map: [aMapping({ from: mail, to: premium })] }
    const bought = (counts: readonly number[], living: number) =>
      judged({
        limit,
        consolidation,
        declared: counts.map((count, position) => ({ key: `l-${position}`, product: premium, seats: count })),
        sources: [{ ...source, seats: 10 }],
        living: living === 0 ? [] : [{ id: 't-1', name: 'l-0', product: premium, seats: living }],
      })
    expect(bought([10], 0)).toEqual([])
    expect(bought([50], 0)).toEqual([
      [
        'POLICY',
        '(increasePercentOver): Microsoft 365 Business Premium goes from 10 seats on all sides to 50, more than 25 % up.',
      ],
    ])
    expect(bought([10, 5], 10)).toEqual([
      [
        'POLICY',
        '(increasePercentOver): Microsoft 365 Business Premium goes from 10 seats on all sides to 15, more than 25 % up.',
      ],
    ])
  })

  test('of what was deleted long ago back nothing', () => {
    const limit = { kind: 'increasePercentOver', percent: 25 } as const
    expect(
      judged({
        limit,
        declared: [{ product: premium, seats: 10 }],
        sources: [{ product: premium, status: 'deleted', seats: 10 }],
      }),
    ).toEqual([expect.arrayContaining([expect.stringContaining('10 seats are bought that no source')])])
  })

  test('that are in use are not taken away; and not checked is not allowed', () => {
    const limit: Limit = { kind: 'decreaseBelowConsumed' }
    const [{ product }] = [aDeclaredSubscription()]
    expect(judged({ limit, ...change(18), pools: [{ product, enabled: 20, consumed: 18 }] })).toEqual([])
    expect(judged({ limit, ...change(17), pools: [{ product, enabled: 20, consumed: 18 }] })).toEqual([
      [
        'POLICY',
        '(decreaseBelowConsumed): Exchange Online (Plan 1) goes from 20 to 17 seats, which leaves 17 licences while 18 are in use.',
      ],
    ])
    expect(judged({ limit, ...change(17) })).toEqual([
      [
        'POLICY_UNDECIDED',
        '(decreaseBelowConsumed): Exchange Online (Plan 1) goes from 20 to 17 seats, and how many are in use was not checked: nothing asks for it.',
      ],
    ])
  })
})

/** Each was red: only a change of the seats themselves was judged. */
describe('seats that go by another key than `seats:`', () => {
  const [{ product }] = [aDeclaredSubscription()]
  const used: Limit = { kind: 'decreaseBelowConsumed' }
  const fewer: Limit = { kind: 'decreasePercentOver', percent: 10 }
  const more: Limit = { kind: 'increasePercentOver', percent: 25 }
  const steady = (line: DeclaredSubscriptionFacts, living: LiveSubscriptionFacts = {}) => ({
    declared: [{ seats: 20, ...line }],
    living: [{ id: 't-1', name: 'mail', seats: 20, ...living }],
    sources: [],
    pools: [{ product: line.product ?? product, enabled: 20, consumed: 18 }],
  })
  const office = { product: premium }
  const next = (count: number) => steady({ ...office, nextTerm: { seats: seats(count) } }, office)
  const mailbox = 'Exchange Online (Plan 1)'
  const premiumName = 'Microsoft 365 Business Premium'
  const toNothing = (name: string, how: string) => [
    [
      'POLICY',
      `(decreaseBelowConsumed): ${name} goes from 20 to 0 seats ${how}, which leaves 0 licences while 18 are in use.`,
    ],
  ]

  test('are held to the seats in use', () => {
    expect(judged({ limit: used, ...steady({ state: 'suspended' }) })).toEqual(
      toNothing(mailbox, 'when it is suspended'),
    )
    expect(judged({ limit: used, ...steady({ ...office, endOfTerm: 'cancel' }, office) })).toEqual(
      toNothing(premiumName, 'with its next term'),
    )
    expect(
      judged({
        limit: used,
        ...steady(
          { ...office, state: 'cancelled' },
          { ...office, cancellableUntil: instant('2026-12-10T09:00:00Z') },
        ),
      }),
    ).toEqual(toNothing(premiumName, 'when it is cancelled'))
    expect(judged({ limit: used, ...next(18) })).toEqual([])
    expect(judged({ limit: used, ...next(17) })).toEqual([
      [
        'POLICY',
        '(decreaseBelowConsumed): Microsoft 365 Business Premium goes from 20 to 17 seats with its next term, which leaves 17 licences while 18 are in use.',
      ],
    ])
  })

  test('are held to percentages, up and down', () => {
    expect(judged({ limit: more, ...next(25) })).toEqual([])
    expect(judged({ limit: more, ...next(250) })).toEqual([
      [
        'POLICY',
        '(increasePercentOver): Microsoft 365 Business Premium goes from 20 to 250 seats with its next term, more than 25 % up.',
      ],
    ])
    expect(judged({ limit: fewer, ...next(18) })).toEqual([])
    expect(judged({ limit: fewer, ...next(17) })).toEqual([
      [
        'POLICY',
        '(decreasePercentOver): Microsoft 365 Business Premium goes from 20 to 17 seats with its next term, more than 10 % down.',
      ],
    ])
    expect(judged({ limit: fewer, ...steady({ state: 'suspended' }) })).toEqual([
      [
        'POLICY',
        '(decreasePercentOver): Exchange Online (Plan 1) goes from 20 to 0 seats when it is suspended, more than 10 % down.',
      ],
    ])
  })

  test('are judged in a move too, where fewer are acknowledged', () => {
    const move = (count: number) => ({
      declared: [{ seats: count, fewerSeatsAcknowledged: true }],
      sources: [{ seats: 20 }],
    })
    expect(judged({ limit: fewer, ...move(18) })).toEqual([])
    expect(judged({ limit: fewer, ...move(10) })).toEqual([
      [
        'POLICY',
        '(decreasePercentOver): Exchange Online (Plan 1) goes from 20 seats on all sides to 10, more than 10 % down.',
      ],
    ])
  })
})

describe('several subscriptions of one product', () => {
  const limit: Limit = { kind: 'decreaseBelowConsumed' }
  const [{ product }] = [aDeclaredSubscription()]
  const two = (first: number, second: number) => ({
    declared: [
      { key: 'mail', seats: first },
      { key: 'more', seats: second },
    ],
    living: [
      { id: 't-1', name: 'mail', seats: 20 },
      { id: 't-2', name: 'more', seats: 10 },
    ],
    sources: [],
    pools: [{ product, enabled: 30, consumed: 26 }],
  })

  test('are held to the seats in use by what they leave together', () => {
    expect(judged({ limit, ...two(18, 8) })).toEqual([])
    expect(judged({ limit, ...two(12, 18) })).toEqual([])
    expect(judged({ limit, ...two(17, 8) })).toEqual([
      [
        'POLICY',
        '(decreaseBelowConsumed): Exchange Online (Plan 1) goes from 30 to 25 seats in 2 subscriptions, which leaves 25 licences while 26 are in use.',
      ],
    ])
  })
})

describe('an exception', () => {
  const limit: Limit = { kind: 'irreversibleOver', count: 0 }

  test.each(['*', 'emea', 'pilot', tenant() as string])('lets the rule pass for the scope %s', scope => {
    expect(judged({ limit, exceptions: [{ scope }] })).toEqual([])
    expect(judged({ limit, exceptions: [{ scope, rule: 'it' }] })).toEqual([])
  })

  test('is for its rule, its scope and its time', () => {
    for (const other of [{ rule: 'guards/other' }, { scope: 'elsewhere' }, { until: utcDate('2026-12-06') }])
      expect(judged({ limit, exceptions: [other] })).toHaveLength(1)
    expect(judged({ limit, exceptions: [{ until: utcDate('2026-12-07') }] })).toEqual([])
  })

  test('that has ended says so where the rule then speaks, with its place and last day', () => {
    const ended = { until: utcDate('2026-12-06') }
    const said = '(irreversibleOver): 1 irreversible action; the limit is 0.'
    expect(judged({ limit, exceptions: [ended] })).toEqual([
      ['POLICY', `${said} The exception at workspace.yaml:5:1 ended with 2026-12-06.`],
    ])
    const rule = { effect: 'needsApproval' as const }
    expect(judged({ limit, rule, exceptions: [{ ...ended, kind: 'approval' }] })).toEqual([
      ['NEEDS_APPROVAL', `${said} The approval at workspace.yaml:5:1 ended with 2026-12-06.`],
    ])
    for (const other of [{ rule: 'guards/other' }, { scope: 'elsewhere' }])
      expect(judged({ limit, exceptions: [{ ...ended, ...other }] })).toEqual([['POLICY', said]])
    expect(judged({ limit, rule, exceptions: [ended] })).toEqual([['NEEDS_APPROVAL', said]])
  })

  test('that is no approval does not approve', () => {
    const rule = { effect: 'needsApproval' as const }
    expect(judged({ limit, rule, exceptions: [{ kind: 'exception' }] })).toEqual([
      ['NEEDS_APPROVAL', '(irreversibleOver): 1 irreversible action; the limit is 0.'],
    ])
    expect(judged({ limit, rule, exceptions: [{ kind: 'approval' }] })).toEqual([])
  })
})

test('a violation names its rule, so that an exception can be written, and where the rule stands', () => {
  const [found] = aPlan({
    desired: aDesired({
      customers: [aCustomer({ seats: 5 })],
      policies: [aRule({ limits: [{ kind: 'customersOver', count: 0 }] })],
    }),
    actual: anActual({
      customers: [aCustomerActual(), aCustomerActual({ partner: italy, subscriptions: [{}] })],
    }),
  }).findings
  expect([found?.subject, found?.at?.file]).toEqual([{ rule: 'guards/overlap-zero' }, 'policies.yaml'])
})

test('a plan says which approvals it needs, which it has, and by which lines', () => {
  const plan = (exceptions: readonly PolicyException[]) =>
    aPlan({
      desired: aDesired({
        customers: [aCustomer({ seats: 5 })],
        policies: [
          aRule({ id: 'many', effect: 'needsApproval', limits: [{ kind: 'customersOver', count: 0 }] }),
          aRule({ id: 'few', effect: 'needsApproval', limits: [{ kind: 'customersOver', count: 9 }] }),
        ],
        exceptions,
      }),
      actual: anActual({
        customers: [aCustomerActual(), aCustomerActual({ partner: italy, subscriptions: [{}] })],
      }),
    })
  const asked = ['1 customer is touched; the limit is 0']
  const many = { rule: 'guards/many', limit: 'customersOver', asked }
  expect(plan([]).approvals).toEqual([{ ...many, state: 'missing', missing: asked, lines: [] }])
  const line = anException({ rule: 'guards/many', kind: 'approval', scope: '*' })
  const { scope, reason, until, at } = line
  expect(plan([line]).approvals).toEqual([
    { ...many, state: 'given', missing: [], lines: [{ scope, reason, until, at }] },
  ])
})
