/** A snapshot stands in for the accounts: planning over it is planning over them, and a sandbox can start from it. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Plan } from '../../engine/plan/plan.ts'
import type { Reconciliation } from '../../engine/reconcile/reconciliation.ts'
import { copyExample, exampleFolder } from '../support/example.ts'
import { runInProcess } from '../support/run-in-process.ts'
import { startSandboxHere } from '../support/sandbox-process.ts'
import { violationsOf } from '../support/schemas.ts'

let home = ''
let folder = ''
const run = (...args: readonly string[]) => runInProcess([...args, '-C', folder, '-q'], home)
const moves = (text: string) => {
  const { actions, summary } = JSON.parse(text) as Plan
  return { actions: actions.map(action => action.id), summary: { ...summary, requests: 0 } }
}

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'tenantform-snapshot-'))
  folder = join(home, 'workspace')
  copyExample('consolidation', folder)
  const asData = await run('import', '--snapshot', 'data.json', '--format', 'json', '--sandbox')
  expect(violationsOf('Import', JSON.parse(asData.out))).toEqual([])
  expect((await run('import', '--snapshot', 'accounts.json', '--sandbox')).out).toMatch(
    /^REHEARSAL in a sandbox [(]world [0-9a-f]{8}[)]: nothing here is about your accounts\nSnapshot of 3 accounts at 2026-12-07T06:00:00.000Z: 40 customers, 60 catalogue items, in accounts.json\n$/,
  )
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

function withoutCredits(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, part: unknown) => (key === 'credit' ? null : part)))
}

function creditsOf(plan: unknown): unknown {
  return (plan as { summary: { credit: unknown } }).summary.credit
}

describe('a snapshot', () => {
  it('keeps its schema and holds no secret', () => {
    const text = readFileSync(join(home, 'accounts.json'), 'utf8')
    expect(violationsOf('Snapshot', JSON.parse(text))).toEqual([])
    expect(/sandbox-|secret|token/i.exec(text)?.[0] ?? null).toBeNull()
  })

  it('gives the very plan and board that the accounts give but for where they were read, and says that nothing live was read', async () => {
    for (const command of ['plan', 'status']) {
      const live = await run(command, '--format', 'json', '--sandbox')
      const offline = await run(command, '--format', 'json', '--snapshot', 'accounts.json')
      const [here, there] = [live, offline].map(({ out }) => {
        const { id: _, madeIn, ...same } = JSON.parse(out) as { id?: string; madeIn: { kind: string } }
        return { ...same, kind: madeIn.kind }
      })
      expect(withoutCredits(there)).toEqual(withoutCredits({ ...here, kind: 'snapshot' }))
      if (command === 'plan')
        // No snapshot holds the activity log, which tells what young legacy had before (facts 2.5).
        expect([here, there].map(creditsOf)).toEqual([
          { known: [{ amount: '5473.62', currency: 'EUR' }], unknown: 0 },
          { known: [{ amount: '5433.12', currency: 'EUR' }], unknown: 1 },
        ])
      expect(offline.err).toContain('accounts.json was taken at 2026-12-07T06:00:00.000Z.')
    }
  })

  // Was red: a board of a sandbox's snapshot looked like one of the accounts.
  it('says on every board and plan that it was taken in a rehearsal (T29)', async () => {
    for (const command of ['plan', 'status'])
      expect((await run(command, '--snapshot', 'accounts.json')).out.split('\n')[0]).toMatch(
        /^REHEARSAL in a sandbox [(]world [0-9a-f]{8}[)]: nothing here is about your accounts; FROM A SNAPSHOT of 2026-12-07T06:00:00.000Z$/,
      )
  })

  // Was red: the customers of one tenant were planned as those of another that has its name.
  it.each(['plan', 'status'])('is not taken by `%s` for another account of the name', async command => {
    const file = join(folder, 'partners.yaml')
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replace(/^tenantId: .*$/m, 'tenantId: 7d3a0c5e-0000-4000-8000-0000000000ff'))
    try {
      const { code, out, err } = await run(command, '--snapshot', 'accounts.json')
      expect({ code, out, told: err.match(/\[SNAPSHOT[.]\w+\]/g) }).toEqual({
        code: 1,
        out: '',
        told: ['[SNAPSHOT.OTHER_ACCOUNT]'],
      })
      expect(err).toMatch(
        /At 2026-12-07T06:00:00.000Z \S+ was tenant \S+ \(cloud global\); the document says/,
      )
    } finally {
      writeFileSync(file, text)
    }
  })

  it('makes a plan that is carried out nowhere', async () => {
    const planned = await run('plan', '--out', 'offline.json', '--snapshot', 'accounts.json')
    expect(planned.err).toContain('Saved to offline.json.\n')
    expect(planned.err).not.toContain('carry it out with')
    const refused = await run('apply', 'offline.json', '--auto-approve', '--allow-irreversible', '--sandbox')
    expect(refused.code).toBe(4)
    expect(refused.err).toContain('[APPLY.OTHER_WORLD]')
    expect(refused.err).toContain('The plan was made in a snapshot of 2026-12-07T06:00:00.000Z')
  })

  it('seeds a sandbox on which the same moves are planned, without any secret of the accounts', async () => {
    const live = moves((await run('plan', '--format', 'json', '--snapshot', 'accounts.json')).out)
    const sandbox = await startSandboxHere(join(home, 'accounts.json'))
    try {
      rmSync(join(folder, 'world.yaml'))
      const rehearsal = await run('plan', '--format', 'json', '--sandbox', sandbox.url)
      expect(withoutCredits(moves(rehearsal.out))).toEqual(withoutCredits(live))
      expect(live.actions.length).toBeGreaterThan(40)
    } finally {
      cpSync(join(exampleFolder('consolidation'), 'world.yaml'), join(folder, 'world.yaml'))
      await sandbox.stop()
    }
  })

  it('is rehearsed on to the final invoice: moved, witnessed, and credited to the cent', async () => {
    const sandbox = await startSandboxHere(join(home, 'accounts.json'))
    const original = folder
    folder = join(home, 'rehearsal')
    cpSync(original, folder, { recursive: true, filter: path => !/world|[.]tenantform/.test(path) })
    const rehearse = (...args: readonly string[]) => run(...args, '--sandbox', sandbox.url)
    try {
      const pilot = ['--wave', 'pilot']
      const applied = await rehearse('apply', ...pilot, '--auto-approve', '--allow-irreversible')
      const again = await rehearse('plan', ...pilot, '--detailed-exitcode')
      const witnessed = await rehearse('activity', 'verify')
      await sandbox.advance('P40D')
      const invoiced = await rehearse('reconcile', '--format', 'json')
      const { totals, money } = JSON.parse(invoiced.out) as Reconciliation
      expect([applied.code, again.code, witnessed.code, invoiced.code]).toEqual([0, 0, 0, 0])
      expect({ totals, credits: money.map(entry => entry.creditsSeen) }).toEqual({
        totals: [{ verdict: 'matched', count: 10 }],
        credits: ['193.30'],
      })
    } finally {
      folder = original
      await sandbox.stop()
    }
  })

  it('never takes what it does not hold for absent', async () => {
    const text = readFileSync(join(home, 'accounts.json'), 'utf8')
    const { catalogue: _none, ...snapshot } = JSON.parse(text) as Record<string, unknown>
    writeFileSync(join(home, 'poor.json'), JSON.stringify({ ...snapshot, catalogue: [] }))
    const { out } = await run('plan', '--format', 'json', '--snapshot', 'poor.json')
    const plan = JSON.parse(out) as Plan
    expect(plan.actions).toEqual([])
    expect(plan.findings.map(found => found.code)).toContain('PLAN.UNKNOWN_READ')
    expect(plan.findings.map(found => found.code)).not.toContain('PLAN.NOT_SOLD')
  })

  it('is no place for documents, and no sandbox', async () => {
    const both = await run('plan', '--snapshot', 'accounts.json', '--sandbox')
    const documents = await run('import', '--snapshot', 'other.json', '--update', '--sandbox')
    expect([both.code, documents.code, both.err.includes('give one.')]).toEqual([1, 1, true])
  })

  it('is refused when it is something else', async () => {
    writeFileSync(join(home, 'wrong.json'), '{"format": 1}')
    const { code, err } = await run('plan', '--snapshot', 'wrong.json')
    expect({ code, says: err.includes('error: the file is no snapshot [SNAPSHOT.NOT_A_SNAPSHOT]') }).toEqual({
      code: 1,
      says: true,
    })
  })
})
