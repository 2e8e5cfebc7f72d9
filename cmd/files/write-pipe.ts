/**
 * Writing into a named pipe without standing still: opening one that nobody reads waits for a reader, and Node cannot end while a file is
 * being opened. So it is asked again and again instead.
 */
import { constants, openSync } from 'node:fs'
import { Socket } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'

const againMs = 20

/** Resolves once somebody reads. */
export async function openPipe(path: string): Promise<Socket> {
  for (;;) {
    try {
      const file = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK)
      return new Socket({ fd: file, readable: false, writable: true })
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error) || error.code !== 'ENXIO') throw error
    }
    await pause(againMs)
  }
}

/** Resolves once everything is in the pipe, or once whoever read it went away. `data`: in pieces too, made while they are written. */
export async function writePipe(path: string, data: string | Uint8Array | Iterable<string>): Promise<void> {
  const pieces = typeof data === 'string' || data instanceof Uint8Array ? [data] : data
  try {
    await pipeline(Readable.from(pieces), await openPipe(path))
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'EPIPE') throw error
  }
}
