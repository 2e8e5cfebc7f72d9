/**
 * A line with `endOfTerm: cancel` whose term is over (T6, T23). Red: the next plan bought it again for a whole year, so a schedule that applies every night
 * undid what the document asks for, with money that cannot be taken back.
 */
import { describe, expect, test } from 'vitest'
import { driftOf } from '../../../../../engine/drift/drift.ts'
import { instant, subscriptionId, utcDate } from '../../../../../engine/model/ids.ts'
import type { LiveSubscription } from '../../../../../engine/model/live.ts'
import type { Plan } from '../../../../../engine/plan/plan.ts'
import {
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  anActual,
  aPartner,
  aPlan,
  type DeclaredSubscriptionFacts,
  type LiveSubscriptionFacts,
  mail,
  premium,
} from '../../../../support/builders/index.ts'
import { planned } from '../../../../support/story.ts'

const on = utcDate('2026-12-07')
const line: DeclaredSubscriptionFacts = { key: 'project', product: premium, seats: 4, endOfTerm: 'cancel' }
const over: LiveSubscriptionFacts = {
  id: 't-1',
  product: premium,
  name: 'project',
  seats: 4,
  status: 'disabled',
  termEndsAt: instant('2026-12-06T23:59:59Z'),
  autoRenew: false,
}

function world(declared: readonly DeclaredSubscriptionFacts[], living: readonly LiveSubscriptionFacts[]) {
  return {
    desired: aDesired({
      partners: [aPartner()],
      customers: [aCustomer({ subscriptions: declared.map(aDeclaredSubscription) })],
      consolidations: [],
    }),
    actual: anActual({ customers: [aCustomerActual({ subscriptions: living })] }),
  }
}

const kindsOf = ({ actions }: Plan) => actions.map(({ kind }) => kind)
const bought = ['subscription.create', 'subscription.set-renewal']

test('it is not bought again, the plan says why and what to write, and nothing has drifted', () => {
  const made = world([line], [over])
  const plan = aPlan(made)
  expect(plan.actions).toEqual([])
  expect(plan.customers.map(({ state }) => state)).toEqual(['nothing to do'])
  expect(
    plan.findings.map(({ code, detail, remedies, severity, blocks }) => ({
      code,
      detail,
      remedies,
      severity,
      blocks,
    })),
  ).toEqual([
    {
      code: 'PLAN.ENDED_AS_DECLARED',
      severity: 'note',
      blocks: 'nothing',
      detail: '`project` says `endOfTerm: cancel`, and t-1 (project) ended with its term on 2026-12-06.',
      remedies: [
        {
          kind: 'edit',
          what: 'take the line out; or write `endOfTerm: renew` where it is wanted again, or `another: acknowledged` where one more is',
        },
      ],
    },
  ])
  const drift = driftOf({ ...made, scope: { consolidation: null, wave: null, targets: [] } })
  expect(drift.lines).toEqual([])
})

describe('is meant', () => {
  test.each<[string, Partial<LiveSubscription>]>([
    ['expired', { status: 'expired' }],
    ['deleted after its term', { status: 'deleted' }],
    ['named by hand, and the only line of its product', { name: 'Bought by hand' }],
  ])('%s', (_, facts) => {
    expect(aPlan(world([line], [{ ...over, ...facts } as LiveSubscriptionFacts])).actions).toEqual([])
  })
})

describe('is bought', () => {
  test.each<[string, DeclaredSubscriptionFacts, Partial<LiveSubscription>, readonly string[]]>([
    ['where it is to renew', { endOfTerm: 'renew' }, {}, ['subscription.create']],
    ['where one more is wanted', { anotherAcknowledged: true }, {}, bought],
    [
      'where somebody cancelled it before its end',
      {},
      { status: 'deleted', termEndsAt: instant('2027-03-14T23:59:59Z') },
      bought,
    ],
    ['where a trial of it ran out', {}, { trial: true }, bought],
    ['where another product ended', {}, { product: mail }, bought],
    ['where the end of its term is not known', {}, { termEndsAt: null }, bought],
  ])('%s', (_, declared, live, kinds) => {
    const plan = aPlan(world([{ ...line, ...declared }], [{ ...over, ...live } as LiveSubscriptionFacts]))
    expect(kindsOf(plan)).toEqual(kinds)
  })

  test('where the other line of the product is what ended', () => {
    const second = { ...line, key: 'second' }
    const plan = aPlan(world([line, second], [over]))
    expect(plan.actions.flatMap(action => ('key' in action ? [action.key] : []))).toEqual([
      'second',
      'second',
    ])
  })
})

describe('whose id is written', () => {
  const byId = { ...line, subscriptionId: subscriptionId('t-1') }
  const told = ({ findings }: Plan) => findings.map(({ code, severity, blocks }) => [code, severity, blocks])

  test('and that ended with its term is a note', () => {
    expect(told(aPlan(world([byId], [over])))).toEqual([['PLAN.BOUND_ID_ENDED', 'note', 'nothing']])
  })

  // Red: the plan called it over as declared, in a note, while drift counted it, and a line without an id was bought again.
  test('and that somebody cancelled before its end is an error, and nothing is bought in its place', () => {
    const early = { ...over, status: 'deleted', termEndsAt: instant('2027-03-14T23:59:59Z') } as const
    const plan = aPlan(world([byId], [early]))
    expect([told(plan), plan.actions]).toEqual([[['PLAN.BOUND_ID_MISSING', 'error', 'customer']], []])
    expect(plan.findings[0]?.detail).toContain(
      'Its term, which `endOfTerm: cancel` lets it run to, ends on 2027-03-14.',
    )
  })

  test('and of which nothing is shown any more stays a note: nobody can tell when it ended', () => {
    expect(told(aPlan(world([byId], [])))).toEqual([['PLAN.BOUND_ID_ENDED', 'note', 'nothing']])
  })
})

test('a source is not switched off in exchange for what has ended: the customer is blocked until the document says more', () => {
  const plan = planned({
    declared: [line],
    italy: [{ id: 's-1', product: premium, seats: 4, cancellableUntil: instant('2026-12-12T09:00:00Z') }],
    living: [over],
    consolidation: { methods: [{ when: { commerce: 'nce' }, method: 'repurchase' } as never] },
    plan: { on },
  })
  expect(plan.actions).toEqual([])
  expect(plan.customers.flatMap(({ blockedBy }) => blockedBy.map(({ code }) => code))).toEqual([
    'PLAN.FEWER_SEATS',
  ])
  expect(plan.findings.map(({ code }) => code)).toContain('PLAN.ENDED_AS_DECLARED')
})
