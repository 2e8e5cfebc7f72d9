/**
 * Journals in Azure Blob Storage: an append blob per apply, one block per entry, durable before an append resolves. Writers and
 * partner locks are blob leases, renewed while they are held; every append names its lease, so whoever lost it cannot write.
 */
import type { BlobLeaseClient, ContainerClient } from '@azure/storage-blob'
import { diagnose } from '../../engine/diagnostic.ts'
import { foldJournal } from '../../engine/journal/fold.ts'
import type {
  ApplySummary,
  Clock,
  JournalStore,
  JournalWriter,
  LockOwner,
  LockResult,
} from '../../engine/ports.ts'
import { codes } from './codes.ts'
import { JournalTrouble, unreachable } from './journal-trouble.ts'
import { decodeRecords, encodeRecord } from './records.ts'

export interface AzureBlobJournalOptions {
  /** Connection string of the storage account; a secret, asked for when it is needed, and in no message. */
  readonly connection: () => Promise<string>
  readonly container: string
  readonly wallClock: Pick<Clock, 'now'>
}

/** The longest lease there is, renewed three times before it runs out; in seconds and ms. */
const leaseSeconds = 60
const renewMs = 20_000

interface Held {
  readonly lease: BlobLeaseClient
  isHeld(): boolean
  release(): Promise<void>
}

/** Refuses with JOURNAL.CORRUPT, JOURNAL.BUSY, JOURNAL.LOST and JOURNAL.UNREACHABLE, thrown as JournalTrouble. */
export function createAzureBlobJournal(options: AzureBlobJournalOptions): JournalStore {
  let opened: Promise<ContainerClient> | null = null
  const container = () => {
    opened ??= containerAt(options)
    opened.catch(() => {
      opened = null
    })
    return opened
  }

  async function read(apply: string) {
    const blob = (await container()).getAppendBlobClient(journalName(apply))
    const bytes = await blob.downloadToBuffer().catch(error => {
      if (isStatus(error, 404)) return Buffer.alloc(0)
      throw error
    })
    const { entries, damage } = decodeRecords(bytes, apply)
    if (damage !== null) throw new JournalTrouble(damage)
    return entries
  }

  return {
    open: apply =>
      reaching(async () => {
        const blob = (await container()).getAppendBlobClient(journalName(apply))
        await blob.createIfNotExists()
        const held = await take(blob.getBlobLeaseClient())
        if (held === null)
          throw new JournalTrouble(
            diagnose(codes.BUSY, { detail: `The journal of ${apply} is open in another process.` }),
          )
        return writerOver(held, apply, async text => {
          const conditions = { leaseId: held.lease.leaseId }
          await blob.appendBlock(text, Buffer.byteLength(text), { conditions })
        })
      }),
    read: apply => reaching(() => read(apply)),
    list: () =>
      reaching(async () => {
        const found: ApplySummary[] = []
        for await (const { name } of (await container()).listBlobsFlat({ prefix: journalPrefix })) {
          const apply = decodeURIComponent(name.slice(journalPrefix.length))
          const state = foldJournal(await read(apply))
          if (state !== null) found.push({ apply, startedAt: state.startedAt, finished: state.finished })
        }
        return found.sort((a, b) => (a.apply < b.apply ? -1 : 1))
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
    retryOptions: { maxTries: 2 },
  })
  const client = service.getContainerClient(container)
  await client.createIfNotExists()
  return client
}

/** null: somebody else has it. */
async function take(lease: BlobLeaseClient): Promise<Held | null> {
  try {
    await lease.acquireLease(leaseSeconds)
  } catch (error) {
    if (isStatus(error, 409)) return null
    throw error
  }
  let isHeld = true
  const renewing = setInterval(() => {
    lease.renewLease().catch(() => {
      isHeld = false
    })
  }, renewMs)
  renewing.unref()
  return {
    lease,
    isHeld: () => isHeld,
    async release() {
      clearInterval(renewing)
      if (!isHeld) return
      isHeld = false
      await lease.releaseLease().catch(() => undefined) // it runs out by itself
    },
  }
}

function writerOver(held: Held, apply: string, write: (text: string) => Promise<void>): JournalWriter {
  let last: Promise<unknown> = Promise.resolve()
  const append = async (text: string) => {
    if (!held.isHeld()) throw lost(apply)
    try {
      await write(text)
    } catch (error) {
      // 412: the lease is another's, or none; 404: the journal is gone.
      if (isStatus(error, 412) || isStatus(error, 404)) throw lost(apply)
      throw error
    }
  }
  return {
    append(entry) {
      const mine = last.then(() => reaching(() => append(encodeRecord(entry))))
      last = mine.catch(() => undefined)
      return mine
    },
    async close() {
      await last
      await held.release()
    },
  }
}

function lost(apply: string): JournalTrouble {
  return new JournalTrouble(diagnose(codes.LOST, { detail: `The journal of ${apply} is not ours any more.` }))
}

/** All or none, in sorted order; what was taken is given back when one is busy. */
async function lockAll(
  container: ContainerClient,
  names: readonly string[],
  owner: LockOwner,
): Promise<LockResult> {
  const taken: Held[] = []
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
      const held = await take(blob.getBlobLeaseClient())
      if (held === null) {
        const text = (await blob.downloadToBuffer()).toString('utf8')
        await release()
        return { kind: 'busy', name, owner: text === '' ? null : (JSON.parse(text) as LockOwner) } // written below alone
      }
      taken.push(held)
      const text = JSON.stringify(owner)
      await blob.upload(text, Buffer.byteLength(text), { conditions: { leaseId: held.lease.leaseId } })
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

function isStatus(error: unknown, status: number): boolean {
  return error instanceof Error && 'statusCode' in error && error.statusCode === status
}

/** Without the account's key: the library's messages name hosts and requests, so only the first line is told. */
async function reaching<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Error) || error instanceof JournalTrouble)
      throw unreachable('Azure Blob Storage', error)
    throw unreachable('Azure Blob Storage', new Error(error.message.split('\n')[0]))
  }
}
