/**
 * `--events` around every command alike: begun before any work, and ended with its exit code whichever way it ends. What only they need
 * is loaded with them.
 */
import type { Diagnostic } from '../../engine/diagnostic.ts'
import { Trouble } from '../../engine/trouble.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Format } from '../formats.ts'
import type { Shell } from '../shell.ts'
import type { EventStream } from './events.ts'

interface Options {
  readonly events?: string
  readonly format?: Format
}

export async function withEvents(
  shell: Shell,
  { events: target, format }: Options,
  work: (shell: Shell) => Promise<ExitCode>,
): Promise<ExitCode> {
  if (target === undefined) return work(shell)
  const { guarded, tell } = await import('../answer.ts')
  const { openEvents } = await import('./events.ts')
  return guarded(shell, format, async () => {
    const events = await openEvents(target, shell)
    let ended: ExitCode | null = null
    let lost: Diagnostic | null = null
    try {
      ended = await work({ ...shell, events: events.report })
    } finally {
      lost = await endOf(events, ended)
      if (lost !== null) tell(shell, [lost])
    }
    // What the command came to stays the more telling answer.
    return lost !== null && ended === exitCodes.done ? exitCodes.failed : ended
  })
}

/** Why the events could not all be written; null when they were, or their reader went away. */
async function endOf(events: EventStream, ended: ExitCode | null): Promise<Diagnostic | null> {
  try {
    await events.end(ended)
    return null
  } catch (error) {
    if (error instanceof Trouble) return error.diagnostic
    throw error
  }
}
