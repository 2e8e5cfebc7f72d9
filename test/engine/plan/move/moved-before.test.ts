/**
 * A second country joins a move that is done (T17, T26): what the first one brought under the target is in use there. Each was red: ten seats stayed for
 * fifteen people, and nothing had acknowledged it.
 */
import { describe, expect, test } from 'vitest'
import { planText } from '../../../../cmd/report/plan/plan-text.ts'
import { instant, seats } from '../../../../engine/model/ids.ts'
import type { LiveSubscription } from '../../../../engine/model/live.ts'
import {
  aConsolidation,
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  aLeftBehind,
  aMapping,
  anActual,
  aPartner,
  aPlan,
  germany,
  italy,
  mail,
  mailNce,
  premium,
} from '../../../support/builders/index.ts'
import { france } from '../../../support/others/products.ts'
import { violationsOf } from '../../../support/schemas.ts'
import { planned, type Story } from '../../../support/story.ts'

const bought = instant('2026-12-05T10:00:00Z')
const ten = { seats: seats(10) }
/** Italy was moved on 5 December; Germany has five more. */
const joined: Story = {
  declared: [ten],
  italy: [{ ...ten, status: 'suspended' }],
  germany: [{ id: 's-2' }],
  living: [{ ...ten, id: 't-1', name: 'mail', boughtAt: bought }],
}
const withLines = (story: Story, seatsOfLine: number): Story => ({
  ...story,
  declared: [{ ...story.declared?.[0], seats: seats(seatsOfLine) }],
})

const stateOf = (story: Story) => planned(story).customers[0]?.state
const verdictOf = (story: Story) => planned(story).customers[0]?.seats.map(line => line.verdict)
const kinds = (story: Story) => planned(story).actions.map(action => action.kind)

test('blocks what would leave fewer than both countries had, and says what to write', () => {
  const plan = planned(joined)
  const [customer] = plan.customers
  expect(customer?.state).toBe('blocked')
  expect(plan.actions).toEqual([])
  expect(customer?.seats).toEqual([
    {
      product: mail,
      productName: 'Exchange Online (Plan 1)',
      onSources: 5,
      endedOnSources: 10,
      onTargetNow: 10,
      declared: 10,
      onTargetAfter: 10,
      switchedOff: 5,
      movedBefore: [{ partner: italy, subscription: 's-1', seats: 10 }],
      verdict: 'fewer',
    },
  ])
  expect(customer?.blockedBy.map(({ code, detail, remedies }) => ({ code, detail, remedies }))).toEqual([
    {
      code: 'PLAN.FEWER_SEATS',
      detail:
        'Exchange Online (Plan 1): 5 seats would be switched off, and 10 that are off by now may have been moved to central before (s-1 under italy); 10 are declared, and the target would have 10.',
      remedies: [
        {
          kind: 'edit',
          what: 'raise `seats:` to 15 in all; or write `fewerSeats: acknowledged`; or name under `leave:` of its consolidation what had been given up before and needs no seat',
        },
      ],
    },
  ])
  expect(violationsOf('Plan', plan)).toEqual([])
  expect(planText(plan, { columns: 300, colour: false })).toContain(
    '5 on sources, 10 moved before, 10 on target → 10 declared, 10 after: fewer',
  )
})

describe('goes on', () => {
  test.each<[string, Story, readonly (string | undefined)[]]>([
    ['once both countries are declared', withLines(joined, 15), ['ok']],
    [
      'half-way, with all seats bought',
      { ...withLines(joined, 15), living: [{ id: 't-1', name: 'mail', seats: 15, boughtAt: bought }] },
      ['ok'],
    ],
    [
      'where the line says that fewer are wanted',
      { ...joined, declared: [{ ...ten, fewerSeatsAcknowledged: true }] },
      ['fewer, acknowledged'],
    ],
    [
      'where `leave:` says that the old seats were given up',
      { ...joined, consolidation: { leave: [aLeftBehind()] } },
      ['ok'],
    ],
    [
      'half-way with a source that is off and one that is on',
      {
        declared: [ten],
        italy: [{ status: 'suspended' }, { id: 's-2' }],
        living: [{ ...ten, id: 't-1', name: 'mail', boughtAt: bought }],
      },
      ['ok'],
    ],
    [
      'where the target has none of it yet, whatever is off',
      { ...joined, declared: [{ seats: seats(5) }], living: [] },
      ['ok'],
    ],
  ])('%s', (_, story, verdict) => {
    expect(stateOf(story)).toBe('planned')
    expect(kinds(story)).toContain('subscription.suspend')
    expect(verdictOf(story)).toEqual(verdict)
  })

  test('with fewer seats once nothing is left to move', () => {
    const later: Story = { ...withLines(joined, 8), germany: [{ id: 's-2', status: 'suspended' }] }
    expect(kinds(later)).toEqual(['subscription.change-seats'])
    expect(verdictOf(later)).toEqual(['ok'])
  })
})

describe('counts what was moved in whatever way', () => {
  const year: Partial<LiveSubscription> = { product: premium, boughtAt: instant('2026-03-15T09:00:00Z') }
  const modern = (old: Partial<LiveSubscription>, living: Partial<LiveSubscription> = {}): Story => ({
    declared: [{ key: 'mail', product: premium, ...ten }],
    italy: [{ ...year, ...ten, status: 'deleted', ...old }],
    germany: [{ id: 's-2', product: mail }],
    living: [{ id: 't-1', name: 'mail', ...year, ...ten, boughtAt: bought, ...living }],
    consolidation: { map: [aMapping({ from: mail, to: premium })] },
  })
  test.each<[string, Story]>([
    ['transferred, by its age', modern({}, { boughtAt: instant('2026-03-15T09:00:00Z') })],
    ['cancelled inside its window', modern({ cancellableUntil: instant('2026-12-08T09:00:00Z') })],
    [
      'run out on the day before',
      modern({ status: 'disabled', termEndsAt: instant('2026-12-04T23:59:59Z') }),
    ],
    ['suspended by hand', modern({ status: 'suspended' })],
    ['mapped to another product', { ...modern({ product: mail, status: 'suspended' }) }],
    [
      'set to lapse now',
      {
        ...modern({ status: 'disabled', termEndsAt: instant('2026-12-04T23:59:59Z') }),
        germany: [
          {
            id: 's-2',
            product: premium,
            termEndsAt: instant('2026-12-07T23:00:00Z'),
            autoRenew: false,
            cancelsAtTermEnd: true,
          },
        ],
      },
    ],
    [
      'bought in the old account after the move, and suspended',
      { ...joined, italy: [{ ...ten, status: 'suspended', boughtAt: instant('2026-12-06T10:00:00Z') }] },
    ],
    [
      'more under the target by hand',
      { ...joined, living: [{ id: 't-1', name: 'mail', seats: 12, boughtAt: bought }] },
    ],
  ])('%s', (_, story) => {
    expect(planned(story).customers[0]?.blockedBy.map(found => found.code)).toContain('PLAN.FEWER_SEATS')
  })

  test.each<[string, Story]>([
    ['over years before the target bought', modern({ termEndsAt: instant('2023-03-14T23:59:59Z') })],
    ['cancelled in a window before that', modern({ cancellableUntil: instant('2026-03-22T09:00:00Z') })],
    [
      'legacy that is deleted, so was suspended for months when the target bought',
      { ...joined, italy: [{ ...ten, status: 'deleted' }] },
    ],
    ['a trial', { ...joined, italy: [{ ...ten, status: 'suspended', trial: true }] }],
    ['of another product', { ...joined, italy: [{ ...ten, status: 'suspended', product: mailNce }] }],
    [
      'suspended beside what was transferred alone',
      {
        declared: [
          { key: 'a', product: premium },
          { key: 'b', product: premium },
        ],
        italy: [
          { ...year, status: 'deleted' },
          { ...year, id: 's-3', status: 'suspended', boughtAt: bought },
          { ...year, id: 's-2' },
        ],
        living: [{ ...year, id: 't-1', name: 'a' }],
      },
    ],
  ])('and not what is %s', (_, story) => {
    expect(verdictOf(story)).toEqual(['ok'])
    expect(stateOf(story)).toBe('planned')
  })

  test('and cannot tell where the service does not say how many there were', () => {
    const story: Story = { ...joined, italy: [{ seats: null, status: 'suspended' }] }
    expect(verdictOf(story)).toEqual(['unknown'])
    expect(kinds(story)).toEqual([])
  })
})

describe('whichever documents say where they came from', () => {
  const lines = (count: number) => [
    aCustomer({ subscriptions: [aDeclaredSubscription({ seats: seats(count) })] }),
  ]
  const seen = [
    aCustomerActual({ subscriptions: [{ ...ten, id: 't-1', name: 'mail', boughtAt: bought }] }),
    aCustomerActual({ partner: germany, subscriptions: [{ id: 's-2' }] }),
  ]
  const old = aCustomerActual({ partner: italy, subscriptions: [{ ...ten, status: 'suspended' }] })
  const verdicts = (
    count: number,
    consolidations: Parameters<typeof aConsolidation>[0][],
    isBeside = false,
  ) => {
    const plan = aPlan({
      desired: aDesired({ customers: lines(count), consolidations: consolidations.map(aConsolidation) }),
      actual: {
        ...anActual({ customers: isBeside ? seen : [...seen, old] }),
        ...(isBeside && {
          beside: [{ partner: italy, tenant: old.tenant, subscriptions: old.subscriptions }],
        }),
      },
      scope: { consolidation: consolidations.at(-1)?.name ?? null },
    })
    return plan.customers.flatMap(customer => customer.seats.map(line => line.verdict))
  }

  test('a consolidation of its own, into the same target', () => {
    const two = [
      { name: 'first', from: [italy] },
      { name: 'second', from: [germany] },
    ]
    expect(verdicts(10, two)).toEqual(['fewer'])
    expect(verdicts(15, two)).toEqual(['ok'])
  })

  test('an account that no consolidation names any more', () => {
    expect(verdicts(10, [{ name: 'second', from: [germany] }], true)).toEqual(['fewer'])
    expect(verdicts(15, [{ name: 'second', from: [germany] }], true)).toEqual(['ok'])
  })

  test('what was moved to another target counts there', () => {
    const plan = aPlan({
      desired: {
        ...aDesired({
          customers: lines(10),
          consolidations: [
            aConsolidation({ name: 'first', from: [italy], to: france }),
            aConsolidation({ name: 'second', from: [germany] }),
          ],
        }),
        partners: [...aDesired().partners, aPartner({ name: france })],
      },
      actual: anActual({ customers: [...seen, old] }),
    })
    expect(plan.customers.flatMap(customer => customer.seats.map(line => line.verdict))).toEqual(['ok'])
  })
})
