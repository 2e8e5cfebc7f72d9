/**
 * Named pipes that a command was to write into and did not, because it was refused or failed: whoever waits for their first byte is shown their end.
 * Nobody else opens them any more.
 */
import { closeSync, constants, openSync, statSync } from 'node:fs'
import { resolve } from 'node:path'

/** Of the arguments as typed, because a usage error comes before any option is known. */
export function endPipes(argv: readonly string[], cwd: string): void {
  for (const path of outputsIn(argv)) endPipe(resolve(cwd, path))
}

function outputsIn(argv: readonly string[]): readonly string[] {
  return argv.flatMap((word, at) => {
    const [, option, joined] = /^--(out|findings)(?:=(.*))?$/s.exec(word) ?? []
    const value = joined ?? argv[at + 1]
    if (option === undefined || value === undefined) return []
    return [option === 'findings' ? value.slice(value.indexOf('=') + 1) : value]
  })
}

/** Without waiting: where nobody reads, nobody has to be told. */
function endPipe(path: string): void {
  try {
    if (statSync(path).isFIFO()) closeSync(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK))
  } catch {
    // Not there, not ours to write, or without a reader.
  }
}
