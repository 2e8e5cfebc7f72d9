/** A transfer is completed by Microsoft in its own name: its records confirm ours and are no stranger's change. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Verification } from '../../engine/activity/verify.ts'
import { exampleFolder } from '../support/example.ts'
import { runInProcess } from '../support/run-in-process.ts'

let home = ''
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'tenantform-transfer-'))
  cpSync(exampleFolder('consolidation'), join(home, 'workspace'), {
    recursive: true,
    filter: path => !path.includes('.tenantform') && !path.includes('customers'),
  })
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

it('imports, transfers and verifies a subscription of new commerce, and then has nothing to do', async () => {
  const run = (...args: readonly string[]) =>
    runInProcess([...args, '-C', join(home, 'workspace'), '--sandbox', '-q'], home)
  const target = ['--target', 'logisticaadriatica.example']
  await run('import', '--consolidation', 'emea-2026')
  const applied = await run('apply', ...target, '--auto-approve', '--allow-irreversible')
  expect(applied.code).toBe(0)
  const { code, out } = await run('activity', 'verify', '--format', 'json')
  const { totals, lines } = JSON.parse(out) as Verification
  expect({ code, totals, kinds: lines.map(line => line.write?.action.kind) }).toEqual({
    code: 0,
    totals: { confirmed: 3, 'not recorded yet': 0, 'no longer kept': 0, 'not ours': 0, 'changed since': 0 },
    kinds: ['subscription.create', 'subscription.transfer', 'subscription.suspend'],
  })
  expect((await run('plan', ...target, '--detailed-exitcode')).code).toBe(0)
})
