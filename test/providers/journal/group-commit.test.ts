/** One sync for all who wait, and nothing after a failure. */
import type { FileHandle } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { durableFile } from '../../../providers/journal/group-commit.ts'

/** A disc that writes a few bytes at a time, syncs when told, and can run full. */
function aDisc({ capacity = Number.POSITIVE_INFINITY, piece = 7 } = {}) {
  let content = Buffer.alloc(0)
  const calls: string[] = []
  let releaseSync: (() => void) | null = null
  let holdsSync = false
  const handle = {
    async write(bytes: Buffer, offset: number, length: number, position: number) {
      const take = Math.min(length, piece)
      if (position + take > capacity) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' })
      const next = Buffer.alloc(Math.max(content.length, position + take))
      content.copy(next)
      bytes.copy(next, position, offset, offset + take)
      content = next
      return { bytesWritten: take }
    },
    async datasync() {
      calls.push('sync')
      if (holdsSync)
        await new Promise<void>(resolve => {
          releaseSync = resolve
        })
    },
    async truncate(length: number) {
      calls.push(`truncate ${length}`)
      content = content.subarray(0, length)
    },
    async close() {
      calls.push('close')
    },
  }
  return {
    handle: handle as Partial<FileHandle> as FileHandle, // only what a journal calls
    calls,
    text: () => content.toString(),
    hold() {
      holdsSync = true
    },
    release() {
      holdsSync = false
      releaseSync?.()
    },
  }
}

const turn = () => new Promise<void>(resolve => setImmediate(resolve))

describe('appends', () => {
  test('that arrive during a sync share the next one', async () => {
    const disc = aDisc()
    disc.hold()
    const file = durableFile(disc.handle, 0)
    const order: string[] = []
    const first = file.append('one\n').then(() => order.push('one'))
    await turn()
    const rest = ['two\n', 'three\n', 'four\n'].map(text =>
      file.append(text).then(() => order.push(text.trim())),
    )
    await turn()
    expect(order).toEqual([])
    disc.release()
    await Promise.all([first, ...rest])
    expect(order).toEqual(['one', 'two', 'three', 'four'])
    expect(disc.calls).toEqual(['sync', 'sync'])
    expect(disc.text()).toBe('one\ntwo\nthree\nfour\n')
  })

  test('that the disc takes in pieces are whole before they are promised', async () => {
    const disc = aDisc({ piece: 3 })
    const file = durableFile(disc.handle, 0)
    await file.append('a rather long line of text\n')
    expect(disc.text()).toBe('a rather long line of text\n')
  })

  test('on a full disc are refused, cut off, and so is everything after them', async () => {
    const disc = aDisc({ capacity: 10, piece: 4 })
    const file = durableFile(disc.handle, 0)
    await file.append('one\n')
    await expect(file.append('two, too long\n')).rejects.toThrow('no space left')
    expect(disc.text()).toBe('one\n')
    await expect(file.append('3\n')).rejects.toThrow('no space left')
    expect(disc.text()).toBe('one\n')
    expect(disc.calls).toEqual(['sync', 'truncate 4'])
  })

  test('after a failure are each refused at once, however many there are, and the file can be closed', async () => {
    const disc = aDisc({ capacity: 10, piece: 4 })
    const file = durableFile(disc.handle, 0)
    const together = ['one, too long\n', '2\n'].map(text => file.append(text))
    const later = ['3\n', '4\n', '5\n']
    const refused = await Promise.allSettled(together)
    for (const text of later) refused.push(...(await Promise.allSettled([file.append(text)])))
    expect(refused.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'rejected'))
    await file.close()
    expect(disc.calls).toEqual(['truncate 0', 'close'])
  })

  test('still under way are finished before the file is closed', async () => {
    const disc = aDisc()
    const file = durableFile(disc.handle, 0)
    const appended = file.append('one\n')
    await file.close()
    await appended
    expect(disc.calls).toEqual(['sync', 'close'])
  })
})
