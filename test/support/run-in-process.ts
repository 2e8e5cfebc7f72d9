/** Runs a command like a function: arguments in, streams and exit code out. No terminal, a hundred columns, no environment but what is given. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runProgram } from '../../cmd/program/program.ts'
import { wallClock } from '../../cmd/terminal/wall-clock.ts'
import { nothingWritten } from '../../cmd/written.ts'
import { root } from './example.ts'

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** The version in goldens: it is part of a plan, and must not change them with every release. */
export const testVersion = '0.0.0-test'

/** Of the built command: a plan of another version is refused, whichever of the two made it. */
export const { version: builtVersion } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly version: string
}

export async function runInProcess(
  argv: readonly string[],
  cwd = process.cwd(),
  {
    env = {},
    version = testVersion,
    signal = new AbortController().signal,
    isTerminal = false,
    columns = 100,
  }: {
    readonly env?: Readonly<Record<string, string>>
    readonly version?: string
    readonly signal?: AbortSignal
    /** Questions are asked, and answers are laid out for a screen. */
    readonly isTerminal?: boolean
    readonly columns?: number
  } = {},
): Promise<Ran> {
  let out = ''
  let err = ''
  const code = await runProgram(argv, {
    streams: {
      out: text => {
        out += text
      },
      err: text => {
        err += text
      },
      outIsTerminal: isTerminal,
      errIsTerminal: isTerminal,
      inIsTerminal: isTerminal,
      columns,
      errColumns: columns,
      status: () => undefined,
      drawsStatus: false,
    },
    env,
    cwd,
    version,
    signal,
    written: nothingWritten(),
    clock: wallClock,
  })
  return { code, out, err }
}
