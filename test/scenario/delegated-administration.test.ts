/** What hangs on delegated administration, through the built command on a sandbox: licences, ends, evidence, drift, and the watched board. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { Verification } from '../../engine/activity/verify.ts'
import { by } from '../../engine/compare.ts'
import { instant } from '../../engine/model/ids.ts'
import type { Plan } from '../../engine/plan/plan.ts'
import { licences, readers, support } from '../support/admin/builders.ts'
import { runHere, tenantform } from '../support/built-command.ts'
import { copyExample } from '../support/example.ts'
import { isWrite, type SandboxProcess, startSandboxHere } from '../support/sandbox-process.ts'
import { violationsOf } from '../support/schemas.ts'

const lucchesi = '5b0b0c5e-0000-4000-8000-0000000000c1'
const orsi = '5b0b0c5e-0000-4000-8000-0000000000c3'
const [licenceDesk, supportDesk] = [
  '3c3c0000-0000-4000-8000-0000000000d1',
  '3c3c0000-0000-4000-8000-0000000000d2',
]

let folder = ''
let sandbox: SandboxProcess

/** The example, in which Forno Lucchesi has approved a month ago and both desks have their roles. */
async function begin(ends = '2028-11-01T09:00:00Z'): Promise<void> {
  folder = join(mkdtempSync(join(tmpdir(), 'tenantform-admin-story-')), 'workspace')
  copyExample('delegated-administration', folder)
  appendFileSync(
    join(folder, 'world.yaml'),
    `
    - partner: central-emea
      name: central-emea ${lucchesi.replaceAll('-', '')} 1
      customer: ${lucchesi}
      roles: [${readers}, ${licences}, ${support}]
      created: "2026-11-02T09:00:00Z"
      ends: "${ends}"
      assignments:
        - { group: ${licenceDesk}, roles: [${readers}, ${licences}] }
        - { group: ${supportDesk}, roles: [${readers}, ${support}] }
`,
  )
  sandbox = await startSandboxHere(join(folder, 'world.yaml'))
}
afterEach(async () => {
  await sandbox.stop()
  rmSync(join(folder, '..'), { recursive: true, force: true })
})

async function run(code: number, ...args: readonly string[]): Promise<string> {
  const done = await tenantform([...args, '--sandbox', sandbox.url, '-q'], { cwd: folder })
  expect({ args, code: done.code, said: done.code === code ? '' : done.err }).toEqual({
    args,
    code,
    said: '',
  })
  return done.out
}

test('licences in use are read where an active relationship has a reader role, and else the reason is said', async () => {
  await begin()
  const plan = JSON.parse(await run(0, 'plan', '--format', 'json')) as Plan
  const found = plan.customers.map(({ name, licences: pool }) => [
    name,
    pool.kind === 'checked'
      ? pool.pools.map(({ enabled, consumed }) => `${consumed} of ${enabled}`)
      : pool.why,
  ])
  expect(found).toEqual([
    ['Forno Lucchesi', ['7 of 8']],
    ['Pasticceria Orsi', 'nothing asks for it'],
    ['Studio Danieli', 'licences in use cannot be read without delegated administration'],
  ])
  expect(await run(0, 'plan')).toContain('licences 7/8 in use')
})

test('a relationship whose reader role no group holds tells why licences are not read', async () => {
  await begin()
  const world = join(folder, 'world.yaml')
  await sandbox.stop()
  writeFileSync(world, readFileSync(world, 'utf8').replace(/\n {6}assignments:\n.*d1.*\n.*d2.*\n$/, '\n'))
  sandbox = await startSandboxHere(world)
  const plan = JSON.parse(await run(0, 'plan', '--format', 'json')) as Plan
  expect(plan.customers[0]?.licences).toEqual({
    kind: 'not checked',
    why: 'no group holds a role that reads licences in use',
  })
})

test('a relationship that ends soon is in the calendar, in the findings, and extended by the plan', async () => {
  await begin('2027-01-10T09:00:00Z')
  expect(await run(0, 'renewals')).toContain('2027-01-10')
  const plan = JSON.parse(await run(0, 'plan', '--format', 'json')) as Plan
  expect(plan.actions.filter(({ kind }) => kind.startsWith('admin.')).map(({ kind }) => kind)).toContain(
    'admin.auto-extend',
  )
})

test('a mail has both links to be clicked, each where the service said', async () => {
  await begin()
  const { invitations } = JSON.parse(await run(0, 'invite', '--no-mark', '--format', 'json')) as {
    invitations: { link: string | null; adminLink: string | null; html: string; text: string }[]
  }
  const escaped = (link: string) => link.replaceAll('&', '&amp;')
  expect(
    invitations.map(({ html }) => [...html.matchAll(/<a href="([^"]*)">/g)].map(([, address]) => address)),
  ).toEqual(
    invitations.map(({ link, adminLink }) =>
      [link, adminLink].flatMap(one => (one === null ? [] : [escaped(one)])),
    ),
  )
  expect(invitations.some(({ link, adminLink }) => link !== null && adminLink !== null)).toBe(true)
})

test('what was done is in the evidence, and Microsoft’s records confirm what they hold', async () => {
  await begin()
  await run(0, 'invite', '--no-mark')
  const asked = JSON.parse(await run(0, 'activity', 'verify', '--format', 'json')) as Verification
  expect(violationsOf('Verification', asked)).toEqual([])
  expect(asked.totals).toEqual({
    confirmed: 0,
    'not recorded yet': 0,
    'no longer kept': 0,
    'not ours': 0,
    'changed since': 0,
    'never recorded': 2,
  })
  await run(0, 'sandbox', 'approve', 'central-emea', orsi)
  await run(0, 'sandbox', 'accept', 'central-emea', orsi)
  await sandbox.advance('PT5M')
  await run(0, 'apply', '--auto-approve', '--allow-irreversible')
  const verified = JSON.parse(await run(0, 'activity', 'verify', '--format', 'json')) as Verification
  expect(
    verified.lines
      .filter(({ write }) => write?.action.kind.startsWith('admin.') === true)
      .map(({ verdict, customerName, write, record }) => [
        customerName,
        write?.action.kind,
        verdict,
        record?.operation ?? null,
      ])
      .sort(by(line => line.join())),
  ).toEqual([
    ['Forno Lucchesi', 'admin.auto-extend', 'never recorded', null],
    ['Forno Lucchesi', 'admin.end', 'confirmed', 'granular_admin_relationship_termination_requested'],
    ['Pasticceria Orsi', 'admin.assign', 'confirmed', 'granular_admin_access_assignment_created'],
    ['Pasticceria Orsi', 'admin.assign', 'confirmed', 'granular_admin_access_assignment_created'],
    ['Pasticceria Orsi', 'admin.end', 'confirmed', 'granular_admin_relationship_termination_requested'],
  ])
  const table = JSON.parse(await run(0, 'export', 'evidence', '--format', 'json')) as {
    rows: readonly Readonly<Record<string, unknown>>[]
  }
  expect(
    table.rows
      .filter(row => row['action'] === 'admin.end')
      .map(row => [
        row['customer'],
        row['product name'],
        row['outcome'],
        row['irreversible'],
        row['record status'],
      ])
      .sort(by(line => line.join())),
  ).toEqual([
    ['Forno Lucchesi', 'delegated administration: italy lucchesi', 'done', 'yes', 'succeeded'],
    ['Pasticceria Orsi', 'delegated administration: italy orsi', 'done', 'yes', 'succeeded'],
  ])
})

test('what the customer ended is drift, with the hour from the activity log', async () => {
  await begin()
  await run(0, 'sandbox', 'approve', 'central-emea', lucchesi, '--terminate')
  await sandbox.advance('PT5M')
  const drift = await run(2, 'drift')
  expect(drift.split('\n').filter(line => line.includes('Forno Lucchesi'))).toHaveLength(1)
  expect(drift).toContain('2026-12-07T06:0')
})

test('the watched board asks for one page of the log a turn, and nothing of Graph while nothing happens', async () => {
  await begin()
  const stop = new AbortController()
  const asked: (readonly string[])[] = []
  const said: string[] = []
  let seen = 0
  let text = ''
  const note = async () => {
    const all = (await sandbox.requests()).filter(({ path }) => !path.includes('/oauth2/'))
    expect(all.filter(isWrite)).toEqual([])
    asked.push(all.slice(seen).map(({ path }) => path.split('?')[0] ?? ''))
    seen = all.length
    said.push(text)
    text = ''
  }
  await runHere(['status', '--watch', '--sandbox', sandbox.url, '-q'], {
    cwd: folder,
    signal: stop.signal,
    onOut: more => {
      text += more
    },
    clock: {
      now: () => instant('2026-12-07T06:00:00Z'),
      async sleep() {
        if (stop.signal.aborted) return
        await note()
        if (asked.length === 2) {
          await run(0, 'sandbox', 'approve', 'central-emea', orsi)
          await sandbox.advance('PT5M')
          seen = (await sandbox.requests()).filter(({ path }) => !path.includes('/oauth2/')).length
        }
        if (asked.length === 4) stop.abort()
      },
    },
  })
  expect(asked[1]).toEqual(['/v1/auditrecords'])
  expect(asked[2]?.filter(path => path.includes('delegatedAdminRelationships')).length).toBeGreaterThan(0)
  expect(asked[3]).toEqual(['/v1/auditrecords'])
  expect(said[2]).toContain('Pasticceria Orsi')
})
