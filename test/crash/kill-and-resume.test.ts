/**
 * The real process, killed with SIGKILL at every kind of write request × three moments, then resumed: nothing is ordered
 * twice, nothing is switched off without its twin, nothing is left to do. Every write of the apply with TENANTFORM_FULL=1.
 *
 * before-send: the journal says it began, nothing was sent. after-answer: answered, not yet in the journal. In between, the
 * sandbox has committed and holds its answer back until the process is gone. The run-down is printed at the end.
 */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import type { Plan } from '../../engine/plan/plan.ts'
import { hookedCommand, startTenantform, tenantform } from '../support/built-command.ts'
import { builtVersion, runInProcess } from '../support/run-in-process.ts'
import {
  isWrite,
  type SandboxProcess,
  type SandboxRequest,
  startSandboxHere,
} from '../support/sandbox-process.ts'
import { aWorkspace, sourceId, type TestWorkspace } from '../support/workspaces/a-workspace.ts'

const everything = process.env['TENANTFORM_FULL'] === '1'
/** Three purchases by cart and checkout, an add-on on the order of its base, five switch-offs. */
const writes = 12
const everyPosition = Array.from({ length: writes }, (_, position) => position + 1)
/** The order of an add-on, and the last switch-off; test/chaos/matrix.test.ts goes through every kind of write. */
const positions = everything ? everyPosition : [7, writes]

const runDown: {
  readonly moment: string
  readonly write: number
  readonly seen: SandboxRequest | undefined
  /** Requests sent once more under their first id; the service answers them from memory. */
  readonly repeated: number
}[] = []
afterAll(() => {
  const rows = runDown.map(({ moment, write, seen, repeated }) =>
    [
      moment.padEnd(13),
      String(write).padStart(5),
      String(repeated).padStart(8),
      seen === undefined ? 'nothing' : `${seen.method} ${lastWord(seen)}`,
    ].join('  '),
  )
  process.stdout.write(
    `${['moment         write  repeated  last seen by the service', ...rows.sort()].join('\n')}\n`,
  )
})

let workspace: TestWorkspace
let sandbox: SandboxProcess

async function prepare(): Promise<void> {
  workspace = aWorkspace({
    customers: [
      {
        name: 'alpha',
        sources: [
          { offer: 'mail', seats: 5 },
          { offer: 'e3', seats: 20 },
          { offer: 'protection', seats: 20, addOnTo: 'e3' },
        ],
      },
      {
        name: 'beta',
        sources: [
          { offer: 'e1', seats: 10 },
          { partner: 'germany', offer: 'e1', seats: 7 },
        ],
      },
    ],
  })
  sandbox = await startSandboxHere(workspace.seed)
  expect((await run('plan', '--out', 'p.json')).code).toBe(0)
}

/** What nothing disturbs is carried out in this process: the same program, and faster. */
const run = (...args: readonly string[]) =>
  runInProcess([...args, '--sandbox', sandbox.url, '-q'], workspace.folder, { version: builtVersion })
const apply = ['apply', 'p.json', '--auto-approve', '--allow-irreversible'] as const

afterEach(async () => {
  await sandbox.stop()
  workspace.remove()
})

/** What must hold whatever happened. */
async function expectDoneOnce(): Promise<void> {
  const subscriptions = await sandbox.subscriptions()
  const bought = subscriptions
    .filter(row => row.acquired !== 'seed')
    .map(row => `${row.family} ${row.seats} ${row.status}`)
    .sort()
  expect(bought).toEqual([
    'atp 20 active',
    'exchange-p1 5 active',
    'office-e1 17 active',
    'office-e3 20 active',
  ])
  expect(subscriptions.filter(row => row.acquired === 'seed').map(row => row.status)).toEqual(
    Array.from({ length: 5 }, () => 'suspended'),
  )

  const sent = (await sandbox.requests()).filter(isWrite)
  const checkouts = sent.filter(request => request.path.endsWith('/checkout')).map(request => request.path)
  expect(checkouts).toHaveLength(new Set(checkouts).size)
  for (const customer of ['alpha', 'beta'].map(workspace.tenantOf)) {
    const mine = sent.filter(request => request.path.includes(customer))
    const firstOff = mine.findIndex(request => request.path.includes('/subscriptions/'))
    expect(mine.slice(firstOff).filter(request => /\/carts|\/orders/.test(request.path))).toEqual([])
  }
  const again = await run('plan', '--detailed-exitcode', '--format', 'json')
  expect({ code: again.code, actions: (JSON.parse(again.out) as Plan).actions }).toEqual({
    code: 0,
    actions: [],
  })
}

describe.each(['before-send', 'after-answer'] as const)('killed %s', moment => {
  it.each(positions)('write %i is resumed and done once', async position => {
    await prepare()
    const killed = await tenantform([...apply, '--sandbox', sandbox.url, '-q'], {
      cwd: workspace.folder,
      command: hookedCommand,
      env: { TENANTFORM_KILL_AT: `${moment}:${position}` },
    })
    expect(killed.code).toBe(-1)
    const seen = (await sandbox.requests()).filter(isWrite)
    // The other customer's lane works at the same time: its request may be on its way.
    if (moment === 'before-send') expect(seen.length).toBeLessThan(position)
    else expect(seen.length).toBeGreaterThanOrEqual(position)
    const resumed = await run('resume', '--allow-irreversible')
    expect({ code: resumed.code, err: resumed.err }).toEqual({ code: 0, err: '' })
    await expectDoneOnce()
    const all = (await sandbox.requests()).filter(isWrite)
    runDown.push({ moment, write: position, seen: seen.at(-1), repeated: all.length - writes })
  })
})

describe('killed after the service has committed, before its answer', () => {
  const moments: readonly (readonly [string, () => { readonly method: string; readonly path: string }])[] = [
    ['a checkout', () => ({ method: 'POST', path: '/checkout' })],
    ['the order of an add-on', () => ({ method: 'PATCH', path: '/orders/' })],
    ['the switch-off of an add-on', () => ({ method: 'PATCH', path: sourceId(0, 2).toLowerCase() })],
    ['the last switch-off of a customer', () => ({ method: 'PATCH', path: sourceId(1, 1).toLowerCase() })],
  ]
  it.each(moments)('%s is found, and not repeated', async (_what, match) => {
    await prepare()
    await sandbox.post('faults', [{ match: match(), do: 'hold-after-commit' }])
    const started = startTenantform([...apply, '--sandbox', sandbox.url, '-q'], { cwd: workspace.folder })
    await heldRequest(match().path)
    started.process.kill('SIGKILL')
    await started.ended
    const resumed = await run('resume', '--allow-irreversible')
    expect({ code: resumed.code, err: resumed.err }).toEqual({ code: 0, err: '' })
    await expectDoneOnce()
  })
})

describe('with the journal lost', () => {
  it.each(everything ? ['after-answer:4', 'after-answer:9'] : ['after-answer:9'])(
    'applying the saved plan again after %s orders nothing twice',
    async moment => {
      await prepare()
      await tenantform([...apply, '--sandbox', sandbox.url, '-q'], {
        cwd: workspace.folder,
        command: hookedCommand,
        env: { TENANTFORM_KILL_AT: moment },
      })
      rmSync(join(workspace.folder, '.tenantform'), { recursive: true, force: true })
      const again = await run(...apply)
      expect({ code: again.code, err: again.err }).toEqual({ code: 0, err: '' })
      await expectDoneOnce()
    },
  )
})

function lastWord({ path }: SandboxRequest): string {
  return ['checkout', 'carts', 'orders'].find(word => path.includes(`/${word}`)) ?? 'subscriptions'
}

/** Asks until the log shows a write that was taken and not answered; bounded by the test's own time. */
async function heldRequest(path: string): Promise<void> {
  for (;;) {
    const held = (await sandbox.requests()).some(
      request =>
        isWrite(request) && request.status === 0 && request.path.toLowerCase().includes(path.toLowerCase()),
    )
    if (held) return
    await new Promise(resolve => setImmediate(resolve))
  }
}
