/** The board that is watched: asks again at its time and not before, with reads alone, until everybody has accepted or somebody stops it. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { instant } from '../../engine/model/ids.ts'
import { runHere } from '../support/built-command.ts'
import { isWrite, type SandboxProcess, startSandboxHere } from '../support/sandbox-process.ts'
import { aWorkspace, type TestWorkspace } from '../support/workspaces/a-workspace.ts'

let workspace: TestWorkspace
let sandbox: SandboxProcess
beforeEach(async () => {
  workspace = aWorkspace({
    customers: [
      { name: 'alpha', sources: [{ offer: 'mail', seats: 5 }], accepted: false },
      { name: 'beta', sources: [{ offer: 'mail', seats: 5 }] },
    ],
  })
  sandbox = await startSandboxHere(workspace.seed)
})
afterEach(async () => {
  await sandbox.stop()
  workspace.remove()
})

interface Watched {
  readonly code: number
  readonly err: string
  /** What was printed before each pause, and after the last one. */
  readonly said: readonly string[]
  readonly pauses: readonly number[]
  /** Requests to the service before each pause, and after the last one. */
  readonly asked: readonly number[]
}

/** Whatever happens in a pause is told by its number, from 1 on; nobody waits. */
async function watched(meanwhile: (pause: number, stop: () => void) => Promise<unknown>, ...flags: string[]) {
  const stop = new AbortController()
  const found: { said: string[]; pauses: number[]; asked: number[] } = { said: [], pauses: [], asked: [] }
  let said = ''
  let seen = 0
  const note = async () => {
    const { length } = (await sandbox.requests()).filter(({ path }) => path.startsWith('/v1/'))
    found.asked.push(length - seen)
    found.said.push(said)
    said = ''
    seen = length
  }
  const done = await runHere(['status', '--watch', ...flags, '--sandbox', sandbox.url, '-q'], {
    cwd: workspace.folder,
    signal: stop.signal,
    onOut: text => {
      said += text
    },
    clock: {
      now: () => instant('2026-12-07T06:00:00Z'),
      async sleep(ms, over) {
        // What is on its way when it is stopped has a time to end, which is no pause between looks, and here it takes none of it.
        if (stop.signal.aborted) {
          await new Promise((_, reject) => {
            over?.addEventListener('abort', () => reject(over.reason), { once: true })
          })
          return
        }
        found.pauses.push(ms)
        await note()
        await meanwhile(found.pauses.length, () => stop.abort())
      },
    },
  })
  await note()
  expect((await sandbox.requests()).filter(isWrite)).toEqual([])
  return { code: done.code, err: done.err, ...found } satisfies Watched
}

it('looks every five minutes until the last has accepted, and prints what changed', async () => {
  const { code, err, said, pauses, asked } = await watched(async pause => {
    if (pause === 2)
      await sandbox.post('accept', { partner: 'central', customer: workspace.tenantOf('alpha') })
  })
  expect({ code, err, pauses, changes: said.slice(1) }).toEqual({
    code: 0,
    err: '',
    pauses: [300_000, 300_000],
    changes: ['', '2026-12-07T06:00Z  alpha  invited 6 days → ready · next: partner\n'],
  })
  // One page of the activity log says that nothing happened; with news in it everybody is looked at again.
  const [first = 0, second = 0, third = 0] = asked
  expect({ looks: asked.length, page: second, grown: third > first }).toEqual({
    looks: 3,
    page: 1,
    grown: true,
  })
})

it('tells a look that failed, and goes on in its time until it is stopped', async () => {
  const { code, err, said, pauses } = await watched(async (pause, stop) => {
    if (pause === 1)
      await sandbox.post('faults', [
        { match: { path: '/v1/' }, do: 'status', code: 401, times: 1000 },
        { match: { path: '/oauth2/' }, do: 'status', code: 503, times: 1000 },
      ])
    if (pause === 2) stop()
  }, '45')
  expect({ code, told: err.match(/\[[A-Z.]+\]/g), pauses, changes: said.slice(1) }).toEqual({
    code: 0,
    told: ['[AUTH.UNREACHABLE]', '[AUTH.UNREACHABLE]', '[AUTH.UNREACHABLE]'],
    pauses: [45_000, 45_000],
    changes: ['', ''],
  })
})

it('refuses to ask more often than every half minute', async () => {
  const { code, err, pauses } = await watched(async () => undefined, '29')
  expect({ code, pauses, says: err.includes('`29`; it takes seconds, 30 or more.') }).toEqual({
    code: 1,
    pauses: [],
    says: true,
  })
})
