/** Journals with right check sums that somebody made or changed: they hide no other, and nothing is bought that the documents do not declare. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JournalEntry } from '../../engine/journal/entry.ts'
import { actionId } from '../../engine/model/ids.ts'
import type { Action } from '../../engine/plan/action.ts'
import { encodePlan } from '../../engine/plan/codec.ts'
import { planDigest } from '../../engine/plan/make-plan.ts'
import type { Plan } from '../../engine/plan/plan.ts'
import { decodeRecords } from '../../providers/journal/records.ts'
import { hookedCommand, tenantform } from '../support/built-command.ts'
import { unchained } from '../support/damaged-journal.ts'
import { looseRecord } from '../support/loose-record.ts'
import { isWrite, type SandboxProcess, startSandboxHere } from '../support/sandbox-process.ts'
import { savedPlan } from '../support/saved-plan.ts'
import { aWorkspace, type TestWorkspace } from '../support/workspaces/a-workspace.ts'

let workspace: TestWorkspace
let sandbox: SandboxProcess
const run = (...args: readonly string[]) =>
  tenantform([...args, '--sandbox', sandbox.url, '-q'], { cwd: workspace.folder })
const offline = (...args: readonly string[]) => tenantform(args, { cwd: workspace.folder })
const folder = () => join(workspace.folder, '.tenantform', 'journal')
const writes = async () => (await sandbox.requests()).filter(isWrite).length

beforeEach(async () => {
  workspace = aWorkspace({
    customers: [
      { name: 'alpha', sources: [{ offer: 'mail', seats: 5 }] },
      { name: 'beta', sources: [{ offer: 'e1', seats: 10 }] },
    ],
  })
  sandbox = await startSandboxHere(workspace.seed)
})
afterEach(async () => {
  await sandbox.stop()
  workspace.remove()
})

function onlyJournal(): { readonly name: string; readonly entries: readonly JournalEntry[] } {
  const [file = ''] = readdirSync(folder()).filter(name => name.endsWith('.jsonl'))
  const name = file.slice(0, -6)
  return { name, entries: decodeRecords(readFileSync(join(folder(), file)), name).entries }
}

function keep(name: string, entries: readonly unknown[]): void {
  writeFileSync(join(folder(), `${name}.jsonl`), entries.map(entry => looseRecord(entry)).join(''))
}

describe('an ill-formed journal among good ones', () => {
  // Red before: `Cannot read properties of undefined`, from every command of every customer.
  it.each([
    ['without a plan', (first: object) => ({ ...first, plan: undefined })],
    ['of a plan of nothing', (first: object) => ({ ...first, plan: { actions: [null, {}] } })],
    ['of a name that a shell would run', (first: object) => ({ ...first, apply: 'x;touch ran' })],
    ['that is no object', () => 7],
  ])('%s is told as damaged, and hides none', async (_, change) => {
    expect(
      (await run('apply', '--target', 'alpha.example', '--auto-approve', '--allow-irreversible')).code,
    ).toBe(0)
    const { name, entries } = onlyJournal()
    const bad = '29991231T000000Z-aaaaaaaa'
    const first = { ...entries[0], apply: bad }
    keep(bad, [change(first), ...entries.slice(1)])

    const list = await offline('journal', 'list')
    expect(list.code).toBe(0)
    expect(list.out).toMatch(new RegExp(`${name}.*complete`))
    expect(list.out).toMatch(new RegExp(`${bad}.*damaged`))
    expect((await offline('journal', 'show', name)).code).toBe(0)
    const newest = await offline('journal', 'show')
    expect([newest.code, newest.out.includes(name)]).toEqual([0, true])
    expect((await offline('journal', 'show', bad)).err).toContain('[JOURNAL.CORRUPT]')
    const board = await run('status')
    expect([board.code, board.out.includes('alpha'), board.err.includes('[JOURNAL.CORRUPT]')]).toEqual([
      0,
      true,
      true,
    ])
    const evidence = await run('export', 'evidence')
    expect([evidence.code, evidence.out.includes(name)]).toEqual([5, true])
    expect((await run('resume')).err).toContain('[APPLY.ALREADY_COMPLETE]')
    expect(
      (await run('apply', '--target', 'beta.example', '--auto-approve', '--allow-irreversible')).code,
    ).toBe(0)
    for (const { err } of [list, newest, board, evidence])
      expect(err).not.toMatch(/this is a bug|Cannot read/)
  })
})

const more = (action: Action): Action =>
  action.kind === 'subscription.create' ? { ...action, seats: 300 as typeof action.seats } : action

function edited(plan: Plan, change: (action: Action) => Action): Plan {
  const { id: _, ...content } = { ...plan, actions: plan.actions.map(change) }
  return { ...content, id: planDigest(content) }
}

describe('a plan that was changed and given right digests', () => {
  it('in a journal buys nothing that is not declared', async () => {
    const killed = await tenantform(
      ['apply', '--auto-approve', '--allow-irreversible', '--sandbox', sandbox.url, '-q'],
      { cwd: workspace.folder, command: hookedCommand, env: { TENANTFORM_KILL_AT: 'before-send:1' } },
    )
    expect([killed.code, await writes()]).toEqual([-1, 0])
    const { name, entries } = onlyJournal()
    const [first] = entries
    if (first?.kind !== 'apply.began') throw new Error('no plan')
    const plan = edited(first.plan, more)
    const apply = name.replace(/-[0-9a-f]{8}$/, `-${plan.id.slice(7, 15)}`)
    rmSync(join(folder(), `${name}.jsonl`))
    // Without a chain, as before there was one; whoever makes a plan's digests anew can make that too.
    const others = (began: JournalEntry) => unchained([began, ...entries.slice(1)])
    keep(apply, others({ ...first, apply, plan }))
    const resumed = await run('resume', '--allow-irreversible')
    expect([resumed.code, await writes()]).toEqual([4, 0])
    expect(resumed.err).toContain('[APPLY.NOT_DECLARED]')
    expect(resumed.err).toContain('its seats: 300 is planned, 5 is declared')
    // Without new digests it is seen at once; as it was, it goes on.
    keep(apply, others({ ...first, apply, plan: { ...plan, id: first.plan.id } }))
    expect((await run('resume', '--allow-irreversible')).err).toContain('[PLAN.EDITED]')
    rmSync(join(folder(), `${apply}.jsonl`))
    keep(name, entries)
    expect((await run('resume', '--allow-irreversible')).code).toBe(0)
    expect((await run('plan', '--detailed-exitcode')).code).toBe(0)
  })

  it.each([
    ['more seats', more],
    [
      'another name',
      (action: Action) => (action.kind === 'subscription.create' ? { ...action, name: 'x' } : action),
    ],
    [
      'an undeclared customer',
      (action: Action) =>
        action.kind === 'subscription.create'
          ? {
              ...action,
              customer: action.customer.replace(/1$/, '9') as typeof action.customer,
              id: actionId('subscription.create:other'),
            }
          : action,
    ],
    [
      'a switch-off without a replacement',
      (action: Action) => (action.kind === 'subscription.suspend' ? { ...action, replacedBy: [] } : action),
    ],
    [
      'a switch-off of what the target keeps',
      (action: Action) =>
        action.kind === 'subscription.suspend'
          ? { ...action, partner: 'central' as typeof action.partner }
          : action,
    ],
  ])('in a file is refused: %s', async (_, change) => {
    await run('plan', '--out', 'p.json')
    const plan = savedPlan(join(workspace.folder, 'p.json'))
    writeFileSync(join(workspace.folder, 'p.json'), encodePlan(edited(plan, change)))
    const done = await run('apply', 'p.json', '--auto-approve', '--allow-irreversible')
    expect([done.code, await writes()]).toEqual([4, 0])
    expect(done.err).toContain('[APPLY.NOT_DECLARED]')
  })

  it('whose documents changed since is not gone on with, and a fresh plan is', async () => {
    await tenantform(['apply', '--auto-approve', '--allow-irreversible', '--sandbox', sandbox.url, '-q'], {
      cwd: workspace.folder,
      command: hookedCommand,
      env: { TENANTFORM_KILL_AT: 'before-send:1' },
    })
    const document = join(workspace.folder, 'customers', 'alpha.yaml')
    writeFileSync(document, readFileSync(document, 'utf8').replace('seats: 5', 'seats: 6'))
    const resumed = await run('resume', '--allow-irreversible')
    expect([resumed.code, resumed.err.includes('[APPLY.DOCUMENTS_CHANGED]'), await writes()]).toEqual([
      4,
      true,
      0,
    ])
    // Something of it may have been sent: what does not show yet would be bought twice.
    await sandbox.advance('PT1H')
    expect((await run('apply', '--auto-approve', '--allow-irreversible')).code).toBe(0)
    expect((await run('plan', '--detailed-exitcode')).code).toBe(0)
  })
})

it('a lock that names nobody stops nobody once it fell silent', async () => {
  await run('plan', '--out', 'p.json')
  await tenantform(
    ['apply', 'p.json', '--auto-approve', '--allow-irreversible', '--sandbox', sandbox.url, '-q'],
    {
      cwd: workspace.folder,
      command: hookedCommand,
      env: { TENANTFORM_KILL_AT: 'before-send:1' },
    },
  )
  const { utimesSync } = await import('node:fs')
  const locks = join(folder(), 'locks')
  for (const name of readdirSync(folder())) if (name.endsWith('.jsonl')) rmSync(join(folder(), name))
  const hourAgo = new Date(Date.now() - 3_600_000)
  for (const name of readdirSync(locks)) {
    if (name.endsWith('owner.json')) rmSync(join(locks, name))
    else utimesSync(join(locks, name), hourAgo, hourAgo)
  }
  expect((await run('apply', 'p.json', '--auto-approve', '--allow-irreversible')).code).toBe(0)
  expect((await run('plan', '--detailed-exitcode')).code).toBe(0)
})
