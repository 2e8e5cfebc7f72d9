/** What could keep a purchase of a later day from being made is asked before its source is told to end (T24). */
import { describe, expect, test } from 'vitest'
import { seats, utcDate } from '../../../../engine/model/ids.ts'
import {
  addOn,
  aMethodRule,
  anException,
  anItem,
  aRule,
  aWindow,
  fullCatalogue,
  onSale,
  premium,
  present,
} from '../../../support/builders/index.ts'
import { actionLines, blockers, findingCodes } from '../../../support/plan-shape.ts'
import { planned, type Story } from '../../../support/story.ts'

const lapse = { methods: [aMethodRule({ when: { commerce: 'nce' }, method: 'lapse' })] }
const told = { autoRenew: false, cancelsAtTermEnd: true }

/** Its term ends on 14 March 2027, so the line is bought on the 15th. */
function ending(story: Story = {}) {
  return planned({
    declared: [{ product: premium }],
    italy: [{ product: premium }],
    consolidation: lapse,
    ...story,
  })
}

const only = (facts: Parameters<typeof anItem>[0]) => ({
  catalogue: [onSale('IT', anItem({ product: premium, ...facts }))],
})
const yearEnd = { from: utcDate('2027-03-10'), to: utcDate('2027-03-20') }
const frozen = {
  policies: [aRule({ id: 'spring', scope: 'apply', limits: [{ kind: 'freeze', windows: [yearEnd] }] })],
}
const until = (day: string) => ({
  exceptions: [anException({ rule: 'guards/spring', until: utcDate(day) })],
})

describe('a source is not told to end where what follows', () => {
  test.each<[string, Story, string]>([
    ['is not sold', only({ purchasable: false }), 'WITHDRAWN'],
    ['has another term', { declared: [{ product: premium, term: 'P3Y' }] }, 'TERM_NOT_OFFERED'],
    ['has more seats than the item', { declared: [{ product: premium, seats: 310 }] }, 'SEATS_OUT_OF_RANGE'],
    [
      'has more seats than the item with what lives',
      {
        declared: [
          { product: premium, seats: 200 },
          { key: 'other', product: premium, seats: 110 },
        ],
        italy: [{ product: premium, seats: 200 }],
        living: [{ id: 't-1', product: premium, name: 'other', seats: 110 }],
      },
      'SEAT_POOL_FULL',
    ],
    [
      'asks for a qualification',
      { ...only({ segment: 'education' }), target: { qualifications: present([]) } },
      'QUALIFICATION_MISSING',
    ],
    [
      'is for an account under review',
      { target: { account: present('under review') } },
      'ACCOUNT_UNDER_REVIEW',
    ],
    [
      'is more than one customer can have',
      {
        ...only({ perCustomer: 1 }),
        declared: [
          { key: 'a', product: premium },
          { key: 'b', product: premium },
        ],
        italy: [
          { id: 's-1', product: premium },
          { id: 's-2', product: premium },
        ],
      },
      'LIMIT_REACHED',
    ],
    ['is an add-on without its base', { ...only({ addOn: true }) }, 'BASE_MISSING'],
    ['falls on frozen days', frozen, 'LATER_PURCHASE_CLOSED'],
    [
      'falls on the day after an exception from them',
      { ...frozen, ...until('2027-03-14') },
      'LATER_PURCHASE_CLOSED',
    ],
    [
      'is bought after the window',
      { consolidation: { ...lapse, window: aWindow() } },
      'LATER_PURCHASE_CLOSED',
    ],
  ])('%s', (_, story, code) => {
    const plan = ending(story)
    expect([actionLines(plan), blockers(plan)]).toEqual([[], [code]])
  })

  test('and it is said why', () => {
    expect(ending(frozen).findings.find(found => found.blocks === 'customer')?.detail).toBe(
      '`mail` would be bought on 2027-03-15, when the term of Microsoft 365 Business Premium (s-1) under italy has ended, and guards/spring lets nothing be bought from 2027-03-10 to 2027-03-20. It is not set to end with its term.',
    )
  })
})

describe('it is told', () => {
  test.each<[string, Story]>([
    ['on the last free day before', { ...frozen, ...until('2027-03-15') }],
    ['where the item takes exactly so many', { declared: [{ product: premium, seats: 300 }] }],
    [
      'where the window is open on that day',
      { consolidation: { ...lapse, window: aWindow({ to: utcDate('2027-03-15') }) } },
    ],
  ])('%s', (_, story) => {
    expect(actionLines(ending(story))).toEqual(['renewal s-1 renews→cancels italy'])
  })

  test('together with its add-on, which is bought with it', () => {
    const item = anItem({
      product: addOn,
      commerce: 'nce',
      prerequisites: [premium],
      maximumSeats: seats(300),
    })
    const plan = ending({
      declared: [
        { key: 'base', product: premium },
        { key: 'extra', product: premium, addOnTo: 'base' },
      ],
      italy: [
        { id: 's-1', product: premium, name: 'base' },
        { id: 's-2', product: premium, name: 'extra', parent: 's-1' as never },
      ],
      catalogue: [...fullCatalogue, onSale('IT', item)],
    })
    expect([actionLines(plan), blockers(plan)]).toEqual([
      ['renewal s-1 renews→cancels italy', 'renewal s-2 renews→cancels italy'],
      [],
    ])
  })
})

test('of what was told already it is said, and nothing of the customer is called blocked', () => {
  const plan = ending({ ...frozen, italy: [{ product: premium, ...told }] })
  expect([actionLines(plan), blockers(plan), findingCodes(plan)]).toEqual([
    [],
    [],
    ['LAPSES nothing', 'LATER_PURCHASE_CLOSED nothing'],
  ])
  expect(plan.findings[1]?.detail).toMatch(/to 2027-03-20\. It ends in any case\.$/)
})
