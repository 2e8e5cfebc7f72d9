/** `--events`: what happens, one JSON object a line, for programs that watch a run. A heartbeat tells a long step from a dead process. */
import { closeSync, openSync, statSync, writeSync } from 'node:fs'
import { resolve } from 'node:path'
import { diagnose } from '../../engine/diagnostic.ts'
import { jsonText } from '../../engine/json-text.ts'
import type { Instant } from '../../engine/model/ids.ts'
import type { Progress, ProgressEvent } from '../../engine/ports.ts'
import { Trouble } from '../../engine/trouble.ts'
import { codes } from '../codes.ts'
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
  /** null: the run ended by an error of its own. Throws where the disc did not take all of it; a reader that went away is no error. */
  end(exitCode: number | null): void
}

export interface EventPorts {
  write(line: string): void
  close(): void
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
    end(exitCode) {
      stop()
      say({ kind: 'run.ended', exitCode })
      close()
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
  const sink = await opened(resolve(shell.cwd, target), lost)
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
  close(): void
}

/** What a reader that stands still may leave unread, in bytes. */
const mostUnread = 16 * 1024 * 1024

async function opened(path: string, lost: () => void): Promise<Sink> {
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isFIFO() === true) {
      const pipe = await openPipe(path)
      pipe.on('error', lost)
      return {
        write(line) {
          if (pipe.writableLength > mostUnread) lost()
          else pipe.write(line)
        },
        close: () => pipe.end(),
      }
    }
    const file = openSync(path, 'w', 0o600)
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
        closeSync(file)
        if (failure !== null) throw notWritten(path, failure)
      },
    }
  } catch (error) {
    throw notWritten(path, error)
  }
}

function notWritten(path: string, error: unknown): Trouble {
  const why = error instanceof Error && 'code' in error ? String(error.code) : 'it cannot be written'
  return new Trouble(diagnose(codes.NOT_WRITTEN, { detail: `${path}: ${why}.` }))
}

function everyOfTheWall(ms: number, tick: () => void): () => void {
  const timer = setInterval(tick, ms)
  timer.unref()
  return () => clearInterval(timer)
}
