/** The Azure Blob store, on Azurite. */
import { BlobServiceClient } from '@azure/storage-blob'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { instant } from '../../../engine/model/ids.ts'
import { createAzureBlobJournal } from '../../../providers/journal/azure-blob.ts'
import { describeJournal } from '../../contract/journal-suite.ts'
import { type Azurite, startAzurite } from '../../support/azurite.ts'
import { losingAnswers } from '../../support/losing-answers.ts'

const wallClock = { now: () => instant('2026-12-07T07:00:00Z') }

let azurite: Azurite
beforeAll(async () => {
  azurite = await startAzurite()
})
afterAll(() => azurite.stop())

let places = 0

const blobAt = (container: string, apply: string) =>
  BlobServiceClient.fromConnectionString(azurite.connection)
    .getContainerClient(container)
    .getAppendBlobClient(`journal/${apply}`)

async function rewritten(blob: ReturnType<typeof blobAt>, text: string) {
  await blob.create()
  await blob.appendBlock(text, Buffer.byteLength(text))
}

/** A container of its own for each test. */
async function aPlace() {
  places += 1
  const container = `place-${places}`
  return {
    container,
    store: () => createAzureBlobJournal({ connection: async () => azurite.connection, container, wallClock }),
    async damage(apply: string) {
      const blob = blobAt(container, apply)
      const text = (await blob.downloadToBuffer()).toString('utf8').split('\n')
      await rewritten(blob, [...text.slice(0, 1), ...text.slice(2)].join('\n'))
    },
    close: async () => undefined,
  }
}

describeJournal('azure blob', aPlace, { shared: true, heartbeat: false })

describe('a lease that was broken', () => {
  test('leaves its writer unable to write, and the journal to whoever comes next', async () => {
    const { store, container } = await aPlace()
    const writer = await store().open('one')
    const service = BlobServiceClient.fromConnectionString(azurite.connection)
    const blob = service.getContainerClient(container).getBlobClient('journal/one')
    await blob.getBlobLeaseClient().breakLease(0)
    const next = await store().open('one')
    const entry = { kind: 'apply.ended', verdict: 'complete', seq: 0, at: wallClock.now() } as const
    await expect(writer.append(entry)).rejects.toMatchObject({ diagnostic: { code: 'JOURNAL.LOST' } })
    await next.close()
  })
})

describe('a lease', () => {
  afterEach(() => vi.useRealTimers())

  // A process that was stopped for an hour believed in its lease until a renewal failed, and could have written.
  test('is over for a process that stood still for longer than it lasts', async () => {
    const place = await aPlace()
    const held = await place.store().lock(['a'], { who: 'ada', since: wallClock.now(), apply: 'one' })
    const writer = await place.store().open('one')
    const isHeld = () => held.kind === 'held' && held.isHeld()
    expect(isHeld()).toBe(true)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 })
    expect(isHeld()).toBe(false)
    const entry = { kind: 'apply.ended', verdict: 'complete', seq: 0, at: wallClock.now() } as const
    await expect(writer.append(entry)).rejects.toMatchObject({ diagnostic: { code: 'JOURNAL.LOST' } })
    vi.useRealTimers()
    if (held.kind === 'held') await held.release()
    await writer.close()
  })
})

describe('a block', () => {
  const entry = (seq: number) =>
    ({ kind: 'apply.ended', verdict: 'complete', seq, at: wallClock.now() }) as const

  // The library sends again what had no answer; the second time was taken for somebody else's writing.
  test('whose answer was lost and which is sent again is written once', async () => {
    const place = await aPlace()
    const proxy = await losingAnswers(azurite.connection)
    const store = createAzureBlobJournal({
      connection: async () => proxy.connection,
      container: place.container,
      wallClock,
    })
    const writer = await store.open('one')
    proxy.loseNext('comp=appendblock')
    await writer.append(entry(0))
    await writer.append(entry(1))
    await writer.close()
    const text = (await blobAt(place.container, 'one').downloadToBuffer()).toString('utf8')
    expect(
      text
        .trimEnd()
        .split('\n')
        .map(line => JSON.parse(line.slice(17)).seq),
    ).toEqual([0, 1])
    expect(proxy.lost()).toBe(1)
    await proxy.close()
  })

  test('torn by somebody else is dropped when read, and not gone on with', async () => {
    const place = await aPlace()
    const writer = await place.store().open('one')
    await writer.append(entry(0))
    await writer.close()
    await blobAt(place.container, 'one').appendBlock('torn', 4)
    await expect(place.store().open('one')).rejects.toMatchObject({ diagnostic: { code: 'JOURNAL.CORRUPT' } })
  })
})

describe('a storage account that cannot be reached', () => {
  test.each([
    ['nobody listens', () => azurite.connection.replace(/:\d+\//, ':1/')],
    ['the key is wrong', () => azurite.connection.replace('Eby8', 'Abc8')],
    ['the connection string is none', () => 'AccountKey=horse'],
  ])('where %s, is said without the key', async (_, connection) => {
    const store = createAzureBlobJournal({ connection: async () => connection(), container: 'c', wallClock })
    const trouble = await store.list().then(
      () => null,
      (error: { diagnostic: { code: string; detail: string } }) => error.diagnostic,
    )
    expect(trouble?.code).toBe('JOURNAL.UNREACHABLE')
    expect(trouble?.detail).not.toMatch(/horse|vdM02/)
  })
})
