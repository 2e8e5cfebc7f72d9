/**
 * Journals in Azure Blob Storage: an append blob per apply, blocks of entries, durable before an append resolves. Writers and
 * partner locks are blob leases, renewed while they are held; every append names its lease, so whoever lost it cannot write.
 */
import type { AppendBlobClient, ContainerClient } from '@azure/storage-blob'
import { by } from '../../engine/compare.ts'
import { diagnose } from '../../engine/diagnostic.ts'
import type {
  ApplySummary,
  Clock,
  JournalStore,
  JournalWriter,
  LockOwner,
  LockResult,
} from '../../engine/ports.ts'
import { Trouble } from '../../engine/trouble.ts'
import { type HeldLease, isStatus, takeBlobLease } from './blob-lease.ts'
import { codes } from './codes.ts'
import { groupCommit } from './group-commit.ts'
import { unreachable } from './journal-trouble.ts'
import { lockOwnerIn } from './lock-owner.ts'
import { decodeRecords, encodeRecord, salvageRecords } from './records.ts'
import { summaryOf } from './summary-of.ts'

export interface AzureBlobJournalOptions {
  /** Connection string of the storage account; a secret, asked for when it is needed, and in no message. */
  readonly connection: () => Promise<string>
  readonly container: string
  readonly wallClock: Pick<Clock, 'now'>
}

/** Refuses with JOURNAL.CORRUPT, JOURNAL.BUSY, JOURNAL.LOST and JOURNAL.UNREACHABLE, thrown as Trouble. */
export function createAzureBlobJournal(options: AzureBlobJournalOptions): JournalStore {
  let opened: Promise<ContainerClient> | null = null
  const container = () => {
    opened ??= containerAt(options)
    opened.catch(() => {
      opened = null
    })
    return opened
  }

  /** null: there is none. An empty blob was made for its lease, and its first block never came. */
  async function bytesOf(apply: string) {
    const blob = (await container()).getAppendBlobClient(journalName(apply))
    try {
      const bytes = await blob.downloadToBuffer()
      return bytes.length === 0 ? null : bytes
    } catch (error) {
      if (isStatus(error, 404)) return null
      throw error
    }
  }

  async function decoded(apply: string) {
    const bytes = await bytesOf(apply)
    return { bytes, ...decodeRecords(bytes, apply) }
  }

  async function read(apply: string) {
    const { entries, damage } = await decoded(apply)
    if (damage !== null) throw new Trouble(damage)
    return entries
  }

  return {
    open: apply =>
      reaching(async () => {
        const blob = (await container()).getAppendBlobClient(journalName(apply))
        await blob.createIfNotExists()
        const held = await takeBlobLease(blob.getBlobLeaseClient())
        if (held === null)
          throw new Trouble(
            diagnose(codes.BUSY, { detail: `The journal of ${apply} is open in another process.` }),
          )
        try {
          const { bytes, damage, goodBytes } = await decoded(apply)
          if (damage !== null) throw new Trouble(damage)
          // A block is there whole or not at all, so what is torn was torn by somebody else, and cannot be cut off here.
          const size = bytes?.length ?? 0
          if (goodBytes < size)
            throw new Trouble(
              diagnose(codes.CORRUPT, { detail: `The journal of ${apply} is damaged at byte ${goodBytes}.` }),
            )
          return writerOver(held, { blob, apply, size })
        } catch (error) {
          await held.release()
          throw error
        }
      }),
    read: apply => reaching(() => read(apply)),
    salvage: apply => reaching(async () => salvageRecords(await bytesOf(apply), apply)),
    list: () =>
      reaching(async () => {
        const found: ApplySummary[] = []
        for await (const { name } of (await container()).listBlobsFlat({ prefix: journalPrefix })) {
          const apply = decodeURIComponent(name.slice(journalPrefix.length))
          const { entries, damage } = await decoded(apply)
          const summary = summaryOf(apply, entries, damage)
          if (summary !== null) found.push(summary)
        }
        return found.sort(by(entry => entry.apply))
      }),
    lock: (names, owner) =>
      reaching(async () => lockAll(await container(), names, { ...owner, since: options.wallClock.now() })),
  }
}

const journalPrefix = 'journal/'
const journalName = (apply: string) => `${journalPrefix}${encodeURIComponent(apply)}`

async function containerAt({ connection, container }: AzureBlobJournalOptions): Promise<ContainerClient> {
  const { BlobServiceClient } = await import('@azure/storage-blob')
  const service = BlobServiceClient.fromConnectionString(await connection(), {
    retryOptions: { maxTries: 2, tryTimeoutInMs: 15_000 },
  })
  const client = service.getContainerClient(container)
  await client.createIfNotExists()
  return client
}

/** The journal, and how many bytes of it there are; nobody but the holder of its lease appends. */
interface Blob {
  readonly blob: AppendBlobClient
  readonly apply: string
  readonly size: number
}

function writerOver(held: HeldLease, { blob, apply, size }: Blob): JournalWriter {
  let position = size
  const commit = groupCommit(async bytes => {
    if (!held.isHeld()) throw lost(apply)
    const conditions = { leaseId: held.id, appendPosition: position }
    try {
      await blob.appendBlock(bytes, bytes.length, { conditions })
    } catch (error) {
      if (isStatus(error, 404)) throw lost(apply)
      if (!isStatus(error, 412)) throw error
      // Either the lease is another's, or an answer was lost and the block is there already.
      const { contentLength } = await blob.getProperties({ conditions: { leaseId: held.id } }).catch(() => {
        throw lost(apply)
      })
      if (contentLength !== position + bytes.length) throw lost(apply)
    }
    position += bytes.length
  })
  return {
    append: entry => reaching(() => commit.append(encodeRecord(entry))),
    async close() {
      await commit.settled()
      await held.release()
    },
  }
}

function lost(apply: string): Trouble {
  return new Trouble(diagnose(codes.LOST, { detail: `The journal of ${apply} is not ours any more.` }))
}

/** All or none, in sorted order; what was taken is given back when one is busy. */
async function lockAll(
  container: ContainerClient,
  names: readonly string[],
  owner: LockOwner,
): Promise<LockResult> {
  const taken: HeldLease[] = []
  const release = async () => {
    for (const held of taken.splice(0).reverse()) await held.release()
  }
  let isReleased = false
  try {
    for (const name of [...new Set(names)].sort()) {
      const blob = container.getBlockBlobClient(`locks/${encodeURIComponent(name)}`)
      await blob.upload('', 0, { conditions: { ifNoneMatch: '*' } }).catch(error => {
        if (!isStatus(error, 409) && !isStatus(error, 412)) throw error // it is there already
      })
      const held = await takeBlobLease(blob.getBlobLeaseClient())
      if (held === null) {
        const text = (await blob.downloadToBuffer()).toString('utf8')
        await release()
        return { kind: 'busy', name, owner: lockOwnerIn(text) }
      }
      taken.push(held)
      const text = JSON.stringify(owner)
      await blob.upload(text, Buffer.byteLength(text), { conditions: { leaseId: held.id } })
    }
  } catch (error) {
    await release()
    throw error
  }
  return {
    kind: 'held',
    isHeld: () => !isReleased && taken.every(held => held.isHeld()),
    async release() {
      isReleased = true
      await release()
    },
  }
}

/** Without the account's key: the library's messages name hosts and requests, so only the first line is told. */
async function reaching<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Error) || error instanceof Trouble) throw unreachable('Azure Blob Storage', error)
    throw unreachable('Azure Blob Storage', new Error(error.message.split('\n')[0]))
  }
}
