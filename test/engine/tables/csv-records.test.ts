import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cellsOf, visitRecords } from '../../../engine/tables/csv-records.ts'

function read(text: string, delimiter = ',') {
  const found: (readonly string[] | null)[] = []
  const lines: number[] = []
  visitRecords(text, delimiter, (cells, { line, from, to }) => {
    found.push(cells)
    lines.push(line)
    expect(cellsOf(text.slice(from, to), delimiter)).toEqual(cells)
  })
  return { found, lines }
}

describe('records of a CSV text', () => {
  it('are what the library reads, each with the line it begins in', () => {
    const cell = fc.oneof(
      fc.constantFrom('', 'a', 'x y', '5"', 'a,b', 'a;b', 'two\nlines', '""', 'è'),
      fc.string({ maxLength: 6 }),
    )
    const plain = cell.map(text => text.replaceAll('\r', '').trim())
    fc.assert(
      fc.property(
        fc.array(fc.array(plain, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n'),
        (rows, delimiter, end) => {
          const text = rows
            .map(cells => cells.map(one => `"${one.replaceAll('"', '""')}"`).join(delimiter) + end)
            .join('')
          const expected = parse(text, { delimiter, relax_column_count: true, trim: true })
          const lines = rows.map(
            (_, position) =>
              1 + rows.slice(0, position).reduce((sum, cells) => sum + cells.join('').split('\n').length, 0),
          )
          expect(read(text, delimiter)).toEqual({ found: expected, lines })
        },
      ),
      { numRuns: 300 },
    )
  })

  it('without quotes are split as they stand, blanks around cells left out', () => {
    expect(read('a, b ,\r\n\n5" pipe,x"y')).toEqual({
      found: [['a', 'b', ''], [''], ['5" pipe', 'x"y']],
      lines: [1, 2, 3],
    })
  })

  it.each([
    ['is never closed', 'a,"b\nc,d\ne,f'],
    ['has something behind it', 'a,"b"c\nc,d\ne,f'],
    ['closes in a later row by chance', 'a,"b\nc,"d"\ne,f'],
  ])('of which a quote %s lose no other row', (_, text) => {
    const { found, lines } = read(text)
    expect([found[0], found.at(-1), lines.at(-1)]).toEqual([null, ['e', 'f'], 3])
  })

  it('with a quote open in each of 20,000 rows are read once, not once for every row', () => {
    let looked = 0
    visitRecords('"x,\n'.repeat(20_001), ',', () => {
      looked += 1
    })
    expect(looked).toBeGreaterThan(0)
  })
})
