/** A rehearsal is for its sandbox alone, and a plan for its accounts alone (T29). The "accounts" are a second sandbox behind `endpoints:`. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { hookedCommand, runHere, tenantform } from '../support/built-command.ts'
import { jumpingClock } from '../support/jumping-clock.ts'
import { isWrite, type SandboxProcess, startSandboxHere } from '../support/sandbox-process.ts'
import { savedPlan } from '../support/saved-plan.ts'
import { aWorkspace, central, germany, italy, type TestWorkspace } from '../support/workspaces/a-workspace.ts'

let workspace: TestWorkspace
let here: SandboxProcess
let there: SandboxProcess
const env = {
  TEST_CENTRAL: central.secret,
  TEST_ITALY: italy.secret,
  TEST_GERMANY: germany.secret,
  TEST_REFRESH: 'sandbox-central-user',
}
const rehearse = (...args: readonly string[]) =>
  tenantform([...args, '--sandbox', here.url, '-q'], { cwd: workspace.folder })
const real = (...args: readonly string[]) =>
  runHere([...args, '-q'], { cwd: workspace.folder, env, clock: jumpingClock('2026-12-07T06:00:00Z') })
const consent = ['--auto-approve', '--allow-irreversible'] as const
const writes = async () => (await there.requests()).filter(isWrite).length

beforeEach(async () => {
  workspace = aWorkspace({ customers: [{ name: 'alpha', sources: [{ offer: 'mail', seats: 5 }] }] })
  here = await startSandboxHere(workspace.seed)
  there = await startSandboxHere(workspace.seed)
  writeFileSync(
    join(workspace.folder, 'workspace.yaml'),
    `apiVersion: tenantform/v1\nkind: Workspace\nname: live\nendpoints: { api: "${there.url}", authority: "${there.url}" }\n`,
  )
})
afterEach(async () => {
  await here.stop()
  await there.stop()
  workspace.remove()
})

it('a plan of one sandbox is refused in another and by the accounts, and carried out in its own', async () => {
  await rehearse('plan', '--out', 'p.json')
  const plan = savedPlan(join(workspace.folder, 'p.json'))
  const { worldId } = (await (await fetch(`${here.url}/sandbox/health`)).json()) as { worldId: string }
  expect(plan.madeIn).toEqual({ kind: 'sandbox', world: worldId })
  const elsewhere = await tenantform(['apply', 'p.json', ...consent, '--sandbox', there.url], {
    cwd: workspace.folder,
  })
  const accounts = await real('apply', 'p.json', ...consent)
  for (const refused of [elsewhere, accounts]) {
    expect(refused.code).toBe(4)
    expect(refused.err).toContain('[APPLY.OTHER_WORLD]')
    expect(refused.err).toContain(worldId)
  }
  expect(await writes()).toBe(0)
  expect((await rehearse('apply', 'p.json', ...consent)).code).toBe(0)
  expect((await rehearse('plan', '--detailed-exitcode')).code).toBe(0)
})

it('a plan of the accounts says host and cloud, and is refused by a rehearsal and by other hosts', async () => {
  await real('plan', '--out', 'p.json')
  const plan = savedPlan(join(workspace.folder, 'p.json'))
  expect(plan.madeIn).toEqual({
    kind: 'accounts',
    partners: ['central', 'germany', 'italy'].map(partner => ({
      partner,
      cloud: 'global',
      api: new URL(there.url).host,
    })),
  })
  expect((await rehearse('apply', 'p.json', ...consent)).err).toContain('[APPLY.OTHER_WORLD]')
  const settings = join(workspace.folder, 'workspace.yaml')
  writeFileSync(settings, readFileSync(settings, 'utf8').replaceAll(there.url, here.url))
  expect((await real('apply', 'p.json', ...consent)).err).toContain('[APPLY.OTHER_WORLD]')
})

it('a rehearsal is marked everywhere, and counts for nothing without it', async () => {
  const applied = await rehearse('apply', ...consent)
  expect([applied.code, applied.out.startsWith('REHEARSAL in a sandbox')]).toEqual([0, true])
  const bought = (await here.subscriptions())
    .filter(row => row.partner === 'central')
    .map(row => row.id.toLowerCase())
  expect(bought).toHaveLength(1)
  for (const args of [
    ['export', 'evidence'],
    ['export', 'evidence', '--no-records'],
    ['activity', 'verify'],
    ['reconcile'],
  ]) {
    const told = await real(...args)
    expect({ args, told: bought.some(id => told.out.toLowerCase().includes(id)) }).toEqual({
      args,
      told: false,
    })
  }
  expect((await real('export', 'evidence', '--no-records')).err).toContain('[ACTIVITY.OTHER_WORLDS]')
  expect((await real('resume', '--allow-irreversible')).err).toContain('[APPLY.NOTHING_TO_RESUME]')

  const evidence = await rehearse('export', 'evidence', '--no-records')
  expect([
    bought.every(id => evidence.out.toLowerCase().includes(id)),
    /sandbox [0-9a-f-]{36}/.test(evidence.out),
  ]).toEqual([true, true])
  const pages = [
    await rehearse('plan', '--format', 'html'),
    await rehearse('status', '--format', 'html'),
    await rehearse('export', 'evidence', '--format', 'html'),
    await rehearse('export', 'customers', '--format', 'html'),
  ]
  for (const { out } of pages) expect(out).toMatch(/<p class="rehearsal" role="note">REHEARSAL in a sandbox/)
  const list = await tenantform(['journal', 'list'], { cwd: workspace.folder })
  expect(list.out).toMatch(/complete +rehearsal [0-9a-f]{8}/)
  expect((await real('plan', '--format', 'html')).out).not.toContain('class="rehearsal"')
})

it('the journal of a rehearsal is named and still not gone on with by the accounts; its locks hold up nobody there', async () => {
  await tenantform(['apply', ...consent, '--sandbox', here.url, '-q'], {
    cwd: workspace.folder,
    command: hookedCommand,
    env: { TENANTFORM_KILL_AT: 'before-send:1', TENANTFORM_KILL_WITH: 'SIGKILL' },
  })
  const { applies } = JSON.parse(
    (await tenantform(['journal', 'list', '--format', 'json'], { cwd: workspace.folder })).out,
  ) as {
    applies: readonly { apply: string }[]
  }
  const refused = await real('resume', applies[0]?.apply ?? '', '--allow-irreversible')
  expect([refused.code, refused.err.includes('[APPLY.OTHER_WORLD]'), await writes()]).toEqual([1, true, 0])
  expect((await real('apply', ...consent)).code).toBe(0)
  expect((await rehearse('resume', '--allow-irreversible')).code).toBe(0)
})

it('what is printed to be run next is run as it stands', async () => {
  await tenantform(['plan', '--out', "it's p.json", '--sandbox', here.url], { cwd: workspace.folder }).then(
    ({ err }) =>
      expect(err).toContain(`carry it out with: tenantform apply 'it'\\''s p.json' --sandbox ${here.url}`),
  )
  const asked = await rehearse('apply', '--target', 'alpha.example')
  const [, command = ''] = /run `tenantform ([^`]+)`/.exec(asked.err) ?? []
  expect(command).toBe(`apply --auto-approve --target alpha.example --sandbox ${here.url}`)
  const yes = await tenantform(command.split(' '), { cwd: workspace.folder })
  expect(yes.code).toBe(3)
  const [, consented = ''] = /run `tenantform ([^`]+)`/.exec(yes.err) ?? []
  expect((await tenantform(consented.split(' '), { cwd: workspace.folder })).code).toBe(0)
})
