/**
 * Runs a program that a document names: without a shell, for so long, for so much output. Whatever it started ends with it: what
 * is left behind in the background would hold the pipe open, and go on with the secrets of this process. What it prints on stderr
 * is not repeated, it may hold the secret.
 */
import { type ChildProcess, spawn } from 'node:child_process'

export interface ProgramOptions {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly timeoutMs: number
  /** Of stdout. */
  readonly mostBytes: number
  /** It ends with this. */
  readonly signal?: AbortSignal
  /** Given on stdin; without it stdin is empty. */
  readonly input?: string
}

export type ProgramRun =
  | { readonly kind: 'done'; readonly out: string }
  /** `why` is a sentence without its subject: `ended with 1`. */
  | { readonly kind: 'failed'; readonly why: string }

/** A group of its own can be ended as a whole; Windows has none. */
const hasGroups = process.platform !== 'win32'

export async function runProgram(argv: readonly string[], options: ProgramOptions): Promise<ProgramRun> {
  const [program = '', ...args] = argv
  const { cwd, env, timeoutMs, mostBytes, signal, input } = options
  if (signal?.aborted === true) return stopped
  let child: ChildProcess
  try {
    child = spawn(program, args, {
      cwd,
      env: { ...env },
      shell: false,
      detached: hasGroups,
      windowsHide: true,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'ignore'],
    })
  } catch {
    return { kind: 'failed', why: 'ended with an error' } // an empty name, a name with a NUL
  }
  return new Promise(resolve => {
    const chunks: Buffer[] = []
    let length = 0
    let ended: ProgramRun | null = null
    const settle = (run: ProgramRun) => {
      clearTimeout(limit)
      clearTimeout(grace)
      signal?.removeEventListener('abort', stop)
      endAll(child)
      child.stdout?.destroy()
      resolve(run)
    }
    const stop = () => settle(stopped)
    signal?.addEventListener('abort', stop, { once: true })
    const limit = setTimeout(
      () => settle({ kind: 'failed', why: `took longer than ${timeoutMs / 1000} s` }),
      timeoutMs,
    )
    let grace: NodeJS.Timeout | undefined
    const done = () => {
      if (ended === null) return
      settle(ended.kind === 'done' ? { kind: 'done', out: Buffer.concat(chunks).toString('utf8') } : ended)
    }
    child.on('error', () => settle({ kind: 'failed', why: 'ended with an error' }))
    child.stdin?.on('error', () => undefined) // it ended without reading, which its exit code tells
    child.stdin?.end(input)
    child.stdout?.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      length += chunk.length
      if (length > mostBytes) settle({ kind: 'failed', why: `printed more than ${mostBytes} bytes` })
    })
    child.on('exit', (code, signal) => {
      ended =
        code === 0
          ? { kind: 'done', out: '' }
          : { kind: 'failed', why: `ended with ${code ?? signal ?? 'an error'}` }
      endAll(child)
      // The pipe closes once its last holder is gone; one that left the group may stay, and is not waited for.
      grace = setTimeout(done, pipeGraceMs)
    })
    child.on('close', done)
  })
}

const stopped: ProgramRun = { kind: 'failed', why: 'was stopped' }
const pipeGraceMs = 1_000

function endAll(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    if (hasGroups) process.kill(-child.pid, 'SIGKILL')
    else child.kill('SIGKILL')
  } catch {
    // Nothing of it is left.
  }
}
