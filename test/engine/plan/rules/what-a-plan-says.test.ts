/**
 * Rules of docs/rules.md about what a plan says: T1, T2, T14, T16, T18, T20. Each was seen red with its rule broken by hand.
 */
import { describe, expect, test } from 'vitest'
import { planText } from '../../../../cmd/report/plan/plan-text.ts'
import { withZone } from '../../../../cmd/report/times.ts'
import { currency, decimal, instant, seats, subscriptionId, utcDate } from '../../../../engine/model/ids.ts'
import type { WriteAction } from '../../../../engine/plan/action.ts'
import type { Plan } from '../../../../engine/plan/plan.ts'
import {
  addOn,
  aMapping,
  aMethodRule,
  aPrice,
  mail,
  mailNce,
  premium,
  suite,
} from '../../../support/builders/index.ts'
import { planned, type Story } from '../../../support/story.ts'

const office = { id: 's-nce', product: premium, seats: 20, name: 'office' }
const declaredOffice = { key: 'office', product: premium, seats: 20 }
const nceBy = (method: 'repurchase' | 'lapse' | 'reprovision') => ({
  methods: [aMethodRule({ when: { commerce: 'nce' }, method })],
})

/** Between them, at least one write of each kind. */
const stories: readonly Story[] = [
  {
    declared: [
      { key: 'suite', product: suite },
      { key: 'calls', product: addOn, addOnTo: 'suite' },
    ],
    italy: [
      { id: 's-1', product: suite },
      { id: 's-2', product: addOn, parent: subscriptionId('s-1') },
      { id: 's-3', trial: true },
    ],
  },
  { declared: [declaredOffice], italy: [office] },
  {
    declared: [declaredOffice],
    italy: [{ ...office, cancellableUntil: instant('2026-12-10T09:00:00Z') }],
    consolidation: nceBy('repurchase'),
  },
  { declared: [declaredOffice], italy: [office], consolidation: nceBy('lapse') },
  {
    declared: [
      { key: 'office', product: premium, seats: 22, nextTerm: { seats: seats(15) } },
      { key: 'mail', friendlyName: 'Posta nuova' },
      { key: 'suite', product: suite, state: 'suspended' },
    ],
    italy: [],
    living: [
      { id: 't-1', product: premium, name: 'office', seats: 20 },
      { id: 't-2', name: 'mail', status: 'suspended' },
      { id: 't-3', product: suite, name: 'suite' },
    ],
  },
  { declared: [{ ...declaredOffice, endOfTerm: 'cancel' }], italy: [] },
]

function writesOf(plan: Plan): readonly WriteAction[] {
  return plan.actions.filter((action): action is WriteAction => 'effect' in action)
}

function printed(plan: Plan): readonly string[] {
  return planText(plan, { columns: 400, colour: false }).split('\n')
}

describe('T1: every write', () => {
  const all = stories.map(story => planned(story))

  test('is of one of these kinds, each of which is here', () => {
    expect([...new Set(all.flatMap(writesOf).map(action => action.kind))].sort()).toEqual([
      'subscription.cancel',
      'subscription.change-renewal',
      'subscription.change-seats',
      'subscription.create',
      'subscription.reactivate',
      'subscription.rename',
      'subscription.set-renewal',
      'subscription.suspend',
      'subscription.transfer',
    ])
  })

  test('shows its commerce model, what cannot be undone, its day, who is billed, and until when', () => {
    for (const plan of all) {
      const lines = printed(plan).filter(line => /^ {2}[+~>-] /.test(line))
      const writes = plan.customers.flatMap(customer =>
        writesOf({ ...plan, actions: plan.actions.filter(action => customer.actions.includes(action.id)) }),
      )
      expect(lines).toHaveLength(writes.length)
      for (const [position, { effect, partner, kind }] of writes.entries()) {
        const line = lines[position] ?? ''
        expect(line).toContain(effect.commerce === 'nce' ? 'new commerce' : 'legacy')
        expect(line.includes('irreversible'), line).toBe(effect.irreversible)
        expect(line).toMatch(/\d{4}-\d{2}-\d{2}/)
        expect(line).toContain(partner)
        expect(line, kind).toMatch(/billed|billing unchanged/)
        if (effect.method !== 'steady') expect(line).toContain(effect.method)
        for (const { until } of effect.billing) if (until !== null) expect(line).toContain(until)
      }
    }
  })
})

describe('T2: suspending new commerce', () => {
  const asked = (facts: { acceptContinuedBilling: boolean }) =>
    planned({
      declared: [{ ...declaredOffice, state: 'suspended', ...facts }],
      italy: [],
      living: [{ ...office, id: 't-1' }],
    })

  test('needs `acceptContinuedBilling: true`', () => {
    const refused = asked({ acceptContinuedBilling: false })
    expect([refused.actions, refused.findings.map(found => found.code)]).toEqual([
      [],
      ['PLAN.CONTINUED_BILLING'],
    ])
  })

  test('is never shown as if charges stopped: no credit, no saving, still billed to the end of the term', () => {
    const plan = asked({ acceptContinuedBilling: true })
    expect(writesOf(plan).map(({ effect }) => [effect.credit, effect.billing])).toEqual([
      [undefined, [{ partner: 'central', until: '2027-03-14', note: 'continues to term end' }]],
    ])
    expect([plan.summary.credit.known, plan.summary.monthly.known]).toEqual([[], []])
    expect(printed(plan).join('\n')).toContain('still billed to 2027-03-14')
    expect(printed(plan).join('\n')).not.toContain('not billed')
  })
})

describe('T14: a price', () => {
  test('that no list gives prints `unknown`, and nowhere a zero', () => {
    const plan = planned({ central: { prices: null } })
    expect(printed(plan).find(line => line.includes('+ create'))).toContain('unknown')
    expect(writesOf(plan)[0]?.effect.perPeriod?.amount).toEqual({ kind: 'unknown', why: 'no price list' })
    expect(plan.summary.monthly.unknown).toBe(1)
  })

  test('of 0 is a price', () => {
    const plan = planned({ central: { prices: [aPrice({ product: mail, price: '0' })] } })
    expect(writesOf(plan)[0]?.effect.perPeriod?.amount).toEqual({
      kind: 'known',
      amount: '0.00',
      currency: 'EUR',
    })
  })

  test('counts on its days only; on any other it is unknown', () => {
    const prices = [
      aPrice({ product: mail, price: '3.60', until: '2026-12-07' }),
      aPrice({ product: mail, price: '4.10', from: '2026-12-09' }),
    ]
    const amountOn = (day: string) => {
      const plan = planned({ central: { prices }, plan: { on: utcDate(day) } })
      expect(plan.desired).toBe(planned({ central: { prices } }).desired)
      return writesOf(plan)[0]?.effect.perPeriod?.amount
    }
    expect(amountOn('2026-12-07')).toEqual({ kind: 'known', amount: '18.00', currency: 'EUR' })
    expect(amountOn('2026-12-08')).toEqual({ kind: 'unknown', why: 'no price in force' })
    expect(amountOn('2026-12-09')).toEqual({ kind: 'known', amount: '20.50', currency: 'EUR' })
    const later = planned({ central: { prices }, plan: { on: utcDate('2026-12-08') } })
    expect(printed(later).find(line => line.includes('+ create'))).toContain('unknown')
    expect(planned({ central: { prices: prices.slice(0, 1) } }).desired).not.toBe(later.desired)
  })

  test('is never added to one of another currency', () => {
    const plan = planned({
      central: {
        currency: currency('CHF'),
        prices: [aPrice({ product: mail, price: '4', currency: 'CHF' })],
      },
    })
    expect(plan.summary.monthly.known).toEqual([
      { currency: 'CHF', amount: '20.00' },
      { currency: 'EUR', amount: '-18.00' },
    ])
  })
})

describe('a month', () => {
  const yearly = [
    aPrice({ product: premium, term: 'P1Y', billing: 'annual', price: '219.00' }),
    aPrice({ product: premium, term: 'P1Y', billing: 'monthly', price: '18.60' }),
  ]
  const overlapping = (billing: 'annual' | 'monthly') =>
    planned({
      declared: [{ ...declaredOffice, billing }],
      italy: [{ ...office, termEndsAt: instant('2026-12-19T23:59:59Z') }],
      central: { prices: yearly },
      consolidation: {
        methods: [
          aMethodRule({
            when: { commerce: 'nce' },
            method: 'reprovision',
            acceptOverlap: [{ currency: currency('EUR'), amount: decimal('9999') }],
          }),
        ],
      },
    })

  test.each([
    ['monthly', '372.00'],
    ['annual', '365.00'],
  ] as const)('costs what is bought, billed %s, while the old one runs out beside it', (billing, amount) => {
    const { monthly, committed } = overlapping(billing).summary
    expect(monthly).toEqual({ known: [{ currency: 'EUR', amount }], unknown: 0 })
    expect(committed.known).toEqual([
      { currency: 'EUR', amount: billing === 'annual' ? '4380.00' : '4464.00' },
    ])
  })
})

test('T16: what cannot be undone is marked on its line and counted in the summary', () => {
  for (const story of stories) {
    const plan = planned(story)
    const lines = printed(plan).filter(line => /^ {2}[+~>-] .*irreversible/.test(line))
    expect(plan.summary.irreversible).toBe(lines.length)
    expect(printed(plan).join('\n')).toContain(`· ${lines.length} irreversible ·`)
  }
  expect(stories.map(story => planned(story).summary.irreversible)).toEqual([3, 1, 2, 0, 1, 1])
})

test('T18: legacy bought again as new commerce prints the end of the commitment and its total', () => {
  const plan = planned({
    declared: [{ product: mailNce }],
    consolidation: { map: [aMapping()] },
  })
  expect(writesOf(plan)[0]?.effect.commitment).toEqual({
    until: '2027-12-06',
    // 3.70 × 5 seats × 12 months.
    total: { kind: 'known', amount: '222.00', currency: 'EUR' },
  })
  expect(printed(plan).find(line => line.includes('+ create'))).toContain(
    'committed EUR 222.00 to 2027-12-06',
  )
})

describe('T20: a time', () => {
  test('is UTC, with the partner’s zone beside it, in summer and in winter', () => {
    expect(withZone(instant('2026-12-08T00:00:00Z'), 'Europe/Rome')).toBe(
      '2026-12-08T00:00Z (2026-12-08 01:00 Europe/Rome)',
    )
    expect(withZone(instant('2026-07-07T23:30:00Z'), 'Europe/Rome')).toBe(
      '2026-07-07T23:30Z (2026-07-08 01:30 Europe/Rome)',
    )
    // The hour that comes twice: the zone's own clock cannot tell the two apart, UTC does.
    expect(
      ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'].map(at => withZone(instant(at), 'Europe/Rome')),
    ).toEqual([
      '2026-10-25T00:30Z (2026-10-25 02:30 Europe/Rome)',
      '2026-10-25T01:30Z (2026-10-25 02:30 Europe/Rome)',
    ])
  })

  test('of a plan stands in its head, and the same day means the UTC day, whatever the zone says', () => {
    // One in the night in Moscow, and still the day before by UTC.
    const plan = planned({
      central: { timeZone: 'Europe/Moscow' },
      plan: { on: utcDate('2026-12-07'), madeAt: instant('2026-12-07T22:00:00Z') },
    })
    expect(printed(plan)[0]).toBe(
      'consolidation emea · 2026-12-07 UTC · made 2026-12-07T22:00Z (2026-12-08 01:00 Europe/Moscow) · expires 2026-12-08T00:00Z (2026-12-08 03:00 Europe/Moscow) · global, api.example',
    )
    expect(writesOf(plan)[0]?.expects).toContainEqual({ kind: 'day is', day: '2026-12-07' })
  })
})
