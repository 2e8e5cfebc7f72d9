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

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => {
    if (stop.signal.aborted) process.exit(exitCodes.partial)
    stop.abort()
  })
}
// A limit on the size of files is a disc that is full: the write fails and is told, instead of the process being ended.
process.on('SIGXFSZ', () => undefined)
// A reader that went away (`| head`) ends the command quietly; what matters is in the journal, not in the pipe. Anything else, a
// full disc say, means that the answer did not arrive: the job is not done, whatever the command thinks.
let lost: string | null = null
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE' || lost !== null) return
  lost = error.code ?? 'it cannot be written'
  shell.streams.err(`error: the answer could not be written to stdout (${lost}) [COMMAND.NOT_WRITTEN]\n`)
  process.exitCode = withoutAnswer(process.exitCode)
})
process.stderr.on('error', () => undefined)

/** What was written to tenants outranks an answer that was not. */
function withoutAnswer(code: typeof process.exitCode) {
  return code === exitCodes.partial ? exitCodes.partial : exitCodes.failed
}

const shell: ProcessShell = {
  streams: processStreams(process),
  env: process.env,
  cwd: process.cwd(),
  version,
  signal: stop.signal,
  clock: wallClock,
}

try {
  const code = await runProgram(process.argv.slice(2), shell)
  process.exitCode = lost === null ? code : withoutAnswer(code)
} catch (error) {
  const { describeCrash } = await import('./crash.ts')
  shell.streams.err(describeCrash(error, process.env['TENANTFORM_DEBUG'] !== undefined))
  process.exitCode = exitCodes.failed
}
