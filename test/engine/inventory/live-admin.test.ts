/** What an account shows of delegated administration becomes the document that declares it: planning it is empty. */
import { expect, test } from 'vitest'
import { customerText } from '../../../engine/documents/customer-text.ts'
import { adminTable } from '../../../engine/inventory/admin-table.ts'
import { customerDraft } from '../../../engine/inventory/customer-draft.ts'
import { changesFor } from '../../../engine/inventory/file-changes.ts'
import { adminDraft } from '../../../engine/inventory/live-admin.ts'
import { loadWorkspace } from '../../../engine/load/load-workspace.ts'
import type { AdminActual } from '../../../engine/model/admin.ts'
import { instant, partnerName, tenantId, utcDate } from '../../../engine/model/ids.ts'
import { objectsOf } from '../../../engine/tables/table.ts'
import {
  anAdminActual,
  anAssignment,
  aRelationship,
  groupA,
  groupB,
  licences,
  readers,
  support,
} from '../../support/admin/builders.ts'
import { aCustomerActual, anActual, aPlan } from '../../support/builders/index.ts'

const on = utcDate('2026-12-07')
const rossi = tenantId('3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001')
const row = { partner: partnerName('central'), tenant: rossi, name: 'Rossi', domain: 'rossi.example' }
const strange = '11111111-2222-4333-8444-555555555555'

const seen: AdminActual = anAdminActual(
  [
    aRelationship({ id: 'led', name: 'MLT_1', roles: [licences, readers, support].sort() }),
    aRelationship({ id: 'unused', name: 'b', roles: [readers] }),
    aRelationship({ id: 'used', name: 'a', autoExtend: 'P180D', roles: [licences, readers, strange].sort() }),
    aRelationship({ id: 'over', name: 'c', status: 'expired' }),
  ],
  {
    used: [
      anAssignment(groupB, { roles: [strange] }),
      anAssignment(groupA, { status: 'deleted' }),
      anAssignment(groupA, { roles: [licences, readers] }),
    ],
  },
)
const draft = adminDraft(seen, on) ?? expect.fail('nothing is active')

const partner =
  'apiVersion: tenantform/v1\nkind: Partner\nname: central\ntenantId: 7d3a0c5e-0000-4000-8000-00000000aa01\n'

function plannedFrom(text: string) {
  const files = [
    { path: 'central.yaml', text: partner },
    { path: 'rossi.yaml', text },
  ]
  const { workspace, diagnostics } = loadWorkspace({ files, readAttachment: () => undefined })
  if (workspace === null) return diagnostics.map(entry => entry.detail)
  const actual = anActual({
    customers: [{ ...aCustomerActual({ partner: row.partner, subscriptions: [] }), tenant: rossi }],
  })
  const plan = aPlan({ desired: workspace.desired, actual: { ...actual, admin: [seen] } })
  return [plan.actions, plan.customers[0]?.admin?.relationship, plan.customers[0]?.admin?.turn]
}

test('a new document says what is there, without what Microsoft leads, and leaves nothing to do', () => {
  const text = customerText({ ...customerDraft(row, []), admin: draft })
  expect(text.split('\n').slice(7, 13)).toEqual([
    'admin:',
    `  roles: [${strange}, directory-readers, license-administrator]`,
    '  groups:',
    `    ${groupA}: [directory-readers, license-administrator]`,
    `    ${groupB}: [${strange}]`,
    '  autoExtend: true',
  ])
  expect(plannedFrom(text)).toEqual([[], 'used', 'nobody'])
})

test.each([
  ['nothing', ''],
  [
    'other roles and groups',
    `admin:\n  # ours\n  roles: [directory-readers]\n  groups:\n    ${groupA}: [directory-readers]\n`,
  ],
  [
    'it in one line',
    `admin: { roles: [directory-readers], groups: { ${groupA}: [directory-readers] }, autoExtend: false }\n`,
  ],
])(
  'a document that says %s is brought up to date, its comments stay, and nothing is left to do',
  (_, admin) => {
    const before = `apiVersion: tenantform/v1\nkind: Customer\npartner: central   # ours too\ncustomer: { tenantId: ${rossi}, domain: rossi.example, name: Rossi }\n${admin}subscriptions: []\n`
    const { workspace } = loadWorkspace({
      files: [
        { path: 'central.yaml', text: partner },
        { path: 'rossi.yaml', text: before },
      ],
      readAttachment: () => undefined,
    })
    const update = { kind: 'as live', row, live: [], keepsPlannedLines: false, admin: draft } as const
    const changes = changesFor([{ draft: { ...customerDraft(row, []), admin: draft }, update }], {
      customers: workspace?.desired.customers ?? [],
      sources: new Map([['rossi.yaml', before]]),
      split: new Map(),
    })
    const after = changes.texts.get('rossi.yaml') ?? ''
    expect(changes.files.map(file => file.change)).toEqual(['update'])
    expect(after).toContain('# ours too')
    if (admin.includes('# ours\n')) expect(after).toContain('# ours\n')
    expect(plannedFrom(after)).toEqual([[], 'used', 'nobody'])
  },
)

test('nothing is written where nothing is active, or nothing is known', () => {
  expect(adminDraft(anAdminActual([aRelationship({ name: 'MLT_1' })]), on)).toBeNull()
  expect(adminDraft(undefined, on)).toBeNull()
  const soon = aRelationship({ id: 'soon', endsAt: instant('2026-12-20T00:00:00Z') })
  expect(
    adminDraft(anAdminActual([soon, aRelationship({ id: 'later', roles: [readers] })]), on)?.roles,
  ).toEqual(['directory-readers'])
})

test('the table has a row for each group, and says who leads it', () => {
  const table = objectsOf(adminTable([{ row, seen }], { customers: [], statuses: ['active'] }))
  expect(
    table.map(entry => [entry['relationship id'], entry['led by'], entry['group'], entry['status']]),
  ).toEqual([
    ['led', 'Microsoft', null, 'active'],
    ['unused', 'the partner', null, 'active'],
    ['used', 'the partner', groupB, 'active'],
    ['used', 'the partner', groupA, 'active'],
  ])
})
