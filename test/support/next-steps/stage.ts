/**
 * A workspace on a sandbox of its own, seen from another folder: commands are given `-C` and `--sandbox`, so what they print as the next
 * step must name both to lead anywhere (T29).
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { type Ran, tenantform } from '../built-command.ts'
import { type SandboxProcess, startSandboxHere } from '../sandbox-process.ts'
import { aWorkspace, type TestWorkspace, type WorkspaceWish } from '../workspaces/a-workspace.ts'

export interface Stage {
  readonly workspace: TestWorkspace
  readonly sandbox: SandboxProcess
  /** Where commands are typed; not the workspace. */
  readonly here: string
  /** The command, in the workspace and on the sandbox. */
  run(...args: readonly string[]): Promise<Ran>
  /** The words as they are. */
  raw(...args: readonly string[]): Promise<Ran>
  /** As it was printed. */
  follow(command: string): Promise<Ran>
  fault(...faults: readonly object[]): Promise<void>
  noFaults(): Promise<void>
  edit(file: string, from: string | RegExp, to: string): void
  close(): Promise<void>
}

const one: WorkspaceWish = { customers: [{ name: 'alpha', sources: [{ offer: 'mail', seats: 5 }] }] }

/** `amend` changes what a wish cannot say, before the sandbox is seeded. */
export async function aStage(
  wish: WorkspaceWish = one,
  amend: (workspace: TestWorkspace) => void = () => undefined,
): Promise<Stage> {
  const workspace = aWorkspace(wish)
  amend(workspace)
  return stageOn(workspace)
}

export async function stageOn(workspace: TestWorkspace): Promise<Stage> {
  const sandbox = await startSandboxHere(workspace.seed)
  const here = mkdtempSync(join(tmpdir(), 'tenantform-here-'))
  const raw = (...args: readonly string[]) => tenantform([...args, '-q'], { cwd: here })
  return {
    workspace,
    sandbox,
    here,
    raw,
    run: (...args) =>
      raw(...args, '-C', workspace.folder, ...(isOffline(args[0]) ? [] : ['--sandbox', sandbox.url])),
    async follow(command) {
      const [program = '', ...args] = shellWords(command)
      if (program === 'tenantform') return raw(...args)
      const done = await execa(program, args, { cwd: here, reject: false })
      return { code: done.exitCode ?? -1, out: done.stdout, err: done.stderr }
    },
    fault: (...faults) => sandbox.post('faults', faults),
    async noFaults() {
      await fetch(`${sandbox.url}/sandbox/faults`, { method: 'DELETE' })
    },
    edit(file, from, to) {
      const path = join(workspace.folder, file)
      const text = readFileSync(path, 'utf8')
      const changed = text.replace(from, to)
      if (changed === text) throw new Error(`${file} has no ${from}`)
      writeFileSync(path, changed)
    },
    async close() {
      await sandbox.stop()
      workspace.remove()
      rmSync(here, { recursive: true, force: true })
    },
  }
}

/** They ask no account, so they take no --sandbox. */
function isOffline(verb: string | undefined): boolean {
  return ['journal', 'validate', 'show', 'schema', 'init'].includes(verb ?? '')
}

/** As a POSIX shell parts them: blanks, single quotes, double quotes. */
export function shellWords(command: string): readonly string[] {
  return [...command.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)].map(([word]) =>
    word.replaceAll(/'([^']*)'|"([^"]*)"/g, (_, single?: string, double?: string) => single ?? double ?? ''),
  )
}

/** Commands printed as the next step for a code: in text below its line, in JSON beside it. */
export function printedFor(
  code: string,
  { out, err }: Ran,
  verbs: readonly string[] = [],
): readonly string[] {
  const found = new Set<string>()
  for (const text of [out, err]) {
    const json = jsonIn(text)
    if (json === null) for (const command of below(code, text)) found.add(command)
    else for (const command of beside(code, json)) found.add(command)
  }
  if (found.size > 0) return [...found]
  // A plan for people names no codes: what its lines tell to run, by the verb.
  return [
    ...new Set(
      [...`${out}\n${err}`.matchAll(/`(tenantform [^`]+)`/g)].flatMap(([, one = '']) =>
        verbs.includes(verbOf(one)) ? [one] : [],
      ),
    ),
  ]
}

export function verbOf(command: string): string {
  return command.split(' ').slice(0, 2).join(' ')
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Lines `→ run …` that follow `… [CODE]`, until the next diagnostic. */
function below(code: string, text: string): readonly string[] {
  const commands: string[] = []
  let isBelow = false
  for (const line of text.split('\n')) {
    const [, named] = /\[([A-Z_]+\.[A-Z_]+)\]$/.exec(line) ?? []
    if (named !== undefined) isBelow = named === code
    else if (isBelow)
      commands.push(...[...line.matchAll(/`((?:tenantform|git|rm) [^`]+)`/g)].flatMap(([, one]) => one ?? []))
  }
  return commands
}

function beside(code: string, value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(inner => beside(code, inner))
  if (typeof value !== 'object' || value === null) return []
  const entry = value as Readonly<Record<string, unknown>>
  const remedies = entry['code'] === code && Array.isArray(entry['remedies']) ? entry['remedies'] : []
  return [
    ...remedies.flatMap((remedy: Readonly<Record<string, unknown>>) =>
      typeof remedy['command'] === 'string' ? [remedy['command']] : [],
    ),
    ...Object.values(entry).flatMap(inner => beside(code, inner)),
  ]
}
