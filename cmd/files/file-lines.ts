/** The lines of a file, one after the other: it may be larger than any text can be. */
import { readSync } from 'node:fs'

const chunkBytes = 1024 * 1024

/** A line of more bytes is none of ours. */
export class LineTooLong extends Error {}

/** Of an open file, from its beginning, as UTF-8 and without their ends. Throws LineTooLong, and the system's errors. */
export function* fileLines(file: number, mostBytesALine: number): Generator<string> {
  const chunk = Buffer.alloc(chunkBytes)
  let position = 0
  let begun: Buffer[] = []
  let length = 0
  for (;;) {
    const count = readSync(file, chunk, 0, chunkBytes, position)
    if (count === 0) break
    position += count
    for (let from = 0; from < count; ) {
      const newline = chunk.indexOf(0x0a, from)
      const isWhole = newline >= 0 && newline < count
      const end = isWhole ? newline : count
      length += end - from
      if (length > mostBytesALine) throw new LineTooLong()
      if (isWhole && begun.length === 0) yield chunk.toString('utf8', from, end)
      else begun.push(Buffer.from(chunk.subarray(from, end)))
      if (isWhole && begun.length > 0) yield Buffer.concat(begun).toString('utf8')
      if (isWhole) {
        begun = []
        length = 0
      }
      from = end + 1
    }
  }
  if (begun.length > 0) yield Buffer.concat(begun).toString('utf8')
}

/** The first characters of an open file, as many as these bytes hold. */
export function beginningOf(file: number, bytes: number): string {
  const read = Buffer.alloc(bytes)
  return read.toString('utf8', 0, readSync(file, read, 0, bytes, 0))
}
