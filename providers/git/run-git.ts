/**
 * The one place that runs git: no shell, no lock taken, no hook or file monitor of the repository started, no question asked. Its messages
 * are not repeated: they may hold the address of a remote, and with it a token.
 */
import { execFile } from 'node:child_process'

export type GitAnswer =
  | { readonly kind: 'answer'; readonly out: Buffer }
  /** git is there and said no. */
  | { readonly kind: 'refused'; readonly code: number }
  | { readonly kind: 'absent' }

const quietly = [
  '--no-pager',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'core.quotePath=false',
  '-c',
  'safe.bareRepository=explicit',
]
const timeoutMs = 30_000
const mostBytes = 256 * 1024 * 1024

export type Env = Readonly<Record<string, string | undefined>>

/** What git runs with, and until when: it ends with the signal. */
export interface GitRun {
  readonly env: Env
  readonly signal: AbortSignal
}

/** `input`: given on stdin. */
export function runGit(
  folder: string,
  args: readonly string[],
  { env, signal }: GitRun,
  input = '',
): Promise<GitAnswer> {
  return new Promise(resolve => {
    const child = execFile(
      'git',
      [...quietly, ...args],
      {
        cwd: folder,
        encoding: 'buffer',
        timeout: timeoutMs,
        killSignal: 'SIGKILL',
        signal,
        maxBuffer: mostBytes,
        env: { ...withoutSecrets(env), GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' },
      },
      (error, out) => {
        if (error === null) resolve({ kind: 'answer', out })
        else if (typeof error.code === 'number') resolve({ kind: 'refused', code: error.code })
        else resolve({ kind: 'absent' })
      },
    )
    child.stdin?.on('error', () => undefined) // it ended without reading, which its exit code tells
    child.stdin?.end(input)
  })
}

const needed = /^(path|home|userprofile|systemroot|tmp|temp|tmpdir|xdg_config_home|git_.+)$/i

function withoutSecrets(env: Env): Env {
  return Object.fromEntries(Object.entries(env).filter(([name]) => needed.test(name)))
}
