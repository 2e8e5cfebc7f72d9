/** The rows of a transfer that the journal carried out: given back on one side what is charged on the other (facts 2.5). */
import { expect, test } from 'vitest'
import type { OwnWrite } from '../../../engine/activity/own-steps.ts'
import {
  currency,
  decimal,
  instant,
  type PartnerName,
  productKey,
  seats,
  subscriptionId,
  utcDate,
} from '../../../engine/model/ids.ts'
import type { InvoiceLine } from '../../../engine/model/invoice.ts'
import { reconcile } from '../../../engine/reconcile/reconcile.ts'
import { central, italy, premium, tenant } from '../../support/builders/index.ts'
import { planned } from '../../support/story.ts'

const source = {
  id: 's-1',
  product: premium,
  seats: 10,
  billing: 'annual',
  termEndsAt: instant('2027-03-30T23:59:59Z'),
} as const
const plan = planned({ declared: [{ product: premium, seats: 10, billing: 'annual' }], italy: [source] })

function moved(): OwnWrite {
  const [action] = plan.actions.flatMap(entry => (entry.kind === 'subscription.transfer' ? [entry] : []))
  if (action === undefined) throw new Error('nothing is transferred')
  return {
    apply: 'a',
    plan: plan.id,
    who: 'me',
    madeIn: plan.madeIn,
    action,
    customerName: 'Panificio Rossi',
    began: instant('2026-12-07T09:00:00Z'),
    ended: instant('2026-12-07T09:02:00Z'),
    outcome: 'done',
    subscription: null,
    requestId: 'r',
    correlationIds: ['c'],
    plannedFrom: null,
    carriedOutFrom: null,
  }
}

/** 113 of 365 days are left from the day after: 250.87 × 113 ÷ 365 = 77.66, × 10. */
function row(
  partner: PartnerName,
  id: string,
  amount: string,
  facts: Partial<InvoiceLine> = {},
): InvoiceLine {
  return {
    partner,
    invoice: partner === italy ? 'G1' : 'G2',
    customer: tenant(),
    customerName: 'Panificio Rossi',
    subscription: subscriptionId(id),
    chargeType: amount.startsWith('-') ? 'cancelImmediate' : 'new',
    from: utcDate('2026-12-08'),
    lastDay: utcDate('2027-03-30'),
    amount: decimal(amount),
    currency: currency('EUR'),
    quantity: 10,
    product: premium,
    productName: 'Business Premium',
    ...facts,
  }
}
const credit = row(italy, 's-1', '-776.60')
const charge = row(central, 't-1', '776.60')
const year = { chargeType: 'renew', from: utcDate('2026-03-31') }

function told(...rows: readonly InvoiceLine[]) {
  return toldOf(moved(), rows)
}

function toldOf(write: OwnWrite, rows: readonly InvoiceLine[]) {
  const found = reconcile([write], rows)
  return {
    lines: found.lines.map(
      line =>
        `${line.verdict} ${line.what} ${line.partner} ${line.seen?.amount ?? '-'} of ${line.expected?.kind === 'known' ? line.expected.amount : '-'}`,
    ),
    variances: found.variances.map(entry => [entry.kind, entry.partner, entry.money?.amount]),
    explained: found.rows.explained,
  }
}

test('both sides are explained, each by the other', () => {
  expect(told(credit, charge)).toEqual({
    lines: ['matched credit italy 776.60 of 776.60', 'matched charge central 776.60 of 776.60'],
    variances: [],
    explained: 2,
  })
})

test('what the source was charged before and is not given back is missing', () => {
  // 2508.70 for 365 days, of which 113 are left: 776.66, which is near by the rounding of ten seats.
  const before = row(italy, 's-1', '2508.70', year)
  expect(told(before, credit, charge).lines).toEqual([
    'matched credit italy 776.60 of 776.67',
    'matched charge central 776.60 of 776.60',
  ])
  expect(told(before, charge).lines).toEqual([
    'missing credit credit italy - of 776.67',
    'not predicted charge central 776.60 of -',
  ])
})

test('a charge that is not there, or another one, is said', () => {
  const later = row(central, 'other', '9.00', {
    customer: tenant(2),
    customerName: 'Other',
    chargeType: 'renew',
  })
  expect(told(credit).lines[1]).toBe('not invoiced yet charge central - of 776.60')
  expect(told(credit, later).lines[1]).toBe('missing charge charge central - of 776.60')
  expect(told(credit, row(central, 't-1', '700.00')).lines).toEqual([
    'differs credit italy 776.60 of 700.00',
    'differs charge central 700.00 of 776.60',
  ])
})

test('what comes by hand to what was moved is no part of it', () => {
  const byHand = row(central, 't-1', '77.66', { chargeType: 'addQuantity', from: utcDate('2027-01-15') })
  expect(told(credit, charge, byHand).variances).toEqual([['not explained', central, '77.66']])
})

test('the pair of lines of changed seats is given back on no side', () => {
  const write = { ...moved(), began: instant('2026-02-24T09:00:00Z'), ended: instant('2026-02-24T09:02:00Z') }
  const of = (amount: string, quantity: number, from: string, by = italy, id = 's-1') =>
    row(by, id, amount, { quantity, from: utcDate(from), lastDay: utcDate('2027-02-02') })
  const year = of('18497.98', 28, '2026-02-03')
  const moves = [
    of('-18345.94', 28, '2026-02-06'),
    of('12449.03', 19, '2026-02-06'),
    of('-11795.63', 19, '2026-02-25'),
    of('11795.63', 19, '2026-02-25', central, 't-1'),
  ]
  const matched = ['matched credit italy 11795.63 of 11795.63', 'matched charge central 11795.63 of 11795.63']
  expect(toldOf(write, [year, ...moves]).lines).toEqual(matched)
  expect(toldOf(write, moves).lines).toEqual(matched)
})

test('what became another item before its transfer is held against the charge of that item', () => {
  const of = (amount: string, from: string, facts: Partial<InvoiceLine> = {}) =>
    row(italy, 's-1', amount, { from: utcDate(from), ...facts })
  const became = (amount: string, from: string, product: typeof premium) =>
    of(amount, from, { chargeType: 'convert', product })
  const standard = productKey('CFQ7TTC0LH18:0001')
  // 135 days from 16 November, 113 of them from the day after the transfer.
  const converted = [became('-500.00', '2026-11-16', standard), became('927.80', '2026-11-16', premium)]
  const matched = ['matched credit italy 776.60 of 776.60', 'matched charge central 776.60 of 776.60']
  expect(told(...converted, credit, charge).lines).toEqual(matched)
  const before = of('1351.80', '2026-03-31', { chargeType: 'renew', product: standard })
  expect(told(before, ...converted, credit, charge).lines).toEqual(matched)
  // There and back: what was given back of the item before is no credit of the transfer.
  const first = of('2508.70', '2026-03-31', { chargeType: 'renew' })
  const thereAndBack = [
    became('-1000.00', '2026-11-01', premium),
    became('556.00', '2026-11-01', standard),
    became('-500.00', '2026-11-16', standard),
    became('927.80', '2026-11-16', premium),
  ]
  expect(told(first, ...thereAndBack, credit, charge).lines).toEqual(matched)
})

test('a day that rounding leaves no price is missing on no side', () => {
  const { action, ...others } = moved()
  if (action.kind !== 'subscription.transfer') throw new Error('nothing is transferred')
  const items = action.items.map(item => ({ ...item, seats: seats(59) }))
  const at = { began: instant('2026-02-23T09:00:00Z'), ended: instant('2026-02-23T09:02:00Z') }
  const write: OwnWrite = { ...others, ...at, action: { ...action, items } }
  const of = (amount: string, from: string, by = italy, id = 's-1') =>
    row(by, id, amount, { quantity: 59, from: utcDate(from), lastDay: utcDate('2026-02-24') })
  const sides = [of('0.00', '2026-02-24'), of('0.00', '2026-02-24', central, 't-1')]
  expect(toldOf(write, [of('7.67', '2026-02-03'), ...sides]).lines).toEqual([
    'matched credit italy - of 0.35',
    'not predicted charge central - of -',
  ])
})
