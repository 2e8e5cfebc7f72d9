/** The Azure Blob store, on Azurite. */
import { BlobServiceClient } from '@azure/storage-blob'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { instant } from '../../../engine/model/ids.ts'
import { createAzureBlobJournal } from '../../../providers/journal/azure-blob.ts'
import { describeJournal } from '../../contract/journal-suite.ts'
import { type Azurite, startAzurite } from '../../support/azurite.ts'

const wallClock = { now: () => instant('2026-12-07T07:00:00Z') }

let azurite: Azurite
beforeAll(async () => {
  azurite = await startAzurite()
})
afterAll(() => azurite.stop())

let places = 0

/** A container of its own for each test. */
async function aPlace() {
  places += 1
  const container = `place-${places}`
  return {
    container,
    store: () => createAzureBlobJournal({ connection: async () => azurite.connection, container, wallClock }),
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
