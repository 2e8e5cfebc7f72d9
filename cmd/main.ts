#!/usr/bin/env node
/** The only place that touches the process: builds the shell, runs the program, and catches what nobody else did. */
import { exitCodes } from './exit-codes.ts'
import { noPatience } from './patience.ts'
import { runProgram } from './program/program.ts'
import type { ProcessShell } from './shell.ts'
import { codeOfStop } from './stopping.ts'
import { processStreams } from './terminal/process-streams.ts'
import { wallClock } from './terminal/wall-clock.ts'
import { nothingWritten } from './written.ts'

declare const TENANTFORM_VERSION: string | undefined

const version = typeof TENANTFORM_VERSION === 'string' ? TENANTFORM_VERSION : '0.0.0-source'
const stop = new AbortController()
const outLost = new AbortController()
const written = nothingWritten()
const patience = noPatience()
const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
type StopSignal = (typeof stopSignals)[number]

/** From the stop on, in ms: whoever has not ended by then does not come to an end by itself, an answer that nobody reads say. */
const endedAfterMs = 1_950

for (const name of stopSignals) {
  process.on(name, () => {
    if (stop.signal.aborted) end(name)
    else {
      stop.abort(name)
      setTimeout(() => end(name), endedAfterMs + patience.ms()).unref()
    }
  })
}
// A limit on the size of files is a disc that is full: the write fails and is told, instead of the process being ended.
process.on('SIGXFSZ', () => undefined)
// A reader that went away (`| head`) ends the command quietly; what matters is in the journal, not in the pipe. Anything else, a
// full disc say, means that the answer did not arrive: the job is not done, whatever the command thinks.
let lost: string | null = null
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  outLost.abort()
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

/** At once, with whatever is still open. */
function end(name: StopSignal): void {
  const code = process.exitCode ?? codeOfStop(written)
  const isHeld = process.getActiveResourcesInfo().some(kind => holdsAThread.test(kind))
  // Node waits at its end for a look-up of a name or a file that hangs; the signal itself does not.
  if (isHeld && code !== exitCodes.partial) {
    process.removeAllListeners(name)
    process.kill(process.pid, name)
  }
  process.exit(process.stdout.writableLength > 0 ? withoutAnswer(code) : code)
}

const holdsAThread = /^(GetAddrInfo|GetNameInfo|FSReq)/

const shell: ProcessShell = {
  streams: processStreams(process),
  env: process.env,
  cwd: process.cwd(),
  version,
  signal: stop.signal,
  outLost: outLost.signal,
  written,
  patience,
  clock: wallClock,
}

// Nothing is waited for any more, and the command has not said how it ended: Node would leave with a code that means success.
let hasEnded = false
process.once('beforeExit', () => {
  if (hasEnded) return
  shell.streams.err(
    'tenantform: this is a bug in tenantform, not in your documents: the command came to no end of its own.\nPlease report it with the command you ran; `tenantform resume` looks what an apply has done.\n',
  )
  process.exit(codeOfStop(written))
})

try {
  const code = await runProgram(process.argv.slice(2), shell)
  process.exitCode = lost === null ? code : withoutAnswer(code)
} catch (error) {
  const { describeCrash } = await import('./crash.ts')
  shell.streams.err(describeCrash(error, process.env['TENANTFORM_DEBUG'] !== undefined))
  process.exitCode = exitCodes.failed
}
hasEnded = true
if (stop.signal.aborted) {
  // Connections and programs that were given up would keep the process; its answers are written first.
  for (const stream of [process.stdout, process.stderr])
    await new Promise<void>(resolve => stream.write('', () => resolve()))
  end(stop.signal.reason as StopSignal)
}
