/** Runs a command like a function: arguments in, streams and exit code out. No terminal, a hundred columns, no environment. */
import { runProgram } from '../../cmd/program.ts'

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** The version in goldens: it is part of a plan, and must not change them with every release. */
export const testVersion = '0.0.0-test'

export async function runInProcess(argv: readonly string[], cwd = process.cwd()): Promise<Ran> {
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
      outIsTerminal: false,
      errIsTerminal: false,
      inIsTerminal: false,
      columns: 100,
      errColumns: 100,
      status: () => undefined,
      drawsStatus: false,
    },
    env: {},
    cwd,
    version: testVersion,
    signal: new AbortController().signal,
  })
  return { code, out, err }
}
