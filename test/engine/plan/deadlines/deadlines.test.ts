/** Deadlines (T24): what closes when, and what a plan does with it. Each of these planned or applied too much before deadlines were data. */
import { describe, expect, test } from 'vitest'
import { instant, utcDate } from '../../../../engine/model/ids.ts'
import type { Plan } from '../../../../engine/plan/plan.ts'
import { aMethodRule, aRule, aWindow, mail, premium } from '../../../support/builders/index.ts'
import { actionLines, blockers, findingCodes } from '../../../support/plan-shape.ts'
import { planned, type Story } from '../../../support/story.ts'

const suite = { product: premium, term: 'P1Y', billing: 'monthly' } as const
const nce = {
  ...suite,
  commerce: 'nce',
  boughtAt: instant('2026-12-01T10:00:00Z'),
  termEndsAt: instant('2027-11-30T23:59:59Z'),
} as const

/** Bought anew under central, then cancelled under italy, whose window closes at `until`. */
const repurchase = (until: string, story: Story = {}): Story => ({
  declared: [suite],
  italy: [{ ...nce, cancellableUntil: instant(until) }],
  consolidation: { methods: [aMethodRule({ method: 'repurchase', when: { commerce: 'nce' } })] },
  ...story,
})
const deadlinesOf = (plan: Plan) =>
  plan.customers.flatMap(({ deadlines }) => deadlines.map(({ closes, at }) => [closes, at]))

describe('a customer that is bought anew and cancelled', () => {
  test('has the cancellation window and its day as deadlines, and the plan expires with the first', () => {
    const plan = planned(repurchase('2026-12-07T10:00:00Z'))
    expect(deadlinesOf(plan)).toEqual([
      ['cancellation window', '2026-12-07T10:00:00Z'],
      ['billing day', '2026-12-08T00:00:00Z'],
    ])
    expect(plan.expiresAt).toBe('2026-12-07T10:00:00Z')
    expect(plan.customers[0]?.deadlines[0]?.fact).toEqual({
      partner: 'italy',
      subscription: plan.customers[0]?.sources[0]?.subscription,
    })
  })

  test('is not begun where the window closes before its steps are done, the margin kept', () => {
    // Made at 07:00; the steps take two minutes and half an hour is kept.
    expect(blockers(planned(repurchase('2026-12-07T07:31:00Z')))).toEqual(['DEADLINE_TOO_NEAR'])
    expect(actionLines(planned(repurchase('2026-12-07T07:31:00Z')))).toEqual([])
    expect(blockers(planned(repurchase('2026-12-07T07:32:00Z')))).toEqual([])
  })

  test('is judged at the first instant of the day it is planned for', () => {
    const on = { plan: { on: utcDate('2026-12-08') } }
    expect(blockers(planned(repurchase('2026-12-08T10:00:00Z', on)))).toEqual([])
    expect(actionLines(planned(repurchase('2026-12-07T23:00:00Z', on)))).toEqual([])
    const late = aWindow({ utcHours: { from: '11:00', to: '17:00' } })
    const story = repurchase('2026-12-08T10:00:00Z', on)
    expect(
      actionLines(planned({ ...story, consolidation: { ...story.consolidation, window: late } })),
    ).toEqual([])
  })
})

describe('the end of the plan itself', () => {
  const frozenTomorrow = aRule({
    id: 'year-end',
    scope: 'apply',
    limits: [{ kind: 'freeze', windows: [{ from: utcDate('2026-12-08'), to: utcDate('2027-01-06') }] }],
  })
  const twoPurchases = (madeAt: string) =>
    planned({
      declared: [suite, { key: 'mailbox', product: mail, seats: 3 }],
      italy: [],
      policies: [frozenTomorrow],
      plan: { madeAt: instant(madeAt) },
    })

  test('is a deadline of a customer that it would cut, before a freeze for example', () => {
    // Was red: it was planned, and an apply declined to begin it, or bought one of the two.
    const late = twoPurchases('2026-12-07T23:40:00Z')
    expect([
      actionLines(late),
      late.customers[0]?.blockedBy.map(({ code, detail }) => [code, detail]),
    ]).toEqual([
      [],
      [
        [
          'PLAN.DEADLINE_TOO_NEAR',
          "The plan itself ends at 2026-12-08T00:00:00Z. Begun at 2026-12-07T23:40:00Z, the customer's actions take about 2 minutes, and 30 minutes are kept as a margin, so nothing of it is begun.",
        ],
      ],
    ])
    const early = twoPurchases('2026-12-07T23:20:00Z')
    expect([blockers(early), early.expiresAt, early.actions.length]).toEqual([[], '2026-12-08T00:00:00Z', 2])
  })
})

describe('a customer with something legacy and something to transfer', () => {
  const mixed = (termEndsAt: string, story: Story = {}): Story => ({
    declared: [{ key: 'mail' }, { key: 'suite', ...suite }],
    italy: [{}, { ...nce, name: 'suite', termEndsAt: instant(termEndsAt) }],
    ...story,
  })

  test('buys nothing on a day on which the transfer is locked', () => {
    const on = { plan: { on: utcDate('2026-12-10') } }
    expect(actionLines(planned(mixed('2026-12-10T23:59:59Z', on)))).toEqual([])
    expect(actionLines(planned(mixed('2026-12-11T23:59:59Z', on))).length).toBeGreaterThan(0)
  })

  test('is blocked for a day that begins after a term has ended, because what it will be then is unknown', () => {
    const plan = planned(mixed('2026-12-10T23:59:59Z', { plan: { on: utcDate('2026-12-20') } }))
    expect([actionLines(plan), blockers(plan)]).toEqual([[], ['RENEWAL_LOCKED']])
    expect(findingCodes(plan)).toContain('TERM_OVER_BY_THEN nothing')
  })
})

test('a late evening begins no pair, and says which day ends', () => {
  const plan = planned({ plan: { madeAt: instant('2026-12-07T23:40:00Z') } })
  expect(blockers(plan)).toEqual(['DEADLINE_TOO_NEAR'])
  expect(plan.customers[0]?.blockedBy[0]?.detail).toBe(
    "The UTC day ends on which everything is bought and switched off at 2026-12-08T00:00:00Z. Begun at 2026-12-07T23:40:00Z, the customer's actions take about 2 minutes, and 30 minutes are kept as a margin, so nothing of it is begun.",
  )
})

test('a window that closes too soon begins nobody, and one that is long enough does', () => {
  const within = (to: string) =>
    planned({
      consolidation: { window: aWindow({ utcHours: { from: '06:00', to } }) },
      plan: { madeAt: instant('2026-12-07T07:00:00Z') },
    })
  expect(blockers(within('07:20'))).toEqual(['DEADLINE_TOO_NEAR'])
  expect(blockers(within('08:00'))).toEqual([])
})
