/** A clock for a command that waits for a person: each pause is a step of theirs, and as much time passes at the sandbox. Nothing waits. */

import { instant } from '../../engine/model/ids.ts'
import type { Clock } from '../../engine/ports.ts'
import type { SandboxProcess } from './sandbox-process.ts'

export interface WaitingClock extends Clock {
  /** The pauses there were, in ms. */
  readonly pauses: readonly number[]
}

/** `steps`: what happens in the first pause, the second… Later ones only let time pass. */
export function waitingClock(
  sandbox: SandboxProcess,
  start: string,
  steps: readonly (() => Promise<void> | void)[] = [],
): WaitingClock {
  let nowMs = Date.parse(start)
  const pauses: number[] = []
  return {
    pauses,
    now: () => instant(new Date(nowMs).toISOString()),
    async sleep(ms, signal) {
      signal?.throwIfAborted()
      const step = steps[pauses.length]
      pauses.push(ms)
      await step?.()
      signal?.throwIfAborted()
      nowMs += ms
      await sandbox.advance(`PT${ms / 1000}S`)
    },
  }
}

/** The code that the newest sign-in shows. */
export function codeIn(said: string): string {
  const [, code] = /(?:enter {2}|sandbox sign-in )(\S+)/.exec(said) ?? []
  if (code === undefined) throw new Error(`no code in: ${said}`)
  return code
}
