/** The relationship of a source ends last of all: only when it is asked for in writing, and nothing needs it any more. */
import { describe, expect, test } from 'vitest'
import type { AdminActual, AdminRelationship } from '../../../../engine/model/admin.ts'
import type { DeclaredAdmin } from '../../../../engine/model/desired.ts'
import { decodePlan, encodePlan } from '../../../../engine/plan/codec.ts'
import {
  aGroup,
  anAdmin,
  anAdminActual,
  anAssignment,
  aRelationship,
  groupA,
  licences,
  readers,
  support,
} from '../../../support/admin/builders.ts'
import {
  aConsolidation,
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  anActual,
  aPartner,
  aPlan,
  central,
  italy,
  type LiveSubscriptionFacts,
  tenant,
  unknown,
} from '../../../support/builders/index.ts'
import { actionLines, findingCodes } from '../../../support/plan-shape.ts'
import { carriedOut } from '../../../support/simulate.ts'

const customer = { tenant: tenant(), name: 'Rossi' }
const held = { 'r-1': [anAssignment(groupA, { roles: [readers] })] }
const there = anAdminActual([aRelationship({ customer })], held, { partner: 'central', tenant: tenant() })
const old = anAdminActual(
  [aRelationship({ customer, partner: italy, id: 'old-1', name: 'italy 1' })],
  {},
  {
    partner: 'italy',
    tenant: tenant(),
  },
)

interface Given {
  readonly admin?: Partial<DeclaredAdmin>
  readonly actual?: readonly AdminActual[]
  readonly source?: readonly LiveSubscriptionFacts[]
  readonly target?: readonly LiveSubscriptionFacts[]
}

function facts({ admin = {}, actual = [there, old], source = [{}], target = [] }: Given) {
  return {
    desired: aDesired({
      partners: [aPartner(), aPartner({ name: italy })],
      customers: [
        aCustomer({
          subscriptions: [aDeclaredSubscription({})],
          admin: anAdmin({ groups: [aGroup(groupA, readers)], endInSources: true, ...admin }),
        }),
      ],
      consolidations: [aConsolidation({ from: [italy] })],
    }),
    actual: {
      ...anActual({
        customers: [
          aCustomerActual({ partner: italy, subscriptions: source }),
          aCustomerActual({ partner: central, subscriptions: target }),
        ],
      }),
      admin: actual,
    },
  }
}

test('it waits for everything else of the customer, cannot be undone, and the next plan is empty', () => {
  const given = facts({})
  const plan = aPlan(given)
  expect(actionLines(plan)).toEqual(['create mail 5 central', 'gate', 'suspend s-1 italy', 'end old-1 italy'])
  const [create, , suspend, end] = plan.actions
  expect([end?.after, plan.summary.irreversible]).toEqual([[create?.id, suspend?.id], 2])
  expect(decodePlan(encodePlan(plan))).toEqual({ ok: true, value: plan, warnings: [] })
  const after = aPlan({ ...given, actual: carriedOut(given.actual, plan) })
  expect([actionLines(after), findingCodes(after)]).toEqual([[], []])
})

test('groups that are still to be assigned come before it', () => {
  const bare = anAdminActual([aRelationship({ customer })], {}, { partner: 'central', tenant: tenant() })
  const given = facts({ actual: [bare, old], source: [{ status: 'suspended' }], target: [{}] })
  const plan = aPlan(given)
  expect(actionLines(plan)).toEqual([`assign ${groupA} 1 central`, 'end old-1 italy'])
  expect(plan.actions[1]?.after).toEqual([plan.actions[0]?.id])
  expect(actionLines(aPlan({ ...given, actual: carriedOut(given.actual, plan) }))).toEqual([])
})

test('the same as before where it is not asked for in writing', () => {
  const plan = aPlan(facts({ admin: { endInSources: false } }))
  expect([actionLines(plan), findingCodes(plan)]).toEqual([
    ['create mail 5 central', 'gate', 'suspend s-1 italy'],
    [],
  ])
})

describe('it is kept, and the reason said, while', () => {
  const pending = anAdminActual(
    [aRelationship({ customer, status: 'approvalPending' })],
    {},
    { partner: 'central', tenant: tenant() },
  )
  const fewer = anAdminActual([aRelationship({ customer, roles: [licences, readers] })], held, {
    partner: 'central',
    tenant: tenant(),
  })
  const microsofts = anAdminActual(
    [aRelationship({ customer, partner: italy, name: 'MLT_1' })],
    {},
    {
      partner: 'italy',
      tenant: tenant(),
    },
  )
  const oldAs = (status: AdminRelationship['status']) =>
    anAdminActual(
      [aRelationship({ customer, partner: italy, id: 'old-1', name: 'italy 1', status })],
      {},
      { partner: 'italy', tenant: tenant() },
    )
  test.each<[string, Given, string]>([
    [
      'the new one waits for approval',
      { actual: [pending, old] },
      'Panificio Rossi under italy: the relationship with central is not active with all its groups.',
    ],
    [
      'the new one grants less than is declared',
      { actual: [fewer, old], admin: { roles: [licences, readers, support].sort() } },
      'Panificio Rossi under italy: the relationship with central is not active with all its groups.',
    ],
    [
      'something stays there',
      { source: [{}, { id: 's-2', kind: 'software', name: 'Windows' }] },
      'Panificio Rossi under italy: Exchange Online (Plan 1) still runs there.',
    ],
    [
      'its relationships are not known',
      { actual: [there, { ...old, relationships: unknown }] },
      'Panificio Rossi under italy: its relationships could not be read (the service gave no answer).',
    ],
    [
      'Microsoft leads it',
      { actual: [there, microsofts] },
      'Panificio Rossi under italy: MLT_1 is led by Microsoft.',
    ],
    [
      'it is a request that the customer may still approve',
      { actual: [there, oldAs('approvalPending')] },
      'Panificio Rossi under italy: italy 1 is approvalPending.',
    ],
    [
      'it is on its way to active',
      { actual: [there, oldAs('activating')] },
      'Panificio Rossi under italy: italy 1 is activating.',
    ],
    [
      'its status is not known here',
      { actual: [there, oldAs('unknown:paused')] },
      'Panificio Rossi under italy: italy 1 is unknown:paused.',
    ],
  ])('%s', (_, given, detail) => {
    const plan = aPlan(facts(given))
    expect(plan.actions.filter(action => action.kind === 'admin.end')).toEqual([])
    expect(
      plan.findings.filter(found => found.code === 'ADMIN.KEPT_IN_SOURCE').map(found => found.detail),
    ).toEqual([detail])
  })
})
