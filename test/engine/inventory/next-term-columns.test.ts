/** What is scheduled for the next term is exported whole, and read again from there as it was. */
import { describe, expect, test } from 'vitest'
import { subscriptionsTable } from '../../../engine/inventory/tables.ts'
import { seats, tenantId, utcDate } from '../../../engine/model/ids.ts'
import type { LiveSubscription } from '../../../engine/model/live.ts'
import { renewalOf } from '../../../engine/model/renewal.ts'
import { noVocabulary } from '../../../engine/portal/columns.ts'
import { readExport } from '../../../engine/portal/read-export.ts'
import { aLiveSubscription, central, mailNce, premium, present } from '../../support/builders/index.ts'

const columns = [
  'end of term',
  'seats of next term',
  'product of next term',
  'term of next term',
  'billing of next term',
  'next term ends',
  'promotion of next term',
]
const id = 'aaaaaaaa-0000-4000-8000-000000000001'
const tenant = tenantId('3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001')
const row = { partner: central, tenant, name: 'Adler Druck', domain: 'adler-druck.example' }

function exported(facts: Partial<LiveSubscription>) {
  const live = aLiveSubscription({ id, partner: central, product: premium, ...facts })
  const customers = present([
    { row, details: { kind: 'not asked' }, subscriptions: present([live]) } as const,
  ])
  const table = subscriptionsTable([{ partner: central, customers }], { customers: [], statuses: [] })
  const headers = table.columns.map(({ name }) => name)
  const cells = (table.rows[0] ?? []).map(cell => String(cell ?? ''))
  return { headers, cells, said: columns.map(name => cells[headers.indexOf(name)]) }
}

function readAgain(
  { headers, cells }: ReturnType<typeof exported>,
  changed: Readonly<Record<string, string>> = {},
) {
  const rows = [{ line: 2, cells: headers.map((header, at) => changed[header] ?? cells[at] ?? '') }]
  const table = { file: 's.csv', headers, headerLine: 1, rows }
  const { customers, diagnostics } = readExport(central, [table], noVocabulary)
  const found = customers.flatMap(({ subscriptions }) => subscriptions)
  return { told: diagnostics.map(({ code }) => code), renewals: found.map(renewalOf), found }
}

const nextTerm = {
  seats: seats(15),
  product: mailNce,
  term: 'P3Y',
  billing: 'annual',
  endsOn: utcDate('2027-12-31'),
  promotion: '39NFJQT1Q5KB:0001',
} as const

describe('the columns of the next term', () => {
  test('say all that is scheduled, and come back as it was', () => {
    const scheduled = exported({ nextTerm })
    expect(scheduled.said).toEqual([
      'renew',
      '15',
      'CFQ7TTC0LH16:0001',
      'P3Y',
      'annual',
      '2027-12-31',
      '39NFJQT1Q5KB:0001',
    ])
    const { told, renewals } = readAgain(scheduled)
    expect([told, renewals]).toEqual([[], [{ kind: 'renews', next: nextTerm }]])
  })

  test('are empty where nothing is scheduled', () => {
    const plain = exported({ nextTerm: null })
    expect(plain.said).toEqual(['renew', '', '', '', '', '', ''])
    expect(readAgain(plain).renewals).toEqual([{ kind: 'renews', next: null }])
  })

  test('are empty, and the end of the term unknown, where what is scheduled cannot be read', () => {
    const unread = exported({ nextTerm: null, termEndAction: 'unknown:go on with seats that cannot be read' })
    expect(unread.said).toEqual(['unknown', '', '', '', '', '', ''])
    expect(readAgain(unread).renewals).toEqual([
      { kind: 'unknown', why: 'it is set to what the export does not say' },
    ])
  })

  test.each([
    ['seats of next term', 'fifteen'],
    ['product of next term', 'CFQ7TTC0LH16'],
    ['next term ends', 'next winter'],
  ])('are unknown where somebody spoiled them: %s', (name, cell) => {
    const { renewals, found } = readAgain(exported({ nextTerm }), { [name]: cell })
    expect([renewals, found.map(live => live.nextTerm)]).toEqual([
      [{ kind: 'unknown', why: 'it is set to go on in a way that the export does not say' }],
      [null],
    ])
  })
})
