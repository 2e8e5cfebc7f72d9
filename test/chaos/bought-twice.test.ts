import { expect, test } from 'vitest'
import type { Plan } from '../../engine/plan/plan.ts'
import type { StateSubscription } from '../support/sandbox-process.ts'
import { boughtTwice } from './bought-twice.ts'
import type { Cancelled } from './person.ts'

const one = row('one')
const other = row('other')
/** Both want the same one subscription. */
const plans = [planOfOne(), planOfOne()]

test.each([
  { what: 'one', rows: [one], cancelled: [], twice: 0 },
  { what: 'two', rows: [one, other], cancelled: [], twice: 1 },
  {
    what: 'one in the place of one that a person cancelled',
    rows: [one, other],
    cancelled: [{ id: 'one', beside: new Set(['one']) }],
    twice: 0,
  },
  {
    what: 'two, of which a person cancelled one',
    rows: [one, other],
    cancelled: [{ id: 'one', beside: new Set(['one', 'other']) }],
    twice: 1,
  },
  {
    what: 'two in the place of one that a person cancelled',
    rows: [one, other, row('third')],
    cancelled: [{ id: 'one', beside: new Set(['one']) }],
    twice: 1,
  },
  {
    what: 'one beside something else that a person cancelled',
    rows: [one, other],
    cancelled: [{ id: 'elsewhere', beside: new Set(['elsewhere']) }],
    twice: 1,
  },
])('$what: $twice bought twice', ({ rows, cancelled, twice }) => {
  const person = { bought: new Map<string, number>(), cancelled: cancelled as readonly Cancelled[] }
  expect(boughtTwice({ rows, plans, person })).toBe(twice)
})

test('what a person bought is not ours', () => {
  const person = { bought: new Map([['customer m365-business-basic', 1]]), cancelled: [] }
  expect(boughtTwice({ rows: [one, other], plans, person })).toBe(0)
})

function row(id: string): StateSubscription {
  return {
    id,
    partner: 'central',
    customer: 'customer',
    offerId: 'CFQ7TTC0LH18:0001:CFQ7TTC0CF77',
    family: 'm365-business-basic',
    seats: 1,
    status: 'active',
    acquired: 'cart',
    createdAt: '2026-12-07T06:00:00Z',
  }
}

function planOfOne(): Plan {
  const create = { kind: 'subscription.create', customer: 'customer', product: 'CFQ7TTC0LH18:0001' }
  return { actions: [create] } as unknown as Plan // what is counted of it
}
