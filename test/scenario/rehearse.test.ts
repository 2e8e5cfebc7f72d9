/** A rehearsal tells what the real apply will take, and leaves everything as it was (T29). */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { diagnose } from '../../engine/diagnostic.ts'
import { snapshotCodes } from '../../engine/inventory/codes.ts'
import type { Snapshot } from '../../engine/inventory/snapshot.ts'
import type { RehearsalReport } from '../../engine/rehearse/report.ts'
import { aWorkspaceOnDisk, type BenchWorkspace } from '../bench/workspace.ts'
import { tenantform } from '../support/built-command.ts'
import { copyExample } from '../support/example.ts'
import { runInProcess } from '../support/run-in-process.ts'
import { violationsOf } from '../support/schemas.ts'

const panificio = '3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001'

let workspace: BenchWorkspace | null = null
afterEach(() => {
  workspace?.remove()
  workspace = null
})

const run = async (folder: string, ...args: readonly string[]) =>
  runInProcess([...args, '-C', folder, '-q'], folder)

async function rehearsal(folder: string, ...args: readonly string[]): Promise<RehearsalReport> {
  const { code, out, err } = await run(folder, 'rehearse', '--format', 'json', ...args)
  expect(code, err).toBe(0)
  const report = JSON.parse(out) as RehearsalReport
  expect(violationsOf('Rehearsal', report)).toEqual([])
  return report
}

async function data(folder: string, ...args: readonly string[]): Promise<Record<string, unknown>> {
  return JSON.parse((await run(folder, ...args)).out) as Record<string, unknown>
}

/** What an apply of everything takes on the sandbox: time by its clock, and requests. */
async function applied(folder: string): Promise<{ readonly ms: number; readonly requests: number }> {
  const look = async () => ({
    now: Date.parse(String((await data(folder, 'sandbox', 'state', '--sandbox'))['now'])),
    requests: Number((await data(folder, 'sandbox', 'requests', '--count', '--sandbox'))['total']),
  })
  const before = await look()
  const done = await run(folder, 'apply', '--sandbox', '--auto-approve', '--allow-irreversible')
  expect(done.code, done.err).toBe(0)
  const after = await look()
  return { ms: after.now - before.now, requests: after.requests - before.requests }
}

describe('what a rehearsal predicts', () => {
  it('is what an apply takes: the very requests where nothing has to wait', async () => {
    workspace = aWorkspaceOnDisk({ customers: 8, productsEach: 2 })
    const { worked, requests, seeds, failing } = await rehearsal(
      workspace.folder,
      '--sandbox',
      '--latency',
      '0',
      '--seeds',
      '1',
    )
    const real = await applied(workspace.folder)
    expect({ ms: worked.middle, requests: requests.middle }).toEqual(real)
    expect(real.requests).toBeGreaterThan(8 * 20)
    expect(
      seeds.map(({ actions, isEmptyAfterwards, chargedTwice }) => ({
        actions,
        isEmptyAfterwards,
        chargedTwice,
      })),
    ).toEqual([{ actions: 32, isEmptyAfterwards: true, chargedTwice: [] }])
    expect(failing).toEqual([])
  })

  it('is within a tenth of the time and the requests of an apply that has to wait for its budget, also with answers that take their time', async () => {
    workspace = aWorkspaceOnDisk({ customers: 60, productsEach: 2 })
    const atOnce = await rehearsal(workspace.folder, '--sandbox', '--latency', '0', '--seeds', '1')
    const slow = await rehearsal(workspace.folder, '--sandbox', '--seeds', '2')
    const real = await applied(workspace.folder)
    expect(real.ms).toBeGreaterThanOrEqual(60_000)
    const off = [
      atOnce.worked.middle / real.ms,
      atOnce.requests.middle / real.requests,
      slow.requests.least / real.requests,
      slow.requests.most / real.requests,
    ].map(ratio => Math.abs(ratio - 1))
    expect(Math.max(...off)).toBeLessThan(0.1)
    // Of so few customers the answers take longer than the budget lets them wait.
    expect(slow.worked.least).toBeGreaterThan(real.ms)
    expect(slow.worked.most).toBeGreaterThan(slow.worked.least)
  })
})

describe('a rehearsal', () => {
  let folder = ''
  beforeEach(() => {
    workspace = aWorkspaceOnDisk({ customers: 1, productsEach: 1 })
    folder = join(workspace.folder, 'example')
    copyExample('consolidation', folder)
  })

  it('goes wave by wave through the window, and says of whom it cannot move why not', async () => {
    const { windows, seeds, failing, copiedFrom } = await rehearsal(folder, '--sandbox', '--seeds', '1')
    expect(
      windows.map(({ consolidation, closes, fits, seeds: all }) => ({ consolidation, closes, fits, all })),
    ).toEqual([{ consolidation: 'emea-2026', closes: '2026-12-11T17:00:00Z', fits: 1, all: 1 }])
    expect(
      seeds[0]?.stages.map(({ wave, end, customers, actions }) => ({ wave, end, customers, actions })),
    ).toEqual([
      { wave: 'pilot', end: 'finished', customers: 3, actions: 10 },
      { wave: 'italy', end: 'finished', customers: 8, actions: 21 },
      { wave: 'germany', end: 'finished', customers: 4, actions: 20 },
    ])
    expect(
      failing.map(({ customer, standing, next, seeds: all }) => ({ customer, standing, next, all })),
    ).toEqual([
      { customer: 'Alpenblick Reisen', standing: 'blocked', next: 'partner', all: 1 },
      { customer: 'Cantina Vecchia', standing: 'not invited', next: 'partner', all: 1 },
      { customer: 'Farmacia Centrale', standing: 'agreement missing', next: 'partner', all: 1 },
      { customer: 'Gelateria Alba', standing: 'invited', next: 'customer', all: 1 },
      { customer: 'Libreria Aldina', standing: 'blocked', next: 'partner', all: 1 },
    ])
    expect(failing[3]?.why).toEqual([
      'Gelateria Alba was invited to central-emea 12 days ago and has not accepted.',
    ])
    expect(copiedFrom).toMatchObject({
      takenAt: '2026-12-07T06:00:00.000Z',
      customers: 21,
      madeIn: { kind: 'sandbox' },
    })
  })

  it('says the same again with the same seeds', async () => {
    await run(folder, 'import', '--snapshot', 'accounts.json', '--sandbox')
    const [first, second] = [
      await run(folder, 'rehearse', '--snapshot', 'accounts.json', '--seeds', '2', '--trouble', '30'),
      await run(folder, 'rehearse', '--snapshot', 'accounts.json', '--seeds', '2', '--trouble', '30'),
    ]
    expect(second).toEqual(first)
    expect(first.out.split('\n')[0]).toMatch(
      /^REHEARSAL in a sandbox \(world [0-9a-f]{8}\): nothing here is about your accounts$/,
    )
  })

  it('buys nothing twice and leaves nothing out where requests meet with trouble', async () => {
    const faults = [{ match: { method: 'POST', path: '/checkout' }, do: 'drop-after-commit', times: 3 }]
    writeFileSync(join(folder, 'faults.json'), JSON.stringify(faults))
    const { seeds, assumed, failing } = await rehearsal(
      folder,
      '--sandbox',
      '--seeds',
      '2',
      '--trouble',
      '12',
      '--faults',
      'faults.json',
    )
    const calm = await rehearsal(folder, '--sandbox', '--seeds', '1')
    expect({ troublePerRequests: assumed.troublePerRequests, faults: assumed.faults }).toEqual({
      troublePerRequests: 12,
      faults: 1,
    })
    for (const { actions, chargedTwice, isEmptyAfterwards, requests, workedMs } of seeds) {
      expect({ actions, chargedTwice, isEmptyAfterwards }).toEqual({
        actions: 51,
        chargedTwice: [],
        isEmptyAfterwards: true,
      })
      expect(requests).toBeGreaterThan(calm.requests.most)
      expect(workedMs).toBeGreaterThan(calm.worked.most)
    }
    expect(failing).toEqual(calm.failing.map(entry => ({ ...entry, seeds: 2 })))
  })

  it('takes no fault that only the clock on the wall ends', async () => {
    writeFileSync(join(folder, 'faults.json'), '{"do":"hold-before-commit"}')
    const { code, err } = await run(folder, 'rehearse', '--sandbox', '--faults', 'faults.json')
    expect({ code, told: err.split('\n')[1]?.trim() }).toEqual({
      code: 1,
      told: '--faults: faults.json has `hold-before-commit`, which only the clock on the wall ends: a rehearsal takes no time of it.',
    })
  })

  // Was red: the answer was given, and the process never ended, with the copy still open.
  it.each([
    '[{"match":{"method":"POST","path":"/checkout"},"do":"explode"}]',
    '[null]',
    '[{"do":"garble","times":-1}]',
  ])('ends where the sandbox does not take the faults %s', async faults => {
    writeFileSync(join(folder, 'faults.json'), faults)
    const { code, err } = await tenantform(
      ['rehearse', '--sandbox', '--seeds', '1', '--faults', 'faults.json', '-q'],
      {
        cwd: folder,
      },
    )
    const told = err.includes('--faults: the sandbox takes none of them. POST /sandbox/faults answered 400')
    expect([code, err.match(/\[[A-Z_.]+\]/g), told]).toEqual([1, ['[COMMAND.BAD_VALUE]'], true])
  })

  it('knows no more of a customer than could be read', async () => {
    await run(folder, 'import', '--snapshot', 'accounts.json', '--sandbox')
    const file = join(folder, 'accounts.json')
    const snapshot = JSON.parse(readFileSync(file, 'utf8')) as Snapshot
    const because = diagnose(snapshotCodes.NOT_HELD, { detail: 'Panificio Rossi gave no answer.' })
    const customers = snapshot.customers.map(entry =>
      entry.partner === 'italy' && entry.customer.kind === 'present' && entry.tenant === panificio
        ? { ...entry, subscriptions: { kind: 'unknown', because } }
        : entry,
    )
    writeFileSync(file, JSON.stringify({ ...snapshot, customers }))
    const { failing, notCopied, seeds } = await rehearsal(
      folder,
      '--snapshot',
      'accounts.json',
      '--seeds',
      '1',
    )
    expect(notCopied.map(({ detail }) => detail)).toEqual(['Panificio Rossi gave no answer.'])
    expect(
      failing.filter(({ tenant }) => tenant === panificio).map(({ standing, why }) => ({ standing, why })),
    ).toEqual([
      {
        standing: 'blocked',
        why: ['What Panificio Rossi has under italy is unknown: the snapshot does not hold this.'],
      },
    ])
    expect(seeds[0]?.actions).toBeLessThan(51)
  })

  it('leaves accounts, documents and journal as they were', async () => {
    await run(folder, 'import', '--snapshot', 'accounts.json', '--sandbox')
    const before = { world: await data(folder, 'sandbox', 'state', '--sandbox'), files: filesIn(folder) }
    await rehearsal(folder, '--snapshot', 'accounts.json', '--seeds', '1')
    expect({ world: await data(folder, 'sandbox', 'state', '--sandbox'), files: filesIn(folder) }).toEqual(
      before,
    )
    await rehearsal(folder, '--sandbox', '--seeds', '1')
    const { requests } = await data(folder, 'sandbox', 'requests', '--sandbox')
    const sent = (requests as readonly { readonly method: string; readonly path: string }[]).filter(
      ({ method, path }) => method !== 'GET' && !path.includes('/oauth2/v2.0/token'),
    )
    expect(sent).toEqual([])
    expect((await run(folder, 'journal', 'list')).out).toBe('No apply has been made in this workspace.\n')
  })

  // Was red: nothing could be begun in time, so nothing was left to do, and that counted as fitting.
  it.each([
    {
      hours: '05:00-06:20',
      to: '2026-12-11',
      told: 'begins at the next opening what this one is too short for',
      fits: 1,
      stages: [
        { wave: 'pilot', end: 'finished', days: ['2026-12-07', '2026-12-08'] },
        { wave: 'italy', end: 'finished', days: ['2026-12-08'] },
        { wave: 'germany', end: 'finished', days: ['2026-12-08'] },
      ],
    },
    {
      hours: '05:00-06:35',
      to: '2026-12-07',
      told: 'says that the cutover does not fit',
      fits: 0,
      stages: [
        { wave: 'pilot', end: 'finished', days: ['2026-12-07'] },
        { wave: 'italy', end: 'finished', days: ['2026-12-07'] },
        { wave: 'germany', end: 'window over', days: ['2026-12-07'] },
      ],
    },
  ])('$told, and --strict declines', async ({ hours, to, fits, stages }) => {
    const file = join(folder, 'consolidation.yaml')
    const text = readFileSync(file, 'utf8')
      .replace(/utcHours: \S*/, `utcHours: "${hours}"`)
      .replace('to: "2026-12-11"', `to: "${to}"`)
      .replace('"2026-12-08"', '')
    writeFileSync(file, text)
    const { code, out } = await run(
      folder,
      'rehearse',
      '--sandbox',
      '--seeds',
      '1',
      '--strict',
      '--format',
      'json',
    )
    const report = JSON.parse(out) as RehearsalReport
    expect(code).toBe(3)
    expect(report.windows.map(window => ({ fits: window.fits, isSpare: window.spareMs !== null }))).toEqual([
      { fits, isSpare: fits === 1 },
    ])
    expect(
      report.seeds[0]?.stages.map(({ wave, end, legs }) => ({
        wave,
        end,
        days: [...new Set(legs.map(({ from }) => from.slice(0, 10)))],
      })),
    ).toEqual(stages)
  })

  it('refuses a consolidation that is not there, and seeds that are none', async () => {
    const wrong = [
      await run(folder, 'rehearse', '--sandbox', '--consolidation', 'emea-2027'),
      await run(folder, 'rehearse', '--sandbox', '--seeds', '0'),
    ]
    expect(
      wrong.map(({ code, out, err }) => ({ code, out, first: err.split('\n').slice(0, 2).join(' ') })),
    ).toEqual([
      {
        code: 3,
        out: '',
        first:
          'error: there is no such consolidation [IMPORT.NO_CONSOLIDATION]   `emea-2027` is none of `emea-2026`.',
      },
      {
        code: 1,
        out: '',
        first:
          'error: an option has a value it cannot have [COMMAND.BAD_VALUE]   --seeds is `0`; it takes a whole number, 1 at least, 100 at most.',
      },
    ])
  })
})

/** Everything in a folder but the sandbox that a command joins, with what it holds. */
function filesIn(folder: string): Readonly<Record<string, string>> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
  return Object.fromEntries(
    paths
      .filter(entry => entry.isFile() && !entry.parentPath.includes(join('.tenantform', 'sandbox')))
      .map(entry => join(entry.parentPath, entry.name))
      .sort()
      .map(path => [path, readFileSync(path, 'utf8')]),
  )
}
