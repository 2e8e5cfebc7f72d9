/** The sandbox as a program of its own, and as the one that commands of a workspace share. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { parse } from 'yaml'
import { builtCommand, runHere, tenantform } from '../support/built-command.ts'
import { aWorkspace, italy, type TestWorkspace } from '../support/workspaces/a-workspace.ts'

let workspace: TestWorkspace

beforeAll(() => {
  workspace = aWorkspace({ customers: [{ name: 'alpha', sources: [{ offer: 'mail', seats: 5 }] }] })
})
afterAll(() => workspace.remove())

interface Started {
  readonly child: ChildProcess
  readonly out: string
  readonly url: string
}

async function start(...options: readonly string[]): Promise<Started> {
  const child = spawn(process.execPath, [builtCommand, 'sandbox', 'start', '--json', ...options], {
    cwd: workspace.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let out = ''
  for await (const chunk of child.stdout ?? []) {
    out += String(chunk)
    if (out.includes('\n')) break
  }
  return { child, out, url: (JSON.parse(out) as { url: string }).url }
}

async function stopped({ child }: Started, signal: 'SIGTERM' | 'SIGKILL'): Promise<readonly unknown[]> {
  const ended = once(child, 'exit')
  child.kill(signal)
  return ended
}

const sandbox = (...args: readonly string[]) =>
  tenantform(['sandbox', ...args, '-C', workspace.folder], { cwd: workspace.folder })
const of = async (site: Started, route: string) => (await fetch(`${site.url}/sandbox/${route}`)).text()
const post = (site: Started, route: string, body: unknown) =>
  fetch(`${site.url}/sandbox/${route}`, { method: 'POST', body: JSON.stringify(body) })

it('says of a live clock that it ticks, and what lets time pass', async () => {
  const { code, out } = await runHere(['sandbox', 'start', '--seed', workspace.seed, '--clock', 'live'], {
    cwd: workspace.folder,
    signal: AbortSignal.abort(),
  })
  const url = /http:\S+/.exec(out)?.[0]
  expect({ code, out }).toEqual({
    code: 0,
    out: `Sandbox at ${url} (stop it with Ctrl-C)\nIts clock ticks. What commands do not wait for themselves comes at once with \`tenantform sandbox advance PT2H --sandbox ${url}\`\n`,
  })
})

it('prints one line of JSON, and stops with 0 on SIGTERM, requests under way or not', async () => {
  const site = await start('--seed', workspace.seed)
  const { worldId } = JSON.parse(await of(site, 'health')) as { worldId: string }
  expect(site.out).toBe(`${JSON.stringify({ format: 1, kind: 'started', url: site.url, worldId })}\n`)
  await post(site, 'faults', [{ match: { path: '/v1/' }, do: 'hold-before-commit' }])
  const held = fetch(`${site.url}/v1/customers`).catch(() => 'cut')
  while (!(await of(site, 'requests')).includes('/v1/customers')) await of(site, 'health')
  expect(await stopped(site, 'SIGTERM')).toEqual([0, null])
  expect(await held).toBe('cut')
})

it('takes a World in JSON, and a throttle with or without its unit', async () => {
  const seed = join(workspace.folder, 'world.json')
  writeFileSync(seed, JSON.stringify(parse(readFileSync(workspace.seed, 'utf8'))))
  for (const throttle of ['1', '1/min']) {
    const site = await start('--seed', seed, '--throttle', throttle)
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: italy.clientId,
      client_secret: italy.secret,
      resource: 'https://api.partnercenter.microsoft.com',
    })
    const token = await fetch(`${site.url}/${italy.tenantId}/oauth2/token`, { method: 'POST', body: form })
    const { access_token } = (await token.json()) as { access_token: string }
    const statuses: number[] = []
    for (let count = 0; count < 2; count += 1)
      statuses.push(
        (
          await fetch(`${site.url}/v1/customers/${workspace.tenantOf('alpha')}`, {
            headers: { Authorization: `Bearer ${access_token}` },
          })
        ).status,
      )
    expect(statuses).toEqual([200, 429])
  }
})

it('goes on after a kill and a full disc with everything it answered, and shares its folder with nobody', async () => {
  const state = ['--seed', workspace.seed, '--state', 'kept']
  const first = await start(...state)
  await post(first, 'clock', { advance: 'P1D' })
  const before = await of(first, 'state')
  const second = await sandbox('start', '--json', ...state)
  expect([second.code, second.err]).toEqual([
    1,
    `error: another sandbox works in this state folder [COMMAND.STATE_IN_USE]
  ${join(workspace.folder, 'kept')} is in use by process ${first.child.pid}.
  → use the one that runs, stop it, or give another folder
`,
  ])
  await stopped(first, 'SIGKILL')

  // Red once: a full disc left the first half of the state in the place of all of it.
  const path = join(workspace.folder, 'kept', 'state.jsonl')
  const whole = readFileSync(path, 'utf8')
  const limit = `ulimit -f ${Math.floor(whole.length / 2048)}; exec "$@"`
  const command = [process.execPath, builtCommand, 'sandbox', 'start', '--json', ...state]
  const full = await execa('bash', ['-c', limit, 'bash', ...command], {
    cwd: workspace.folder,
    reject: false,
  })
  expect([full.exitCode, full.stderr.split('\n')[0], readFileSync(path, 'utf8') === whole]).toEqual([
    1,
    'error: a file could not be written, and what was there before is as it was [COMMAND.NOT_WRITTEN]',
    true,
  ])
  // The proof is of the one that was killed: no process answers for it.
  expect(readdirSync(join(workspace.folder, 'kept')).sort()).toEqual([
    'owner.json',
    'proof.json',
    'state.jsonl',
  ])

  const third = await start(...state)
  expect(await of(third, 'state')).toBe(before)
})

it('says that a port is taken', async () => {
  const { url } = await start('--seed', workspace.seed)
  const { code, err } = await sandbox('start', '--seed', workspace.seed, '--port', new URL(url).port)
  expect([code, err.includes('[COMMAND.PORT_TAKEN]')]).toEqual([1, true])
})

it('says what is wrong with a World, at its place', async () => {
  const seed = join(workspace.folder, 'wrong.json')
  const world = parse(readFileSync(workspace.seed, 'utf8')) as Record<string, unknown>
  writeFileSync(seed, JSON.stringify({ ...world, faults: [{ do: 'status' }] }))
  const { code, err } = await sandbox('start', '--seed', seed)
  expect([code, err.includes('[DOCUMENT.MISSING_KEY]')]).toEqual([1, true])
})

it('says what a fault of a World cannot have, and keeps no state of it', async () => {
  const seed = join(workspace.folder, 'wrong.json')
  const kept = join(workspace.folder, 'refused')
  const world = parse(readFileSync(workspace.seed, 'utf8')) as Record<string, unknown>
  writeFileSync(seed, JSON.stringify({ ...world, faults: [{ do: 'garble', ms: 5 }] }))
  const { code, err } = await sandbox('start', '--seed', seed, '--state', kept)
  expect([code, err, existsSync(kept)]).toEqual([
    1,
    `error: the World document asks for something the sandbox does not have [COMMAND.WORLD_REFUSED]
  faults: A garble fault has no property ms.
  → correct the World document; tenantform schema world lists what it can hold
`,
    false,
  ])
})

it('is one for commands that run at once, however soon the one that started it is done', async () => {
  const shared = aWorkspace({ customers: [{ name: 'alpha', sources: [{ offer: 'mail', seats: 5 }] }] })
  onTestFinished(() => shared.remove())
  const plans = await Promise.all(
    [1, 2, 3].map(() =>
      tenantform(['plan', '--sandbox', '-q', '-C', shared.folder], {
        cwd: shared.folder,
        command: builtCommand,
      }),
    ),
  )
  expect(plans.map(({ code, err }) => [code, err])).toEqual([1, 2, 3].map(() => [0, '']))
  expect(new Set(plans.map(({ out }) => out)).size).toBe(1)
})
