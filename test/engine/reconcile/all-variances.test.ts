import { expect, it } from 'vitest'
import {
  currency,
  decimal,
  type ProductKey,
  partnerName,
  productKey,
  subscriptionId,
  tenantId,
  utcDate,
} from '../../../engine/model/ids.ts'
import type { InvoiceLine } from '../../../engine/model/invoice.ts'
import { variancesOf } from '../../../engine/reconcile/all-variances.ts'
import { judgeCycles } from '../../../engine/reconcile/cycles/judge-cycles.ts'
import { ownSubscriptions } from '../../../engine/reconcile/own/own-facts.ts'
import { placeOfRow } from '../../../engine/reconcile/rows/rows.ts'

const rossi = tenantId('3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001')
const offer = productKey('195416C1-3447-423A-B37B-EE59A99A19C4')
const successor = productKey('CFQ7TTC0LH16:0001')
const own = ownSubscriptions([], [])
const nothing = {
  becomes: new Map(),
  left: new Set<never>(),
  sources: new Set<never>(),
  known: new Set<never>(),
}

function line(facts: Partial<InvoiceLine> & { readonly by: string; readonly id: string }): InvoiceLine {
  const { by, id, ...rest } = facts
  return {
    partner: partnerName(by),
    invoice: 'G1',
    customer: rossi,
    customerName: 'Rossi',
    subscription: subscriptionId(id),
    chargeType: 'cycleCharge',
    from: utcDate('2026-12-01'),
    lastDay: utcDate('2026-12-31'),
    amount: decimal('31.00'),
    currency: currency('EUR'),
    product: offer,
    productName: 'Exchange Online',
    ...rest,
  }
}
type Facts = Partial<Parameters<typeof variancesOf>[1]>
const told = (lines: readonly InvoiceLine[], facts: Facts = {}) => {
  const cycles = judgeCycles(lines, { own, ofWrites: new Set() })
  const placeOf = (row: InvoiceLine) =>
    placeOfRow(row, { own, isCompared: () => true, ofWrites: new Set(), cycles })
  return variancesOf(lines, { ...nothing, cycles: cycles.told, placeOf, ...facts }).variances.map(entry => [
    entry.kind,
    entry.partner,
    entry.other ?? '',
    `${entry.from} ${entry.lastDay}`,
    entry.money?.amount,
  ])
}

const inTwo = (...facts: Parameters<typeof told>) =>
  told(...facts).filter(([kind]) => kind === 'billed in two accounts')

it('tells what one customer is billed for in two accounts on the same days, net of what was given back', () => {
  const old = line({ by: 'italy', id: 'old' })
  const anew = line({
    by: 'central',
    id: 'new',
    product: successor,
    from: utcDate('2026-12-07'),
    lastDay: utcDate('2027-01-06'),
  })
  const becomes = new Map([[offer, successor]])
  expect(inTwo([old, anew])).toEqual([])
  expect(inTwo([old, anew], { becomes })).toEqual([
    ['billed in two accounts', 'italy', 'central', '2026-12-07 2026-12-31', '25.00'],
  ])
  const back = (amount: string, from: string) =>
    line({ by: 'italy', id: 'old', amount: decimal(amount), from: utcDate(from) })
  expect(inTwo([back('-25.00', '2026-12-07'), anew, old], { becomes })).toEqual([])
  expect(inTwo([back('-22.00', '2026-12-10'), anew, old], { becomes })).toEqual([
    ['billed in two accounts', 'italy', 'central', '2026-12-07 2026-12-09', '3.00'],
  ])
  expect(inTwo([old, anew], { becomes, left: new Set([subscriptionId('old')]) })).toEqual([])
  expect(inTwo([old, { ...anew, customer: tenantId('another') }], { becomes })).toEqual([])
})

it('calls no rest of rounding a second bill: a unit a seat in new commerce, half of one in legacy', () => {
  const rest = (amount: string, product: ProductKey) => {
    const old = { by: 'italy', id: 'old', quantity: 14, product }
    const day = { from: utcDate('2026-12-07') }
    const rows = [
      line({ ...old, ...day, amount: decimal(amount) }),
      line({ by: 'central', id: 'new', product, ...day, lastDay: utcDate('2027-01-06') }),
      line(old),
    ]
    return inTwo(rows).map(([kind, , , , money]) => [kind, money])
  }
  // 25.00 of the rest of the month; 14 seats and two lines.
  expect(rest('-24.84', successor)).toEqual([])
  // What is left of a row that says its seats is rounded as the row is: by the seat.
  expect(rest('-24.83', successor)).toEqual([['billed in two accounts', '0.09']])
  // Legacy: 14 seats, two lines and the model, half a unit each.
  expect(rest('-24.92', offer)).toEqual([])
  expect(rest('-24.91', offer)).toEqual([['billed in two accounts', '0.09']])
})

it('tells extended terms and changes that no apply made, summed for each subscription', () => {
  expect(
    told([
      line({ by: 'italy', id: 'a', chargeType: 'extendTerm', amount: decimal('10.30') }),
      line({ by: 'italy', id: 'b', adjustment: '1.03 Extended Service Term', amount: decimal('5') }),
      line({ by: 'italy', id: 'c', chargeType: 'removeQuantity', amount: decimal('-20') }),
      line({ by: 'italy', id: 'c', chargeType: 'RemoveQuantity', amount: decimal('15') }),
      line({ by: 'italy', id: 'd', chargeType: 'renew' }),
      line({ by: 'italy', id: 'e', chargeType: 'Cycle fee' }),
    ]),
  ).toEqual([
    ['extended term', 'italy', '', '2026-12-01 2026-12-31', '10.30'],
    ['extended term', 'italy', '', '2026-12-01 2026-12-31', '5.00'],
    ['not explained', 'italy', '', '2026-12-01 2026-12-31', '-5.00'],
  ])
})

it('calls what rounding leaves of a day that was given back no bill, after a move there and back', () => {
  const licence = (by: string, id: string, amount: string, from: string, lastDay: string, quantity: number) =>
    line({
      by,
      id,
      amount: decimal(amount),
      from: utcDate(from),
      lastDay: utcDate(lastDay),
      quantity,
      product: successor,
    })
  const yen = [
    licence('italy', 'a', '48195', '2026-06-22', '2027-06-21', 27),
    licence('italy', 'a', '-46224', '2026-07-07', '2027-06-21', 27),
    licence('central', 'b', '46224', '2026-07-07', '2027-06-21', 27),
    licence('central', 'b', '-43578', '2026-07-27', '2027-06-21', 27),
    licence('italy', 'c', '43578', '2026-07-27', '2027-06-21', 27),
  ].map(one => ({ ...one, currency: currency('JPY') }))
  expect(inTwo(yen)).toEqual([])
  const suite = [
    licence('italy', 'a', '21929.80', '2028-09-17', '2031-09-16', 38),
    licence('italy', 'a', '-21729.16', '2028-09-27', '2031-09-16', 38),
    licence('central', 'b', '21729.16', '2028-09-27', '2031-09-16', 38),
    licence('central', 'b', '-21589.32', '2028-10-04', '2031-09-16', 38),
    licence('italy', 'c', '21589.32', '2028-10-04', '2031-09-16', 38),
  ]
  expect(inTwo(suite)).toEqual([])
  // 600.81 by the day; 15.81 for each of 38 seats by the rule of rows.
  const anew = licence('central', 'd', '756.20', '2028-11-08', '2028-12-07', 38)
  expect(inTwo([...suite, anew])).toEqual([
    ['billed in two accounts', 'italy', 'central', '2028-11-08 2028-12-07', '600.78'],
  ])
})

it('counts a seat that stays charged beside many that were given back', () => {
  const rows = [
    line({ by: 'italy', id: 'a', amount: decimal('28.00'), quantity: 28, product: successor }),
    line({ by: 'italy', id: 'a', amount: decimal('-27.00'), quantity: 27, product: successor }),
    line({ by: 'central', id: 'b', quantity: 28, product: successor }),
  ]
  expect(inTwo(rows)).toEqual([
    ['billed in two accounts', 'italy', 'central', '2026-12-01 2026-12-31', '1.00'],
  ])
})

it('takes what two accounts have that both are left for no second bill, and what the target has beside them for one', () => {
  const sources = new Set(['italy', 'germany'].map(partnerName))
  const there = [
    line({ by: 'italy', id: 'rome' }),
    line({ by: 'germany', id: 'munich', amount: decimal('20.00') }),
  ]
  const anew = line({ by: 'central', id: 'anew', from: utcDate('2026-12-30') })
  expect(inTwo(there, { sources })).toEqual([])
  expect(inTwo([...there, anew], { sources })).toEqual([
    ['billed in two accounts', 'germany', 'central', '2026-12-30 2026-12-31', '1.29'],
    ['billed in two accounts', 'italy', 'central', '2026-12-30 2026-12-31', '2.00'],
  ])
})

it('lets no credit of one subscription pay for another, as the charge that it takes back may not be at hand', () => {
  const becomes = new Map([[offer, successor]])
  const rows = [
    line({ by: 'italy', id: 'mail', amount: decimal('-280.39'), lastDay: utcDate('2027-11-30') }),
    line({ by: 'italy', id: 'suite', amount: decimal('7.00'), product: successor }),
    line({ by: 'central', id: 'anew', amount: decimal('8.40'), product: successor }),
  ]
  expect(inTwo(rows, { becomes })).toEqual([
    ['billed in two accounts', 'italy', 'central', '2026-12-01 2026-12-31', '7.00'],
  ])
})
