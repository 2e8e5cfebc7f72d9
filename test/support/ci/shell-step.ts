/** One shell step of a pipeline, in a process of its own, with no variable but those it is given. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'

export interface StepRun {
  readonly name: string
  readonly code: number
  readonly out: string
}

export async function runShell(
  name: string,
  script: string,
  {
    cwd,
    env,
    options,
    folder,
  }: {
    readonly cwd: string
    readonly env: Readonly<Record<string, string>>
    /** Of bash, as the runner gives them. */
    readonly options: readonly string[]
    /** For the script. */
    readonly folder: string
  },
): Promise<StepRun> {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${name.replaceAll(/\W+/g, '-')}.sh`)
  writeFileSync(file, script)
  const done = await execa('bash', [...options, file], {
    cwd,
    env: { ...env },
    extendEnv: false,
    reject: false,
    all: true,
    stdin: 'ignore',
    timeout: 100_000,
  })
  return { name, code: done.exitCode ?? -1, out: done.all ?? '' }
}
