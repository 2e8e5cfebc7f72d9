/**
 * Laws of the charge cycles of a subscription: rows that say what was bought, changed and charged again raise nothing, in whatever number and order they come; a row that is
 * doubled, multiplied or left out, and seats that nobody asked for, are found.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  currency,
  decimal,
  type PartnerName,
  subscriptionId,
  type UtcDate,
  utcDate,
} from '../../engine/model/ids.ts'
import type { InvoiceLine } from '../../engine/model/invoice.ts'
import { reconcile } from '../../engine/reconcile/reconcile.ts'
import { alarming } from '../../engine/reconcile/reconciliation.ts'
import { isFinding } from '../../engine/reconcile/variance.ts'
import { addDays, addMonths } from '../../engine/time/utc-days.ts'
import { central, mail, premium, tenant } from '../support/builders/index.ts'
import { boughtBy, seatsChangedBy } from '../support/own-writes.ts'
import { runs } from '../support/worlds.ts'

const places = ['bought by us', 'changed by us', 'untouched'] as const

interface Life {
  readonly place: (typeof places)[number]
  readonly isNce: boolean
  readonly anchor: UtcDate
  readonly seats: number
  readonly cents: number
  readonly cycles: number
}

const lives: fc.Arbitrary<Life> = fc.record({
  place: fc.constantFrom(...places),
  isNce: fc.boolean(),
  anchor: fc.integer({ min: 1, max: 31 }).map(day => utcDate(`2026-12-${String(day).padStart(2, '0')}`)),
  seats: fc.integer({ min: 4, max: 60 }),
  cents: fc.integer({ min: 100, max: 9_000 }),
  cycles: fc.integer({ min: 3, max: 5 }),
})

const subscription = subscriptionId('9f0c0000-0000-4000-8000-000000000001')

function lineOf(
  { isNce }: Life,
  facts: Pick<InvoiceLine, 'from' | 'lastDay' | 'chargeType'> & {
    readonly cents: number
    readonly seats: number
  },
): InvoiceLine {
  const { cents, seats, ...rest } = facts
  return {
    partner: central as PartnerName,
    invoice: `G${facts.from.slice(0, 7)}`,
    customer: tenant(),
    customerName: 'Panificio Rossi',
    subscription,
    amount: decimal((cents / 100).toFixed(2)),
    currency: currency('EUR'),
    quantity: seats,
    product: isNce ? premium : mail,
    ...rest,
  }
}

/** What the service charges: a price of a seat, and the rest of the first cycle for seats that we added on its sixth day. */
function rowsOf(life: Life): readonly InvoiceLine[] {
  const { anchor, cents, isNce, place } = life
  const rows: InvoiceLine[] = []
  for (let number = 0; number < life.cycles; number += 1) {
    const from = addMonths(anchor, number)
    const lastDay = addDays(addMonths(anchor, number + 1), -1)
    const seats = life.seats + (place === 'changed by us' && number > 0 ? added : 0)
    const word = number === 0 && place === 'bought by us' ? 'new' : 'cycleCharge'
    rows.push(
      lineOf(life, { from, lastDay, seats, cents: cents * seats, chargeType: isNce ? word : 'Cycle fee' }),
    )
    if (place !== 'changed by us' || number > 0) continue
    const rest = { from: changedOn(life), lastDay, chargeType: isNce ? 'addQuantity' : 'Prorated fee' }
    const whole = days(from, lastDay)
    const share = (count: number) => {
      const seat = (cents * days(rest.from, lastDay)) / whole
      return isNce ? Math.floor(seat + 1e-9) * count : Math.round(seat * count)
    }
    rows.push(
      lineOf(life, { ...rest, seats: life.seats, cents: -share(life.seats) }),
      lineOf(life, { ...rest, seats: life.seats + added, cents: share(life.seats + added) }),
    )
  }
  return rows
}

const added = 3

function changedOn({ anchor }: Life): UtcDate {
  return addDays(anchor, 5)
}

function days(from: UtcDate, lastDay: UtcDate): number {
  return (Date.parse(lastDay) - Date.parse(from)) / 86_400_000 + 1
}

function foundIn(life: Life, rows: readonly InvoiceLine[]) {
  const price = (seats: number) => decimal(((life.cents * seats) / 100).toFixed(2))
  const of = { subscription, commerce: life.isNce ? 'nce' : 'legacy' } as const
  const writes = {
    'bought by us': [boughtBy({ ...of, on: life.anchor, seats: life.seats, perMonth: price(life.seats) })],
    'changed by us': [
      seatsChangedBy({
        ...of,
        on: changedOn(life),
        from: life.seats,
        to: life.seats + added,
        perMonth: price(life.seats + added),
      }),
    ],
    untouched: [],
  }[life.place]
  const { lines, variances } = reconcile(writes, rows)
  return [
    ...lines.filter(line => alarming.has(line.verdict)).map(line => `${line.verdict} ${line.what}`),
    ...variances.filter(isFinding).map(entry => entry.kind),
  ]
}

const shuffled = (rows: readonly InvoiceLine[]) => fc.shuffledSubarray([...rows], { minLength: rows.length })
const worlds = lives.chain(life =>
  fc.record({
    life: fc.constant(life),
    rows: shuffled(rowsOf(life)),
    at: fc.nat(),
    times: fc.integer({ min: 2, max: 12 }),
  }),
)

test('nothing is found in what was bought, changed by us and charged again', () => {
  fc.assert(
    fc.property(worlds, ({ life, rows }) => {
      expect(foundIn(life, rows)).toEqual([])
    }),
    { numRuns: runs },
  )
})

test('a charge in two rows is one charge', () => {
  fc.assert(
    fc.property(worlds, fc.integer({ min: 1, max: 3 }), ({ life, rows, at }, part) => {
      const charges = rows.filter(row => row.from !== changedOn(life))
      const row = charges[at % charges.length] as InvoiceLine // there are three at least
      const [whole, seats] = [Number(row.amount), row.quantity ?? 0]
      const one = Math.round((whole * 100 * part) / seats)
      const parts = [
        { ...row, quantity: part, amount: decimal((one / 100).toFixed(2)) },
        { ...row, quantity: seats - part, amount: decimal((whole - one / 100).toFixed(2)) },
      ]
      expect(foundIn(life, [...rows.filter(other => other !== row), ...parts])).toEqual([])
    }),
    { numRuns: runs },
  )
})

type Fault = (rows: readonly InvoiceLine[], row: InvoiceLine, times: number) => readonly InvoiceLine[]

const faults: Readonly<Record<string, Fault>> = {
  'that is there twice': (rows, row) => [...rows, { ...row }],
  'that is there on a second invoice too': (rows, row) => [...rows, { ...row, invoice: 'G2' }],
  'that is so many times as much': (rows, row, times) =>
    rows.map(other =>
      other === row ? { ...row, amount: decimal((Number(row.amount) * times).toFixed(2)) } : other,
    ),
  'for so many times the seats': (rows, row, times) =>
    rows.map(other =>
      other === row
        ? {
            ...row,
            amount: decimal((Number(row.amount) * times).toFixed(2)),
            quantity: (row.quantity ?? 0) * times,
          }
        : other,
    ),
}

for (const [name, fault] of Object.entries(faults))
  test(`a row ${name} is found`, () => {
    fc.assert(
      fc.property(worlds, ({ life, rows, at, times }) => {
        const row = rows[at % rows.length] as InvoiceLine // there are three at least
        expect(foundIn(life, fault(rows, row, times))).not.toEqual([])
      }),
      { numRuns: runs },
    )
  })

test('seats that nobody asked for are found, on whatever day', () => {
  fc.assert(
    fc.property(worlds, fc.integer({ min: 0, max: 20 }), ({ life, rows, times }, later) => {
      const lastDay = addDays(addMonths(life.anchor, 1), -1)
      const from = addDays(life.anchor, later)
      const seats = life.seats + (life.place === 'changed by us' && from >= changedOn(life) ? added : 0)
      const rest = { from, lastDay, chargeType: life.isNce ? 'addQuantity' : 'Prorated fee' }
      const share = (count: number) =>
        Math.floor((life.cents * days(from, lastDay)) / days(life.anchor, lastDay)) * count
      const pair = [
        lineOf(life, { ...rest, seats, cents: -share(seats) }),
        lineOf(life, { ...rest, seats: seats + times, cents: share(seats + times) }),
      ]
      expect(foundIn(life, [...rows, ...pair])).not.toEqual([])
    }),
    { numRuns: runs },
  )
})

test('a charge that is left out between others is found where the invoice of that month is at hand', () => {
  fc.assert(
    fc.property(worlds, ({ life, rows }) => {
      const second = rows.find(row => row.from === addMonths(life.anchor, 1)) as InvoiceLine // there are three at least
      const other = { ...second, subscription: subscriptionId('9f0c0000-0000-4000-8000-000000000002') }
      expect(foundIn(life, [...rows, other])).toEqual([])
      expect(foundIn(life, [...rows.filter(row => row !== second), other])).toEqual(['not charged'])
    }),
    { numRuns: runs },
  )
})
