/**
 * Laws of delegated administration, over made-up declarations and relationships: it never touches what it may not, never gates commerce, and
 * once carried out nothing is left.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AdminActual, AdminAssignment, AdminRelationship } from '../../engine/model/admin.ts'
import type { DeclaredAdmin } from '../../engine/model/desired.ts'
import { instant, partnerName, tenantId } from '../../engine/model/ids.ts'
import type { Actual } from '../../engine/model/live.ts'
import { isWrite } from '../../engine/plan/action.ts'
import { type AdminAction, isAdminAction } from '../../engine/plan/admin/admin-action.ts'
import { makeInvitationPlan } from '../../engine/plan/admin/invitation-plan.ts'
import { relationshipName } from '../../engine/plan/admin/relationships.ts'
import type { Plan } from '../../engine/plan/plan.ts'
import { relationshipsIn } from '../engine/admin/stage.ts'
import {
  aGroup,
  anAdmin,
  aRelationship,
  globalAdmin,
  groupA,
  groupB,
  licences,
  readers,
  support,
} from '../support/admin/builders.ts'
import { administered } from '../support/admin/simulate-admin.ts'
import {
  aConsolidation,
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  anActual,
  aPartner,
  aPlace,
  aPlan,
  central,
  cutoverDay,
  italy,
  morning,
  tenant,
  unknown,
} from '../support/builders/index.ts'
import { carriedOut } from '../support/simulate.ts'

const customer = { tenant: tenant(), name: 'Panificio Rossi' }
const runs = { numRuns: 400 }
const groups = [groupA, groupB, '0f8a0000-0000-4000-8000-0000000000c1']
const roleSets = fc
  .subarray([licences, readers, support, globalAdmin], { minLength: 1 })
  .map(set => [...set].sort())

const declaring: fc.Arbitrary<DeclaredAdmin> = fc
  .record({
    roles: fc.subarray([licences, readers, support], { minLength: 1 }).map(set => [...set].sort()),
    held: fc.subarray(groups),
    autoExtend: fc.constantFrom(true, false, null),
    endInSources: fc.boolean(),
  })
  .chain(({ roles, held, ...rest }) =>
    fc
      .tuple(...held.map(group => fc.subarray(roles, { minLength: 1 }).map(own => aGroup(group, ...own))))
      .map(declared => anAdmin({ ...rest, roles, groups: declared })),
  )

const statuses: readonly AdminRelationship['status'][] = [
  'created',
  'approvalPending',
  'approved',
  'activating',
  'active',
  'active',
  'active',
  'terminating',
  'terminated',
  'expired',
  'unknown:new',
]

function relationships(partner: 'central' | 'italy'): fc.Arbitrary<readonly AdminRelationship[]> {
  const one = fc.record({
    status: fc.constantFrom(...statuses),
    roles: roleSets,
    autoExtend: fc.constantFrom(null, 'P180D'),
    endsAt: fc.constantFrom(null, instant('2026-12-20T00:00:00Z'), instant('2028-01-01T00:00:00Z')),
    isMicrosofts: fc.nat(5).map(number => number === 0),
  })
  return fc.array(one, { maxLength: 4 }).map(list =>
    list.map(({ isMicrosofts, ...parts }, position) =>
      aRelationship({
        ...parts,
        partner: partnerName(partner),
        customer,
        id: `${partner}-${position}`,
        name: isMicrosofts
          ? `MLT_${position}`
          : relationshipName(partnerName(partner), customer.tenant, position + 1),
      }),
    ),
  )
}

const assignment: fc.Arbitrary<AdminAssignment> = fc.record({
  id: fc.uuid(),
  group: fc.constantFrom(...groups, '0f8a0000-0000-4000-8000-0000000000ff'),
  status: fc.constantFrom('active', 'active', 'pending', 'deleting', 'deleted', 'error', 'unknown:new'),
  roles: roleSets,
  createdAt: fc.constant(null),
  etag: fc.constant('W/"1"'),
})

function seen(partner: 'central' | 'italy'): fc.Arbitrary<AdminActual> {
  return relationships(partner).chain(list => {
    const active = list.filter(entry => entry.status === 'active')
    const held = fc.uniqueArray(assignment, { maxLength: 4, selector: entry => entry.group })
    return fc.tuple(...active.map(() => fc.option(held, { freq: 8 }))).map(found => ({
      partner: partnerName(partner),
      tenant: customer.tenant,
      relationships: { kind: 'present', value: list } as const,
      assignments: active.map((entry, position) => {
        const own = found[position]
        return {
          relationship: entry.id,
          groups: own == null ? unknown : ({ kind: 'present', value: own } as const),
        }
      }),
    }))
  })
}

interface World {
  readonly admin: DeclaredAdmin
  readonly actual: Actual
}

const worlds: fc.Arbitrary<World> = fc
  .record({
    admin: declaring,
    target: seen('central'),
    source: seen('italy'),
    isMoved: fc.boolean(),
    isSourceKnown: fc.nat(6).map(number => number > 0),
  })
  .map(({ admin, target, source, isMoved, isSourceKnown }) => ({
    admin,
    actual: {
      ...anActual({
        customers: [
          aCustomerActual({ partner: italy, subscriptions: [isMoved ? { status: 'suspended' } : {}] }),
          aCustomerActual({ partner: central, subscriptions: isMoved ? [{}] : [] }),
        ],
      }),
      admin: [target, isSourceKnown ? source : { ...source, relationships: unknown, assignments: [] }],
    },
  }))

function desiredOf(admin: DeclaredAdmin | null) {
  return aDesired({
    partners: [
      aPartner(),
      aPartner({ name: italy, tenant: tenantId('1b0f0000-0000-4000-8000-00000000aa02') }),
    ],
    customers: [aCustomer({ subscriptions: [aDeclaredSubscription({})], ...(admin !== null && { admin }) })],
    consolidations: [aConsolidation({ from: [italy] })],
  })
}

const planned = ({ admin, actual }: World) => aPlan({ desired: desiredOf(admin), actual })
const adminActions = (plan: Plan) => plan.actions.filter(isAdminAction)

function relationshipOf(action: AdminAction, { actual }: World): AdminRelationship | undefined {
  if (!('relationship' in action)) return undefined
  return actual.admin
    ?.flatMap(({ relationships: read }) => (read.kind === 'present' ? read.value : []))
    .find(entry => entry.partner === action.partner && entry.id === action.relationship)
}

describe('whatever is declared and whatever is there,', () => {
  test('commerce is planned as if nothing of it were declared', () => {
    fc.assert(
      fc.property(worlds, world => {
        const without = aPlan({ desired: desiredOf(null), actual: world.actual })
        expect(planned(world).actions.filter(isWrite)).toEqual(without.actions.filter(isWrite))
        expect(planned(world).customers.map(entry => entry.state)).toEqual(
          without.customers.map(entry => entry.state),
        )
      }),
      runs,
    )
  })

  test('a plan that is carried out leaves nothing to plan', () => {
    fc.assert(
      fc.property(worlds, world => {
        const after = carriedOut(world.actual, planned(world))
        expect(adminActions(planned({ ...world, actual: after })).map(action => action.id)).toEqual([])
      }),
      runs,
    )
  })

  test('only active relationships of ours are changed, only declared groups, and only by roles they grant', () => {
    fc.assert(
      fc.property(worlds, world => {
        for (const action of adminActions(planned(world))) {
          const found = relationshipOf(action, world)
          expect([action.id, found?.status, found?.name.startsWith('MLT_')]).toEqual([
            action.id,
            'active',
            false,
          ])
          if (action.kind !== 'admin.assign' && action.kind !== 'admin.change-assignment') continue
          const roles = action.kind === 'admin.assign' ? action.roles : action.to
          expect(world.admin.groups.find(entry => entry.group === action.group)?.roles).toEqual(roles)
          expect(roles.filter(role => !found?.roles.includes(role))).toEqual([])
        }
      }),
      runs,
    )
  })

  test('nothing of a source ends before the new one is whole, without a word in writing, or without being counted', () => {
    fc.assert(
      fc.property(worlds, world => {
        const plan = planned(world)
        const ends = adminActions(plan).filter(action => action.kind === 'admin.end')
        if (ends.length === 0) return
        expect([world.admin.endInSources, plan.summary.irreversible >= ends.length]).toEqual([true, true])
        const before = carriedOut(world.actual, plan, plan.actions.length - ends.length)
        const standing = planned({ ...world, actual: before }).customers[0]?.admin
        expect([standing?.state, standing?.groups.complete]).toEqual(['active', world.admin.groups.length])
        for (const end of ends)
          expect([...end.after].sort()).toEqual(
            plan.actions
              .filter(action => isWrite(action) || (isAdminAction(action) && action.kind !== 'admin.end'))
              .map(action => action.id)
              .sort(),
          )
      }),
      runs,
    )
  })

  test('a customer is asked once, under a name that nothing bears, and never while something is unknown', () => {
    const invitation = ({ admin, actual }: World) => {
      const desired = desiredOf(admin)
      const [partner] = desired.partners
      if (partner === undefined) throw new Error('nobody invites')
      return makeInvitationPlan({
        desired,
        partner,
        customers: desired.customers,
        admin: actual.admin ?? [],
        taken: relationshipsIn(actual.admin ?? []),
        on: cutoverDay,
        madeAt: morning,
        madeIn: aPlace(desired),
        version: '0.0.0-test',
      })
    }
    fc.assert(
      fc.property(worlds, world => {
        const plan = invitation(world)
        const list = world.actual.admin?.[0]?.relationships
        const there = list?.kind === 'present' ? list.value : []
        const asks = adminActions(plan).filter(action => action.kind === 'admin.request')
        expect(asks.length).toBeLessThanOrEqual(1)
        for (const { name } of asks) {
          expect(there.filter(entry => entry.name === name && entry.status !== 'created')).toEqual([])
          expect(
            there.filter(entry => entry.status.startsWith('unknown:') && !entry.name.startsWith('MLT_')),
          ).toEqual([])
          expect(name.length).toBeLessThanOrEqual(50)
        }
        const after = adminActions(plan).reduce(administered, world.actual)
        expect(invitation({ ...world, actual: after }).actions).toEqual([])
      }),
      runs,
    )
  })

  test('the made-up worlds bring every kind of action about, so that the laws above look at something', () => {
    const kinds = fc.sample(worlds, { numRuns: 600, seed: 17 }).flatMap(world => adminActions(planned(world)))
    expect([...new Set(kinds.map(action => action.kind))].sort()).toEqual([
      'admin.assign',
      'admin.auto-extend',
      'admin.change-assignment',
      'admin.end',
    ])
  })
})
