/**
 * The one place where a stop (SIGINT, SIGTERM, SIGHUP) ends every command. Most waits hear the signal themselves; whatever is still
 * waited for after a while, a lock, a database, a pipe that nobody reads, is left behind.
 */
import { diagnose } from '../engine/diagnostic.ts'
import { codes } from './codes.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import type { Shell } from './shell.ts'
import type { Written } from './written.ts'

/** From the stop on, in ms: what was on its way has its own grace in that time, and its account is written. */
const leftAfterMs = 1_750

/** What `work` answers, or after a stop the code of a command that could not wait for it. */
export async function endedInTime(shell: Shell, work: () => Promise<ExitCode>): Promise<ExitCode> {
  const over = new AbortController()
  try {
    return await Promise.race([work(), leaving(shell, over.signal)])
  } finally {
    over.abort()
  }
}

async function leaving(shell: Shell, over: AbortSignal): Promise<ExitCode> {
  const { signal, clock, written, patience } = shell
  await new Promise<void>(resolve => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true, signal: over })
  })
  try {
    await clock.sleep(leftAfterMs + (patience?.ms() ?? 0), over)
  } catch {
    return new Promise(() => undefined) // the work has ended meanwhile, and nobody waits here
  }
  // Every command starts here and few get this far. Loaded before the wait, a file on its way would count as a look-up that hangs.
  const { tell } = await import('./answer.ts')
  tell(shell, [diagnose(written.isAnything() ? codes.STOPPED_WRITING : codes.STOPPED)])
  return codeOfStop(written)
}

export function codeOfStop(written: Written): ExitCode {
  return written.isAnything() ? exitCodes.partial : exitCodes.failed
}
