/**
 * The package as a stranger gets it: packed, installed into an empty folder without a registry, run by npx, and used by the program of
 * docs/library.md. TENANTFORM_NODES names other Node executables to run it on, with colons between them.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packed, version } from '../support/ci/installed.ts'
import { copyExample, root } from '../support/example.ts'

const nodes = (process.env['TENANTFORM_NODES'] ?? process.execPath).split(delimiter)

let folder = ''
let tarball = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tenantform-installed-'))
  execFileSync(process.execPath, [join(root, '.tools', 'types.mjs')], { cwd: root })
  tarball = packed(join(folder, 'packed'))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n')
  execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], { cwd: folder })
}, 240_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function npx(node: string, cwd: string, ...args: readonly string[]) {
  const done = await execa('npx', ['--offline', '--no', 'tenantform', ...args], {
    cwd,
    env: { PATH: `${dirname(node)}${delimiter}${process.env['PATH']}`, NO_COLOR: '1' },
    reject: false,
    stdin: 'ignore',
  })
  return { code: done.exitCode, out: done.stdout, err: done.stderr }
}

describe.each(nodes)('the package on %s', node => {
  const place = () => mkdtempSync(join(folder, 'work-'))

  it('runs by npx in an empty folder, down to a finished move', async () => {
    const workspace = place()
    copyExample('consolidation', workspace)
    expect(await npx(node, workspace, 'version')).toMatchObject({
      code: 0,
      out: `tenantform ${version}`,
    })
    const target = ['--target', 'panificiorossi.example', '--sandbox', '-q']
    expect((await npx(node, workspace, 'plan', ...target, '--out', 'plan.json')).code).toBe(0)
    const applied = await npx(
      node,
      workspace,
      'apply',
      'plan.json',
      '--auto-approve',
      '--allow-irreversible',
      '--sandbox',
      '-q',
    )
    expect(applied).toMatchObject({ code: 0, out: expect.stringContaining('complete') })
    const left = await npx(node, workspace, 'plan', ...target, '--detailed-exitcode')
    expect(left.code).toBe(0)
  })

  it('is a library: the program of docs/library.md has right types, and does what it says', async () => {
    const [, program = ''] =
      /```ts\n(.*?)```/s.exec(readFileSync(join(root, 'docs', 'library.md'), 'utf8')) ?? []
    const workspace = place()
    copyExample('consolidation', workspace)
    const own = place()
    writeFileSync(join(own, 'program.ts'), program)
    writeFileSync(
      join(own, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          target: 'ES2023',
          module: 'NodeNext',
          strict: true,
          exactOptionalPropertyTypes: true,
          types: ['node'],
          typeRoots: [join(root, 'node_modules', '@types')],
          outDir: 'out',
        },
        files: ['program.ts'],
      }),
    )
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
    const compiled = await execa(process.execPath, [tsc, '-p', own], { reject: false })
    expect({ code: compiled.exitCode, out: compiled.stdout }).toEqual({ code: 0, out: '' })
    const ran = await execa(node, [join(own, 'out', 'program.js'), workspace], { reject: false })
    expect({ code: ran.exitCode, err: ran.stderr }).toEqual({ code: 0, err: '' })
    expect(ran.stdout.split('\n').slice(-2)).toEqual([
      'done, told by action.began, action.ended, stage.advanced, stage.began, stage.ended',
      'left to do: 0',
    ])
    expect(ran.stdout).toContain('+ create   Exchange Online (Plan 1)')
  })
})

describe('the package', () => {
  it('is small, needs nothing else, and has licence, notices, schemas and types', () => {
    const manifest = JSON.parse(
      readFileSync(join(folder, 'node_modules', 'tenantform', 'package.json'), 'utf8'),
    ) as Readonly<Record<string, unknown>>
    expect({
      license: manifest['license'],
      isPrivate: manifest['private'],
      dependencies: manifest['dependencies'],
      small: statSync(tarball).size < 2_000_000,
    }).toEqual({ license: 'Apache-2.0', isPrivate: undefined, dependencies: undefined, small: true })
    const files = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' }).split('\n')
    for (const path of [
      'LICENSE',
      'README.md',
      'dist/THIRD-PARTY-NOTICES.txt',
      'dist/library.js',
      'dist/types/cmd/library/index.d.ts',
      'schemas/plan.schema.json',
      'schemas/answers/status.schema.json',
    ])
      expect(files).toContain(`package/${path}`)
    expect(
      files.filter(path => /^package\/(dist\/(test|bench|without)|test|engine|cmd)\//.test(path)),
    ).toEqual([])
  })

  it('refuses in a program what the command refuses, as a value', async () => {
    const empty = join(folder, 'empty')
    mkdirSync(empty)
    const script = `import { plan, validate } from 'tenantform'
const directory = ${JSON.stringify(empty)}
const planned = await plan({ directory, env: {} })
const checked = await validate({ directory })
process.stdout.write(JSON.stringify([planned.ok, planned.ok ? [] : planned.diagnostics.map(one => one.code), checked.valid]))
`
    writeFileSync(join(folder, 'refused.mjs'), script)
    const ran = await execa(process.execPath, [join(folder, 'refused.mjs')])
    expect({ out: JSON.parse(ran.stdout), err: ran.stderr }).toEqual({
      out: [false, ['DOCUMENT.NOTHING'], false],
      err: '',
    })
  })
})
