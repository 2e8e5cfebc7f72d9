/** Money at risk is complete (T27): a source that goes on being charged beside what lives under the target counts, though no action announces it. */
import { describe, expect, test } from 'vitest'
import { planMarkdown } from '../../../../cmd/report/plan/plan-markdown.ts'
import { planTables } from '../../../../cmd/report/plan/plan-tables.ts'
import { planText } from '../../../../cmd/report/plan/plan-text.ts'
import { statusHtml } from '../../../../cmd/report/status-html.ts'
import { statusText } from '../../../../cmd/report/status-text.ts'
import { statusOf } from '../../../../engine/cutover/status.ts'
import { instant } from '../../../../engine/model/ids.ts'
import type { LiveSubscription } from '../../../../engine/model/live.ts'
import { violationsOf } from '../../../../schemas/validators.ts'
import {
  aLeftBehind,
  aMapping,
  aMethodRule,
  type LiveSubscriptionFacts,
  mail,
  mailNce,
  premium,
  unknown,
} from '../../../support/builders/index.ts'
import { planned, type Story } from '../../../support/story.ts'

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
    [
      'a trial that becomes a paid term while the customer is blocked',
      {
        ...moderns,
        italy: [
          { ...office, trial: true },
          { id: 's-2', product: mail },
        ],
      },
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
  const plain = { columns: 300, colour: false }
  const page = (text: string) => text.replace(/\s+/g, ' ')

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
    expect(statusText(board(story), plain)).toMatch(/1 left +1 unknown/)
    const suspended = board(told({ status: 'suspended' }))
    expect(suspended.rows.map(row => row.atRisk)).toEqual([
      { known: [{ currency: 'EUR', amount: '72.00' }], unknown: 0 },
    ])
    expect(statusText(suspended, plain)).toMatch(/1 observe +EUR 72\.00/)
    expect(page(statusHtml(suspended))).toContain('EUR 72.00')
    expect(statusHtml(suspended).split('EUR 72.00').length - 1).toBeGreaterThan(1)
  })
})
