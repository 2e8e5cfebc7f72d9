/** Money at risk is complete (T27): a source that goes on being charged beside what lives under the target counts, though no action announces it. */
import { describe, expect, test } from 'vitest'
import { planMarkdown } from '../../../../cmd/report/plan/plan-markdown.ts'
import { planTables } from '../../../../cmd/report/plan/plan-tables.ts'
import { planText } from '../../../../cmd/report/plan/plan-text.ts'
import { statusHtml } from '../../../../cmd/report/status-html.ts'
import { statusText } from '../../../../cmd/report/status-text.ts'
import { statusOf } from '../../../../engine/cutover/status.ts'
import { instant, productKey, seats, subscriptionId } from '../../../../engine/model/ids.ts'
import type { LiveSubscription } from '../../../../engine/model/live.ts'
import {
  aLeftBehind,
  aMapping,
  aMethodRule,
  type LiveSubscriptionFacts,
  mail,
  mailNce,
  premium,
  tenant,
  unknown,
} from '../../../support/builders/index.ts'
import { violationsOf } from '../../../support/schemas.ts'
import { planned, type Story } from '../../../support/story.ts'

const premiumTrial = productKey('CFQ7TTC0LCHC:0009')
const twin: Story['living'] = [{ id: 't-1', name: 'mail' }]
const office = { product: premium, termEndsAt: instant('2026-12-30T23:59:59Z') }
const told: Partial<LiveSubscription> = { autoRenew: false, cancelsAtTermEnd: true }
const moderns = { declared: [{ product: premium }], living: [{ id: 't-1', product: premium, name: 'mail' }] }
const lapse = { methods: [aMethodRule({ method: 'lapse' })] }

const atRisk = (story: Story) => planned(story).summary.atRisk
const nothing = { known: [{ currency: 'EUR', amount: '0.00' }], unknown: 0 }
const one = { ...nothing, unknown: 1 }
const pairs = (story: Story) =>
  planned(story).customers.flatMap(({ chargedTwice }) =>
    chargedTwice.map(({ subscription, beside, days, money }) => [
      subscription,
      beside,
      days,
      money.kind === 'known' ? money.amount : money.why,
    ]),
  )

/** Each was red: EUR 0.00 at risk. */
describe('a source counts as unknown, to the end that nobody knows', () => {
  test.each<[string, Story]>([
    ['left on purpose', { living: twin, consolidation: { leave: [aLeftBehind()] } }],
    [
      'still on while the customer is blocked half-way',
      { living: twin, italy: [{}, { id: 's-2', product: premium }] },
    ],
    [
      'left on purpose beside the twin that `map:` gives',
      {
        declared: [{ product: mailNce }],
        living: [{ id: 't-1', product: mailNce, name: 'mail' }],
        consolidation: { leave: [aLeftBehind()], map: [aMapping()] },
      },
    ],
    [
      'left on purpose, and `map:` gives it for its twin',
      {
        living: twin,
        italy: [{ product: mailNce }],
        consolidation: { leave: [aLeftBehind()], map: [aMapping()] },
      },
    ],
    [
      'left on purpose beside what no document declares',
      { declared: [], living: [{ id: 't-1', name: 'by hand' }], consolidation: { leave: [aLeftBehind()] } },
    ],
    [
      'blocked, because nothing declares it, beside what was bought by hand',
      { declared: [], living: [{ id: 't-1', name: 'by hand' }] },
    ],
    [
      'in a status that nobody knows',
      { living: twin, italy: [{ status: 'unknown:paused' }], consolidation: { leave: [aLeftBehind()] } },
    ],
    [
      'blocked while it renews',
      { ...moderns, italy: [office, { id: 's-2', product: mail }], consolidation: lapse },
    ],
  ])('%s', (_, story) => {
    expect(atRisk(story)).toEqual(one)
    expect(pairs(story)).toEqual([['s-1', ['t-1'], null, 'no end known']])
  })

  test('where the target or a source gives no answer, which is no proof that nothing is charged there', () => {
    expect(pairs({ target: { subscriptions: unknown } })).toEqual([['s-1', [], null, 'could not be read']])
    expect(pairs({ living: twin, italy: unknown })).toEqual([[null, [], null, 'could not be read']])
    expect(atRisk({ living: twin, italy: unknown })).toEqual(one)
  })
})

/** 7 to 30 December are 24 days of a period of 31: 18.60 × 5 × 24 ÷ 31. */
describe('a source counts to the end of its term', () => {
  test.each<[string, Story]>([
    ['suspended and billed on', { ...moderns, italy: [{ ...office, status: 'suspended' }] }],
    ['told to end with it', { ...moderns, italy: [{ ...office, ...told }], consolidation: lapse }],
    ['renewed behind our back, and told by this plan', { ...moderns, italy: [office], consolidation: lapse }],
    [
      'left on purpose and told to end with it',
      { ...moderns, italy: [{ ...office, ...told }], consolidation: { leave: [aLeftBehind()] } },
    ],
  ])('that is %s', (_, story) => {
    expect(pairs(story)).toEqual([['s-1', ['t-1'], 24, '72.00']])
    expect(atRisk(story)).toEqual({ known: [{ currency: 'EUR', amount: '72.00' }], unknown: 0 })
  })
})

test('one that is transferred beside a living twin counts the day that both partners are charged for', () => {
  const two = [
    { key: 'mail', product: premium },
    { key: 'more', product: premium },
  ]
  const story: Story = { ...moderns, declared: two, italy: [office] }
  expect(planned(story).actions.map(action => action.kind)).toContain('subscription.transfer')
  expect(pairs(story)).toEqual([['s-1', ['t-1'], 1, '3.00']])
})

/** Each was red: EUR 0.00 at risk, until the plan had been carried out. */
describe('beside what the plan brings under the target', () => {
  const off = { ...office, id: 's-2', status: 'suspended' } as const

  test('a source that is suspended and billed on counts beside a transfer, by the id of what is transferred', () => {
    const story: Story = { declared: [{ product: premium }], italy: [office, off] }
    expect(planned(story).actions.map(action => action.kind)).toEqual(['subscription.transfer'])
    expect(pairs(story)).toEqual([['s-2', ['s-1'], 24, '72.00']])
    const after: Story = {
      ...story,
      italy: [{ ...office, status: 'deleted' }, off],
      living: [{ ...office, id: 't-1', name: 'mail' }],
    }
    expect(pairs(after)).toEqual([['s-2', ['t-1'], 24, '72.00']])
    expect(atRisk(story)).toEqual(atRisk(after))
  })

  test('two that are transferred together are charged to one partner each day', () => {
    const story: Story = {
      declared: [
        { key: 'one', product: premium },
        { key: 'two', product: premium },
      ],
      italy: [office, { ...office, id: 's-2' }],
    }
    expect(pairs(story)).toEqual([])
  })

  test('a source that is left counts beside legacy that is switched on again', () => {
    const living: Story['living'] = [{ id: 't-1', name: 'mail', status: 'suspended' }]
    const story: Story = { living, consolidation: { leave: [aLeftBehind()] } }
    expect(planned(story).actions.map(action => action.kind)).toEqual(['subscription.reactivate'])
    expect(pairs(story)).toEqual([['s-1', ['t-1'], null, 'no end known']])
  })
})

/** Five seats at 18.60 a month for a year from 31 December are 1116.00. Each was red: EUR 0.00 at risk. */
describe('a trial under the target that becomes a paid subscription', () => {
  const year = {
    seats: seats(5),
    product: premium,
    term: 'P1Y',
    billing: 'monthly',
    endsOn: null,
    promotion: null,
  } as const
  const trial: LiveSubscriptionFacts = {
    id: 't-9',
    product: premiumTrial,
    name: 'Try it',
    trial: true,
    term: 'P1M',
    billing: 'none',
    termEndsAt: office.termEndsAt,
    nextTerm: year,
  }
  const bought = { id: 't-1', product: premium, name: 'mail' }
  const asDeclared = { declared: [{ product: premium }], italy: [] }

  test.each<[string, Story, readonly string[]]>([
    ['beside what lives', { ...asDeclared, living: [bought, trial] }, ['t-1']],
    ['beside what the plan buys', { ...asDeclared, living: [trial] }, []],
    ['beside what a transfer brings', { ...asDeclared, italy: [{ product: premium }], living: [trial] }, []],
    [
      'beside what lives, also where the service does not name what it becomes',
      {
        ...asDeclared,
        living: [bought, { ...trial, product: premium, term: 'P1Y', billing: 'monthly', nextTerm: null }],
      },
      ['t-1'],
    ],
  ])('%s is at risk for its whole term', (_, story, beside) => {
    expect(planned(story).customers.flatMap(entry => entry.chargedTwice)).toEqual([
      {
        partner: 'central',
        subscription: 't-9',
        productName: expect.any(String),
        beside,
        from: '2026-12-31',
        days: 365,
        money: { kind: 'known', currency: 'EUR', amount: '1116.00' },
      },
    ])
    expect(atRisk(story)).toEqual({ known: [{ currency: 'EUR', amount: '1116.00' }], unknown: 0 })
    expect(violationsOf('Plan', planned(story))).toEqual([])
  })

  test('in a source of a blocked customer is at risk for its whole term', () => {
    const story: Story = {
      ...moderns,
      italy: [
        { ...office, trial: true },
        { id: 's-2', product: mail },
      ],
    }
    expect(planned(story).actions).toEqual([])
    expect(pairs(story)).toEqual([['s-1', ['t-1'], 365, '1116.00']])
  })

  test('left on purpose in a source is at risk beside a transfer, and its row says what it becomes', () => {
    // Was red: EUR 0.00, "billed to" the day on which it begins to be billed.
    const plan = planned({
      declared: [{ product: premium }],
      italy: [office, { ...trial, id: 's-9' }],
      consolidation: { leave: [aLeftBehind({ subscription: subscriptionId('s-9') })] },
    })
    expect(plan.actions.map(action => action.kind)).toEqual(['subscription.transfer'])
    expect(plan.customers.flatMap(entry => entry.chargedTwice)).toEqual([
      {
        partner: 'italy',
        subscription: 's-9',
        productName: expect.any(String),
        beside: [],
        from: '2026-12-31',
        days: 365,
        money: { kind: 'known', currency: 'EUR', amount: '1116.00' },
      },
    ])
    expect(plan.customers.flatMap(entry => entry.sources).map(row => [row.method, row.note])).toEqual([
      ['transfer', 'to 2026-12-30, price kept (reported)'],
      [
        'left',
        'ends in January, not replaced; a trial that becomes a paid subscription of 5 seats on 2026-12-31: EUR 93.00/month, EUR 1116.00 to 2027-12-30',
      ],
    ])
  })

  test.each<[string, Story]>([
    ['is told to end', { ...asDeclared, living: [bought, { ...trial, ...told }] }],
    ['becomes something that nothing declares', { declared: [{}], italy: [], living: [trial] }],
    [
      'is what is left once its twin has ended',
      {
        ...asDeclared,
        declared: [{ product: premium, endOfTerm: 'cancel' }],
        living: [{ ...bought, ...told, termEndsAt: instant('2026-12-20T23:59:59Z') }, trial],
      },
    ],
  ])('one that %s is in no pair', (_, story) => {
    expect(pairs(story)).toEqual([])
  })

  test('makes a source that runs out later charged twice from that day on', () => {
    const story: Story = {
      ...asDeclared,
      italy: [{ ...office, ...told, termEndsAt: instant('2027-01-10T23:59:59Z') }],
      consolidation: lapse,
      living: [trial],
    }
    expect(pairs(story)).toEqual([['s-1', ['t-9'], 11, '33.00']])
  })

  test('is told with its day and price, and with what to do about it', () => {
    const plan = planned({ ...asDeclared, living: [bought, trial] })
    expect(plan.findings).toEqual([
      {
        code: 'PLAN.TRIAL_CONVERTS',
        severity: 'warning',
        summary: 'a trial becomes a paid subscription when it ends; it is left alone',
        remedies: [
          {
            kind: 'ask',
            whom: 'whoever may change it in Partner Center',
            what: 'to set the trial to end with its term, more than 24 hours before that, unless it is wanted beside what is declared',
          },
        ],
        blocks: 'nothing',
        subject: { partner: 'central', customer: tenant(), subscription: 't-9', product: premiumTrial },
        detail:
          'CFQ7TTC0LCHC:0009 (5 seats, active, t-9) of Panificio Rossi under central becomes a paid subscription of 5 seats on 2026-12-31: EUR 93.00/month, EUR 1116.00 to 2027-12-30.',
      },
    ])
    expect(page(planText(plan, plain))).toContain(
      '! charged twice CFQ7TTC0LCHC:0009 (t-9) central beside t-1, from 2026-12-31 on, when the trial becomes a paid subscription, for 365 days: EUR 1116.00',
    )
    expect(page(planText(planned({ ...asDeclared, living: [trial] }), plain))).toContain(
      'central beside what is bought here, from 2026-12-31 on, when the trial becomes a paid subscription, for 365 days: EUR 1116.00',
    )
  })
})

const plain = { columns: 300, colour: false }
const page = (text: string) => text.replace(/\s+/g, ' ')

test.each<[string, Story]>([
  ['is off', { living: twin, italy: [{ status: 'suspended' }] }],
  ['has no twin', { declared: [], consolidation: { leave: [aLeftBehind()] } }],
  ['is replaced on its day', {}],
  ['is switched off late, which its switch-off announces', { living: twin }],
  ['stands beside a trial', { living: [{ id: 't-1', name: 'by hand', trial: true }] }],
  ['stands beside what was switched off', { living: [{ id: 't-1', name: 'by hand', status: 'suspended' }] }],
  ['is a trial that ends', { ...moderns, italy: [{ ...office, ...told, trial: true }] }],
])('one that %s is in no pair', (_, story) => {
  expect(pairs(story)).toEqual([])
})

describe('reports', () => {
  const story: Story = { living: twin, consolidation: { leave: [aLeftBehind()] } }

  test('of a plan name the pair and its money in each form', () => {
    const plan = planned(story)
    expect(violationsOf('Plan', plan)).toEqual([])
    const words = 'beside t-1, for how long is unknown'
    expect(planText(plan, plain)).toMatch(
      new RegExp(`! charged twice +Exchange Online \\(Plan 1\\) \\(s-1\\) +italy +${words}: unknown`),
    )
    expect(planMarkdown(plan)).toContain(`| Exchange Online (Plan 1) (s-1) | italy | ${words} | unknown |`)
    expect(planTables(plan).find(table => table.id === 'charged-twice')?.rows).toEqual([
      {
        cells: ['Panificio Rossi', 'Exchange Online (Plan 1) (s-1)', 'italy', words, 'unknown'],
        tone: 'bad',
      },
    ])
  })

  test('of the board say it in the row of its customer', () => {
    const told = (facts: LiveSubscriptionFacts): Story => ({ ...moderns, italy: [{ ...office, ...facts }] })
    const board = (entry: Story) => statusOf(planned(entry))
    // Was red: the rows said nothing, and only the total counted it.
    expect(board(story).rows.map(row => row.atRisk)).toEqual([{ known: [], unknown: 1 }])
    expect(statusText(board(story), plain)).toMatch(/1 unknown +1 left/)
    const suspended = board(told({ status: 'suspended' }))
    expect(suspended.rows.map(row => row.atRisk)).toEqual([
      { known: [{ currency: 'EUR', amount: '72.00' }], unknown: 0 },
    ])
    expect(statusText(suspended, plain)).toMatch(/EUR 72\.00 +1 observe/)
    expect(page(statusHtml(suspended))).toContain('EUR 72.00')
    expect(statusHtml(suspended).split('EUR 72.00').length - 1).toBeGreaterThan(1)
  })
})
