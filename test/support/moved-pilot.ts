/** The example after its first wave: what was done and what Microsoft wrote down about it, for whoever looks at it afterwards. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { copyExample } from './example.ts'
import { type Ran, runInProcess } from './run-in-process.ts'
import { type SandboxProcess, startSandboxHere } from './sandbox-process.ts'

export interface MovedPilot {
  /** Where commands are typed; the workspace lies below it. */
  readonly home: string
  readonly folder: string
  readonly sandbox: SandboxProcess
  run(...args: readonly string[]): Promise<Ran>
  remove(): Promise<void>
}

export async function aMovedPilot(): Promise<MovedPilot> {
  const home = mkdtempSync(join(tmpdir(), 'tenantform-pilot-'))
  const folder = join(home, 'workspace')
  copyExample('consolidation', folder)
  const sandbox = await startSandboxHere(join(folder, 'world.yaml'))
  const run = (...args: readonly string[]) =>
    runInProcess([...args, '-C', folder, '--sandbox', sandbox.url, '-q'], home)
  const applied = await run('apply', '--wave', 'pilot', '--auto-approve', '--allow-irreversible')
  if (applied.code !== 0) throw new Error(applied.err)
  return {
    home,
    folder,
    sandbox,
    run,
    async remove() {
      await sandbox.stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}
