/** A plan is for its day and for the facts it was made from: what moved stops it, and says what moved. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { encodePlan } from '../../engine/plan/codec.ts'
import { planDigest } from '../../engine/plan/make-plan.ts'
import type { World } from '../../schemas/generated/world.ts'
import { tenantform } from '../support/built-command.ts'
import { isWrite, type SandboxProcess, startSandboxHere } from '../support/sandbox-process.ts'
import { savedPlan } from '../support/saved-plan.ts'
import { violationsOf } from '../support/schemas.ts'
import { tableIn } from '../support/table-in-page.ts'
import { aWorkspace, italy, sourceId, type TestWorkspace } from '../support/workspaces/a-workspace.ts'

let workspace: TestWorkspace
let sandbox: SandboxProcess
const run = (...args: readonly string[]) =>
  tenantform([...args, '--sandbox', sandbox.url, '-q'], { cwd: workspace.folder })
const apply = (...more: readonly string[]) =>
  run('apply', 'p.json', '--auto-approve', '--allow-irreversible', ...more)
const writes = async () =>
  (await sandbox.requests()).filter(request => isWrite(request) && request.requestId !== 'by-hand').length

/** Two sandboxes of one id: what is told apart here is not the world. */
const sameWorld = { TENANTFORM_WORLD: '7' }
beforeEach(async () => {
  workspace = aWorkspace({
    customers: [
      { name: 'alpha', sources: [{ offer: 'mail', seats: 5 }] },
      { name: 'beta', sources: [{ offer: 'e1', seats: 10 }] },
    ],
  })
  sandbox = await startSandboxHere(workspace.seed, sameWorld)
  expect((await run('plan', '--out', 'p.json')).code).toBe(0)
})
afterEach(async () => {
  await sandbox.stop()
  workspace.remove()
})

const otherTenant = '7d3a0c5e-0000-4000-8000-0000000000ff'

/** What an apply of the saved plan is refused with, as data. */
async function refusal() {
  const { code, out } = await apply('--format', 'json')
  const { diagnostics } = JSON.parse(out) as {
    readonly diagnostics: readonly { readonly code: string; readonly detail: string }[]
  }
  return { code, codes: diagnostics.map(entry => entry.code), detail: diagnostics[0]?.detail }
}

/** Somebody in the portal, going round Tenantform. */
async function patchSource(row: number, change: Readonly<Record<string, unknown>>): Promise<void> {
  const token = await sandbox.token(italy.tenantId, italy.clientId, italy.secret)
  const url = `${sandbox.url}/v1/customers/${workspace.tenantOf(row === 0 ? 'alpha' : 'beta')}/subscriptions/${sourceId(row, 0)}`
  const headers = { Authorization: `Bearer ${token}`, 'MS-RequestId': 'by-hand' }
  const before = (await (await fetch(url, { headers })).json()) as Record<string, unknown>
  expect(
    (await fetch(url, { method: 'PATCH', headers, body: JSON.stringify({ ...before, ...change }) })).status,
  ).toBe(200)
}

describe('a plan', () => {
  it('is stale after its UTC day: exit 4, nothing written', async () => {
    await sandbox.advance('PT18H1M')
    const late = await apply()
    expect(late.code).toBe(4)
    expect(late.err).toContain('APPLY.')
    expect(await writes()).toBe(0)
  })

  it('is stale when a seat count moved, and names what moved; --skip-moved does the rest', async () => {
    await patchSource(0, { quantity: 6 })
    const stale = await apply()
    expect(stale.code).toBe(4)
    expect(stale.err).toMatch(/planned from/)
    expect(stale.err).toContain('"seats":5')
    expect(stale.err).toContain('"seats":6')
    expect(await writes()).toBe(0)

    expect((await apply('--skip-moved')).code).toBe(0)
    const rows = await sandbox.subscriptions()
    expect(rows.filter(row => row.acquired !== 'seed').map(row => row.family)).toEqual(['office-e1'])
    expect(
      rows
        .filter(row => row.acquired === 'seed')
        .map(row => `${row.family} ${row.status}`)
        .sort(),
    ).toEqual(['exchange-p1 active', 'office-e1 suspended'])
  })

  // Was red: no byte on stdout, and no word of the file that was asked for.
  it('is stale in Markdown, and says that there is no result to write', async () => {
    await patchSource(0, { quantity: 6 })
    const stale = await apply('--format', 'markdown', '--out', 'r.json')
    const [heading, , , , ...table] = stale.out.trimEnd().split('\n')
    expect([stale.code, heading, table.length, table[2]?.split(' | ')[0]]).toEqual([
      4,
      '## Tenantform apply: stale, nothing written',
      3,
      '| APPLY.MOVED',
    ])
    expect(stale.err).toContain('r.json is not written: nothing was carried out, so there is no result.')
    expect(existsSync(join(workspace.folder, 'r.json'))).toBe(false)
  })

  it('is stale as a page: old → new of the customer that moved alone, and the commands that go on', async () => {
    await patchSource(0, { quantity: 6 })
    const stale = await apply('--format', 'html')
    expect({ code: stale.code, isTold: stale.err.includes('APPLY.MOVED'), writes: await writes() }).toEqual({
      code: 4,
      isTold: true,
      writes: 0,
    })
    expect(tableIn(stale.out, 'moved')).toEqual([
      {
        customer: `alpha | ${workspace.tenantOf('alpha')}`,
        verdict: 'moved',
        account: 'italy',
        about: `Exchange Online (Plan 1) | ${sourceId(0, 0).toLowerCase()}`,
        field: 'seats',
        'the plan said': '5',
        now: '6',
        'the plan wants': `subscription ${sourceId(0, 0).toLowerCase()} under italy should be suspended`,
      },
    ])
    expect(tableIn(stale.out, 'why').map(row => [row['code'], row['what to do']])).toEqual([
      [
        'APPLY.MOVED',
        `run \`tenantform plan --sandbox ${sandbox.url}\`: plans from what is there now · run \`tenantform apply p.json --skip-moved --auto-approve --allow-irreversible --sandbox ${sandbox.url}\`: goes on without the affected customers`,
      ],
    ])
  })

  it('is stale after its day as a page that says why', async () => {
    await sandbox.advance('PT18H1M')
    const late = await apply('--format', 'html')
    expect({ code: late.code, moved: tableIn(late.out, 'moved') }).toEqual({ code: 4, moved: [] })
    expect(tableIn(late.out, 'why').map(row => row['code'])).toEqual(['APPLY.OTHER_DAY'])
  })

  it('adopts what somebody has done exactly as planned', async () => {
    await patchSource(0, { status: 'suspended' })
    expect((await apply()).code).toBe(0)
    const rows = await sandbox.subscriptions()
    expect(
      rows
        .filter(row => row.acquired !== 'seed')
        .map(row => `${row.family} ${row.seats}`)
        .sort(),
    ).toEqual(['exchange-p1 5', 'office-e1 10'])
    expect((await run('plan', '--detailed-exitcode')).code).toBe(0)
  })

  it('is refused when it was edited, cut short, or made from other documents', async () => {
    const path = join(workspace.folder, 'p.json')
    const text = readFileSync(path, 'utf8')
    const plan = savedPlan(path)
    const refused = async (changed: string) => {
      writeFileSync(path, changed)
      const answer = await apply()
      expect(answer.err).not.toMatch(/\bat .*\.js:/)
      return { code: answer.code, diagnostic: /\[([A-Z_.]+)\]/.exec(answer.err)?.[1] }
    }
    expect(await refused(JSON.stringify({ ...plan, on: '2026-12-09' }))).toEqual({
      code: 1,
      diagnostic: 'PLAN.EDITED',
    })
    expect(await refused(text.replace(/^ *"on": .*$/m, '"on": "2026-12-09",'))).toEqual({
      code: 1,
      diagnostic: 'PLAN.EDITED',
    })
    expect(await refused(text.slice(0, 500))).toEqual({ code: 1, diagnostic: 'PLAN.NOT_JSON' })
    expect((await refused('{"format":1}')).code).toBe(1)
    const customer = join(workspace.folder, 'customers', 'alpha.yaml')
    writeFileSync(customer, readFileSync(customer, 'utf8').replace('seats: 5', 'seats: 7'))
    expect(await refused(text)).toEqual({ code: 4, diagnostic: 'APPLY.DOCUMENTS_CHANGED' })
    expect(await writes()).toBe(0)
  })

  it('is refused when another version made it', async () => {
    const path = join(workspace.folder, 'p.json')
    const { id: _, ...content } = savedPlan(path)
    const other = { ...content, tool: { name: 'tenantform', version: '0.0.1' } } as const
    writeFileSync(path, encodePlan({ ...other, id: planDigest(other) }))
    expect((await tenantform(['show', 'p.json'], { cwd: workspace.folder })).code).toBe(0)
    expect(await refusal()).toEqual({
      code: 4,
      codes: ['APPLY.OTHER_VERSION'],
      detail: `The plan was made by version 0.0.1; this is ${content.tool.version}. Nothing was written.`,
    })
    // Before anybody is asked whether to carry it out, and also where it holds nothing to do.
    expect((await run('apply', 'p.json')).err).toContain('APPLY.OTHER_VERSION')
    const empty = { ...other, actions: [] }
    writeFileSync(path, encodePlan({ ...empty, id: planDigest(empty) }))
    expect(await refusal()).toMatchObject({ code: 4, codes: ['APPLY.OTHER_VERSION'] })
    expect(await writes()).toBe(0)
  })

  it('is refused when its partner is another tenant now', async () => {
    const path = join(workspace.folder, 'partners.yaml')
    writeFileSync(path, readFileSync(path, 'utf8').replace(italy.tenantId, otherTenant))
    expect(await refusal()).toEqual({
      code: 4,
      codes: ['APPLY.OTHER_TENANT'],
      detail: `In the plan italy is tenant ${italy.tenantId}; its document now says ${otherTenant}. Nothing was written.`,
    })
    expect(await writes()).toBe(0)
  })

  it('is not carried out on an account that answers for another tenant', async () => {
    const world = parse(readFileSync(workspace.seed, 'utf8')) as World
    const elsewhere = join(workspace.folder, 'elsewhere.seed')
    const apps = (partner: World['partners'][number]) =>
      partner.name === 'italy'
        ? { ...partner, apps: (partner.apps ?? []).map(app => ({ ...app, tokenTenant: otherTenant })) }
        : partner
    writeFileSync(elsewhere, stringify({ ...world, partners: world.partners.map(apps) }))
    await sandbox.stop()
    sandbox = await startSandboxHere(elsewhere, sameWorld)
    const { code, codes } = await refusal()
    expect({ code, codes }).toEqual({ code: 4, codes: ['AUTH.WRONG_TENANT'] })
    expect(await writes()).toBe(0)
  })
})

describe('a clock that is not the service’s', () => {
  const skewed = (skew: string, more: Readonly<Record<string, unknown>>) =>
    sandbox.post('faults', [{ match: { path: '/v1/' }, do: 'skew', skew, ...more }])

  it('keeps an apply from writing, until it is set right; one odd answer does not', async () => {
    await skewed('-PT3H', { times: 'always' })
    expect(await refusal()).toEqual({
      code: 1,
      codes: ['APPLY.CLOCK_OFF'],
      detail:
        'This machine is 10800 s ahead of the service: it is 2026-12-07T06:00:01.000Z here. Nothing was written.',
    })
    expect(await writes()).toBe(0)
    await fetch(`${sandbox.url}/sandbox/faults`, { method: 'DELETE' })
    await sandbox.post('faults', [
      { match: { method: 'POST', path: '/carts' }, do: 'skew', skew: 'PT26H', times: 1 },
    ])
    expect((await apply()).code).toBe(0)
    expect((await run('plan', '--detailed-exitcode')).code).toBe(0)
  })
})

describe('show', () => {
  it('answers a file that is not there as data: exit 1', async () => {
    const told = await tenantform(['show', 'missing.json', '--format', 'json'], { cwd: workspace.folder })
    expect([told.code, told.err]).toEqual([1, ''])
    const answer = JSON.parse(told.out) as { readonly diagnostics: readonly { readonly code: string }[] }
    expect(violationsOf('Diagnostics', answer)).toEqual([])
    expect(answer.diagnostics.map(entry => entry.code)).toEqual(['COMMAND.NO_FILE'])
  })
})
