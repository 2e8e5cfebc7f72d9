/**
 * Named pipes that a command was to write into and did not, because it was refused or failed: whoever waits for their first byte is shown their end.
 * Nobody else opens them any more.
 */
import { closeSync, constants, openSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** In ms. */
const againMs = 20
const mostTries = 50

/** Of the arguments as typed, because a usage error comes before any option is known. */
export async function endPipes(argv: readonly string[], cwd: string): Promise<void> {
  await Promise.all(outputsIn(argv).map(path => endPipe(resolve(cwd, path))))
}

function outputsIn(argv: readonly string[]): readonly string[] {
  return argv.flatMap((word, at) => {
    const [, option, joined] = /^--(out|findings)(?:=(.*))?$/s.exec(word) ?? []
    const value = joined ?? argv[at + 1]
    if (option === undefined || value === undefined) return []
    return [option === 'findings' ? value.slice(value.indexOf('=') + 1) : value]
  })
}

/** Whoever was started together with the command may not have opened it yet; where nobody reads, nobody has to be told. */
async function endPipe(path: string): Promise<void> {
  for (let tries = 0; tries < mostTries; tries += 1)
    try {
      if (statSync(path).isFIFO()) closeSync(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK))
      return
    } catch (error) {
      // Not there, or not ours to write.
      if (!(error instanceof Error) || !('code' in error) || error.code !== 'ENXIO') return
      await pause(againMs)
    }
}
