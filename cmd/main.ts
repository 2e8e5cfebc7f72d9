#!/usr/bin/env node
/** The only place that touches the process: builds the shell, runs the program, and catches what nobody else did. */
import { exitCodes } from './exit-codes.ts'
import { runProgram } from './program/program.ts'
import type { ProcessShell } from './shell.ts'
import { processStreams } from './terminal/process-streams.ts'
import { wallClock } from './terminal/wall-clock.ts'

declare const TENANTFORM_VERSION: string | undefined

const version = typeof TENANTFORM_VERSION === 'string' ? TENANTFORM_VERSION : '0.0.0-source'
const stop = new AbortController()

for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    if (stop.signal.aborted) process.exit(exitCodes.partial)
    stop.abort()
  })
}
// A limit on the size of files is a disc that is full: the write fails and is told, instead of the process being ended.
process.on('SIGXFSZ', () => undefined)
// A reader that went away (`| head`) ends the command quietly; what matters is in the journal, not in the pipe.
process.stdout.on('error', () => undefined)
process.stderr.on('error', () => undefined)

const shell: ProcessShell = {
  streams: processStreams(process),
  env: process.env,
  cwd: process.cwd(),
  version,
  signal: stop.signal,
  clock: wallClock,
}

try {
  process.exitCode = await runProgram(process.argv.slice(2), shell)
} catch (error) {
  const { describeCrash } = await import('./crash.ts')
  shell.streams.err(describeCrash(error, process.env['TENANTFORM_DEBUG'] !== undefined))
  process.exitCode = exitCodes.failed
}
