/**
 * The built command, run as a user would: arguments in, streams and exit code out. What is run is the bundle, in this process, for
 * that is cheap; in a process of its own where the process is the subject (`command:`), and always in the full run.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { execa } from 'execa'
import type * as Crash from '../../cmd/crash.ts'
import type * as Program from '../../cmd/program/program.ts'
import { processStreams } from '../../cmd/terminal/process-streams.ts'
import { wallClock } from '../../cmd/terminal/wall-clock.ts'
import { nothingWritten } from '../../cmd/written.ts'
import type { Clock } from '../../engine/ports.ts'
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

export interface RunOptions {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
  /** Run this file as a process of its own. */
  readonly command?: string
}

const isFullRun = process.env['TENANTFORM_FULL'] === '1'
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }

export async function tenantform(args: readonly string[], options: RunOptions): Promise<Ran> {
  if (options.command === undefined && !isFullRun) return runHere(args, options)
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

export interface HereOptions extends RunOptions {
  readonly signal?: AbortSignal
  readonly clock?: Clock
  readonly onOut?: (text: string) => void
  readonly onErr?: (text: string) => void
}

/** What `cmd/main.ts` does, with pipes instead of a terminal and an abort instead of a signal. */
export async function runHere(
  args: readonly string[],
  {
    cwd,
    env,
    signal = new AbortController().signal,
    clock = wallClock,
    onOut = () => undefined,
    onErr = () => undefined,
  }: HereOptions,
): Promise<Ran> {
  const { runProgram } = (await builtModule('program')) as typeof Program
  const told = { out: '', err: '' }
  const pipe = (name: keyof typeof told) => ({
    write(text: string) {
      told[name] += text
      if (name === 'out') onOut(text)
      else onErr(text)
    },
  })
  const shellEnv = { ...process.env, NO_COLOR: '1', ...env }
  const streams = processStreams({ stdin: {}, stdout: pipe('out'), stderr: pipe('err'), env: shellEnv })
  const code = await runProgram(args, {
    streams,
    env: shellEnv,
    cwd,
    version,
    signal,
    written: nothingWritten(),
    clock,
  }).catch(async (error: unknown) => {
    const { describeCrash } = (await builtModule('crash')) as typeof Crash
    streams.err(describeCrash(error, false))
    return 1
  })
  return { code, ...told }
}

function builtModule(name: string): Promise<unknown> {
  return import(pathToFileURL(join(root, 'dist', 'test', `${name}.js`)).href)
}

export interface Started {
  readonly process: ChildProcess
  /** Its exit code; null: a signal ended it. */
  readonly ended: Promise<number | null>
}

/** Started, not waited for: for killing. */
export function startTenantform(args: readonly string[], options: RunOptions): Started {
  const child = spawn(process.execPath, [options.command ?? builtCommand, ...args], {
    cwd: options.cwd,
    env: { ...process.env, NO_COLOR: '1', ...options.env },
    stdio: 'ignore',
  })
  return { process: child, ended: new Promise(resolve => child.once('exit', code => resolve(code))) }
}
