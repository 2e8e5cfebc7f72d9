import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { decodeState } from '../../../../providers/http/budget/codec.ts'
import { shareOf } from '../../../../providers/http/budget/share.ts'
import type { SharedBudgets } from '../../../../providers/http/budget/store.ts'
import { createFileBudgets, lots } from '../../../../providers/journal/budget/file.ts'
import { orOwnShare } from '../../../../providers/journal/budget/own-share.ts'
import { askTogether, mostInAMinute, processesOver } from '../../../support/asking-together.ts'

const key = { service: 'partner-center', partner: 'italy', family: 'customer' }
const starts = { first: 400, most: 1_000 }
const roots: string[] = []
afterEach(() => {
  for (const root of roots.splice(0)) {
    chmodSync(root, 0o700)
    rmSync(root, { recursive: true, force: true })
  }
})

function aPlace(fromMs = Date.parse('2026-12-07T06:00:00Z')) {
  const root = mkdtempSync(join(tmpdir(), 'tenantform-budget-'))
  roots.push(root)
  const said: string[] = []
  const clock = { ms: fromMs, elapsedMs: 0 }
  const open = (process: string, nowMs = () => clock.ms): SharedBudgets => {
    const say = (text: string) => void said.push(text.replaceAll(root, 'ROOT'))
    const facts = { root, process, isJob: false, nowMs, elapsedMs: () => clock.elapsedMs, say }
    return orOwnShare(createFileBudgets({ ...facts, accountOf: partner => `tenant-of-${partner}` }), facts)
  }
  const share = (store: SharedBudgets) => shareOf({ key, store, starts, inFlight: 5, nowMs: () => clock.ms })
  const folder = join(root, '.tenantform', 'budget')
  const path = join(folder, 'tenant-of-italy_partner-center_customer.json')
  const state = () => decodeState(readFileSync(path, 'utf8'))
  return { root, folder, path, said, clock, open, share, state }
}

async function startAll(share: ReturnType<typeof shareOf>, most = 2_000): Promise<number> {
  for (let want = 0; want < most; want += 1) share.joined('read')
  let count = 0
  while (count < most && (await share.take('read')) === 0) count += 1
  for (let want = 0; want < most; want += 1) share.left('read')
  return count
}

describe('a budget beside the journal', () => {
  it('is one for two processes, and lies there for its owner alone', async () => {
    const { open, share, folder, path, root, said } = aPlace()
    const [one, two] = [share(open('p1')), share(open('p2'))]
    expect(await startAll(one, 150)).toBe(150)
    // The first has ten of its lot left.
    expect(await startAll(two)).toBe(240)
    expect(await startAll(one)).toBe(10)
    expect(await startAll(two)).toBe(0)
    const modes = [join(root, '.tenantform'), folder, path].map(each =>
      (statSync(each).mode & 0o777).toString(8),
    )
    expect([modes, readdirSync(folder), said]).toEqual([
      ['700', '700', '600'],
      ['tenant-of-italy_partner-center_customer.json'],
      [],
    ])
  })

  it('is not learned again by the next run', async () => {
    const { open, share, clock, state } = aPlace()
    const first = open('p1')
    const asked = share(first)
    expect(await startAll(asked, 151)).toBe(151)
    await asked.refused({ customer: null, startedMs: clock.ms, saidMs: 60_000 })
    await first.close()
    expect(state()?.processes.size).toBe(0)
    clock.ms += 3_600_000
    expect(await startAll(share(open('p2')))).toBe(147)
  })

  it('is paused for all at once, for whoever has starts left too', async () => {
    const { open, share, clock } = aPlace()
    const [one, two] = [share(open('p1')), share(open('p2'))]
    for (let want = 0; want < 9; want += 1) two.joined('read')
    expect(await two.take('read')).toBe(0)
    await one.refused({ customer: null, startedMs: clock.ms, saidMs: 42_000 })
    expect(await two.take('read')).toBe(42_000)
  })

  it('that is damaged begins small, and says so', async () => {
    const { open, share, path, said } = aPlace()
    await startAll(share(open('p1')), 1)
    writeFileSync(path, '{"format":1,"atMs":')
    expect(await startAll(share(open('p2')))).toBe(100)
    expect(said).toEqual([
      'The request budget in ROOT/.tenantform/budget/tenant-of-italy_partner-center_customer.json could not be read. It begins small, and is learned again.',
    ])
  })

  it('in whose place a link lies is not followed: the process goes on with a share of its own, and says so', async () => {
    const { root, open, share, said } = aPlace()
    mkdirSync(join(root, 'elsewhere'))
    symlinkSync(join(root, 'elsewhere'), join(root, '.tenantform'))
    const alone = share(open('p1'))
    expect(await startAll(alone)).toBe(100)
    expect(readdirSync(join(root, 'elsewhere'))).toEqual([])
    expect(said).toEqual([
      "The request budget is not shared with other processes: a link stands in the folder of Tenantform's own files: .tenantform is a link.",
    ])
  })

  // Root may write everywhere.
  it.skipIf(process.getuid?.() === 0)('in a folder that takes no writes is a share of its own', async () => {
    const { root, open, share, said } = aPlace()
    chmodSync(root, 0o500)
    expect(await startAll(share(open('p1')))).toBe(100)
    expect(said).toHaveLength(1)
  })

  it('whose place comes back is shared again after a minute', async () => {
    const { root, open, share, clock } = aPlace()
    const file = join(root, '.tenantform')
    writeFileSync(file, '')
    const one = share(open('p1'))
    expect(await startAll(one)).toBe(100)
    rmSync(file)
    clock.ms += 60_000
    expect(await startAll(one, 300)).toBe(300)
    // The first has four of its lot left.
    expect(await startAll(share(open('p2')))).toBe(96)
  })

  it('is changed anew by whoever was stopped in the middle, who may not hold the lock any more', async () => {
    const { open, clock, state } = aPlace()
    const store = open('p1')
    let turns = 0
    await store.change(key, starts, found => {
      turns += 1
      found.refusals += 1
      if (turns === 1) clock.elapsedMs += 1_500
      return { isPaused: false }
    })
    expect([turns, state()?.refusals]).toEqual([2, 1])
  })

  it('is used by three of them to 95 %, and never beyond what the document says', async () => {
    const { open } = aPlace()
    const { clock, stores } = processesOver(at => nowMs => open(`p${at}`, nowMs), 3)
    const asked = { clock, stores, allowance: 5_000, latencyMs: 150, minutes: 3, declared: 200 }
    const { starts: made } = await askTogether(asked)
    expect(mostInAMinute(made, 0)).toBe(200)
    expect(made.length).toBeGreaterThanOrEqual(0.95 * 3 * 200)
  })
})

describe('a lot', () => {
  it('that a killed process had is free again when its time and a minute are over', async () => {
    const { open, share, clock } = aPlace()
    const dead = share(open('p1'))
    for (let want = 0; want < 50; want += 1) dead.joined('read')
    expect(await dead.take('read')).toBe(0)
    const living = share(open('p2'))
    expect(await startAll(living)).toBe(400 - 16)
    clock.ms += 60_000 + lots.ms
    expect(await startAll(living)).toBeGreaterThanOrEqual(400)
  })
})
