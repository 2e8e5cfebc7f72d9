/** Relationships that end are shown like terms that end: those nothing extends need a decision. */
import { expect, test } from 'vitest'
import { renewalsText } from '../../../cmd/report/renewals-text.ts'
import type { AdminReader } from '../../../engine/admin/port.ts'
import type { AdminRelationship } from '../../../engine/model/admin.ts'
import { instant, utcDate } from '../../../engine/model/ids.ts'
import type { Read } from '../../../engine/model/read.ts'
import { readAdminEnds } from '../../../engine/renewals/admin-ends.ts'
import { renewalsTable } from '../../../engine/renewals/table.ts'
import { objectsOf } from '../../../engine/tables/table.ts'
import { aRelationship } from '../../support/admin/builders.ts'
import { central, present, tenant, unknown } from '../../support/builders/index.ts'

const until = utcDate('2027-03-07')
const rossi = { tenant: tenant(), name: 'Rossi' }

async function endsOf(answer: Read<readonly AdminRelationship[]> | undefined) {
  const reader = { relationships: async () => answer } as unknown as AdminReader
  return readAdminEnds({
    partners: [central],
    customers: [{ partner: central, ...rossi }],
    reader: answer === undefined ? undefined : reader,
    until,
    width: 1,
  })
}
const ending = (parts: Partial<AdminRelationship>) =>
  aRelationship({ customer: rossi, endsAt: instant('2027-02-01T10:00:00Z'), ...parts })

test('those of the customers asked for that are active and end in this time, the earliest first', async () => {
  const { rows, unread } = await endsOf(
    present([
      ending({ id: 'extended', autoExtend: 'P180D', endsAt: instant('2027-01-05T00:00:00Z') }),
      ending({ id: 'ending' }),
      ending({ id: 'late', endsAt: instant('2027-03-08T00:00:00Z') }),
      ending({ id: 'over', status: 'expired' }),
      ending({ id: 'led by Microsoft', name: 'MLT_1' }),
      ending({ id: 'of another', customer: { tenant: tenant(2), name: 'Bianchi' } }),
    ]),
  )
  expect([rows.map(row => [row.relationship, row.will, row.by, row.decision]), unread]).toEqual([
    [
      ['extended', 'be extended', 'P180D', null],
      ['ending', 'end', null, 'extend it, or ask anew'],
    ],
    [],
  ])
  const report = {
    format: 1,
    at: instant('2026-12-07T07:00:00Z'),
    madeIn: { kind: 'accounts', partners: [] },
    until,
    rows: [],
    admin: rows,
    hidden: 0,
    unread: [],
    written: [],
  } as const
  expect(renewalsText(report, { columns: 200, colour: false }).split('\n').slice(1)).toEqual([
    '2027-01-05             Rossi     delegated administration         is extended by P180D · central 1',
    '2027-02-01             Rossi     delegated administration         ends, and nothing extends it · central 1 · to decide: extend it, or ask anew',
    'Term ends to 2027-03-07: 1 to decide · 1 that needs no decision',
    '',
  ])
  expect(objectsOf(renewalsTable(report))[1]).toMatchObject({
    'term ends': '2027-02-01',
    'product name': 'delegated administration',
    'subscription id': 'ending',
    will: 'end',
    decision: 'extend it, or ask anew',
    'saving per': null,
  })
})

test.each([
  ['the list gives no answer', unknown],
  ['nothing signs in to Graph', undefined],
])('%s: said, and not shown as nothing', async (_, answer) => {
  const { rows, unread } = await endsOf(answer)
  expect([rows, unread.map(entry => entry.code)]).toEqual([[], ['ADMIN.UNKNOWN']])
})
