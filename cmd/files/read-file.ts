/**
 * Reads a file whole, and nothing but a file: a pipe or a device would be waited for or read for ever, and what is larger than
 * anything we write would fill the memory.
 */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'

/** `why` is a sentence without its subject: `is a folder`. */
export interface Unread {
  readonly kind: 'unread'
  readonly why: string
  readonly isMissing: boolean
}

export type FileRead = { readonly kind: 'read'; readonly bytes: Buffer } | Unread

/** Opening a pipe that nobody writes to waits for ever without; Windows has neither. */
const withoutWaiting = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

/** `mostBytes`: larger files are not read. */
export function readFileWithin(path: string, mostBytes: number): FileRead {
  return withFile(path, mostBytes, (file, size) => readAll(file, size, mostBytes))
}

/** What `work` makes of an open file, which is closed afterwards. A system error of it, too, is a file unread. */
export function withFile<Made>(
  path: string,
  mostBytes: number,
  work: (file: number, size: number) => Made,
): Made | Unread {
  let file: number | null = null
  try {
    file = openSync(path, withoutWaiting)
    const about = fstatSync(file)
    if (!about.isFile())
      return unread(`is ${about.isDirectory() ? 'a folder' : 'a pipe or a device'}, not a file`)
    if (about.size > mostBytes) return unread(`has ${about.size} bytes; ${mostBytes} are read at most`)
    return work(file, about.size)
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error
    const code = 'code' in error ? String(error.code) : 'unreadable'
    return {
      kind: 'unread',
      why: code === 'ENOENT' ? 'is not there' : `cannot be read (${code})`,
      isMissing: code === 'ENOENT',
    }
  } finally {
    if (file !== null) closeSync(file)
  }
}

/** Some files say that they are empty and are not (`/proc`), and some grow meanwhile. */
function readAll(file: number, size: number, mostBytes: number): FileRead {
  let bytes = Buffer.alloc(size + 1)
  let length = 0
  for (;;) {
    const count = readSync(file, bytes, length, bytes.length - length, null)
    if (count === 0) return { kind: 'read', bytes: bytes.subarray(0, length) }
    length += count
    if (length > mostBytes) return unread(`has more than ${mostBytes} bytes, which is the most that is read`)
    if (length === bytes.length) bytes = Buffer.concat([bytes, Buffer.alloc(Math.max(4096, length))])
  }
}

export function unread(why: string): Unread {
  return { kind: 'unread', why, isMissing: false }
}
