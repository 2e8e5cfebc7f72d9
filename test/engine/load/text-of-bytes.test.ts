import { describe, expect, it } from 'vitest'
import { textOfBytes } from '../../../engine/load/text-of-bytes.ts'

const refusal = (bytes: readonly number[] | Buffer) => {
  const read = textOfBytes('a.yaml', Buffer.from(bytes))
  return typeof read === 'string' ? read : [read.code, read.at?.line, read.at?.column, read.detail]
}

describe('the bytes of a document', () => {
  it('are text when they are UTF-8, with every mark they have', () => {
    expect(textOfBytes('a.yaml', Buffer.from('\uFEFFname: Żółć 🙂\r\n'))).toBe('\uFEFFname: Żółć 🙂\r\n')
  })

  // Read with U+FFFD in place of letters, a customer's name was taken for changed.
  it.each([
    [
      'Latin-1',
      Buffer.from('kind: x\nname: caf\xe9', 'latin1'),
      2,
      10,
      'Byte 18 of a.yaml (0xE9) is in no character.',
    ],
    [
      'cut in the middle of a character',
      Buffer.from('né').subarray(0, 2),
      1,
      2,
      'Byte 2 of a.yaml (0xC3) is in no character.',
    ],
    ['a surrogate', [0x61, 0xed, 0xa0, 0x80], 1, 2, 'Byte 2 of a.yaml (0xED) is in no character.'],
    ['overlong', [0xc0, 0xaf], 1, 1, 'Byte 1 of a.yaml (0xC0) is in no character.'],
    ['UTF-16', Buffer.from('\uFEFFkind: x', 'utf16le'), 1, 1, 'a.yaml is UTF-16.'],
  ])('are refused with their place when they are not: %s', (_, bytes, line, column, detail) => {
    expect(refusal(bytes)).toEqual(['DOCUMENT.NOT_UTF8', line, column, detail])
  })
})
