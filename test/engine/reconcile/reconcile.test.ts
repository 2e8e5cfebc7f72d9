import { describe, expect, it } from 'vitest'
import type { OwnWrite } from '../../../engine/activity/own-steps.ts'
import {
  currency,
  decimal,
  instant,
  partnerName,
  productKey,
  subscriptionId,
  tenantId,
  type UtcDate,
  utcDate,
} from '../../../engine/model/ids.ts'
import type { InvoiceLine } from '../../../engine/model/invoice.ts'
import { reconcile } from '../../../engine/reconcile/reconcile.ts'
import { planned } from '../../support/story.ts'

/** A switch-off whose credit is unknown, for there is no price list; or that of a trial. */
function switchOff({ trial }: { readonly trial: boolean }): OwnWrite {
  const plan = planned(trial ? { italy: [{ trial: true }], declared: [] } : {})
  const [found] = plan.actions.flatMap(entry => (entry.kind === 'subscription.suspend' ? [entry] : []))
  const action = found as NonNullable<typeof found> // both stories end with one
  const effect = trial
    ? action.effect
    : { ...action.effect, credit: { kind: 'unknown', why: 'no price list' } as const }
  return {
    apply: 'a',
    plan: plan.id,
    who: 'me',
    madeIn: plan.madeIn,
    action: { ...action, effect },
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

function aLine(write: OwnWrite, facts: Partial<InvoiceLine>): InvoiceLine {
  return {
    partner: write.action.partner,
    invoice: 'D1',
    customer: null,
    customerName: '',
    subscription: write.subscription,
    chargeType: '',
    from: utcDate('2026-12-01'),
    lastDay: utcDate('2026-12-31'),
    amount: decimal('18'),
    currency: currency('EUR'),
    ...facts,
  }
}

const verdictsOf = (write: OwnWrite, lines: readonly InvoiceLine[]) =>
  reconcile([write], lines).lines.map(line => line.verdict)
const january: { readonly from: UtcDate; readonly lastDay: UtcDate } = {
  from: utcDate('2027-01-01'),
  lastDay: utcDate('2027-01-31'),
}

it('misses no credit of a trial, which costs nothing', () => {
  const trial = switchOff({ trial: true })
  expect(verdictsOf(trial, [aLine(trial, { subscription: subscriptionId('other') })])).toEqual(['matched'])
})

it('misses a credit whose amount is unknown only where its days were charged', () => {
  const write = switchOff({ trial: false })
  expect(verdictsOf(write, [aLine(write, { subscription: subscriptionId('other') })])).toEqual([
    'not predicted',
  ])
  expect(verdictsOf(write, [aLine(write, {})])).toEqual(['missing credit'])
  expect(verdictsOf(write, [aLine(write, january)])).toEqual(['not predicted', 'charged after switch-off'])
})

describe('a switch-off later than planned', () => {
  const credit = { kind: 'known', amount: decimal('14.52'), currency: currency('EUR') } as const
  /** Planned for the 7th, with its credit from that day to the end of December. */
  function offAt(ended: string): OwnWrite {
    const write = switchOff({ trial: false })
    const { action } = write
    return {
      ...write,
      began: instant(ended),
      ended: instant(ended),
      action: { ...action, effect: { ...action.effect, credit } } as OwnWrite['action'], // of the same kind, with another effect
    }
  }
  const found = (write: OwnWrite, lines: readonly InvoiceLine[]) => {
    const { lines: told, money } = reconcile([write], lines)
    return {
      lines: told.map(({ verdict, seen, late }) => ({ verdict, seen: seen?.amount ?? null, late })),
      chargedLate: money.map(entry => entry.chargedLate),
    }
  }
  const euro = (amount: string) => ({ amount: decimal(amount), currency: currency('EUR') })
  const late = (days: number, money: string | null) => ({
    plannedFor: utcDate('2026-12-07'),
    days,
    money: money === null ? null : euro(money),
  })
  const back = (day: string, amount: string) => ({ from: utcDate(day), amount: decimal(amount) })

  it('is named so, with its further days and what they were charged', () => {
    const write = offAt('2026-12-09T07:00:00Z')
    expect(found(write, [aLine(write, {}), aLine(write, back('2026-12-09', '-13.35'))])).toEqual({
      lines: [{ verdict: 'switched off late', seen: '13.35', late: late(2, '1.16') }],
      chargedLate: ['1.16'],
    })
  })

  it('is named so where only its credit is at hand', () => {
    const write = offAt('2026-12-09T07:00:00Z')
    expect(found(write, [aLine(write, back('2026-12-09', '-13.35'))])).toEqual({
      lines: [{ verdict: 'switched off late', seen: '13.35', late: late(2, '1.17') }],
      chargedLate: ['1.17'],
    })
  })

  it('in the next month is charged all of the planned credit, and days of that month', () => {
    const write = offAt('2027-01-02T00:10:00Z')
    const lines = [
      aLine(write, {}),
      aLine(write, january),
      aLine(write, { ...january, ...back('2027-01-02', '-17.42') }),
    ]
    expect(found(write, lines)).toEqual({
      lines: [{ verdict: 'switched off late', seen: '17.42', late: late(26, '15.10') }],
      chargedLate: ['15.10'],
    })
  })

  it('at the end of what was charged has nothing to be given back', () => {
    const write = offAt('2027-01-01T00:10:00Z')
    const other = aLine(write, { ...january, subscription: subscriptionId('other') })
    expect(found(write, [aLine(write, {}), other])).toEqual({
      lines: [{ verdict: 'switched off late', seen: null, late: late(25, '14.52') }],
      chargedLate: ['14.52'],
    })
  })

  it('is no excuse for a credit that is too small, or not there', () => {
    const write = offAt('2026-12-09T07:00:00Z')
    expect(found(write, [aLine(write, {}), aLine(write, back('2026-12-09', '-9.00'))]).lines).toEqual([
      { verdict: 'differs', seen: '9.00', late: late(2, '1.16') },
    ])
    expect(found(write, [aLine(write, {})]).lines).toEqual([
      { verdict: 'missing credit', seen: null, late: late(2, '1.16') },
    ])
    expect(found(write, [aLine(write, back('2026-12-09', '-9.00'))]).lines).toEqual([
      { verdict: 'differs', seen: '9.00', late: late(2, null) },
    ])
  })

  it('matches where all was given back nevertheless', () => {
    const write = offAt('2026-12-09T07:00:00Z')
    expect(found(write, [aLine(write, {}), aLine(write, back('2026-12-09', '-14.52'))]).lines).toMatchObject([
      { verdict: 'matched', seen: '14.52' },
    ])
  })
})

describe('the rounding of new commerce', () => {
  const credit = { kind: 'known', amount: decimal('112.80'), currency: currency('EUR') } as const
  const write = switchOff({ trial: false })
  const effect = { ...write.action.effect, commerce: 'nce', credit } as const
  const ofTwelve = { ...write, action: { ...write.action, effect } as OwnWrite['action'] } // of the same kind, with another effect
  const given = (amount: string) =>
    verdictsOf(ofTwelve, [
      aLine(ofTwelve, { from: utcDate('2026-12-07'), amount: decimal(amount), quantity: 12 }),
    ])

  it('is taken by the seat and by the line, as the examples of the service have it, and no further (Q36)', () => {
    // 9.408 a seat for twelve: 9.40 × 12, and 112.896 rounded down; twelve seats and one line are 0.13.
    expect([given('-112.80'), given('-112.89'), given('-112.93'), given('-112.94')]).toEqual([
      ['matched'],
      ['matched'],
      ['matched'],
      ['differs'],
    ])
  })
})

it('sums what two accounts are billed for, and says which part of it by the seat', () => {
  const both = (partner: string, id: string, from: string, lastDay: string): InvoiceLine => ({
    partner: partnerName(partner),
    invoice: 'G1',
    customer: tenantId('3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001'),
    customerName: 'Rossi',
    subscription: subscriptionId(id),
    chargeType: 'cycleCharge',
    from: utcDate(from),
    lastDay: utcDate(lastDay),
    amount: decimal('153.79'),
    currency: currency('EUR'),
    quantity: 7,
    product: productKey('CFQ7TTC0LCHC:0002'),
  })
  const { variances, money } = reconcile(
    [],
    [
      both('italy', 'a', '2026-12-20', '2027-01-19'),
      both('italy', 'a', '2027-01-20', '2027-02-19'),
      both('central', 'b', '2026-12-20', '2027-02-06'),
    ],
  )
  // A whole month, and 21.97 × 18 ÷ 31 = 12.75 for each of seven seats.
  expect([variances.map(entry => entry.money?.amount), money.map(entry => entry.billedTwice)]).toEqual([
    ['243.04'],
    ['243.04'],
  ])
})

it('leaves no row of another currency out, and compares in that of the plan', () => {
  const write = switchOff({ trial: false })
  const credit = { kind: 'known', amount: decimal('14.52'), currency: currency('EUR') } as const
  const planned = {
    ...write,
    action: { ...write.action, effect: { ...write.action.effect, credit } } as OwnWrite['action'],
  } // of the same kind, with another effect
  const dollars = aLine(planned, {
    from: utcDate('2026-12-07'),
    amount: decimal('-14.52'),
    currency: currency('USD'),
  })
  const { lines, variances, rows } = reconcile([planned], [dollars, aLine(planned, {})])
  expect([
    lines.map(line => line.verdict),
    variances.map(entry => [entry.kind, entry.money]),
    rows.read,
  ]).toEqual([['missing credit'], [['in another currency', { amount: '-14.52', currency: 'USD' }]], 2])
})
