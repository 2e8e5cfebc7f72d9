import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { formatted } from '../../../engine/load/format-text.ts'
import { exampleFiles, exampleNames } from '../../support/example.ts'

describe('one layout', () => {
  it('moves levels to two blanks, and keeps comments, quotes, flow and what people aligned', () => {
    const text = [
      '',
      '# yaml-language-server: $schema=x   ',
      'kind:   Customer',
      'customer: {tenantId: 0003,  name: "A"}',
      '',
      '',
      'subscriptions:',
      '-   key: mail      # aligned',
      '    offer: 1',
      '    # about the seats',
      '    nextTerm:',
      '        seats: 0007',
      '-   key: office',
      'notes: |',
      '    kept  ',
      '',
      '',
      '    as it is',
      'text: "two',
      '',
      '  lines"',
      '',
    ].join('\r\n')
    expect(formatted(`\uFEFF${text}\r\n\r\n`)).toBe(
      [
        '# yaml-language-server: $schema=x',
        'kind:   Customer',
        'customer: {tenantId: 0003,  name: "A"}',
        '',
        'subscriptions:',
        '  - key: mail      # aligned',
        '    offer: 1',
        '    # about the seats',
        '    nextTerm:',
        '      seats: 0007',
        '  - key: office',
        'notes: |',
        '    kept  ',
        '',
        '',
        '    as it is',
        'text: "two',
        '',
        '  lines"',
        '',
      ].join('\n'),
    )
  })

  it('changes nothing the second time, and nothing of the examples', () => {
    for (const name of exampleNames)
      for (const { text } of exampleFiles(name)) {
        expect(formatted(text)).toBe(text)
      }
  })

  it('leaves alone what cannot be read, and what cannot be moved without another meaning', () => {
    expect(formatted('a: [1')).toBeNull()
    expect(formatted('a: 1\n b: 2\n')).toBeNull()
  })

  it('keeps the meaning and the comments of whatever it lays out, and then has nothing more to do', () => {
    const word = fc.constantFrom(
      'a',
      'b',
      'seats',
      '0003',
      'no',
      '~',
      '"x y"',
      "'it''s'",
      '1.0',
      '- x',
      '# c',
    )
    const line = fc
      .tuple(
        fc.nat({ max: 7 }),
        fc.constantFrom('', '- ', '-   '),
        word,
        fc.constantFrom(': ', ':', ''),
        word,
        fc.constantFrom('', '  ', ' # note', '\r'),
      )
      .map(
        ([blanks, dash, key, colon, value, end]) =>
          `${' '.repeat(blanks)}${dash}${key}${colon}${value}${end}`,
      )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), lines => {
        const text = lines.join('\n')
        const layout = formatted(text)
        if (layout === null) return
        const values = (source: string) =>
          parseAllDocuments(source, { schema: 'failsafe' }).map(document => JSON.stringify(document.toJS()))
        expect(values(layout)).toEqual(values(text.replaceAll(/\r\n?/g, '\n')))
        expect(layout.split('# note').length).toBe(text.split('# note').length)
        expect(formatted(layout)).toBe(layout)
      }),
      { numRuns: 3000 },
    )
    expect(parse(formatted('x:\n    - 1\n') ?? '')).toEqual({ x: [1] })
  })
})
