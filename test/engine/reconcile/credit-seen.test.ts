/** The credit of a switch-off among lines that rebook: four, then five seats at 3.60 a month, switched off on 7 December. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OwnWrite } from '../../../engine/activity/own-steps.ts'
import { currency, decimal, instant, utcDate } from '../../../engine/model/ids.ts'
import type { InvoiceLine } from '../../../engine/model/invoice.ts'
import { reconcile } from '../../../engine/reconcile/reconcile.ts'
import { planned } from '../../support/story.ts'

function switchOff(amount: string): OwnWrite {
  const [action] = planned().actions.flatMap(entry => (entry.kind === 'subscription.suspend' ? [entry] : []))
  if (action === undefined) throw new Error('the story ends with a switch-off')
  const credit = { kind: 'known', amount: decimal(amount), currency: currency('EUR') } as const
  return {
    apply: 'a',
    plan: planned().id,
    who: 'me',
    madeIn: planned().madeIn,
    action: { ...action, effect: { ...action.effect, credit } },
    customerName: 'Panificio Rossi',
    began: instant('2026-12-07T07:00:00Z'),
    ended: instant('2026-12-07T07:00:01Z'),
    outcome: 'done',
    subscription: action.subscription,
    requestId: 'r',
    correlationIds: ['c'],
    plannedFrom: null,
    carriedOutFrom: null,
  }
}

const line = (amount: string, from: string, lastDay: string, invoice = 'D1') => ({
  amount: decimal(amount),
  from: utcDate(from),
  lastDay: utcDate(lastDay),
  invoice,
})
type Written = ReturnType<typeof line>

function judged(expected: string, written: readonly Written[]) {
  const write = switchOff(expected)
  const lines = written.map(
    (one): InvoiceLine => ({
      partner: write.action.partner,
      customer: null,
      customerName: '',
      subscription: write.subscription,
      chargeType: '',
      currency: currency('EUR'),
      ...one,
    }),
  )
  return reconcile([write], lines).lines.map(found => `${found.verdict} ${found.seen?.amount ?? '-'}`)
}

const month = (amount: string) => line(amount, '2026-12-01', '2026-12-31')
const rest = (amount: string) => line(amount, '2026-12-07', '2026-12-31')
const fromThird = (amount: string) => line(amount, '2026-12-03', '2026-12-31')

const right: readonly (readonly [string, string, readonly Written[]])[] = [
  ['an invoice with the month', '14.52', [month('18.00'), rest('-14.52')]],
  ['a final invoice alone', '14.52', [rest('-14.52')]],
  [
    'a month taken back and charged anew when a seat was added',
    '14.52',
    [
      month('14.40'),
      month('-14.40'),
      line('0.93', '2026-12-01', '2026-12-02'),
      fromThird('16.84'),
      rest('-14.52'),
    ],
  ],
  [
    'the same without the first charge',
    '14.52',
    [month('-14.40'), line('0.93', '2026-12-01', '2026-12-02'), fromThird('16.84'), rest('-14.52')],
  ],
  [
    'a pair when a seat was added',
    '14.52',
    [month('14.40'), fromThird('-13.47'), fromThird('16.84'), rest('-14.52')],
  ],
  [
    'a pair when a seat was taken away',
    '11.61',
    [month('18.00'), fromThird('-16.84'), fromThird('13.47'), rest('-11.61')],
  ],
  ['a credit in two lines', '14.52', [month('18.00'), rest('-2.90'), rest('-11.62')]],
  [
    'a month taken back and its used days charged',
    '14.52',
    [month('18.00'), month('-18.00'), line('3.48', '2026-12-01', '2026-12-06')],
  ],
  ['the whole charge back, bought days before', '18.00', [month('18.00'), month('-18.00')]],
]

describe('the credit of a switch-off', () => {
  it.each(right)('is found in %s, in any order', (_, expected, lines) => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...lines], { minLength: lines.length }), shuffled => {
        const [credit, ...others] = judged(expected, shuffled)
        expect([credit?.split(' ')[0], others]).toEqual(['matched', []])
      }),
      { numRuns: 12 },
    )
  })

  it.each<[string, string, readonly Written[], readonly string[]]>([
    ['too little', '14.52', [month('18.00'), rest('-11.00')], ['differs 11.00']],
    ['none', '14.52', [month('18.00')], ['missing credit -']],
    ['given twice', '14.52', [month('18.00'), rest('-14.52'), rest('-14.52')], ['differs 29.04']],
    [
      'right, and the next month charged',
      '14.52',
      [month('18.00'), rest('-14.52'), line('18.00', '2027-01-01', '2027-01-31')],
      ['matched 14.52', 'charged after switch-off 18.00'],
    ],
    [
      'right, and the next month charged and taken back',
      '14.52',
      [
        month('18.00'),
        rest('-14.52'),
        line('18.00', '2027-01-01', '2027-01-31'),
        line('-18.00', '2027-01-01', '2027-01-31', 'D2'),
      ],
      ['matched 14.52'],
    ],
    [
      'right, while a seat that was added by hand is still charged',
      '14.52',
      [month('18.00'), fromThird('5.00'), rest('-14.52')],
      ['differs 14.52'],
    ],
  ])('is told when it is %s', (_, expected, lines, verdicts) => {
    expect(judged(expected, lines)).toEqual(verdicts)
  })
})

describe('the credit of legacy seats that were changed', () => {
  interface Period {
    readonly off: string
    readonly planned: string
    readonly seats: number
    readonly lines: readonly (readonly [string, number, string])[]
    readonly lastDay: string
  }
  /** `lines`: amount, seats and first day; `planned`: the whole period at the present seats, as bought within 30 days. */
  function judgedOf({ off, planned: amount, seats, lines, lastDay }: Period) {
    const write = switchOff(amount)
    const at = instant(`${off}T07:00:00Z`)
    const effect = { ...write.action.effect, date: utcDate(off) }
    const action = { ...write.action, effect, seats } as OwnWrite['action'] // of the same kind, on another day
    const own = lines.map(
      ([sum, quantity, from]): InvoiceLine => ({
        ...line(sum, from, lastDay),
        partner: action.partner,
        customer: null,
        customerName: '',
        subscription: write.subscription,
        chargeType: '',
        currency: currency('EUR'),
        quantity,
      }),
    )
    return reconcile([{ ...write, action, began: at, ended: at }], own).lines.map(found => ({
      verdict: found.verdict,
      seen: found.seen?.amount ?? null,
      expected: found.expected?.kind === 'known' ? found.expected.amount : null,
    }))
  }

  const mail: Period = {
    off: '2028-03-09',
    planned: '5267.12',
    seats: 37,
    lastDay: '2029-02-10',
    lines: [
      ['6263.60', 44, '2028-02-11'],
      ['-5835.76', 44, '2028-03-07'],
      ['4907.35', 37, '2028-03-07'],
      ['-4878.56', 37, '2028-03-09'],
    ],
  }

  it('is the line of the switch-off alone, and as much as was charged for those days, in any order', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...mail.lines], { minLength: mail.lines.length }), lines => {
        expect(judgedOf({ ...mail, lines })).toEqual([
          { verdict: 'matched', seen: '4878.56', expected: expect.stringMatching(/^4878\.5\d$/) },
        ])
      }),
      { numRuns: 12 },
    )
  })

  it('is the same where the first charge is on no invoice at hand', () => {
    expect(judgedOf({ ...mail, lines: mail.lines.slice(1) })).toEqual([
      { verdict: 'matched', seen: '4878.56', expected: expect.stringMatching(/^4878\.5\d$/) },
    ])
  })

  it('is not made up of the line of a change in an earlier month', () => {
    const january: Period = {
      off: '2026-02-07',
      planned: '1568.29',
      seats: 49,
      lastDay: '2027-01-16',
      lines: [
        ['1664.31', 52, '2026-01-17'],
        ['-1627.83', 52, '2026-01-25'],
        ['1533.92', 49, '2026-01-25'],
        ['-1478.06', 49, '2026-02-07'],
      ],
    }
    expect(judgedOf(january)).toEqual([
      { verdict: 'matched', seen: '1478.06', expected: expect.stringMatching(/^1478\.0\d$/) },
    ])
    // All other lines say that nothing was given back.
    expect(judgedOf({ ...january, lines: january.lines.slice(0, 3) })).toEqual([
      { verdict: 'missing credit', seen: null, expected: '1568.29' },
    ])
    expect(
      judgedOf({ ...january, lines: [...january.lines.slice(0, 3), ['-900.00', 49, '2026-02-07']] }),
    ).toEqual([{ verdict: 'differs', seen: '900.00', expected: '1568.29' }])
  })

  it('after a pause is all that was charged since', () => {
    // 12 seats of 32.0059: off from 1 to 4 February, on again, and off for good.
    expect(
      judgedOf({
        off: '2026-02-07',
        planned: '384.07',
        seats: 12,
        lastDay: '2027-01-16',
        lines: [
          ['384.07', 12, '2026-01-17'],
          ['-384.07', 12, '2026-02-01'],
          ['365.13', 12, '2026-02-04'],
          ['-365.13', 12, '2026-02-07'],
        ],
      }),
    ).toEqual([{ verdict: 'matched', seen: '365.13', expected: '365.13' }])
  })
})
