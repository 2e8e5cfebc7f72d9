/** `--events`: what happens, one JSON object a line, for programs that watch a run. A heartbeat tells a long step from a dead process. */
import { closeSync, fstatSync, mkdirSync, openSync, writeSync } from 'node:fs'
import type { Socket } from 'node:net'
import { dirname, resolve } from 'node:path'
import { jsonText } from '../../engine/json-text.ts'
import type { Instant } from '../../engine/model/ids.ts'
import type { Progress, ProgressEvent } from '../../engine/ports.ts'
import { notWritten, unwritable } from '../files/not-written.ts'
import { outputTarget } from '../files/output-target.ts'
import { writeDescriptor } from '../files/write-descriptor.ts'
import { openPipe } from '../files/write-pipe.ts'
import type { Shell } from '../shell.ts'

export const heartbeatMs = 15_000

export type RunEvent =
  | ProgressEvent
  | { readonly kind: 'run.began'; readonly version: string }
  | { readonly kind: 'run.ended'; readonly exitCode: number | null }
  | { readonly kind: 'heartbeat' }

export interface EventStream {
  readonly report: Progress
  /**
   * null: the run ended by an error of its own. Resolves once all of it is taken, and rejects where the disc did not take it; a reader that
   * went away is no error.
   */
  end(exitCode: number | null): Promise<void>
}

export interface EventPorts {
  write(line: string): void
  close(): Promise<void> | void
  now(): Instant
  /** Calls again and again until what it gives is called. */
  every(ms: number, tick: () => void): () => void
}

export function streamEvents(version: string, { write, close, now, every }: EventPorts): EventStream {
  let seq = 0
  const say = (event: RunEvent) => {
    write(jsonText({ format: 1, seq, at: now(), ...event }, 0))
    seq += 1
  }
  say({ kind: 'run.began', version })
  const stop = every(heartbeatMs, () => say({ kind: 'heartbeat' }))
  return {
    report: say,
    async end(exitCode) {
      stop()
      say({ kind: 'run.ended', exitCode })
      await close()
    },
  }
}

/** `target`: a file or a pipe, written anew; `-`: stderr. Refuses what cannot be opened; who stops reading later ends only the stream. */
export async function openEvents(target: string, shell: Shell): Promise<EventStream> {
  const ports = { now: () => shell.clock.now(), every: everyOfTheWall }
  if (target === '-')
    return streamEvents(shell.version, {
      ...ports,
      write: line => shell.streams.err(line),
      close: () => undefined,
    })
  let isLost = false
  const lost = () => {
    if (!isLost)
      shell.streams.err('Events are no longer written: whoever read them went away, or the disc is full.\n')
    isLost = true
  }
  const sink = await opened(resolve(shell.cwd, target), shell, lost)
  return streamEvents(shell.version, {
    ...ports,
    write(line) {
      if (!isLost) sink.write(line)
    },
    close: () => sink.close(),
  })
}

interface Sink {
  write(line: string): void
  close(): Promise<void> | void
}

/** What a reader that stands still may leave unread, in bytes. */
const mostUnread = 16 * 1024 * 1024

async function opened(path: string, shell: Shell, lost: () => void): Promise<Sink> {
  try {
    mkdirSync(dirname(path), { recursive: true })
    const target = await outputTarget(path)
    switch (target.kind) {
      case 'refused':
        throw unwritable(path, target.why)
      case 'pipe':
        return pipeSink(await openPipe(target.path), lost)
      case 'descriptor':
        return target.fd === 2
          ? { write: line => shell.streams.err(line), close: () => undefined }
          : descriptorSink(path, target.fd, lost)
      case 'device':
      case 'file':
        return fileSink({ path, file: openSync(target.path, 'w', 0o600), closes: true }, lost)
    }
  } catch (error) {
    throw notWritten(path, error)
  }
}

function pipeSink(pipe: Socket, lost: () => void): Sink {
  pipe.on('error', lost)
  return {
    write(line) {
      if (pipe.writableLength > mostUnread) lost()
      else pipe.write(line)
    },
    close: () =>
      new Promise(resolve => {
        pipe.once('close', resolve)
        pipe.end(resolve)
      }),
  }
}

/** Into a pipe or a socket one line after another, each once the system has taken the one before. */
function descriptorSink(path: string, fd: number, lost: () => void): Sink {
  const about = fstatSync(fd)
  if (!about.isFIFO() && !about.isSocket()) return fileSink({ path, file: fd, closes: false }, lost)
  let unread = 0
  let before = Promise.resolve()
  return {
    write(line) {
      const size = Buffer.byteLength(line)
      if (unread > mostUnread) {
        lost()
        return
      }
      unread += size
      before = before.then(async () => {
        await writeDescriptor(fd, line).catch(lost)
        unread -= size
      })
    },
    close: () => before,
  }
}

interface OpenFile {
  readonly path: string
  readonly file: number
  /** Not where it was open before and is somebody else's too. */
  readonly closes: boolean
}

function fileSink({ path, file, closes }: OpenFile, lost: () => void): Sink {
  let failure: unknown = null
  return {
    write(line) {
      try {
        writeSync(file, line)
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EPIPE')) failure ??= error
        lost()
      }
    },
    close() {
      if (closes) closeSync(file)
      if (failure !== null) throw notWritten(path, failure)
    },
  }
}

function everyOfTheWall(ms: number, tick: () => void): () => void {
  const timer = setInterval(tick, ms)
  timer.unref()
  return () => clearInterval(timer)
}
