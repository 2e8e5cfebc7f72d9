/** What rows of an export say of customers: nothing that was written is dropped without a word. */
import { describe, expect, test } from 'vitest'
import { endOfTermOf } from '../../../engine/inventory/customer-draft.ts'
import { manageable } from '../../../engine/inventory/manageable.ts'
import { noVocabulary } from '../../../engine/portal/columns.ts'
import { readExport } from '../../../engine/portal/read-export.ts'
import { central, premium } from '../../support/builders/index.ts'

const adler = '3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001'

function read(headers: readonly string[], ...rows: readonly (readonly string[])[]) {
  const table = {
    file: 'Customers.csv',
    headers,
    headerLine: 1,
    rows: rows.map((cells, position) => ({ line: position + 2, cells })),
  }
  const { customers, diagnostics } = readExport(central, [table], noVocabulary)
  return {
    customers,
    names: customers.map(({ row }) => `${row.name}, ${row.domain}`),
    told: diagnostics.map(({ code, detail, at }) => `${code} line ${at?.line ?? '-'}: ${detail ?? ''}`),
  }
}

describe('a tenant id that stands in two rows', () => {
  const list = ['Microsoft ID', 'Company name', 'Primary domain name']

  test('under another name is told with both, once for each name', () => {
    const other = [adler, 'Bergmann Optik', 'bergmann-optik.example']
    const { names, told } = read(list, [adler, 'Adler Druck', 'adler-druck.example'], other, other)
    expect([names, told]).toEqual([
      ['Adler Druck, adler-druck.example'],
      [
        `IMPORT.BAD_ROW line 3: ${adler} is Adler Druck, adler-druck.example in a row before and Bergmann Optik, bergmann-optik.example in this one: one id is one customer, and the document is named after the first. Correct the id or the name where it is wrong, and import again.`,
      ],
    ])
  })

  test('under the same name in another spelling, or with what the first left out, is the same customer', () => {
    const { names, told } = read(
      list,
      [adler, 'Adler Druck', ''],
      [adler, 'ADLER-DRUCK', 'adler-druck.example'],
    )
    expect([names, told]).toEqual([['Adler Druck, adler-druck.example'], []])
  })
})

describe('a table that `export` wrote', () => {
  const headers = [
    'partner',
    'tenant id',
    'company name',
    'domain',
    'subscription id',
    'subscription',
    'product',
    'product name',
    'kind',
    'status',
    'seats',
    'term',
    'billing',
    'trial',
    'end of term',
    'term ends',
  ]
  const exported = (facts: Readonly<Record<string, string>>) => {
    const cells: Readonly<Record<string, string>> = {
      partner: central,
      'tenant id': adler,
      'company name': 'Adler Druck',
      'subscription id': 'aaaaaaaa-0000-4000-8000-000000000001',
      subscription: 'office',
      product: premium,
      kind: 'licence',
      status: 'active',
      seats: '7',
      term: 'P1Y',
      billing: 'monthly',
      trial: 'no',
      'end of term': 'renew',
      'term ends': '2027-03-14',
      ...facts,
    }
    const { customers, told } = read(
      headers,
      headers.map(header => cells[header] ?? ''),
    )
    const found = customers.flatMap(({ subscriptions }) => subscriptions)
    return [found.map(live => [manageable(live), endOfTermOf(live)]), told]
  }

  test('has what is suspended, of whose end nothing is claimed', () => {
    const declared = { kind: 'declared', commerce: 'nce', state: 'suspended', billing: 'monthly' }
    expect(exported({ status: 'suspended', 'end of term': 'unknown' })).toEqual([[[declared, null]], []])
  })

  test.each(['renew', 'cancel', 'extend'])('says that an active one is to %s', word => {
    const declared = { kind: 'declared', commerce: 'nce', state: 'active', billing: 'monthly' }
    expect(exported({ 'end of term': word })).toEqual([[[declared, word]], []])
  })

  test('names Azure and a trial as such, whose cycle is none', () => {
    const azure = { kind: 'azure', term: '', billing: 'none', status: 'active' }
    expect([exported(azure), exported({ trial: 'yes', term: 'P1M', billing: 'none' })]).toEqual([
      [[[{ kind: 'noted', because: 'Azure usage is only verified, Microsoft moves it' }, 'renew']], []],
      [[[{ kind: 'noted', because: 'a trial, ends 2027-03-14' }, 'renew']], []],
    ])
  })
})

describe('what the portal does not say of a subscription', () => {
  const list = [
    'Microsoft ID',
    'Subscription ID',
    'Offer ID',
    'Offer name',
    'Quantity',
    'Status',
    'Term',
    'Billing',
  ]
  const id = 'aaaaaaaa-0000-4000-8000-000000000001'
  const row = [adler, id, premium, 'Business Premium', '7', 'Active', '1 year', 'Monthly']
  const unsaid = (customers: ReturnType<typeof read>['customers']) =>
    customers.flatMap(entry => [...entry.unsaid.values()].map(fields => [...fields]))

  test('how its term ends is not guessed: no column, an empty cell, and auto-renew alone tell nothing', () => {
    const endsOf = (more: readonly string[], cells: readonly string[]) => {
      const { customers, told } = read([...list, ...more], [...row, ...cells])
      return [customers.flatMap(entry => entry.subscriptions).map(endOfTermOf), told]
    }
    const silent = (how: string) => [
      [null],
      [
        `IMPORT.NOT_SAID line -: Customers.csv does not say: ${how}; what is a trial; what is an add-on to what; the reseller on record.`,
      ],
    ]
    const alone = 'how a term ends (auto-renew alone does not tell: renewed, or extended by the month)'
    expect([
      endsOf([], []),
      endsOf(['Auto renew'], ['']),
      endsOf(['Auto renew'], ['Off']),
      endsOf(['Auto renew'], ['On']),
      endsOf(['Auto renew', 'End date'], ['On', '2027-03-14']),
      // Before there were extensions, auto-renew decided.
      endsOf(['Auto renew', 'End date'], ['On', '2026-04-30']),
      endsOf(['Auto renew', 'End date'], ['Off', '2026-04-30']),
      endsOf(['End of term'], ['cancel']),
    ]).toEqual([
      silent('how a term ends'),
      silent(alone),
      silent(alone),
      silent(alone),
      silent(alone),
      [['renew'], []],
      [[null], []],
      [['cancel'], []],
    ])
  })

  test('is named field by field, so that an update takes nothing out of a document', () => {
    const names = [...list, 'Subscription', 'Partner of record', 'End of term']
    expect([
      unsaid(read(list, row).customers),
      unsaid(read(names, [...row, 'office', '', 'renew']).customers),
      unsaid(read(names, [...row, '', '4711', 'renew']).customers),
    ]).toEqual([
      [['friendlyName', 'partnerOfRecord', 'nextTerm', 'endOfTerm']],
      [['nextTerm']],
      [['friendlyName', 'nextTerm']],
    ])
  })

  test('a trial by its name is not declared as bought, where no column tells', () => {
    const trial = row.with(3, 'Business Premium Trial')
    const notes = (more: readonly string[], cells: readonly string[]) =>
      read([...list, ...more], [...trial, ...cells]).customers.flatMap(entry => [
        ...entry.notes.map(note => note.text),
        ...entry.subscriptions.map(manageable),
      ])
    expect([notes([], []), notes(['Trial'], ['Yes']), notes(['Trial'], ['No'])]).toEqual([
      [
        `not managed: Business Premium Trial, 7 seats, ${id}: its name says that it is a trial, and no column tells`,
      ],
      [{ kind: 'noted', because: 'a trial' }],
      [{ kind: 'declared', commerce: 'nce', state: 'active', billing: 'monthly' }],
    ])
  })
})
