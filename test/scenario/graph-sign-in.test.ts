/** What stands in the way of Microsoft Graph, told by `doctor` and by the command that meets it, on a sandbox that has it so. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { tenantform } from '../support/built-command.ts'
import { copyExample } from '../support/example.ts'
import { isWrite, type SandboxProcess, startSandboxHere } from '../support/sandbox-process.ts'

let folder = ''
let sandbox: SandboxProcess

async function begin(change: (world: string) => string): Promise<void> {
  folder = join(mkdtempSync(join(tmpdir(), 'tenantform-graph-')), 'workspace')
  copyExample('delegated-administration', folder)
  const world = join(folder, 'world.yaml')
  writeFileSync(world, change(readFileSync(world, 'utf8')))
  sandbox = await startSandboxHere(world)
}
afterEach(async () => {
  await sandbox.stop()
  rmSync(join(folder, '..'), { recursive: true, force: true })
})

const run = (...args: readonly string[]) =>
  tenantform([...args, '--sandbox', sandbox.url, '-q'], { cwd: folder })

/** Of the accounts, what their abilities lack. */
async function missing(): Promise<{ readonly code: number; readonly found: readonly (readonly string[])[] }> {
  const { code, out } = await run('doctor', '--format', 'json')
  const report = JSON.parse(out) as {
    partners: readonly {
      partner: string
      checks: readonly { name: string; findings: readonly { code: string; detail: string }[] }[]
    }[]
  }
  const found = report.partners.flatMap(({ partner, checks }) =>
    checks.flatMap(({ name, findings }) =>
      name === 'abilities' ? findings.map(({ code: finding }) => [partner, finding]) : [],
    ),
  )
  return { code, found }
}

const user = (more: string) => (world: string) =>
  world.replace('refreshToken: sandbox-central-user', `refreshToken: sandbox-central-user\n        ${more}`)
const wrote = async () => (await sandbox.requests()).filter(isWrite)

test('nothing is missing where everything is there', async () => {
  await begin(world => world)
  expect(await missing()).toEqual({ code: 0, found: [] })
})

test('a permission that reads alone plans, and asks nobody', async () => {
  await begin(user('graphPermissions: [DelegatedAdminRelationship.Read.All]'))
  expect(await missing()).toEqual({ code: 1, found: [['central-emea', 'GRAPH.PERMISSION_MISSING']] })
  expect((await run('plan')).code).toBe(0)
  const invited = await run('invite', '--no-mark')
  expect({ code: invited.code, said: invited.err.includes('[GRAPH.NOT_ALLOWED]') }).toEqual({
    code: 1,
    said: true,
  })
})

test('a token without the permissions is told before anything is asked', async () => {
  await begin(user('graphPermissions: [User.Read]'))
  expect(await missing()).toEqual({ code: 1, found: [['central-emea', 'GRAPH.PERMISSION_MISSING']] })
  const plan = await run('plan')
  expect({
    code: plan.code,
    blocked: plan.out.includes('admin unknown (central-emea: Graph relationships.list: answered 403'),
  }).toEqual({
    code: 0,
    blocked: true,
  })
  const invited = await run('invite', '--no-mark')
  expect({
    code: invited.code,
    said: invited.err.includes('[ADMIN.UNKNOWN]'),
    link: invited.out.includes('invType=ResellerRelationship'),
  }).toEqual({ code: 1, said: true, link: true })
  expect(await wrote()).toEqual([])
})

test('a user without a second factor reads, and changes nothing', async () => {
  await begin(user('mfa: false'))
  const { found } = await missing()
  expect(found).toContainEqual(['central-emea', 'GRAPH.NOT_ALLOWED'])
})

test('an app that signs in alone is told of the service principal, and its account alone', async () => {
  await begin(world =>
    world.replace(
      'companyName: Nordlicht Cloud Italia',
      'companyName: Nordlicht Cloud Italia\n    delegatedAdminPrincipal: false',
    ),
  )
  expect(await missing()).toEqual({ code: 1, found: [['italy', 'GRAPH.SERVICE_PRINCIPAL']] })
  const plan = await run('plan')
  expect({ code: plan.code, creates: plan.out.match(/\+ create/g)?.length }).toEqual({ code: 0, creates: 2 })
})

test('a host of Graph that is not named is never asked for', async () => {
  await begin(world => world)
  const workspace = join(folder, 'workspace.yaml')
  writeFileSync(
    workspace,
    `${readFileSync(workspace, 'utf8')}endpoints: { api: "${sandbox.url}", authority: "${sandbox.url}" }\n`,
  )
  const done = await tenantform(['plan', '-q'], {
    cwd: folder,
    env: {
      CENTRAL_APP_ID: '0c1f7a40-5a01-4c39-9c3f-6f3f0e6b1a01',
      CENTRAL_APP_SECRET: 'sandbox-central-app',
      CENTRAL_USER_TOKEN: 'sandbox-central-user',
      ITALY_APP_ID: '0c1f7a40-5a02-4c39-9c3f-6f3f0e6b1a02',
      ITALY_APP_SECRET: 'sandbox-italy-app',
    },
  })
  expect({
    code: done.code,
    said: `${done.out}${done.err}`.includes('for Partner Center and none for Graph'),
  }).toEqual({
    code: 0,
    said: true,
  })
})
