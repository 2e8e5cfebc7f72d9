/** The streams of this process. One status line is kept below what is said on stderr, and is gone before anything else is written. */
import type { Streams } from '../streams.ts'
import { withoutCiCommands } from './ci-commands.ts'
import { neutral } from './neutral.ts'

/** Help is wrapped at this width where there is no terminal. */
const columnsWithout = 100
const eraseLine = '\r\u001B[K'

export interface Terminals {
  readonly stdin: { readonly isTTY?: boolean }
  readonly stdout: Output
  readonly stderr: Output
  readonly env: Readonly<Record<string, string | undefined>>
}

interface Output {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

export function processStreams({ stdin, stdout, stderr, env }: Terminals): Streams {
  let isShown = false
  const erase = () => {
    if (isShown) stderr.write(eraseLine)
    isShown = false
  }
  const drawsStatus = stderr.isTTY === true && env['TERM'] !== 'dumb' && !isPipeline(env['CI'])
  return {
    out(text) {
      erase()
      stdout.write(withoutCiCommands(neutral(text)))
    },
    err(text) {
      erase()
      stderr.write(withoutCiCommands(neutral(text)))
    },
    status(line) {
      if (!drawsStatus || (line === null && !isShown)) return
      stderr.write(line === null ? eraseLine : `${isShown ? eraseLine : ''}${neutral(line)}`)
      isShown = line !== null
    },
    drawsStatus,
    outIsTerminal: stdout.isTTY === true,
    errIsTerminal: stderr.isTTY === true,
    inIsTerminal: stdin.isTTY === true,
    // Asked each time: a window can be resized.
    get columns() {
      return stdout.columns || columnsWithout
    },
    get errColumns() {
      return stderr.columns || columnsWithout
    },
  }
}

/** Pipelines set CI to something; a terminal in one is read as a log. */
function isPipeline(ci: string | undefined): boolean {
  return ci !== undefined && !['', '0', 'false'].includes(ci.toLowerCase())
}
