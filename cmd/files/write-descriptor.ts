/** Writing into a descriptor that is open already: a socket cannot be opened anew, and a log that is appended to would be cut. */
import { write } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'

const writeBytes = promisify(write)
/** A socket or a pipe that is full for the moment is asked again after so long, in ms. */
const againMs = 20

/** What was said there before comes first. */
async function said(fd: number): Promise<void> {
  const stream = fd === 1 ? process.stdout : fd === 2 ? process.stderr : null
  if (stream !== null && stream.writableLength > 0)
    await new Promise<void>(resolve => stream.write('', () => resolve()))
}

/** Resolves once the system has taken everything, or once whoever read it went away; rejects with the system's error. */
export async function writeDescriptor(
  fd: number,
  data: string | Uint8Array | Iterable<string>,
): Promise<void> {
  await said(fd)
  const pieces = typeof data === 'string' || data instanceof Uint8Array ? [data] : data
  for (const piece of pieces)
    if (!(await isTaken(fd, typeof piece === 'string' ? Buffer.from(piece) : piece))) return
}

/** False: whoever read it went away. */
async function isTaken(fd: number, bytes: Uint8Array): Promise<boolean> {
  let left = bytes
  while (left.length > 0)
    try {
      const { bytesWritten } = await writeBytes(fd, left)
      left = left.subarray(bytesWritten)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null
      if (code === 'EPIPE') return false
      if (code !== 'EAGAIN') throw error
      await pause(againMs)
    }
  return true
}
