/** What concerns a plan as a whole: window, expiry, lists that gave no answer, two consolidations at once. */
import { describe, expect, test } from 'vitest'
import type { DeclaredConsolidation } from '../../../engine/model/desired.ts'
import { instant, partnerName, subscriptionId, tenantId, utcDate } from '../../../engine/model/ids.ts'
import type { Plan } from '../../../engine/plan/plan.ts'
import type { PlanScope } from '../../../engine/scope/plan-scope.ts'
import {
  aConsolidation,
  aCustomer,
  aCustomerActual,
  aDesired,
  aLeftBehind,
  anActual,
  aPartner,
  aPlan,
  aWindow,
  central,
  germany,
  italy,
  type LiveSubscriptionFacts,
  tenant,
  unknown,
} from '../../support/builders/index.ts'
import { actionLines, findingCodes, states } from '../../support/plan-shape.ts'
import { planned, type Story } from '../../support/story.ts'

describe('the window', () => {
  test('is that of the consolidation that writes', () => {
    const window = aWindow({ utcHours: { from: '05:00', to: '17:00' } })
    expect(planned({ consolidation: { window } }).window).toEqual(window)
    expect(
      planned({ consolidation: { window }, italy: [{ status: 'suspended' }], living: [{ name: 'mail' }] })
        .window,
    ).toBeNull()
  })

  test('that is not open on the day of the plan is said, with its next day', () => {
    const window = aWindow({
      from: utcDate('2026-12-06'),
      freezeDays: [utcDate('2026-12-07'), utcDate('2026-12-08')],
    })
    const plan = planned({ consolidation: { window } })
    expect(plan.findings.map(found => [found.code, found.blocks, found.detail])).toEqual([
      [
        'PLAN.OUTSIDE_WINDOW',
        'nothing',
        'The window is 2026-12-06 to 2026-12-11; 2026-12-07 is not in it, and it opens next on 2026-12-09.',
      ],
    ])
  })
})

describe('a plan expires', () => {
  test('with its day where something bought replaces something switched off', () => {
    const plan = planned({ plan: { on: utcDate('2026-12-09'), madeAt: instant('2026-12-07T20:00:00Z') } })
    expect([plan.on, plan.expiresAt]).toEqual(['2026-12-09', '2026-12-10T00:00:00Z'])
    expect(plan.actions[0]?.expects).toContainEqual({ kind: 'day is', day: '2026-12-09' })
  })

  test('a day after it was made otherwise, or with the later day it is for', () => {
    const only = { italy: [{ status: 'suspended' as const }] }
    expect(planned({ ...only, plan: { madeAt: instant('2026-12-07T20:00:00Z') } }).expiresAt).toBe(
      '2026-12-08T20:00:00Z',
    )
    const later = { on: utcDate('2026-12-20'), madeAt: instant('2026-12-07T20:00:00Z') }
    expect(planned({ ...only, plan: later }).expiresAt).toBe('2026-12-21T00:00:00Z')
  })
})

test('a source list without an answer is said, and customers it may hold are not passed over', () => {
  const plan = aPlan({
    desired: aDesired({ customers: [aCustomer({ seats: 5 })] }),
    actual: anActual({
      customers: [aCustomerActual(), aCustomerActual({ partner: italy, subscriptions: [{}] })],
      silent: [germany],
    }),
  })
  expect(findingCodes(plan)).toEqual(['UNKNOWN_READ customer', 'LIST_UNKNOWN nothing'])
  expect(states(plan)).toEqual(['Panificio Rossi: blocked'])
})

describe('two consolidations into one partner', () => {
  const spain = partnerName('spain')
  const first = aConsolidation({ name: 'a', from: [italy] })
  const second = aConsolidation({ name: 'b', from: [spain] })
  const partners = [aPartner(), aPartner({ name: italy }), aPartner({ name: spain })]
  const rossi = aCustomer({ seats: 5 })

  const oneEach = (consolidations: readonly DeclaredConsolidation[]) =>
    aPlan({
      desired: aDesired({
        partners,
        customers: [rossi, aCustomer({ tenant: tenant(2), name: 'Verdi', domain: 'v.example', seats: 5 })],
        consolidations,
      }),
      actual: {
        ...anActual({
          customers: [
            aCustomerActual(),
            aCustomerActual({ tenant: tenant(2), name: 'Verdi' }),
            aCustomerActual({ partner: italy, subscriptions: [{}] }),
            aCustomerActual({
              partner: spain,
              tenant: tenant(2),
              name: 'Verdi',
              subscriptions: [{ id: 's-2' }],
            }),
          ],
        }),
        partners: [
          { partner: central, customers: { kind: 'present', value: [] } },
          {
            partner: italy,
            customers: {
              kind: 'present',
              value: [{ partner: italy, tenant: tenant(), name: 'Panificio Rossi', domain: 'x' }],
            },
          },
          {
            partner: spain,
            customers: {
              kind: 'present',
              value: [{ partner: spain, tenant: tenant(2), name: 'Verdi', domain: 'v' }],
            },
          },
        ],
      },
    })

  test('share their customers: each belongs to the one whose sources have it', () => {
    const plan = oneEach([second, first])
    expect(plan.customers.map(entry => [entry.name, entry.consolidation, entry.state])).toEqual([
      ['Panificio Rossi', 'a', 'planned'],
      ['Verdi', 'b', 'planned'],
    ])
    expect(actionLines(plan).filter(line => line.startsWith('create'))).toHaveLength(2)
  })

  test('whose windows share no hour are said to be carried out one by one', () => {
    const at = (from: string, to: string) => ({ window: aWindow({ utcHours: { from, to } }) })
    const plan = oneEach([
      { ...first, ...at('05:00', '09:00') },
      { ...second, ...at('17:00', '22:00') },
    ])
    expect(plan.findings.map(found => [found.code, found.blocks, found.detail])).toEqual([
      [
        'PLAN.OUTSIDE_WINDOW',
        'nothing',
        'The windows of the consolidations in this plan have no hour in common; plan and carry them out one by one, with `--consolidation`.',
      ],
    ])
  })

  const rows = (partner: typeof italy) => ({
    partner,
    customers: {
      kind: 'present' as const,
      value: [{ partner, tenant: tenant(), name: 'Panificio Rossi', domain: 'x' }],
    },
  })
  /** What a customer has under both sources, planned in a scope. */
  const shared = (inItaly: LiveSubscriptionFacts, scope: Partial<PlanScope> = {}) =>
    aPlan({
      desired: aDesired({ partners, customers: [rossi], consolidations: [first, second] }),
      actual: {
        ...anActual({
          customers: [
            aCustomerActual(),
            aCustomerActual({ partner: italy, subscriptions: [inItaly] }),
            aCustomerActual({ partner: spain, subscriptions: [{ id: 's-2' }] }),
          ],
        }),
        partners: [rows(central), rows(italy), rows(spain)],
      },
      scope,
    })
  const byConsolidation = (plan: Plan) =>
    plan.customers.map(entry => [entry.consolidation, entry.state, entry.blockedBy.map(found => found.code)])

  test('move nothing of a customer that both would have to move, in whatever scope (T26)', () => {
    // Was red: the first bought all of it and switched off its own part only.
    expect(byConsolidation(shared({}))).toEqual([
      ['a', 'blocked', ['PLAN.TWO_CONSOLIDATIONS']],
      ['b', 'blocked', ['PLAN.TWO_CONSOLIDATIONS']],
    ])
    for (const name of ['a', 'b'])
      expect(byConsolidation(shared({}, { consolidation: name }))).toEqual([
        [name, 'blocked', ['PLAN.TWO_CONSOLIDATIONS']],
      ])
  })

  test('share a customer that one of them has moved already: the other decides what is under the target', () => {
    const plan = shared({ status: 'suspended' })
    expect(byConsolidation(plan)).toEqual([
      ['a', 'moved', []],
      ['b', 'planned', []],
    ])
    expect(actionLines(plan)).toEqual(['create mail 5 central', 'gate', 'suspend s-2 spain'])
  })
})

test('requests are estimated for the busiest partner at its budget', () => {
  const { requests } = planned().summary
  // facts: customer, agreement, offer, two lists; two lists before the purchases; create 1 + 2, gate 3, suspend 1 + 1, a list that proves it
  expect(requests).toEqual({ reads: 13, writes: 3, secondsAtBudget: 2 })
})

describe('a line under `leave:`', () => {
  const said = (leave: Parameters<typeof aLeftBehind>[0], facts: Partial<Story> = {}) =>
    planned({ ...facts, consolidation: { leave: [aLeftBehind(leave)] } }).findings.flatMap(found =>
      found.code === 'PLAN.LEAVES_NOTHING' ? [found.detail] : [],
    )

  test('that names nothing the service shows is a note at its place, for it may be a slip of a character', () => {
    expect(said({ subscription: subscriptionId('s-9') })).toEqual([
      `leave: italy has no subscription s-9 of customer ${tenant()}, so nothing stays because of this line.`,
    ])
    expect(said({ customer: tenantId('99999999-0000-4000-8000-000000000009') })).toHaveLength(1)
  })

  test('that names a subscription that is there, or one that could not be read, says nothing', () => {
    expect(said({ subscription: subscriptionId('s-1') })).toEqual([])
    expect(said({ subscription: subscriptionId('s-9') }, { italy: unknown })).toEqual([])
  })
})
