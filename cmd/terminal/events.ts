/** `--events`: what happens, one JSON object a line, for programs that watch a run. A heartbeat tells a long step from a dead process. */
import { closeSync, openSync, writeSync } from 'node:fs'
import { resolve } from 'node:path'
import { diagnose } from '../../engine/diagnostic.ts'
import type { Instant } from '../../engine/model/ids.ts'
import type { Progress, ProgressEvent } from '../../engine/ports.ts'
import { Trouble } from '../../engine/trouble.ts'
import { codes } from '../codes.ts'
import type { Shell } from '../shell.ts'

export const heartbeatMs = 15_000

export type RunEvent =
  | ProgressEvent
  | { readonly kind: 'run.began'; readonly version: string }
  | { readonly kind: 'run.ended'; readonly exitCode: number | null }
  | { readonly kind: 'heartbeat' }

export interface EventStream {
  readonly report: Progress
  /** null: the run ended by an error of its own. */
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
    write(`${JSON.stringify({ format: 1, seq, at: now(), ...event })}\n`)
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
export function openEvents(target: string, shell: Shell): EventStream {
  const ports = { now: () => shell.clock.now(), every: everyOfTheWall }
  if (target === '-')
    return streamEvents(shell.version, {
      ...ports,
      write: line => shell.streams.err(line),
      close: () => undefined,
    })
  const file = opened(resolve(shell.cwd, target))
  let isLost = false
  return streamEvents(shell.version, {
    ...ports,
    write(line) {
      if (isLost) return
      try {
        writeSync(file, line)
      } catch {
        isLost = true
        shell.streams.err('Events are no longer written: whoever read them went away, or the disc is full.\n')
      }
    },
    close: () => closeSync(file),
  })
}

function opened(path: string): number {
  try {
    return openSync(path, 'w', 0o600)
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'it cannot be opened'
    throw new Trouble(diagnose(codes.NOT_WRITTEN, { detail: `${path}: ${why}.` }))
  }
}

function everyOfTheWall(ms: number, tick: () => void): () => void {
  const timer = setInterval(tick, ms)
  timer.unref()
  return () => clearInterval(timer)
}
