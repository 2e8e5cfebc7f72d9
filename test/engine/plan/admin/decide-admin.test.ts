/** Declared delegated administration against what is there: what is planned, what is said, and what the board shows. */
import { describe, expect, test } from 'vitest'
import { changesText, statusText } from '../../../../cmd/report/status-text.ts'
import { changesBetween } from '../../../../engine/cutover/changes.ts'
import { filterStatus } from '../../../../engine/cutover/filter-status.ts'
import { statusOf } from '../../../../engine/cutover/status.ts'
import type { AdminActual, AdminRelationship } from '../../../../engine/model/admin.ts'
import type { DeclaredAdmin } from '../../../../engine/model/desired.ts'
import { instant } from '../../../../engine/model/ids.ts'
import { decodePlan, encodePlan } from '../../../../engine/plan/codec.ts'
import {
  aGroup,
  anAdmin,
  anAdminActual,
  anAssignment,
  aRelationship,
  globalAdmin,
  groupA,
  groupB,
  licences,
  readers,
  support,
} from '../../../support/admin/builders.ts'
import {
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  anActual,
  aPartner,
  aPlan,
  central,
  tenant,
  unknown,
} from '../../../support/builders/index.ts'
import { actionLines, findingCodes, states } from '../../../support/plan-shape.ts'
import { carriedOut } from '../../../support/simulate.ts'

const place = { partner: 'central', tenant: tenant() }
const own = (parts: Partial<AdminRelationship> = {}) =>
  aRelationship({ customer: { tenant: tenant(), name: 'Rossi' }, ...parts })

function seen(
  relationships: readonly AdminRelationship[],
  groups: Parameters<typeof anAdminActual>[1] = {},
): AdminActual {
  return anAdminActual(relationships, groups, place)
}

function facts(admin: Partial<DeclaredAdmin>, actual: AdminActual | undefined) {
  return {
    desired: aDesired({
      partners: [aPartner()],
      customers: [aCustomer({ subscriptions: [], admin: anAdmin(admin) })],
      consolidations: [],
    }),
    actual: {
      ...anActual({ customers: [aCustomerActual({ partner: central, subscriptions: [] })] }),
      ...(actual !== undefined && { admin: [actual] }),
    },
  }
}

function planned(admin: Partial<DeclaredAdmin>, actual: AdminActual | undefined) {
  const plan = aPlan(facts(admin, actual))
  const [customer] = plan.customers
  return { plan, lines: actionLines(plan), codes: findingCodes(plan), standing: customer?.admin }
}

describe('before the customer has approved, nothing is planned and the next step is said:', () => {
  test.each<[string, readonly AdminRelationship[], string, string, string]>([
    ['nothing is there', [], 'none', 'partner', 'ADMIN.NOT_ASKED nothing'],
    [
      'a request waits',
      [own({ status: 'approvalPending', activatedAt: null, endsAt: null })],
      'asked',
      'customer',
      'ADMIN.WAITING nothing',
    ],
    ['it is over', [own({ status: 'terminated' })], 'ended', 'partner', 'ADMIN.ENDED nothing'],
    ['a draft was left', [own({ status: 'created' })], 'drafted', 'partner', 'ADMIN.NOT_ASKED nothing'],
    [
      'its status is not known here',
      [own({ status: 'unknown:dreaming' })],
      'unknown',
      'partner',
      'ADMIN.UNSUPPORTED nothing',
    ],
    ['Microsoft leads it', [own({ name: 'MLT_1' })], 'none', 'partner', 'ADMIN.NOT_ASKED nothing'],
  ])('%s', (_, relationships, state, turn, code) => {
    const { lines, codes, standing } = planned({}, seen(relationships))
    expect([lines, codes, standing?.state, standing?.turn]).toEqual([[], [code], state, turn])
  })

  test('an approval is on its way, and it is the turn of Microsoft', () => {
    const { lines, codes, standing } = planned({}, seen([own({ status: 'approved' })]))
    expect([lines, codes, standing?.state, standing?.turn]).toEqual([[], [], 'approved', 'Microsoft'])
  })

  test('who waits, since when, and the link', () => {
    const asked = own({
      id: 'R-9',
      status: 'approvalPending',
      createdAt: instant('2026-12-04T10:00:00Z'),
    })
    expect(planned({}, seen([asked])).standing?.asked).toEqual({
      on: '2026-12-04',
      days: 3,
      link: 'https://admin.microsoft.com/AdminPortal/Home#/partners/invitation/granularAdminRelationships/R-9',
    })
  })

  test.each([
    ['it was not read', undefined],
    ['the read gave no answer', { ...seen([]), relationships: unknown }],
  ])('%s: unknown, and nothing is taken for missing', (_, actual) => {
    const { lines, codes, standing } = planned({ groups: [aGroup(groupA, readers)] }, actual)
    expect([lines, codes, standing?.state]).toEqual([[], ['ADMIN.UNKNOWN nothing'], 'unknown'])
  })
})

describe('once it is active', () => {
  test('declared groups get their roles, others are left alone, and the next plan is empty', () => {
    const admin = { groups: [aGroup(groupA, readers, licences), aGroup(groupB, readers)] }
    const stranger = '0f8a0000-0000-4000-8000-0000000000ff'
    const given = facts(
      admin,
      seen([own()], { 'r-1': [anAssignment(groupB, { roles: [licences] }), anAssignment(stranger)] }),
    )
    const plan = aPlan(given)
    expect([actionLines(plan), findingCodes(plan), plan.summary.administer]).toEqual([
      [`assign ${groupA} 2 central`, `assign ${groupB} 1→1 central`],
      ['ADMIN.GROUP_UNMANAGED nothing'],
      2,
    ])
    expect(decodePlan(encodePlan(plan))).toEqual({ ok: true, value: plan, warnings: [] })
    const after = aPlan({ ...given, actual: carriedOut(given.actual, plan) })
    expect([actionLines(after), after.customers[0]?.admin?.groups, after.customers[0]?.admin?.turn]).toEqual([
      [],
      { complete: 2, declared: 2 },
      'nobody',
    ])
  })

  test('deleted assignments are still listed, and hold nothing', () => {
    const gone = anAssignment(groupA, { status: 'deleted' })
    expect(planned({ groups: [aGroup(groupA, readers)] }, seen([own()], { 'r-1': [gone] })).lines).toEqual([
      `assign ${groupA} 1 central`,
    ])
  })

  test.each([
    ['pending', 'ADMIN.GROUP_PENDING nothing'],
    ['deleting', 'ADMIN.GROUP_PENDING nothing'],
    ['error', 'ADMIN.GROUP_IN_ERROR nothing'],
    ['unknown:sleeping', 'ADMIN.UNSUPPORTED nothing'],
  ] as const)('a group whose assignment is %s is not written over', (status, code) => {
    const { lines, codes } = planned(
      { groups: [aGroup(groupA, readers)] },
      seen([own()], { 'r-1': [anAssignment(groupA, { status, roles: [readers] })] }),
    )
    expect([lines, codes]).toEqual([[], [code]])
  })

  test('groups that cannot be read are unknown', () => {
    const actual = { ...seen([own()]), assignments: [{ relationship: 'r-1', groups: unknown }] }
    const { lines, codes } = planned({ groups: [aGroup(groupA, readers)] }, actual)
    expect([lines, codes]).toEqual([[], ['ADMIN.UNKNOWN nothing']])
  })

  test('more roles need a new relationship and a new approval; what it grants is given meanwhile', () => {
    const admin = {
      roles: [licences, readers, support].sort(),
      groups: [aGroup(groupA, readers), aGroup(groupB, support)],
    }
    const { plan, lines, codes } = planned(admin, seen([own()]))
    expect([lines, codes]).toEqual([
      [`assign ${groupA} 1 central`],
      ['ADMIN.ROLES_MISSING nothing', 'ADMIN.GROUP_WAITS nothing'],
    ])
    expect(plan.findings[0]?.remedies).toEqual([
      {
        kind: 'run',
        command: 'tenantform invite',
        why: 'more roles need a new relationship and a new approval of the customer',
      },
    ])
  })

  test('a new relationship that waits for approval is said, and the old one goes on', () => {
    const admin = { roles: [licences, readers, support].sort() }
    const pending = own({ id: 'r-2', name: 'central 2', status: 'approvalPending', roles: admin.roles })
    const { standing, codes } = planned(admin, seen([own(), pending]))
    expect([standing?.state, standing?.turn, standing?.asked?.days, codes]).toEqual([
      'active',
      'customer',
      36,
      ['ADMIN.WAITING nothing'],
    ])
  })

  test('more roles than declared, and the global administrator, are said', () => {
    const { codes } = planned({}, seen([own({ roles: [globalAdmin, licences, readers, support].sort() })]))
    expect(codes).toEqual(['ADMIN.MORE_ROLES nothing', 'ADMIN.GLOBAL_ADMINISTRATOR nothing'])
  })

  test('auto-extend is switched as declared, and kept where nothing is', () => {
    const off = seen([own()])
    const on = seen([own({ autoExtend: 'P180D' })])
    expect(planned({ autoExtend: true }, off).lines).toEqual(['extend null→P180D central'])
    expect(planned({ autoExtend: false }, on).lines).toEqual(['extend P180D→null central'])
    expect([planned({}, on).lines, planned({}, off).lines]).toEqual([[], []])
  })

  test.each([
    ['2027-02-05T00:00:00Z', ['ADMIN.ENDS_SOON nothing']],
    ['2027-02-06T00:00:00Z', []],
  ])('an end on %s is said from 60 days before it on, unless it is extended', (ends, codes) => {
    const endsAt = instant(ends)
    expect(planned({}, seen([own({ endsAt })])).codes).toEqual(codes)
    expect(planned({}, seen([own({ endsAt, autoExtend: 'P180D' })])).codes).toEqual([])
    expect(planned({ autoExtend: true }, seen([own({ endsAt })])).codes).toEqual([])
  })
})

test('of several that would do, the one that holds the groups counts, unless it ends soon', () => {
  const admin = { groups: [aGroup(groupA, readers)] }
  const held = { 'r-2': [anAssignment(groupA, { roles: [readers] })] }
  const later = own({ id: 'r-1', roles: [licences, readers, support].sort() })
  expect(planned(admin, seen([later, own({ id: 'r-2' })], held)).standing).toMatchObject({
    relationship: 'r-2',
    groups: { complete: 1, declared: 1 },
  })
  const soon = own({ id: 'r-2', endsAt: instant('2026-12-30T00:00:00Z') })
  expect(planned(admin, seen([later, soon], held)).lines).toEqual([`assign ${groupA} 1 central`])
})

/** Was red: found by the laws at 5,000 worlds. */
test('of two alike the plan stays with the one it has switched auto-extend off for', () => {
  const extended = own({ autoExtend: 'P180D', endsAt: instant('2028-01-01T00:00:00Z') })
  const both = (first: AdminRelationship) =>
    seen([first, own({ id: 'r-2', autoExtend: 'P180D', endsAt: null })])
  expect(planned({ autoExtend: false }, both(extended)).standing).toMatchObject({ relationship: 'r-2' })
  const off = seen([extended, own({ id: 'r-2', autoExtend: null, endsAt: null })])
  expect(planned({ autoExtend: false }, off).lines).toEqual([])
})

test('it is a track of its own: a blocked customer gets its groups, and one without them is bought for', () => {
  const given = facts({ groups: [aGroup(groupA, readers)] }, seen([own()]))
  const blocked = {
    ...given.actual,
    customers: [aCustomerActual({ partner: central, subscriptions: [{ id: 't-1' }, { id: 't-2' }] })],
  }
  const desired = aDesired({
    partners: [aPartner()],
    customers: [
      aCustomer({
        subscriptions: [aDeclaredSubscription({})],
        admin: anAdmin({ groups: [aGroup(groupA, readers)] }),
      }),
    ],
    consolidations: [],
  })
  const plan = aPlan({ desired, actual: blocked })
  expect([states(plan), actionLines(plan)]).toEqual([
    ['Panificio Rossi: blocked'],
    [`assign ${groupA} 1 central`],
  ])
  const nothingRead = aPlan({
    desired,
    actual: anActual({ customers: [aCustomerActual({ partner: central, subscriptions: [] })] }),
  })
  expect([states(nothingRead), actionLines(nothingRead)]).toEqual([
    ['Panificio Rossi: planned'],
    ['create mail 5 central'],
  ])
})

test('the board shows the track beside the standing, and a change of it is news', () => {
  const asked = own({ status: 'approvalPending', createdAt: instant('2026-12-04T10:00:00Z') })
  const waiting = statusOf(aPlan(facts({}, seen([asked]))))
  const active = statusOf(aPlan(facts({}, seen([own()]))))
  expect([waiting.rows[0]?.standing, waiting.rows[0]?.admin?.state]).toEqual(['steady', 'asked'])
  expect(statusText(waiting, { columns: 200, colour: false })).toContain('asked 3 days ago (customer)')
  expect(changesText(changesBetween(waiting, active), waiting.at)).toBe(
    '2026-12-07T07:00Z  Panificio Rossi  steady → steady · admin active to 2028-11-01\n',
  )
  expect(changesBetween(active, active)).toEqual([])
  const waitedFor = (board: typeof waiting, next: string) =>
    filterStatus(board, { standings: [], next: [next] }).rows.length
  expect([waitedFor(waiting, 'customer'), waitedFor(active, 'customer')]).toEqual([1, 0])
})
