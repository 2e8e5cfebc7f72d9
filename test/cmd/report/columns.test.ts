import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { alignColumns, cutTo, wrapText } from '../../../cmd/report/columns.ts'
import { planText } from '../../../cmd/report/plan/plan-text.ts'
import { statusText } from '../../../cmd/report/status-text.ts'
import { chunksOf } from '../../../cmd/report/text-chunks.ts'
import { aBoard } from '../../support/boards.ts'
import { aWidePlan } from '../../support/pages.ts'

const rows = [
  ['+ create', 'Exchange Online (Plan 1)', '5 seats', 'legacy · EUR 18.00/month · billed from 2026-12-07'],
  ['- suspend', '株式会社 👩‍💻', '12 seats', 'irreversible'],
]
/** As a reader sees it: one entry per line. */
const lines = (columns?: number, table = rows) =>
  alignColumns(table, '  ', columns === undefined ? {} : { columns })
    .join('\n')
    .split('\n')

describe('a table', () => {
  it('keeps every row on its line for a pipe, aligned by what is seen', () => {
    expect(lines()).toEqual([
      '  + create   Exchange Online (Plan 1)  5 seats   legacy · EUR 18.00/month · billed from 2026-12-07',
      '  - suspend  株式会社 👩‍💻               12 seats  irreversible',
    ])
  })

  it('wraps its last column under itself where there is room', () => {
    expect(lines(80)).toEqual([
      '  + create   Exchange Online (Plan 1)  5 seats   legacy · EUR 18.00/month ·',
      `${' '.repeat(49)}billed from 2026-12-07`,
      '  - suspend  株式会社 👩‍💻               12 seats  irreversible',
    ])
  })

  it('puts its last columns below the others where there is little, and cuts nothing', () => {
    expect(lines(50)).toEqual([
      '  + create   Exchange Online (Plan 1)  5 seats',
      '      legacy · EUR 18.00/month · billed from',
      '      2026-12-07',
      '  - suspend  株式会社 👩‍💻               12 seats',
      '      irreversible',
    ])
    expect(lines(40)).toEqual([
      '  + create   Exchange Online (Plan 1)',
      '      5 seats · legacy ·',
      '      EUR 18.00/month · billed from',
      '      2026-12-07',
      '  - suspend  株式会社 👩‍💻',
      '      12 seats · irreversible',
    ])
  })

  it('is a paragraph per row where even that is too wide', () => {
    expect(lines(24)).toEqual([
      '  + create  Exchange',
      '      Online (Plan 1)',
      '      5 seats  legacy ·',
      '      EUR 18.00/month ·',
      '      billed from',
      '      2026-12-07',
      '  - suspend',
      '      株式会社 👩‍💻',
      '      12 seats',
      '      irreversible',
    ])
  })
})

describe('a line', () => {
  it('keeps a command in one piece, to be copied, and a count beside what it counts', () => {
    expect(
      wrapText(
        '→ run `tenantform apply --allow-irreversible --wave pilot`: allows 28 actions for this run',
        30,
        2,
      ),
    ).toBe(
      [
        '→ run',
        '  `tenantform apply --allow-irreversible --wave pilot`:',
        '  allows 28 actions for this',
        '  run',
      ].join('\n'),
    )
  })

  it('that is cut keeps its colours whole, and ends them', () => {
    const green = (text: string) => `\u001B[32m${text}\u001B[39m`
    expect([cutTo(`${green('done')} Panificio`, 8), cutTo(`${green('Panificio')} Rossi`, 5)]).toEqual([
      `${green('done')} Pa…`,
      green('Pani…'),
    ])
  })
})

describe('a text', () => {
  it('is cut between what a reader sees as characters', () => {
    expect([
      cutTo('👩‍💻👩‍💻👩‍💻', 5),
      cutTo('e\u0301'.repeat(9), 4),
      cutTo('株式会社', 6),
      cutTo('שלום עולם', 6),
    ]).toEqual(['👩‍💻👩‍💻…', `${'e\u0301'.repeat(3)}…`, '株式…', 'שלום …'])
  })

  it('goes on below, and is broken anywhere where it has no blanks', () => {
    expect(wrapText('  note     customers/a.yaml:12345678901234567890', 30, 11)).toBe(
      '  note\n           customers/a.yaml:12\n           345678901234567890',
    )
  })
})

describe.each([80, 40])('on a terminal of %i columns', columns => {
  it('no line of a plan or a board is wider, whatever the names are', () => {
    const texts = [
      planText(aWidePlan(3), { columns, colour: false }),
      planText(aWidePlan(3), { columns, colour: true }),
      statusText(aBoard(20), { columns, colour: false }),
    ]
    const wide = texts.flatMap(text => text.split('\n').filter(line => stringWidth(line) > columns))
    expect(wide).toEqual([])
    expect(texts[0]).toContain('EUR 18.00/month')
  })
})

describe('a name that a service made long', () => {
  it.each([
    ['words parted by line feeds', 'aaaaaaaaa\uFFFD'],
    ['no blank at all', '株式会社'],
    ['blanks alone', 'é '],
    ['characters of two units', '👩'],
  ])('of %s is looked at in short pieces, which are all of it', (_, part) => {
    const text = part.repeat(8_000)
    const pieces = [...chunksOf(text)]
    expect(pieces.join('')).toBe(text)
    expect(Math.max(...pieces.map(piece => piece.length))).toBeLessThanOrEqual(256)
    expect(pieces.filter(piece => /[\uD800-\uDBFF]$/.test(piece))).toEqual([])
  })

  it('is as wide as the whole of it', () => {
    const name = `${'👩‍💻'.repeat(300)} ${'ab\u001B[31mé\u001B[39m '.repeat(200)}${'e\u0301'.repeat(500)}`
    expect(cutTo(name, 600 + 1 + 800 + 500)).toBe(name)
    expect(cutTo(name, 600 + 1 + 800 + 499)).not.toBe(name)
  })
})

it('takes what stands in nearly every cell for as wide as it is, with nothing looked up', () => {
  const wrong: string[] = []
  for (let code = 0x20; code < 0x2300; code += 1) {
    const character = String.fromCodePoint(code)
    const [padded = ''] = alignColumns(
      [
        [`a${character}b`, 'x'],
        ['four', 'x'],
      ],
      '',
    )
    if (stringWidth(padded.slice(0, -1)) !== 6) wrong.push(code.toString(16))
  }
  expect(wrong).toEqual([])
  const [red = ''] = alignColumns(
    [
      ['\u001B[31mé → ·\u001B[39m', 'x'],
      ['longer', 'x'],
    ],
    '',
  )
  expect(red).toBe('\u001B[31mé → ·\u001B[39m   x')
})
