import { gzipSync } from 'node:zlib'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { unpack } from '../../../cmd/files/unpack.ts'

const text = (bytes: Uint8Array, most?: number) => {
  const found = unpack(bytes, most)
  return found.kind === 'files'
    ? found.files.map(file => [file.name, Buffer.from(file.bytes).toString('utf8')])
    : found
}

describe('a file as it is handed out', () => {
  it('is plain, gzip in one part or several, or an archive without what file managers add', () => {
    expect(text(strToU8('a;b'))).toEqual([['', 'a;b']])
    expect(text(gzipSync('a;b'))).toEqual([['', 'a;b']])
    expect(text(Buffer.concat([gzipSync('a;'), gzipSync('b')]))).toEqual([['', 'a;b']])
    expect(
      text(
        zipSync({
          'in/licences.csv': strToU8('a;b'),
          'usage.csv': strToU8('c'),
          '__MACOSX/._usage.csv': strToU8('x'),
          '.DS_Store': strToU8('x'),
          in: {},
        }),
      ),
    ).toEqual([
      ['in/licences.csv', 'a;b'],
      ['usage.csv', 'c'],
    ])
    expect(
      text(zipSync({ '[Content_Types].xml': strToU8('<Types/>'), 'xl/workbook.xml': strToU8('') })),
    ).toEqual({ kind: 'workbook' })
  })

  it('is not unpacked beyond the limit, whatever it says of itself', () => {
    const zeros = new Uint8Array(3 * 1024 * 1024)
    const large = { kind: 'trouble', why: 'Unpacked it has more than 1 MiB.' }
    expect(text(gzipSync(zeros), 1024 * 1024)).toEqual(large)
    expect(text(zipSync({ a: zeros }), 1024 * 1024)).toEqual(large)
    expect(
      text(zipSync({ a: zeros.subarray(0, 1024 * 1024), b: zeros.subarray(0, 9) }), 1024 * 1024),
    ).toEqual(large)
    const lying = Buffer.from(zipSync({ a: zeros }))
    // The size in the central directory, which stands before the end of the archive.
    lying.writeUInt32LE(5, lying.lastIndexOf(Buffer.from('PK\u0001\u0002')) + 24)
    const found = unpack(lying, 1024 * 1024)
    expect(found.kind === 'files' ? found.files.map(file => file.bytes.length <= 5) : found.kind).toEqual(
      found.kind === 'files' ? [true] : 'trouble',
    )
  })

  it.each([
    ['gzip', gzipSync('a;b;c;d;e;f').subarray(0, 20)],
    ['an archive', zipSync({ a: strToU8('a;b;c') }).subarray(0, 30)],
    ['its first letters', strToU8('PK')],
  ])('cut off is told: %s', (_, bytes) => {
    expect(text(bytes)).toEqual({
      kind: 'trouble',
      why: 'It is cut off or damaged: it cannot be unpacked.',
    })
  })
})
