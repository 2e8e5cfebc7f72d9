/** Money at risk is complete (T27): a source that goes on being charged beside what lives under the target counts, though no action announces it. */
import { expect, test } from 'vitest'
import { instant } from '../../../../engine/model/ids.ts'
import type { LiveSubscription } from '../../../../engine/model/live.ts'
import { aLeftBehind, aMethodRule, premium } from '../../../support/builders/index.ts'
import { planned, type Story } from '../../../support/story.ts'

const twin: Story['living'] = [{ id: 't-1', name: 'mail' }]
const office = { product: premium, termEndsAt: instant('2026-12-30T23:59:59Z') }
const told: Partial<LiveSubscription> = { autoRenew: false, cancelsAtTermEnd: true }
const moderns = { declared: [{ product: premium }], living: [{ id: 't-1', product: premium, name: 'mail' }] }

const atRisk = (story: Story) => planned(story).summary.atRisk
const nothing = { known: [{ currency: 'EUR', amount: '0.00' }], unknown: 0 }
const unknown = { ...nothing, unknown: 1 }

// Each was red: EUR 0.00 at risk.
test.each<[string, Story, object]>([
  ['left on purpose', { living: twin, consolidation: { leave: [aLeftBehind()] } }, unknown],
  [
    'still on while the customer is blocked half-way',
    { living: twin, italy: [{}, { id: 's-2', product: premium }] },
    unknown,
  ],
])('one that is %s counts as unknown', (_, story, expected) => {
  expect(atRisk(story)).toEqual(expected)
})

test.each<[string, Story]>([
  ['suspended and billed on', { ...moderns, italy: [{ ...office, status: 'suspended' }] }],
  [
    'told to end with its term',
    {
      ...moderns,
      italy: [{ ...office, ...told }],
      consolidation: { methods: [aMethodRule({ method: 'lapse' })] },
    },
  ],
  [
    'renewed behind our back',
    { ...moderns, italy: [office], consolidation: { methods: [aMethodRule({ method: 'lapse' })] } },
  ],
])('one that is %s counts to the end of its term', (_, story) => {
  const { known, unknown: count } = atRisk(story)
  expect([count, Number(known[0]?.amount) > 0]).toEqual([0, true])
})

test('what is off, has no twin, or is ended today counts nothing', () => {
  expect(atRisk({ living: twin, italy: [{ status: 'suspended' }] })).toEqual(nothing)
  expect(atRisk({ declared: [], consolidation: { leave: [aLeftBehind()] } })).toEqual(nothing)
  expect(atRisk({})).toEqual(nothing)
})
