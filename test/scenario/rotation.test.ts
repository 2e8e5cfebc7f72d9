/** Refresh tokens rotate: the new one is where the old one was before anything is done with it, and the old one works until then. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { stringify } from 'yaml'
import type { DoctorReport } from '../../engine/doctor/report.ts'
import { tenantform } from '../support/built-command.ts'
import { type SandboxProcess, startSandboxHere } from '../support/sandbox-process.ts'

const tenantId = '7d3a0c5e-0000-4000-8000-0000000000c1'
const clientId = '11111111-0000-4000-8000-0000000000c1'
const first = 'sandbox-central-user'
const tokenFile = 'accounts/token'

let folder = ''
let sandbox: SandboxProcess
const write = (path: string, ...documents: readonly object[]) =>
  writeFileSync(
    join(folder, path),
    documents.map(document => stringify({ apiVersion: 'tenantform/v1', ...document })).join('---\n'),
  )

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tenantform-rotation-'))
  mkdirSync(join(folder, 'accounts'))
  const seed = join(folder, '.world')
  write('.world', {
    kind: 'World',
    name: 'rotation',
    clock: '2026-12-07T06:00:00Z',
    partners: [
      {
        name: 'central',
        tenantId,
        country: 'IT',
        currency: 'EUR',
        users: [{ upn: 'ops@central.example', clientId, refreshToken: first }],
      },
    ],
    customers: [],
    catalogue: {},
    subscriptions: [],
  })
  sandbox = await startSandboxHere(seed)
  // Without --sandbox: a rehearsal stores nothing.
  write('workspace.yaml', {
    kind: 'Workspace',
    name: 'rotation',
    endpoints: { api: sandbox.url, authority: sandbox.url },
  })
  writeFileSync(join(folder, tokenFile), `${first}\n`)
})
afterEach(async () => {
  await sandbox.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function signingIn(user: object): Promise<readonly string[]> {
  write('accounts/central.yaml', {
    kind: 'Partner',
    name: 'central',
    tenantId,
    markets: ['IT'],
    credentials: { user: { clientId, refreshToken: 'file:token', ...user } },
  })
  const told = await tenantform(['doctor', '--format', 'json'], { cwd: folder })
  const report = JSON.parse(told.out) as DoctorReport
  const check = report.partners[0]?.checks.find(({ name }) => name === 'sign in as user')
  return [check?.state ?? 'not told', ...(check?.findings ?? []).map(({ code }) => code)]
}

const kept = (path = tokenFile) => readFileSync(join(folder, path), 'utf8')

it('it goes back to its file, and the next run signs in with it', async () => {
  expect(await signingIn({})).toEqual(['ok'])
  const second = kept()
  expect(second.trim()).not.toBe(first)
  expect(await signingIn({})).toEqual(['ok'])
  expect(kept()).not.toBe(second)
})

it('a command is given it, and the file stays as it was', async () => {
  writeFileSync(join(folder, 'accounts/put'), '#!/bin/sh\ncat > accounts/kept\n', { mode: 0o755 })
  expect(await signingIn({ store: { command: ['./put'] } })).toEqual(['ok'])
  expect([kept().trim(), kept('accounts/kept') === '']).toEqual([first, false])
})

it('one that cannot be stored is not used, and the old one still works', async () => {
  expect(await signingIn({ store: { command: ['false'] } })).toEqual(['problem', 'AUTH.NOT_STORED'])
  expect(kept().trim()).toBe(first)
  expect(await signingIn({})).toEqual(['ok'])
})
