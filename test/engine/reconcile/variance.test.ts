import { expect, it } from 'vitest'
import {
  currency,
  decimal,
  partnerName,
  productKey,
  subscriptionId,
  tenantId,
  utcDate,
} from '../../../engine/model/ids.ts'
import type { InvoiceLine } from '../../../engine/model/invoice.ts'
import { variancesOf } from '../../../engine/reconcile/variance.ts'

const rossi = tenantId('3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001')
const offer = productKey('195416C1-3447-423A-B37B-EE59A99A19C4')
const successor = productKey('CFQ7TTC0LH16:0001')
const nothing = { writes: [], becomes: new Map(), left: new Set<never>(), known: new Set<never>() }

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
const told = (lines: readonly InvoiceLine[], facts: Partial<Parameters<typeof variancesOf>[1]> = {}) =>
  variancesOf(lines, { ...nothing, ...facts }).map(entry => [
    entry.kind,
    entry.partner,
    entry.other ?? '',
    `${entry.from} ${entry.lastDay}`,
    entry.money?.amount,
  ])

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
  expect(told([old, anew])).toEqual([])
  expect(told([old, anew], { becomes })).toEqual([
    ['billed in two accounts', 'italy', 'central', '2026-12-07 2026-12-31', '25.00'],
  ])
  const back = (amount: string, from: string) =>
    line({ by: 'italy', id: 'old', amount: decimal(amount), from: utcDate(from) })
  expect(told([back('-25.00', '2026-12-07'), anew, old], { becomes })).toEqual([])
  expect(told([back('-22.00', '2026-12-10'), anew, old], { becomes })).toEqual([
    ['billed in two accounts', 'italy', 'central', '2026-12-07 2026-12-09', '3.00'],
  ])
  expect(told([old, anew], { becomes, left: new Set([subscriptionId('old')]) })).toEqual([])
  expect(told([old, { ...anew, customer: tenantId('another') }], { becomes })).toEqual([])
})

it('calls no rest of rounding by the seat a second bill', () => {
  const old = line({ by: 'italy', id: 'old', quantity: 14 })
  const anew = line({ by: 'central', id: 'new', from: utcDate('2026-12-07'), lastDay: utcDate('2027-01-06') })
  const back = (amount: string) =>
    line({ by: 'italy', id: 'old', quantity: 14, amount: decimal(amount), from: utcDate('2026-12-07') })
  // 25.00 of the rest of the month; a cent a seat and one a line may be left.
  expect(told([back('-24.84'), anew, old])).toEqual([])
  expect(told([back('-24.83'), anew, old]).map(([kind, , , , money]) => [kind, money])).toEqual([
    ['billed in two accounts', '0.17'],
  ])
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
