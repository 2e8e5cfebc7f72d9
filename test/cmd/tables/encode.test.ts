import { readSheet } from 'read-excel-file/node'
import { describe, expect, it } from 'vitest'
import { encodeTable } from '../../../cmd/tables/encode.ts'
import { withoutFormulas } from '../../../cmd/tables/formulas.ts'
import { column, type DataTable } from '../../../engine/tables/table.ts'

const table: DataTable = {
  name: 'customers',
  columns: [column('name'), column('seats', 'number'), column('since', 'day'), column('at', 'instant')],
  rows: [
    ['=HYPERLINK("http://evil.example","x")', 5, '2026-12-07', '2026-12-07T06:00:00Z'],
    ['@SUM(1)', 0, null, null],
    ['a;b "c"\nd', null, 'not a day', null],
    ['0003', 12, null, null],
  ],
}
const plain = { bom: false, separator: ',' }

describe('a table as CSV', () => {
  it('is taken for a formula by no spreadsheet, whatever the names in it', async () => {
    expect(await encodeTable(table, 'csv', plain)).toBe(
      [
        'name,seats,since,at',
        `"'=HYPERLINK(""http://evil.example"",""x"")",5,2026-12-07,2026-12-07T06:00:00Z`,
        `'@SUM(1),0,,`,
        '"a;b ""c""\nd",,not a day,',
        '0003,12,,',
        '',
      ].join('\r\n'),
    )
  })

  it('is one record for each row, whichever line end stands in a cell', async () => {
    const rows = [['Rossi\nForged row'], ['a\r\nb'], ['c']]
    const text = await encodeTable({ name: 'x', columns: [column('name')], rows }, 'csv', plain)
    expect(text).toBe('name\r\n"Rossi\nForged row"\r\n"a\r\nb"\r\nc\r\n')
  })

  it('shows what nobody sees and a terminal would obey', async () => {
    const seen = async (name: string) =>
      String(await encodeTable({ name: 'x', columns: [column('a')], rows: [[name]] }, 'csv', plain)).slice(
        3,
        -2,
      )
    expect(await seen('a\u001B[31mb\u009Bc\u202Ed\u200Be\u2028f\u{E0041}')).toBe(
      'a\uFFFD[31mb\uFFFDc\uFFFDd\uFFFDe\uFFFDf\uFFFD',
    )
    expect(await seen('می\u200Cخواهم')).toBe('می\u200Cخواهم')
  })

  it('takes another separator, and a mark for Excel', async () => {
    const text = String(await encodeTable(table, 'csv', { bom: true, separator: ';' }))
    expect(text.startsWith('\uFEFFname;seats;since;at\r\n')).toBe(true)
    expect(text).toContain('"a;b ""c""\nd";;not a day;')
  })
})

describe('a table as a workbook', () => {
  it('keeps numbers, days and texts apart', async () => {
    const bytes = await encodeTable(table, 'xlsx', plain)
    expect(await readSheet(bytes as Buffer)).toEqual([
      ['name', 'seats', 'since', 'at'],
      ['=HYPERLINK("http://evil.example","x")', 5, new Date('2026-12-07'), new Date('2026-12-07T06:00:00Z')],
      ['@SUM(1)', 0, null, null],
      ['a;b "c"\nd', null, 'not a day', null],
      ['0003', 12, null, null],
    ])
  })
})

describe('amounts in a workbook', () => {
  const columns = [
    column('customer'),
    column('currency'),
    column('credit', 'amount'),
    column('seats', 'number'),
  ]
  const rows = [
    ['Rossi', 'EUR', '0.10', 1],
    ['Verdi', 'EUR', '0.20', 2],
    ['Bianchi', 'EUR', 'unknown', 3],
    ['Neri', 'EUR', '-14.52', null],
  ] as const

  it('are numbers, with their exact sum below', async () => {
    const known = rows.filter(row => row[2] !== 'unknown')
    const bytes = await encodeTable({ name: 'credits', columns, rows: known }, 'xlsx', plain)
    expect(await readSheet(bytes as Buffer)).toEqual([
      ['customer', 'currency', 'credit', 'seats'],
      ['Rossi', 'EUR', 0.1, 1],
      ['Verdi', 'EUR', 0.2, 2],
      ['Neri', 'EUR', -14.52, null],
      ['total', 'EUR', -14.22, null],
    ])
  })

  it('have no known sum where one of them is not known, and none where there is nothing to add', async () => {
    const last = async (table: DataTable) =>
      (await readSheet((await encodeTable(table, 'xlsx', plain)) as Buffer)).at(-1)
    expect(await last({ name: 'credits', columns, rows })).toEqual(['total', 'EUR', 'unknown', null])
    expect(await last({ name: 'credits', columns, rows: [['Blu', 'EUR', null, 4]] })).toEqual([
      'total',
      'EUR',
      null,
      null,
    ])
  })

  it('of a month and of three years are not added, nor what is of each row alone', async () => {
    const priced = [
      column('customer'),
      column('currency'),
      column('a period'),
      column('price a period', 'amount', 'a period'),
      column('committed', 'amount'),
      column('price', 'amount', null),
    ]
    const month = ['Rossi', 'EUR', 'month', '259.80', '3117.60', '1'] as const
    const years = ['Verdi', 'EUR', 'three years', '11999.90', '11999.90', '1'] as const
    const last = async (...of: DataTable['rows']) => {
      const bytes = await encodeTable({ name: 'renewals', columns: priced, rows: of }, 'xlsx', plain)
      return (await readSheet(bytes as Buffer)).at(-1)
    }
    expect(await last(month, years)).toEqual(['total', 'EUR', null, null, 15117.5, null])
    expect(await last(month, month)).toEqual(['total', 'EUR', null, 519.6, 6235.2, null])
  })

  it('of several currencies are added in none, but each in a sheet of its own', async () => {
    const more = [...rows.slice(0, 2), ['Tanaka', 'JPY', '450', 9], ['Blu', null, null, 4]] as const
    const bytes = await encodeTable({ name: 'credits', columns, rows: more }, 'xlsx', plain)
    const sheet = (name: string) => readSheet(bytes as Buffer, name)
    expect([await sheet('credits EUR'), await sheet('credits JPY'), await sheet('credits')]).toEqual([
      [
        ['customer', 'currency', 'credit', 'seats'],
        ['Rossi', 'EUR', 0.1, 1],
        ['Verdi', 'EUR', 0.2, 2],
        ['total', 'EUR', 0.3, null],
      ],
      [
        ['customer', 'currency', 'credit', 'seats'],
        ['Tanaka', 'JPY', 450, 9],
        ['total', 'JPY', 450, null],
      ],
      [
        ['customer', 'currency', 'credit', 'seats'],
        ['Blu', null, null, 4],
      ],
    ])
  })
})

describe('a table as JSON', () => {
  it('has an object per row', async () => {
    const { rows, ...head } = JSON.parse(String(await encodeTable(table, 'json', plain)))
    expect({ head, last: rows.at(-1) }).toEqual({
      head: { format: 1, kind: 'customers' },
      last: { name: '0003', seats: 12, since: null, at: null },
    })
  })
})

describe('text in a CSV', () => {
  // Only the first sign of a whole cell was looked at, and whoever splits at another separator sees other cells.
  it('begins no formula, whichever separator a spreadsheet takes', () => {
    const signs = ['=1+1', '+1', '-A1', '@SUM(1)', '\uFF1D1', '=cmd|x']
    const before = ['', 'Rossi;', 'a,', 'a\t', 'a|', 'a: ', 'a\n', 'a\r', 'a;"', '"', 'a; "" ', ' ']
    for (const [separator, sign, lead] of [',', ';', '\t', '^', '\\', ']', '-'].flatMap(mark =>
      signs.flatMap(one => [...before, `a${mark}`].map(text => [mark, one, text] as const)),
    )) {
      const cells = withoutFormulas(`${lead}${sign}; x`, separator).split(/[,;\t|:\n\r"^\\\]]/)
      for (const cell of cells)
        expect([separator, lead, cell]).toEqual([
          separator,
          lead,
          expect.not.stringMatching(/^\s*[=+\-@\uFF1D]/),
        ])
    }
  })

  it('stays as it is where it is none', () => {
    for (const text of [
      '-14.52',
      '+5',
      '2026-12-07',
      'Rossi & Figli - Co.',
      'a-b',
      'x@rossi.example',
      'CFQ7TTC0LCHC:0002',
      '1e3',
      'A=B',
    ])
      expect(withoutFormulas(text, ',')).toBe(text)
  })
})
