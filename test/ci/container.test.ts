/** The health check of the image, as it is written: of the sandbox where one is named, else of the command. */
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import { expect, it } from 'vitest'
import { builtCommand } from '../support/built-command.ts'
import { exampleFolder, root } from '../support/example.ts'
import { startSandboxProcess } from '../support/sandbox-process.ts'

it('is healthy while the command starts, and while the sandbox that it is for answers', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tenantform-health-'))
  const health = async (bin: string, url?: string) => {
    const done = await execa('sh', [join(root, 'container', 'health.sh')], {
      env: {
        PATH: `${bin}:${dirname(process.execPath)}:/usr/bin:/bin`,
        ...(url !== undefined && { TENANTFORM_HEALTH_URL: url }),
      },
      extendEnv: false,
      reject: false,
    })
    return done.exitCode === 0
  }
  try {
    expect(await health(join(folder, 'nowhere'))).toBe(false)
    symlinkSync(builtCommand, join(folder, 'tenantform'))
    expect(await health(folder)).toBe(true)
    const sandbox = await startSandboxProcess(join(exampleFolder('consolidation'), 'world.yaml'), folder)
    expect(await health(folder, sandbox.url)).toBe(true)
    await sandbox.stop()
    expect(await health(folder, sandbox.url)).toBe(false)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
