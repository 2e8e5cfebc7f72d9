/** New commerce that is left to run out: told once, bought on the day after, and counted down in between. */
import { describe, expect, test } from 'vitest'
import { instant, utcDate } from '../../../../engine/model/ids.ts'
import {
  aMethodRule,
  type DeclaredSubscriptionFacts as LineFacts,
  type LiveSubscriptionFacts,
  premium,
} from '../../../support/builders/index.ts'
import { actionLines, blockers, findingCodes, states } from '../../../support/plan-shape.ts'
import { planned, type Story } from '../../../support/story.ts'

const rules = { methods: [aMethodRule({ when: { commerce: 'nce' }, method: 'lapse' })] }

function lapsing(living: LiveSubscriptionFacts = {}, story: Story = {}) {
  return planned({
    declared: [{ product: premium }],
    italy: [{ product: premium, ...living }],
    consolidation: rules,
    ...story,
  })
}

describe('a source that lapses', () => {
  test('is set to cancel at the end of its term, and nothing is bought before that', () => {
    const plan = lapsing()
    expect(actionLines(plan)).toEqual(['renewal s-1 renews→cancels italy'])
    const [action] = plan.actions
    expect(action !== undefined && 'effect' in action && action.effect).toMatchObject({
      method: 'lapse',
      date: '2027-03-15',
      irreversible: false,
      reducesService: false,
      billing: [{ partner: 'italy', until: '2027-03-14', note: 'continues to term end' }],
    })
    expect(plan.findings.map(found => [found.code, found.blocks, found.detail])).toEqual([
      [
        'PLAN.LAPSES',
        'nothing',
        '`mail` is bought on 2027-03-15, in 98 days, when the term of Microsoft 365 Business Premium (s-1) under italy has ended: schedule `tenantform apply` for that day.',
      ],
    ])
  })

  test('says what is bought in its place, or that nothing more is', () => {
    const notes = (story: Story) => lapsing({}, story).customers[0]?.sources.map(line => line.note)
    expect(notes({})).toEqual(['ends with its term; the target buys on 2027-03-15; price lock lost'])
    // Was red: bought already, it was to be bought again by these words.
    expect(notes({ living: [{ id: 't-1', product: premium, name: 'mail' }] })).toEqual([
      'ends with its term; nothing more is bought for it; price lock lost',
    ])
  })

  test('is not told where the target takes nothing new any more on that day (S8)', () => {
    const until = (retired: string) => lapsing({}, { central: { retired: utcDate(retired) } })
    expect(actionLines(until('2027-03-15'))).toHaveLength(1)
    const late = until('2027-03-14')
    expect([actionLines(late), blockers(late)]).toEqual([[], ['RETIRED_PARTNER']])
  })

  test('and was told is left alone until its day, counted down', () => {
    const told = { autoRenew: false, cancelsAtTermEnd: true }
    const plan = lapsing(told, {
      plan: { on: utcDate('2027-03-13'), madeAt: instant('2027-03-13T07:00:00Z') },
    })
    expect([actionLines(plan), findingCodes(plan), states(plan)]).toEqual([
      [],
      ['LAPSES nothing'],
      ['Panificio Rossi: nothing to do'],
    ])
    expect(plan.findings[0]?.detail).toContain('in 2 days')
  })

  test('is bought on the target once its term has ended', () => {
    const plan = lapsing(
      { status: 'expired', autoRenew: false },
      { plan: { on: utcDate('2027-03-15'), madeAt: instant('2027-03-15T07:00:00Z') } },
    )
    expect(actionLines(plan)).toEqual(['create mail 5 central'])
  })

  test('is blocked in the last 24 hours, when it can no longer be told', () => {
    expect(blockers(lapsing({ termEndsAt: instant('2026-12-08T06:00:00Z') }))).toEqual(['RENEWAL_LOCKED'])
  })

  test('without a declared line is blocked like anything else that nothing replaces', () => {
    expect(blockers(lapsing({}, { declared: [] }))).toEqual(['DECLARED_NOWHERE'])
  })

  describe('beside another that ends on another day', () => {
    const italy: LiveSubscriptionFacts[] = [
      { id: 's-1', product: premium, seats: 10, termEndsAt: instant('2026-12-14T23:59:59Z') },
      { id: 's-2', product: premium, seats: 7, termEndsAt: instant('2027-03-14T23:59:59Z') },
    ]
    const story = (declared: Story['declared'], facts: Story = {}) =>
      planned({ declared: declared ?? [], italy, consolidation: rules, ...facts })

    test('is not taken over by the same line, which is bought on one day', () => {
      const plan = story([{ product: premium, seats: 17 }])
      expect([actionLines(plan), plan.customers[0]?.blockedBy.map(found => found.detail)]).toEqual([
        [],
        [
          '`mail` takes over from s-1 under italy (10 seats, to 2026-12-14) and s-2 under italy (7 seats, to 2027-03-14), and is bought on one day. Declare one line for each of them, with its seats.',
        ],
      ])
    })

    test('is taken over by the line of its seats, each on its day, whatever order they are written in', () => {
      const lines = [
        { key: 'a', product: premium, seats: 7 },
        { key: 'b', product: premium, seats: 10 },
      ]
      expect(actionLines(story(lines))).toEqual([
        'renewal s-1 renews→cancels italy',
        'renewal s-2 renews→cancels italy',
      ])
      const told = { autoRenew: false, cancelsAtTermEnd: true }
      const [first, second] = italy
      const on = { on: utcDate('2026-12-15'), madeAt: instant('2026-12-15T07:00:00Z') }
      const ended = { ...first, ...told, status: 'expired' as const }
      const day = (living: Story['living']) =>
        story(lines, { italy: [ended, { ...second, ...told }], living: living ?? [], plan: on })
      expect(actionLines(day([]))).toEqual(['create b 10 central'])
      expect(actionLines(day([{ id: 't-1', product: premium, name: 'b', seats: 10 }]))).toEqual([])
    })

    describe('is taken over by a line of its own', () => {
      const two: LiveSubscriptionFacts[] = [
        { id: 's-1', product: premium, seats: 20, termEndsAt: instant('2026-12-20T23:59:59Z') },
        { id: 's-2', product: premium, seats: 10, termEndsAt: instant('2026-12-31T23:59:59Z') },
      ]
      const days = (a: LineFacts, b: LineFacts, sources = two) => {
        const plan = story(
          [
            { key: 'a', product: premium, ...a },
            { key: 'b', product: premium, ...b },
          ],
          { italy: sources },
        )
        return [...findingCodes(plan), ...plan.findings.map(found => found.detail?.split(', in ')[0])]
      }
      const eachItsOwn = [
        'LAPSES nothing',
        'LAPSES nothing',
        '`a` is bought on 2026-12-21',
        '`b` is bought on 2027-01-01',
      ]
      const fewer = { fewerSeatsAcknowledged: true }

      test.each([
        ['of more seats', { seats: 25 }, { seats: 15 }],
        ['of fewer that are acknowledged', { seats: 15, ...fewer }, { seats: 8, ...fewer }],
        ['of fewer, nearer to the other', { seats: 14, ...fewer }, { seats: 8, ...fewer }],
        ['of more and of fewer', { seats: 26 }, { seats: 8, ...fewer }],
      ])('%s', (_, a, b) => {
        expect(days(a, b)).toEqual(eachItsOwn)
      })

      test('and the seats it does not want by the next one', () => {
        expect(days({ seats: 15, ...fewer }, { seats: 5, ...fewer }, two.slice(0, 1))).toEqual([
          'LAPSES nothing',
          'LAPSES nothing',
          '`a` is bought on 2026-12-21',
          '`b` is bought on 2026-12-21',
        ])
      })

      test('but not where seats of two are in it, which users would be without in between', () => {
        expect(days({ seats: 15 }, { seats: 15 })[0]).toBe('LAPSES_APART customer')
      })
    })
  })
})
