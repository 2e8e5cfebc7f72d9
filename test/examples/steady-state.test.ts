import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Plan } from '../../engine/plan/plan.ts'
import { copyExample } from '../support/example.ts'
import { runInProcess } from '../support/run-in-process.ts'

/** What is said beside the actions: a decrease outside its window, until it is scheduled; and something nobody declared. */
const findings = ['PLAN.DECREASE_NOT_REFUNDABLE', 'PLAN.UNMANAGED']

describe('examples/steady-state, carried out', () => {
  let folder = ''
  const run = (...args: readonly string[]) => runInProcess([...args, '-C', folder, '--sandbox'])
  const plan = async (): Promise<Plan> => JSON.parse((await run('plan', '--format', 'json')).out)

  beforeAll(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'tenantform-steady-')), 'workspace')
    copyExample('steady-state', folder)
  })
  afterAll(() => rmSync(join(folder, '..'), { recursive: true, force: true }))

  it('does every kind of day-two change, and then has nothing left but what it said it would not do', async () => {
    const before = await plan()
    expect([...new Set(before.actions.map(action => action.kind))].sort()).toEqual([
      'subscription.change-details',
      'subscription.change-renewal',
      'subscription.change-seats',
      'subscription.create',
      'subscription.reactivate',
      'subscription.rename',
      'subscription.suspend',
    ])
    expect(before.findings.map(found => found.code).sort()).toEqual(findings)

    const applied = await run('apply', '--auto-approve', '--allow-irreversible')
    expect({ code: applied.code, said: applied.code === 0 ? '' : applied.err }).toEqual({ code: 0, said: '' })

    const after = await plan()
    expect(after.actions).toEqual([])
    expect(after.findings.map(found => found.code)).toEqual(['PLAN.UNMANAGED'])
  })

  it('is declined without the consent that new commerce needs', async () => {
    const other = join(folder, '..', 'other')
    copyExample('steady-state', other)
    const declined = await runInProcess(['apply', '--auto-approve', '-C', other, '--sandbox'])
    expect(declined.code).toBe(3)
    const log = await runInProcess(['sandbox', 'requests', '-C', other])
    const writes = JSON.parse(log.out).requests.filter(
      (request: { readonly method: string; readonly path: string }) =>
        request.method !== 'GET' && !request.path.includes('/oauth2/'),
    )
    expect(writes).toEqual([])
  })
})
