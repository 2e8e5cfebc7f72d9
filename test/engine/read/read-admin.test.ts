/** What of delegated administration is read, with how many requests, and what licences hang on it. */
import { describe, expect, test } from 'vitest'
import type { AdminReader } from '../../../engine/admin/port.ts'
import { diagnose } from '../../../engine/diagnostic.ts'
import type { AdminRelationship } from '../../../engine/model/admin.ts'
import type { DeclaredAdmin } from '../../../engine/model/desired.ts'
import type { Read } from '../../../engine/model/read.ts'
import { readCodes } from '../../../engine/model/read-codes.ts'
import { readActual } from '../../../engine/read/read-actual.ts'
import { explainedLicences, unreadableLicences } from '../../../engine/read/unreadable-licences.ts'
import {
  aGroup,
  anAdmin,
  anAdminActual,
  anAssignment,
  aRelationship,
  groupA,
  readers,
  support,
} from '../../support/admin/builders.ts'
import {
  aConsolidation,
  aCustomer,
  aCustomerActual,
  aDesired,
  anActual,
  aPartner,
  central,
  italy,
  present,
  suite,
  tenant,
  unknown,
} from '../../support/builders/index.ts'
import { aClock, aReader } from '../../support/reader.ts'

const customerOf = (number: number) => ({ tenant: tenant(number), name: `Customer ${number}` })

async function read(
  count: number,
  admin: Partial<DeclaredAdmin> | null,
  answer?: Read<readonly AdminRelationship[]>,
) {
  const numbers = Array.from({ length: count }, (_, position) => position + 1)
  const actual = anActual({
    customers: numbers.flatMap(number => [
      { ...aCustomerActual({ partner: central, subscriptions: [] }), tenant: tenant(number) },
      { ...aCustomerActual({ partner: italy, subscriptions: [{ product: suite }] }), tenant: tenant(number) },
    ]),
  })
  const asked: string[] = []
  const reader = {
    relationships: async (partner, tenant) => {
      asked.push(`relationships ${partner} ${tenant === null ? 'all' : tenant.slice(-4)}`)
      return (
        answer ??
        present(
          numbers.map(number =>
            aRelationship({ partner, customer: customerOf(number), id: `${partner}-${number}` }),
          ),
        )
      )
    },
    assignments: async (partner, relationship) => {
      asked.push(`groups ${partner} ${relationship}`)
      return present([])
    },
  } as Partial<AdminReader> as AdminReader
  const commerce = aReader(actual)
  const seen = await readActual({
    desired: aDesired({
      partners: [aPartner(), aPartner({ name: italy, tenant: tenant(99) })],
      customers: numbers.map(number =>
        aCustomer({ tenant: tenant(number), seats: 5, ...(admin !== null && { admin: anAdmin(admin) }) }),
      ),
      consolidations: [aConsolidation({ from: [italy] })],
    }),
    scope: { consolidation: null, wave: null, targets: [] },
    reader: commerce,
    admin: reader,
    clock: aClock(),
    progress: () => undefined,
    width: 1,
  })
  return {
    seen: seen.admin,
    asked,
    licences: commerce.asked.filter(question => question.startsWith('licences')),
  }
}

describe('is asked for', () => {
  test('nothing, where no document declares it', async () => {
    expect(await read(1, null)).toMatchObject({ seen: undefined, asked: [] })
  })

  test('each of a few customers, and the groups of active relationships where groups are declared', async () => {
    expect((await read(1, {})).asked).toEqual(['relationships central 0001'])
    expect((await read(1, { groups: [aGroup(groupA, readers)] })).asked).toEqual([
      'relationships central 0001',
      'groups central central-1',
    ])
  })

  test('one list for many, and each gets its own part of it', async () => {
    const { asked, seen } = await read(5, {})
    expect(asked).toEqual(['relationships central all'])
    expect(
      seen?.map(({ relationships }) =>
        relationships.kind === 'present' ? relationships.value.map(entry => entry.id) : [],
      ),
    ).toEqual([1, 2, 3, 4, 5].map(number => [`central-${number}`]))
  })

  test('the sources too, where their relationships are to end', async () => {
    expect((await read(1, { endInSources: true })).asked).toEqual([
      'relationships central 0001',
      'relationships italy 0001',
    ])
  })
})

describe('licences in use', () => {
  const declared = aCustomer({ admin: anAdmin() })
  const place = { partner: 'central', tenant: tenant() }
  const own = (parts: Partial<AdminRelationship>) =>
    anAdminActual([aRelationship({ customer: customerOf(1), ...parts })], {}, place)

  test.each<[string, Parameters<typeof unreadableLicences>[1]]>([
    ['a role that reads them is granted', [own({})]],
    ['Microsoft leads the relationship that grants it', [own({ name: 'MLT_1' })]],
    ['a status is not known here', [own({ status: 'unknown:new' })]],
    ['nobody knows what is granted', [{ ...own({}), relationships: unknown }]],
    ['nothing was read', []],
  ])('are asked for where %s', (_, admin) => {
    expect(unreadableLicences(declared, admin)).toBeNull()
  })

  test.each<[string, Parameters<typeof unreadableLicences>[1]]>([
    ['nothing is active', [own({ status: 'approvalPending' })]],
    ['what is active grants no role that reads them', [own({ roles: [support] })]],
    ['there is no relationship', [anAdminActual([], {}, place)]],
  ])('are not, and the reason is said, where %s', (_, admin) => {
    expect(unreadableLicences(declared, admin)).toMatchObject({
      kind: 'unknown',
      because: {
        code: 'ADMIN.NO_READER_ROLE',
        detail: 'No active relationship of Panificio Rossi with central grants a role that reads them.',
      },
    })
  })

  const refused = {
    kind: 'unknown',
    because: diagnose(readCodes.NOT_READ, { detail: 'answered 403' }),
  } as const
  const holding = (...held: readonly ReturnType<typeof anAssignment>[]) =>
    anAdminActual([aRelationship({ customer: customerOf(1) })], { 'r-1': held }, place)

  test.each<[string, Parameters<typeof unreadableLicences>[1]]>([
    ['nothing is assigned', [holding()]],
    ['what is assigned reads none', [holding(anAssignment(groupA, { roles: [support] }))]],
    [
      'what reads them is pending, in error or deleted',
      [
        holding(
          ...(['pending', 'error', 'deleted'] as const).map(status => anAssignment(groupA, { status })),
        ),
      ],
    ],
  ])('that were refused are explained where %s', (_, admin) => {
    expect(explainedLicences(refused, declared, admin)).toMatchObject({
      kind: 'unknown',
      because: {
        code: 'ADMIN.NO_READER_GROUP',
        detail: 'No group of central holds one for Panificio Rossi; asked all the same: answered 403',
      },
    })
  })

  test.each<[string, Parameters<typeof unreadableLicences>[1]]>([
    ['a group reads them', [holding(anAssignment(groupA))]],
    ['a group may', [holding(anAssignment(groupA, { status: 'unknown:new' }))]],
    ['the groups are not known', [{ ...holding(), assignments: [{ relationship: 'r-1', groups: refused }] }]],
    ['the groups were not read', [{ ...holding(), assignments: [] }]],
    ['nothing was read', []],
  ])('that were refused keep their reason where %s', (_, admin) => {
    expect(explainedLicences(refused, declared, admin)).toBe(refused)
  })

  test('that were told need no explanation', () => {
    const told = { kind: 'present', value: [] } as const
    expect(explainedLicences(told, declared, [holding()])).toBe(told)
  })

  test('are asked for as ever where no document declares delegated administration', () => {
    expect(unreadableLicences(aCustomer(), [own({ status: 'expired' })])).toBeNull()
  })

  test('cost no request where the service would refuse it', async () => {
    const pending = present([aRelationship({ customer: customerOf(1), status: 'approvalPending' })])
    expect((await read(1, {}, pending)).licences).toEqual([])
    expect((await read(1, null)).licences).toHaveLength(1)
    expect((await read(1, {})).licences).toHaveLength(1)
  })
})
