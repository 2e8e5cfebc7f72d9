/**
 * Was red: the fuzz found a plan that switched one customer's subscription on under another's name. Every id that an action carries is
 * exchanged for another one, with the name of the action left as it was or made again, and digests are right either way.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Declared, notDeclared } from '../../../engine/execute/facts/declared.ts'
import { notWhole } from '../../../engine/execute/facts/whole.ts'
import type { ActionId } from '../../../engine/model/ids.ts'
import type { Action } from '../../../engine/plan/action.ts'
import { decodePlan } from '../../../engine/plan/codec.ts'
import { identityOf } from '../../../engine/plan/kinds/identity.ts'
import type { Plan } from '../../../engine/plan/plan.ts'
import {
  aGroup,
  anAdmin,
  anAdminActual,
  anAssignment,
  aRelationship,
  groupA,
  groupB,
  licences,
  readers,
  support,
} from '../../support/admin/builders.ts'
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
  documentsOf,
  italy,
  tenant,
} from '../../support/builders/index.ts'
import { root } from '../../support/example.ts'
import { declaring, invitationOf } from '../admin/stage.ts'
import { tinyPlan } from './tiny-world.ts'

function golden(name: string): Plan {
  const read = decodePlan(readFileSync(join(root, 'test/golden', name, 'plan.json'), 'utf8'))
  if (!read.ok) throw new Error(`${name} holds no plan`)
  return read.value
}

const customer = { tenant: tenant(), name: 'Rossi' }
const at = { partner: 'central', tenant: tenant() }

const billedOtherwise = aPlan({
  desired: aDesired({
    customers: [aCustomer({ subscriptions: [aDeclaredSubscription({ billing: 'annual' })] })],
    consolidations: [],
  }),
  actual: anActual({ customers: [aCustomerActual({ subscriptions: [{ name: 'mail' }] })] }),
})

const administered = aPlan({
  desired: aDesired({
    partners: [aPartner(), aPartner({ name: italy })],
    customers: [
      aCustomer({
        subscriptions: [],
        admin: anAdmin({
          groups: [aGroup(groupA, readers), aGroup(groupB, support)],
          autoExtend: false,
          roles: [readers, support],
        }),
      }),
    ],
    consolidations: [],
  }),
  actual: {
    ...anActual({ customers: [aCustomerActual({ partner: central, subscriptions: [] })] }),
    admin: [
      anAdminActual(
        [aRelationship({ customer, roles: [readers, support, licences], autoExtend: 'P180D' })],
        { 'r-1': [anAssignment(groupA, { roles: [licences] })] },
        at,
      ),
    ],
  },
})

const ended = aPlan({
  desired: aDesired({
    partners: [aPartner(), aPartner({ name: italy })],
    customers: [
      aCustomer({
        subscriptions: [],
        admin: anAdmin({ groups: [aGroup(groupA, readers)], endInSources: true }),
      }),
    ],
    consolidations: [aConsolidation({ from: [italy] })],
  }),
  actual: {
    ...anActual({
      customers: [
        aCustomerActual({ partner: italy, subscriptions: [] }),
        aCustomerActual({ partner: central, subscriptions: [] }),
      ],
    }),
    admin: [
      anAdminActual(
        [aRelationship({ customer })],
        { 'r-1': [anAssignment(groupA, { roles: [readers] })] },
        at,
      ),
      anAdminActual(
        [aRelationship({ customer, partner: italy, id: 'old-1', name: 'italy 1' })],
        {},
        { partner: 'italy', tenant: tenant() },
      ),
    ],
  },
})

const asking = declaring({})
const invited = invitationOf(asking, [anAdminActual([], {}, at)])

const built = new Map<Plan, Declared>([
  ...[tinyPlan, billedOtherwise, administered, ended].map(plan => [plan, documentsOf(plan)] as const),
  [invited, asking],
])
const plans = [...built.keys(), ...['new-commerce', 'steady-state'].map(golden)]

/** Members that say what an action is about. What may be declared in more ways than one (a name, seats) is held against the facts as well. */
const ids = new Set([
  'partner',
  'customer',
  'subscription',
  'order',
  'relationship',
  'group',
  'market',
  'fromTenant',
  'product',
  'createdBy',
])
/** What it costs and why it is there act on nobody. A base is bought again under its number where its order is not known. */
const besides = new Set(['effect', 'because', 'source'])

interface Place {
  readonly path: readonly (string | number)[]
  readonly value: string
}

function placesOf(value: unknown, path: readonly (string | number)[] = []): readonly Place[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value as Readonly<Record<string, unknown>>).flatMap(([key, inner]) => {
    if (besides.has(key)) return []
    const here = [...path, key]
    return typeof inner === 'string' && ids.has(key) ? [{ path: here, value: inner }] : placesOf(inner, here)
  })
}

function withValue<T>(value: T, path: readonly (string | number)[], to: string): T {
  const copy = structuredClone(value)
  let node = copy as unknown as Record<string | number, unknown>
  for (const key of path.slice(0, -1)) node = node[key] as Record<string | number, unknown>
  node[path.at(-1) ?? ''] = to
  return copy
}

function withAction(plan: Plan, was: ActionId, action: Action): Plan {
  return JSON.parse(
    JSON.stringify({
      ...plan,
      actions: plan.actions.map(entry => (entry.id === was ? action : entry)),
    }).replaceAll(JSON.stringify(was), JSON.stringify(action.id)),
  ) as Plan
}

/** Plans of the examples come without their documents, and are refused by what they hold. */
function isTaken(forged: Plan, honest: Plan): boolean {
  if (notWhole(forged).length > 0) return false
  const declared = built.get(honest)
  return declared === undefined || notDeclared(forged, declared).length === 0
}

test('each id of each kind of action is held against what the plan relied on', () => {
  const kinds = new Set<string>()
  const taken: string[] = []
  let tried = 0
  for (const plan of plans) {
    expect(notWhole(plan)).toEqual([])
    for (const action of plan.actions) {
      kinds.add(action.kind)
      for (const { path, value } of placesOf(action)) {
        const others = new Set(
          plan.actions.flatMap(entry =>
            placesOf(entry).flatMap(other => (other.path.at(-1) === path.at(-1) ? [other.value] : [])),
          ),
        )
        for (const other of [...others]
          .filter(entry => entry !== value)
          .slice(0, 3)
          .concat('00000000-0000-4000-8000-00000000beef')) {
          const forged = withValue(action, path, other)
          for (const changed of [forged, { ...forged, id: identityOf(forged) }]) {
            tried += 1
            if (isTaken(withAction(plan, action.id, changed), plan))
              taken.push(
                `${action.id} ${path.join('.')}: ${value} → ${other}${changed === forged ? '' : ', named anew'}`,
              )
          }
        }
      }
    }
  }
  expect(taken).toEqual([])
  // All but `gate.wave`, which carries no id of a service.
  expect([...kinds].sort()).toEqual([
    'admin.assign',
    'admin.auto-extend',
    'admin.change-assignment',
    'admin.end',
    'admin.lock',
    'admin.request',
    'gate.customer',
    'subscription.cancel',
    'subscription.change-billing',
    'subscription.change-details',
    'subscription.change-renewal',
    'subscription.change-seats',
    'subscription.create',
    'subscription.reactivate',
    'subscription.rename',
    'subscription.set-renewal',
    'subscription.suspend',
    'subscription.transfer',
  ])
  expect(tried).toBeGreaterThan(1_000)
})

/** Was red: found by the fuzz. The add-on was bought on no base, or would have been on another one. */
test.each<[string, object]>([
  ['no base', { base: undefined }],
  [
    'another new base',
    { base: { kind: 'created by', action: `subscription.create:central/${tenant(1)}/mail` } },
  ],
  ['a base that lives elsewhere', { base: { kind: 'living', subscription: 'v-suite', order: null } }],
])('an add-on is bought on the base that its line names, not on %s', (_, changed) => {
  const actions = tinyPlan.actions.map(action =>
    action.id.endsWith('/calls') ? { ...action, ...changed } : action,
  ) as readonly Action[] // one member of one action is another
  expect(notDeclared({ ...tinyPlan, actions }, documentsOf(tinyPlan)).map(({ detail }) => detail)).toEqual([
    `subscription.create:central/${tenant(1)}/calls of Panificio Rossi: \`calls\` is declared as an add-on to \`suite\`. Nothing was written.`,
  ])
})
