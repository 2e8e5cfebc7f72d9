/**
 * Kind of write of delegated administration × what goes wrong × when, over real HTTP: each ends as declared, once, with nothing given to a
 * wrong group, and an empty plan. Every cell with TENANTFORM_FULL=1; otherwise each write meets a lost answer and a replaced one, and each
 * moment some kill.
 */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Plan } from '../../engine/plan/plan.ts'
import { groupA, groupB, licences, readers, support } from '../support/admin/builders.ts'
import { hookedCommand, tenantform } from '../support/built-command.ts'
import { builtVersion, runInProcess } from '../support/run-in-process.ts'
import { type SandboxProcess, startSandboxHere } from '../support/sandbox-process.ts'
import { type AdminScene, anAdminWorkspace, ownName } from '../support/workspaces/an-admin-workspace.ts'
import { faults } from './every-fault.ts'

const everything = process.env['TENANTFORM_FULL'] === '1'

interface AdminWrite {
  readonly name: string
  readonly scene: AdminScene
  readonly match: { readonly method: string; readonly path: string }
  /** Which write request of the command it is. */
  readonly position: number
}

const writes: readonly AdminWrite[] = [
  {
    name: 'a draft',
    scene: 'asked',
    match: { method: 'POST', path: '/delegatedAdminRelationships' },
    position: 1,
  },
  { name: 'an opening', scene: 'asked', match: { method: 'POST', path: '/requests' }, position: 2 },
  {
    name: 'a group',
    scene: 'administered',
    match: { method: 'POST', path: '/accessAssignments' },
    position: 1,
  },
  {
    name: 'other roles of a group',
    scene: 'administered',
    match: { method: 'PATCH', path: '/accessAssignments/' },
    position: 2,
  },
  {
    name: 'auto-extend',
    scene: 'extended',
    match: { method: 'PATCH', path: '/delegatedAdminRelationships/' },
    position: 1,
  },
  {
    name: 'the end of the old one',
    scene: 'ended',
    match: { method: 'POST', path: '/requests' },
    position: 1,
  },
]

const roles = [licences, readers].sort()
const own = { partner: 'central', name: ownName, status: 'active', autoExtend: true, roles }
const complete = [`${groupA} active ${roles.join(' ')}`, `${groupB} active ${readers}`]
const ends = {
  asked: [{ ...own, status: 'approvalPending', groups: [] }],
  administered: [{ ...own, groups: complete }],
  extended: [{ ...own, groups: complete }],
  ended: [
    { ...own, groups: complete },
    {
      partner: 'italy',
      name: 'italy 1',
      status: 'terminated',
      autoExtend: false,
      roles: [support],
      groups: [],
    },
  ],
} satisfies Readonly<Record<AdminScene, object>>

interface Row {
  readonly partner: string
  readonly name: string
  readonly status: string
  readonly autoExtend: boolean
  readonly roles: readonly string[]
  readonly assignments: readonly {
    readonly group: string
    readonly status: string
    readonly roles: readonly string[]
  }[]
}

async function standing({ url }: SandboxProcess) {
  const { delegatedAdmin } = (await (await fetch(`${url}/sandbox/state`)).json()) as {
    delegatedAdmin: { relationships: readonly Row[] }
  }
  return delegatedAdmin.relationships
    .map(({ partner, name, status, autoExtend, roles, assignments }) => ({
      partner,
      name,
      status,
      autoExtend,
      roles: [...roles].sort(),
      groups: assignments
        .map(entry => `${entry.group} ${entry.status} ${[...entry.roles].sort().join(' ')}`)
        .sort(),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

const first = {
  asked: ['invite', '--no-mark'],
  administered: ['apply', '--auto-approve'],
  extended: ['apply', '--auto-approve'],
  ended: ['apply', '--auto-approve', '--allow-irreversible'],
} as const satisfies Readonly<Record<AdminScene, readonly string[]>>
const mostTurns = 12

interface Disturbance {
  readonly scripted?: readonly { readonly match: object; readonly times: number }[]
  /** `moment:position` of a SIGKILL of the first command. */
  readonly killedAt?: string
  readonly losesJournal?: boolean
}

/** Does what the answers say until a run exits 0, and then judges what is there. */
async function carryThrough(scene: AdminScene, { scripted = [], killedAt, losesJournal }: Disturbance) {
  const workspace = anAdminWorkspace(scene)
  const sandbox = await startSandboxHere(workspace.seed)
  const diary: string[] = []
  const run = async (...args: readonly string[]) => {
    const argv = [...args, '--sandbox', sandbox.url, '-q']
    const done = await runInProcess(argv, workspace.folder, { version: builtVersion })
    diary.push(`${args[0]}: ${done.code} ${done.err}`)
    return done
  }
  try {
    await sandbox.post('faults', scripted)
    let typed: readonly string[] = first[scene]
    if (killedAt !== undefined) {
      const killed = await tenantform([...typed, '--sandbox', sandbox.url, '-q'], {
        cwd: workspace.folder,
        command: hookedCommand,
        env: { TENANTFORM_KILL_AT: killedAt },
      })
      expect(killed.code).toBe(-1)
      if (losesJournal === true) rmSync(join(workspace.folder, '.tenantform', 'journal'), { recursive: true })
      // A request that was on its way arrives all the same.
      await sandbox.advance('PT5M')
    }
    let isDone = false
    for (let turn = 0; turn < mostTurns && !isDone; turn += 1) {
      const { code, err } = await run(...typed)
      isDone = code === 0
      if (code === 5 || err.includes('APPLY.UNFINISHED')) typed = ['resume', '--allow-irreversible']
      else if (/APPLY.(NOTHING_TO_RESUME|ALREADY_COMPLETE)/.test(err) || code === 4) {
        isDone = false
        typed = first[scene]
      }
    }
    await sandbox.advance('PT5M')
    const again = await run('plan', '--detailed-exitcode', '--format', 'json')
    expect({
      isDone,
      standing: await standing(sandbox),
      left: (JSON.parse(again.out) as Plan).actions,
      code: again.code,
      unmet: (await sandbox.faults()).filter(({ left }) => scripted.some(({ times }) => left === times)),
    }).toEqual({ isDone: true, standing: ends[scene], left: [], code: 0, unmet: [] })
  } catch (error) {
    throw new Error([String(error), ...diary].join('\n  '), { cause: error })
  } finally {
    await sandbox.stop()
    workspace.remove()
  }
}

const replaced = faults.filter(fault => fault.do === 'replace-after-commit')
const lost = faults.filter(fault => fault.do === 'drop-after-commit')
const faultCells = writes.flatMap((write, row) =>
  (everything ? faults : [...lost, ...replaced.slice(row % replaced.length).slice(0, 1)]).map(fault => ({
    write,
    fault,
    how: `${fault.do} ${JSON.stringify(fault)}`,
  })),
)

test.each(faultCells)('$write.name, met by $how, ends as declared', ({ write, fault }) =>
  carryThrough(write.scene, { scripted: [{ match: write.match, ...fault }] }),
)

const killCells = writes.flatMap((write, row) =>
  ['before-send', 'after-answer']
    .flatMap(moment => [false, true].map(losesJournal => ({ write, moment, losesJournal })))
    .filter((_, column) => everything || (row % 2 === 0 && column === (row / 2) % 4)),
)

test.each(killCells)(
  '$write.name, killed $moment, with the journal lost: $losesJournal, ends as declared',
  ({ write, moment, losesJournal }) =>
    carryThrough(write.scene, { killedAt: `${moment}:${write.position}`, losesJournal }),
)
