import { spawn } from 'node:child_process'
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { instant } from '../../../engine/model/ids.ts'
import { identityOf } from '../../../providers/files/process-identity.ts'
import { createFileJournal } from '../../../providers/journal/file.ts'
import { type Holder, type TakingOptions, takeLease } from '../../../providers/journal/lease.ts'
import { lockAll } from '../../../providers/journal/lock-all.ts'

const holder: Holder = {
  who: 'ada',
  since: instant('2026-12-07T07:00:00Z'),
  apply: 'one',
  ...identityOf(process.pid, 'here'),
}

async function given(work: (folder: string) => Promise<void>): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'lease-'))
  try {
    await work(join(root, 'locks'))
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

/** The id of a process that has just ended. */
function endedPid(): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['-e', ''])
    child.on('error', reject)
    child.on('exit', () => resolve(child.pid ?? 0))
  })
}

async function held(folder: string, who: Holder, silent: TakingOptions['silent'] = 'respected') {
  const lease = await takeLease(folder, 'name', { holder: who, silent })
  if (lease.kind === 'busy') throw new Error(`busy: ${JSON.stringify(lease.holder)}`)
  return lease
}

/** Makes a lock look as if its owner had not been heard of for that long. */
async function age(folder: string, seconds: number): Promise<void> {
  const then = new Date(Date.now() - seconds * 1000)
  await utimes(join(folder, 'name.lock'), then, then)
}

describe('a lease', () => {
  test('of a live process is respected, and says whose it is', () =>
    given(async folder => {
      const lease = await held(folder, holder)
      expect(
        await takeLease(folder, 'name', {
          holder: { ...holder, who: 'grace', pid: 1 },
          silent: 'taken over',
        }),
      ).toMatchObject({
        kind: 'busy',
        holder,
      })
      expect(lease.isHeld()).toBe(true)
      await lease.release()
      expect(lease.isHeld()).toBe(false)
    }))

  test('of a process of this machine that is gone is taken over at once', () =>
    given(async folder => {
      const dead = await held(folder, { ...holder, pid: await endedPid() })
      const mine = await held(folder, { ...holder, who: 'grace' })
      expect([dead.isHeld(), mine.isHeld()]).toEqual([false, true])
      await dead.release()
      expect(mine.isHeld()).toBe(true)
      await mine.release()
    }))

  test('of a process whose number another one has by now is taken over at once', () =>
    given(async folder => {
      await held(folder, { ...holder, began: '1' })
      const mine = await held(folder, { ...holder, who: 'grace' })
      expect(mine.takenFrom).toBe(null)
      await mine.release()
    }))

  test.each([
    ['another boot', { boot: 'another' }],
    ['another namespace, as in a container of the same name', { namespace: 'pid:[1]' }],
    ['a system that does not say when its processes began', { began: null }],
    ['a system without boots', { boot: null }],
  ])('of %s says nothing by its number: only its heartbeat counts', (_, identity) =>
    given(async folder => {
      await held(folder, { ...holder, ...identity, pid: await endedPid() })
      expect((await takeLease(folder, 'name', { holder, silent: 'taken over' })).kind).toBe('busy')
      await age(folder, 60)
      expect((await takeLease(folder, 'name', { holder, silent: 'respected' })).kind).toBe('busy')
      const mine = await held(folder, holder, 'taken over')
      await mine.release()
    }),
  )

  // Red before: it was busy for ever, and the command that its message names had nothing to resume.
  test.each([
    ['there is none', null],
    ['it is torn', '{"pid'],
    ['it names no process', '{"who":"x","since":"2026-12-07T07:00:00Z","apply":"one","pid":"7"}'],
  ])('that names nobody is respected while it beats, and followed once it fell silent: %s', (_, text) =>
    given(async folder => {
      const lost = await held(folder, holder)
      const owner = join(folder, 'name.owner.json')
      if (text === null) await rm(owner)
      else await writeFile(owner, text)
      expect(await takeLease(folder, 'name', { holder, silent: 'respected' })).toMatchObject({
        kind: 'busy',
        holder: null,
      })
      expect(lost.isHeld()).toBe(false)
      await age(folder, 60)
      const mine = await held(folder, { ...holder, who: 'grace' })
      expect([lost.isHeld(), mine.isHeld(), mine.takenFrom]).toEqual([false, true, null])
      await mine.release()
    }),
  )

  test('of a dead process is taken over by exactly one of many who find it', () =>
    given(async folder => {
      await held(folder, { ...holder, pid: await endedPid() })
      const tries = await Promise.all(
        Array.from({ length: 6 }, (_, number) =>
          takeLease(folder, 'name', { holder: { ...holder, who: `w${number}` }, silent: 'respected' }),
        ),
      )
      const got = tries.filter(lease => lease.kind === 'held')
      expect(got).toHaveLength(1)
      for (const lease of got) if (lease.kind === 'held') await lease.release()
    }))

  test('of another machine is respected while its heartbeat goes on, whatever its process id', () =>
    given(async folder => {
      await held(folder, { ...holder, host: 'there', boot: 'of another machine', pid: await endedPid() })
      expect((await takeLease(folder, 'name', { holder, silent: 'taken over' })).kind).toBe('busy')
    }))

  test.each([
    ['another machine', { ...holder, host: 'there' }],
    ['a living process that stands still', holder],
  ])('of %s that fell silent is kept for it, and taken over by whoever says so', (_, silent) =>
    given(async folder => {
      const lost = await held(folder, silent)
      await age(folder, 60)
      expect(lost.isHeld()).toBe(false)
      const refused = await takeLease(folder, 'name', { holder, silent: 'respected' })
      expect(refused).toMatchObject({ kind: 'busy', holder: silent, heartbeat: { deadAfterMs: 15_000 } })
      if (refused.kind === 'busy') expect(refused.heartbeat.silentMs).toBeGreaterThanOrEqual(60_000)
      const mine = await held(folder, { ...holder, who: 'grace' }, 'taken over')
      expect(mine.takenFrom).toMatchObject(silent)
      expect([lost.isHeld(), mine.isHeld()]).toEqual([false, true])
      await lost.release()
      expect(mine.isHeld()).toBe(true)
      await mine.release()
    }),
  )
})

test('a journal whose lease was lost takes no more entries', () =>
  given(async folder => {
    const wallClock = { now: () => holder.since }
    const store = createFileJournal({
      root: dirname(folder),
      path: 'journal',
      process: identityOf(process.pid, 'here'),
      wallClock,
    })
    const writer = await store.open('one')
    const then = new Date(Date.now() - 60_000)
    await utimes(join(dirname(folder), 'journal', 'locks', 'journal-one.lock'), then, then)
    const entry = { kind: 'apply.ended', verdict: 'complete', seq: 0, at: holder.since } as const
    await expect(writer.append(entry)).rejects.toMatchObject({ diagnostic: { code: 'JOURNAL.LOST' } })
    await writer.close()
  }))

/** An apply that died before it could say whose lock it is: was red, and `resume --take-over` found nothing to resume. */
describe('a lock that names nobody', () => {
  const unnamed = async (folder: string, text: string | null) => {
    await held(folder, { ...holder, pid: 1, host: 'elsewhere' })
    const file = join(folder, 'name.owner.json')
    if (text === null) await rm(file)
    else await writeFile(file, text)
  }
  const taken = (folder: string) =>
    takeLease(folder, 'name', { holder: { ...holder, who: 'grace' }, silent: 'respected' })

  test.each([
    ['because there is no owner file', null],
    ['because the file is torn', '{"who":"ad'],
    ['because the file holds something else', '[]'],
  ])('%s is waited for while it is heard of, and stops nobody once it is silent', (_, text) =>
    given(async folder => {
      await unnamed(folder, text)
      expect(await taken(folder)).toMatchObject({ kind: 'busy', holder: null })
      await age(folder, 16)
      const lease = await taken(folder)
      expect([lease.kind, lease.kind === 'held' && lease.takenFrom]).toEqual(['held', null])
      expect(lease.kind === 'held' && lease.isHeld()).toBe(true)
    }),
  )

  test('holds up no apply over several accounts, and none of them stays locked', () =>
    given(async folder => {
      for (const name of ['partner-a', 'partner-b']) {
        const lease = await takeLease(folder, name, { holder, silent: 'respected' })
        expect(lease.kind).toBe('held')
        await rm(join(folder, `${name}.owner.json`))
        const then = new Date(Date.now() - 3_600_000)
        await utimes(join(folder, `${name}.lock`), then, then)
      }
      const all = () =>
        lockAll(folder, ['b', 'a'], { holder: { ...holder, who: 'grace' }, silent: 'respected' })
      const first = await all()
      expect([first.kind, first.kind === 'held' && first.takenFrom]).toEqual(['held', []])
      if (first.kind === 'held') await first.release()
      expect((await all()).kind).toBe('held')
    }))
})
