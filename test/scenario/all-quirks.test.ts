/** Issue 3: with every oddity of the service at once the main job does the same, but for a customer who carries a word nobody knows. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Plan } from '../../engine/plan/plan.ts'
import { type Ran, tenantform } from '../support/built-command.ts'
import { copyExample } from '../support/example.ts'
import { type SandboxProcess, startSandboxHere } from '../support/sandbox-process.ts'

/** Of the last wave, so that no other waits for it. */
const strange = 'f113403e-f5df-46d3-af39-4c976b52e208'

interface Site {
  readonly sandbox: SandboxProcess
  readonly plan: Plan
  run(...args: readonly string[]): Promise<Ran>
}

const folders: string[] = []

async function aSite(quirks: object | null): Promise<Site> {
  const folder = join(mkdtempSync(join(tmpdir(), 'tenantform-quirks-')), 'workspace')
  folders.push(folder)
  copyExample('consolidation', folder)
  const sandbox = await startSandboxHere(join(folder, 'world.yaml'))
  if (quirks !== null) {
    await sandbox.post('quirks', quirks)
  }
  const run: Site['run'] = (...args) =>
    tenantform([...args, '-C', folder, '--sandbox', sandbox.url, '-q'], { cwd: folder })
  const planned = await run('plan', '--out', 'p.json', '--format', 'json')
  if (planned.code !== 0) throw new Error(planned.err)
  return { sandbox, plan: JSON.parse(planned.out) as Plan, run }
}

/** What is done, however the service spells ids. */
function doings(plan: Plan, without: string): readonly unknown[] {
  return plan.actions
    .filter(action => 'customer' in action && action.customer !== without)
    .map(
      action => JSON.parse(JSON.stringify({ ...action, expects: [], proves: [] }).toLowerCase()) as unknown,
    )
}

describe('the consolidation example on a service at its oddest', () => {
  let quiet: Site
  let odd: Site

  beforeAll(async () => {
    quiet = await aSite(null)
    odd = await aSite({ all: true, unknownValues: [strange] })
  })
  afterAll(async () => {
    await quiet.sandbox.stop()
    await odd.sandbox.stop()
    for (const folder of folders) rmSync(join(folder, '..'), { recursive: true, force: true })
  })

  it('plans the same for everybody but the customer with the unknown word, who is shown', async () => {
    expect(doings(odd.plan, strange)).toEqual(doings(quiet.plan, strange))
    expect(odd.plan.actions.filter(action => 'customer' in action && action.customer === strange)).toEqual([])
    const shown = odd.plan.customers.find(({ tenant }) => tenant === strange)?.blockedBy
    expect(shown?.map(({ code, detail }) => [code, detail?.includes('"quarantined"')])).toEqual([
      ['PLAN.UNSUPPORTED', true],
    ])
  })

  it('carries it out, and has nothing left to do', async () => {
    const applied = await odd.run('apply', 'p.json', '--auto-approve', '--allow-irreversible')
    expect({ code: applied.code, err: applied.err }).toEqual({ code: 0, err: '' })
    const again = await odd.run('plan', '--detailed-exitcode', '--format', 'json')
    expect({ code: again.code, actions: (JSON.parse(again.out) as Plan).actions }).toEqual({
      code: 0,
      actions: [],
    })
    await odd.sandbox.advance('P2D')
    expect((await odd.sandbox.ledger()).doubleBilled).toEqual([])
  })
})
