import { describe, expect, it } from 'vitest'
import { flowsOf, timelineOf } from '../../../../cmd/report/plan/plan-pictures.ts'
import type { CustomerPlan } from '../../../../engine/plan/plan.ts'
import { planned } from '../../../support/story.ts'

describe('seats in the picture of a plan (what is blocked was drawn as moving)', () => {
  const plan = planned()
  const flowsIn = (facts: Partial<Pick<CustomerPlan, 'state'>>) =>
    flowsOf({ ...plan, customers: plan.customers.map(customer => ({ ...customer, ...facts })) })
  it.each([
    { state: 'planned', to: 'central', way: 'moves' },
    { state: 'blocked', to: 'blocked', way: 'stuck' },
    { state: 'waiting', to: 'waiting', way: 'stuck' },
  ] as const)('of a customer that is $state go to $to', ({ state, to, way }) => {
    expect(flowsIn({ state })).toEqual([{ from: 'italy', to, seats: 5, way }])
  })
  it('of a line that is blocked go nowhere', () => {
    const customers = plan.customers.map(customer => ({
      ...customer,
      sources: customer.sources.map(line => ({ ...line, method: 'blocked' as const })),
    }))
    expect(flowsOf({ ...plan, customers })).toEqual([
      { from: 'italy', to: 'blocked', seats: 5, way: 'stuck' },
    ])
  })
})

it('waves stand after the one that they need, whatever their names (they stood as customers came)', () => {
  const plan = planned()
  const [customer] = plan.customers
  const [gate] = plan.actions.filter(action => action.kind === 'gate.customer')
  if (customer === undefined || gate === undefined) throw new Error('a story has both')
  const needs = (wave: string, needed: string) => ({
    ...gate,
    kind: 'gate.wave' as const,
    id: `gate.wave:${wave}` as typeof gate.id,
    wave,
    because: { kind: 'wave needs wave' as const, wave, needs: needed },
  })
  const lanes = timelineOf({
    ...plan,
    actions: [
      ...plan.actions,
      needs('a-last', 'b-middle'),
      needs('b-middle', 'c-first'),
    ] as typeof plan.actions,
    customers: ['a-last', 'c-first', 'b-middle'].map(wave => ({ ...customer, wave })),
  }).flatMap(day => day.lanes)
  expect(lanes.map(({ name, note }) => [name, note])).toEqual([
    ['c-first', null],
    ['b-middle', 'after c-first'],
    ['a-last', 'after b-middle'],
  ])
})
