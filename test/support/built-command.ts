/** The built command, run as a user would: arguments in, streams and exit code out. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { execa } from 'execa'
import { root } from './example.ts'

export const builtCommand = join(root, 'dist', 'tenantform.js')
/** The bundle with crash hooks; never shipped. */
export const hookedCommand = join(root, 'dist', 'test', 'tenantform.js')

/** The same without one of the safety checks of `.tools/safety-checks.mjs`; built when it is asked for. */
export function commandWithout(check: string): string {
  return join(root, 'dist', 'without', check, 'tenantform.js')
}

export async function buildWithout(...checks: readonly string[]): Promise<void> {
  const args = checks.flatMap(check => ['--without', check])
  await execa(process.execPath, [join(root, '.tools', 'build.mjs'), ...args], { cwd: root })
}

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

export async function tenantform(
  args: readonly string[],
  options: {
    readonly cwd: string
    readonly env?: Readonly<Record<string, string>>
    readonly command?: string
  },
): Promise<Ran> {
  const done = await execa(process.execPath, [options.command ?? builtCommand, ...args], {
    cwd: options.cwd,
    env: { NO_COLOR: '1', ...options.env },
    reject: false,
    stdin: 'ignore',
    timeout: 60_000,
    stripFinalNewline: false,
  })
  return { code: done.exitCode ?? -1, out: done.stdout, err: done.stderr }
}

export interface Started {
  readonly process: ChildProcess
  /** Its exit code; null: a signal ended it. */
  readonly ended: Promise<number | null>
}

/** Started, not waited for: for killing. */
export function startTenantform(
  args: readonly string[],
  options: {
    readonly cwd: string
    readonly env?: Readonly<Record<string, string>>
    readonly command?: string
  },
): Started {
  const child = spawn(process.execPath, [options.command ?? builtCommand, ...args], {
    cwd: options.cwd,
    env: { ...process.env, NO_COLOR: '1', ...options.env },
    stdio: 'ignore',
  })
  return { process: child, ended: new Promise(resolve => child.once('exit', code => resolve(code))) }
}
