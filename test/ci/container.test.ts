/** The health check of the image, as it is written: of the sandbox where one is named, else of the command. */
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
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

interface Instruction {
  readonly name: string
  readonly words: string
}

/** By the reference of Dockerfiles: lines that end with a backslash go on, comments between them are none. */
function instructionsOf(text: string): readonly Instruction[] {
  const whole = text.replaceAll(/^\s*#.*\n/gm, '').replaceAll(/\\\n\s*/g, '')
  return whole.split('\n').flatMap(line => {
    const [, name, words] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? []
    return name === undefined || words === undefined ? [] : [{ name, words }]
  })
}

it('is made of the package as npm packs it, runs as nobody special, and has a health check of its own', () => {
  const instructions = instructionsOf(readFileSync(join(root, 'Containerfile'), 'utf8'))
  const all = (name: string) => instructions.filter(one => one.name === name).map(one => one.words)
  expect(all('FROM')).toEqual(['node:22-bookworm-slim'])
  expect(all('COPY')).toEqual([
    'packed/tenantform-*.tgz /tmp/tenantform.tgz',
    '--chmod=0755 container/health.sh /usr/local/bin/tenantform-health',
  ])
  expect([all('ADD'), all('ENV'), all('ARG')]).toEqual([[], [], []])
  expect([all('USER'), all('ENTRYPOINT')]).toEqual([['node'], ['["tenantform"]']])
  expect(all('HEALTHCHECK')[0]).toMatch(/ CMD \["tenantform-health"\]$/)
  // Nothing is made or copied after the user has changed, as root or otherwise.
  const names = instructions.map(one => one.name)
  expect(names.slice(names.indexOf('USER') + 1)).toEqual(['WORKDIR', 'HEALTHCHECK', 'ENTRYPOINT'])
  expect(all('RUN').some(words => words.includes('npm install --global --offline'))).toBe(true)
})
