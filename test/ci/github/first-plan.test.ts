/** The README's way from nothing to a first plan on a pull request, gone line by line as it is written, with the package as npm would install it. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type HostFile, newHost } from '../../support/ci/github-host.ts'
import { told } from '../../support/ci/github-jobs.ts'
import { runJob } from '../../support/ci/github-runner.ts'
import { packed } from '../../support/ci/installed.ts'
import { root } from '../../support/example.ts'
import { identity, repositoryIn } from '../../support/repository.ts'

let folder = ''
let host: HostFile
let env: Readonly<Record<string, string>> = {}
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tenantform-first-'))
  host = newHost(folder)
  const bin = join(folder, 'bin')
  mkdirSync(bin)
  const prefix = join(folder, 'global')
  const { stdout: npm } = await execa('sh', ['-c', 'command -v npm'])
  writeFileSync(
    join(bin, 'npm'),
    `#!/bin/sh
case "$*" in
  "install --global ./tenantform-"*.tgz) exec "${npm}" install --global --offline --no-audit --no-fund --prefix "${prefix}" "${packed(folder)}" ;;
  "root --global") exec "${npm}" root --global --prefix "${prefix}" ;;
  "install --global --no-audit --no-fund tenantform@"*) ;; # the runner's own, which is the same
  *) echo "npm: no $* here" >&2; exit 1 ;;
esac
`,
  )
  chmodSync(join(bin, 'npm'), 0o755)
  symlinkSync(join(root, 'test', 'support', 'ci', 'gh.mjs'), join(bin, 'gh'))
  env = {
    ...identity,
    PATH: [bin, join(prefix, 'bin'), dirname(process.execPath), '/usr/bin', '/bin'].join(':'),
    HOME: folder,
    GH_HOST_FILE: host.file,
    GH_TOKEN: 'token-of-anna',
  }
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('ends in a comment with the plan', async () => {
  const [, script = ''] =
    /## A first plan on a pull request.*?```sh\n(.*?)```/s.exec(
      readFileSync(join(root, 'README.md'), 'utf8'),
    ) ?? []
  const steps = script.trimEnd().split('\n')
  expect(steps.length).toBeLessThanOrEqual(12)
  const done = await execa('bash', ['-e', '-o', 'pipefail'], {
    input: script,
    cwd: folder,
    env,
    extendEnv: false,
    all: true,
    reject: false,
  })
  expect({ code: done.exitCode }, done.all).toEqual({ code: 0 })

  const { variables, opened } = host.read()
  expect(variables).toEqual([['TENANTFORM_OPTIONS', '--sandbox']])
  const bare = join(folder, 'tenants.git')
  const clone = repositoryIn(join(folder, 'merged'))
  clone.git('clone', '--quiet', bare, '.')
  clone.git('merge', '--quiet', '--no-ff', '--no-edit', opened[0] ?? '')
  clone.git('push', '--quiet', 'origin', 'HEAD:refs/pull/7/merge')
  const result = runJob({
    file: join(clone.folder, '.github', 'workflows', 'pull-request.yml'),
    job: 'plan',
    folder: join(folder, 'run'),
    repository: bare,
    commit: clone.git('rev-parse', 'HEAD'),
    github: {
      event_name: 'pull_request',
      repository: 'anna/tenants',
      run_id: '1',
      ref: 'refs/pull/7/merge',
      base_ref: 'main',
      server_url: 'https://github.com',
      token: 'token-of-the-job',
      event: { pull_request: { number: 7, head: { repo: { full_name: 'anna/tenants' } } } },
    },
    env,
    vars: Object.fromEntries(variables),
  })
  expect(result.failed, told(result)).toBe(false)
  const [comment, ...others] = host.read().comments
  expect(others).toEqual([])
  expect(comment?.body).toContain(
    '| + create | Panificio Rossi | Exchange Online (Plan 1) | 6 | central-emea |',
  )
}, 120_000)
