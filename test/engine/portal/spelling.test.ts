import { describe, expect, it } from 'vitest'
import { amountIn, countIn, dayIn, dayOrderOf, decimalMarkOf, idIn } from '../../../engine/portal/spelling.ts'

describe('days of a file', () => {
  it('are read by what all of them together say', () => {
    expect(
      [
        ['07/12/2026', '31/12/2026'],
        ['12/7/2026', '12/31/2026'],
        ['1.2.2026'],
        ['07/12/2026', '2026-12-31'],
        ['31/12/2026', '12/31/2026'],
      ].map(dayOrderOf),
    ).toEqual(['day first', 'month first', 'day first', 'unclear', 'both'])
  })

  it('are never guessed one by one', () => {
    const read = [
      '07/12/2026',
      '7-12-2026 00:00',
      '2026-12-07T00:00:00Z',
      '12/12/2026',
      '30/02/2026',
      '2026-13-01',
    ]
    expect(read.map(cell => dayIn(cell, 'day first'))).toEqual([
      '2026-12-07',
      '2026-12-07',
      '2026-12-07',
      '2026-12-12',
      null,
      null,
    ])
    expect(dayIn('07/12/2026', 'month first')).toBe('2026-07-12')
    expect(read.map(cell => dayIn(cell, 'unclear'))).toEqual([
      null,
      null,
      '2026-12-07',
      '2026-12-12',
      null,
      null,
    ])
  })
})

describe('amounts of a file', () => {
  it('have the decimal mark of the first that can be read one way', () => {
    expect(
      [['1,250', '14,52'], ['1,250', '14.52'], ['1.250.000'], ['1,234.5'], ['18'], ['1.250']].map(
        decimalMarkOf,
      ),
    ).toEqual([',', '.', ',', '.', '.', '.'])
  })

  it('are exact, and refused where they are spelt otherwise than the file', () => {
    expect(
      ['-14,52', '14,52-', '(14,52)', '\u221214,52', '€ 1.250,00', '1 250,5 EUR', '1.250'].map(cell =>
        amountIn(cell, ','),
      ),
    ).toEqual(['-14.52', '-14.52', '-14.52', '-14.52', '1250', '1250.5', '1250'])
    expect(['14.52', '1.25.0', 'x', '', '1,2,3'].map(cell => amountIn(cell, ','))).toEqual([
      null,
      null,
      null,
      null,
      null,
    ])
    expect(['14,52', '1,250', '1,250.75', '0.123456'].map(cell => amountIn(cell, '.'))).toEqual([
      null,
      '1250',
      '1250.75',
      '0.123456',
    ])
  })
})

it('reads counts of seats as spreadsheets of several countries write them', () => {
  expect(
    ['20', '20,00', '20.0', '1.250', '1,250', "1'250", '1 250,00', '2,5', '-3', ''].map(countIn),
  ).toEqual([20, 20, 20, 1250, 1250, 1250, 1250, null, null, null])
})

it('reads a GUID with or without braces and dashes, and leaves any other id as it stands', () => {
  const id = '6666b411-d648-4339-ae57-b31c5eac0faa'
  const spelt = [`{${id}}`, `(${id})`, ` ${id} `, id.replaceAll('-', ''), `{${id.toUpperCase()}}`]
  expect(spelt.map(idIn)).toEqual([id, id, id, id, id.toUpperCase()])
  const others = ['CFQ7TTC0LH16:0001', '{not an id}', '', 'c1', `${id}0`]
  expect(others.map(idIn)).toEqual(others)
})
