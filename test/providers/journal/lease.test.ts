import { spawn } from 'node:child_process'
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { instant } from '../../../engine/model/ids.ts'
import { createFileJournal } from '../../../providers/journal/file.ts'
import { type Holder, type TakingOptions, takeLease } from '../../../providers/journal/lease.ts'

const holder: Holder = {
  who: 'ada',
  since: instant('2026-12-07T07:00:00Z'),
  apply: 'one',
  pid: process.pid,
  host: 'here',
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
      await held(folder, { ...holder, host: 'there', pid: await endedPid() })
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

  test('whose owner file cannot be read is busy, and names nobody', () =>
    given(async folder => {
      const lease = await held(folder, holder)
      await writeFile(join(folder, 'name.owner.json'), '{"pid')
      expect(await takeLease(folder, 'name', { holder, silent: 'respected' })).toMatchObject({
        kind: 'busy',
        holder: null,
      })
      expect(lease.isHeld()).toBe(false)
    }))
})

test('a journal whose lease was lost takes no more entries', () =>
  given(async folder => {
    const wallClock = { now: () => holder.since }
    const store = createFileJournal({ folder, pid: process.pid, host: 'here', wallClock })
    const writer = await store.open('one')
    const then = new Date(Date.now() - 60_000)
    await utimes(join(folder, 'locks', 'journal-one.lock'), then, then)
    const entry = { kind: 'apply.ended', verdict: 'complete', seq: 0, at: holder.since } as const
    await expect(writer.append(entry)).rejects.toMatchObject({ diagnostic: { code: 'JOURNAL.LOST' } })
    await writer.close()
  }))
