import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { commentLines, yamlScalar } from '../../../engine/documents/yaml-text.ts'

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '0003',
    'NO',
    'no',
    'On',
    'y',
    'null',
    '~',
    '1e3',
    '0x1F',
    '1_000',
    '2026-12-07',
    '12:30:45',
    '=',
    '<<',
  ),
  fc.constantFrom(
    'a: b',
    'a #b',
    '- x',
    '*ref',
    '&anchor',
    '!tag',
    '%x',
    '@x',
    '`x',
    '"x"',
    "'x'",
    'x\ny',
    '\u2028',
    '\ufeffx',
    ' x ',
  ),
)

describe('a value as YAML', () => {
  it('reads back as the same text in YAML 1.1 and 1.2, whatever it is', () => {
    fc.assert(
      fc.property(hostile, text => {
        for (const version of ['1.1', '1.2'] as const)
          expect(
            (parse(`a: ${yamlScalar(text)}   # and more\nb: 1\n`, { version }) as { a: unknown }).a,
          ).toBe(text)
      }),
    )
  })

  it('is quoted only where it has to be', () => {
    expect(
      [
        '0003',
        'NO',
        'IT',
        'Panificio Rossi',
        'CFQ7TTC0LCHC:0002',
        '3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001',
        'Bäcker & Söhne',
      ].map(text => yamlScalar(text)),
    ).toEqual([
      '"0003"',
      '"NO"',
      'IT',
      'Panificio Rossi',
      '"CFQ7TTC0LCHC:0002"',
      '3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001',
      'Bäcker & Söhne',
    ])
  })
})

describe('a comment', () => {
  it('never ends before its text does', () => {
    fc.assert(
      fc.property(hostile, text => {
        const lines = commentLines(text, '  ')
        expect(parse(`a: 1\n${lines.join('\n')}\nb: 2\n`)).toEqual({ a: 1, b: 2 })
      }),
    )
  })
})
