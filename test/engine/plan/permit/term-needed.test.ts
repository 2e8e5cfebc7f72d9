/** A line of new commerce that leaves `term:` and `billing:` out binds to what lives or arrives, and is never bought (T35). Each was red: no command took it. */
import { describe, expect, test } from 'vitest'
import { instant, seats } from '../../../../engine/model/ids.ts'
import { aMethodRule, mail, premium } from '../../../support/builders/index.ts'
import { planned, type Story } from '../../../support/story.ts'

const open = { product: premium, term: null, billingWritten: false } as const
const monthly = { id: 't-1', product: premium, term: 'P1M', name: 'Business' } as const

const kinds = (story: Story) => planned(story).actions.map(action => action.kind)
const blockers = (story: Story) =>
  planned(story).customers.flatMap(({ blockedBy }) => blockedBy.map(({ code, detail }) => [code, detail]))

describe('is bound', () => {
  test('to the one that lives, whatever its term and cycle', () => {
    const story: Story = { declared: [{ ...open, seats: seats(7) }], italy: [], living: [monthly] }
    expect(planned(story).actions).toMatchObject([
      { kind: 'subscription.change-seats', subscription: 't-1', from: 5, to: 7 },
    ])
    expect(kinds({ ...story, declared: [open] })).toEqual([])
  })

  test('to what a transfer brings, which needs no term', () => {
    const story: Story = { declared: [open], italy: [{ product: premium, term: 'P3Y' }] }
    expect(kinds(story)).toEqual(['subscription.transfer'])
    expect(blockers(story)).toEqual([])
  })
})

describe('is never bought', () => {
  test.each<[string, Story, string]>([
    [
      'beside nothing',
      { declared: [open], italy: [] },
      '`mail` is new commerce that is to be bought, and has no `term:` and no `billing:`.',
    ],
    [
      'with a term and no cycle',
      { declared: [{ ...open, term: 'P1Y' }], italy: [] },
      '`mail` is new commerce that is to be bought, and has no `billing:`.',
    ],
    [
      'in place of legacy',
      {
        declared: [
          { ...open, key: 'office' },
          { product: mail, key: 'mail' },
        ],
        italy: [{}],
      },
      '`office` is new commerce that is to be bought, and has no `term:` and no `billing:`.',
    ],
    [
      'later, when a term has ended: its source is not told to end',
      {
        declared: [open],
        italy: [{ product: premium, termEndsAt: instant('2026-12-30T23:59:59Z') }],
        consolidation: { methods: [aMethodRule({ method: 'lapse' })] },
      },
      '`mail` is new commerce that is to be bought, and has no `term:` and no `billing:`.',
    ],
  ])('%s', (_, story, detail) => {
    expect(blockers(story)).toEqual([['PLAN.TERM_NEEDED', detail]])
    expect(kinds(story)).toEqual([])
  })
})
