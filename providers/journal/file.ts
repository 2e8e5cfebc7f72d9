/**
 * Journals as files: one JSONL file per apply, named by it, and one lease per journal and per partner tenant in `locks/`
 * beside them. An append is on the disc once its promise resolves.
 */
import { join } from 'node:path'
import { type Diagnostic, diagnose, type Remedy } from '../../engine/diagnostic.ts'
import type { JournalEntry } from '../../engine/journal/entry.ts'
import type { ApplySummary, Clock, JournalStore, JournalWriter, LockOwner } from '../../engine/ports.ts'
import { shellQuoted } from '../../engine/shell-words.ts'
import { Trouble } from '../../engine/trouble.ts'
import { openOwn } from '../files/open-own.ts'
import { type OwnFolder, ownFolder } from '../files/own-folder.ts'
import type { ProcessIdentity } from '../files/process-identity.ts'
import { codes } from './codes.ts'
import { durableFile } from './group-commit.ts'
import { unreachable } from './journal-trouble.ts'
import {
  appliesIn,
  beginFile,
  type DecodedFile,
  decodeFile,
  fileOf,
  lookOf,
  safe,
  salvageFile,
} from './kept-file.ts'
import { type Lease, takeLease } from './lease.ts'
import { lockAll } from './lock-all.ts'
import { encodeRecord, salvageRecords } from './records.ts'
import { summaryOf } from './summary-of.ts'

export interface FileJournalOptions {
  /** The workspace, and the way from there to the folder of journals. */
  readonly root: string
  readonly path: string
  /** Who this process is, for the leases' owner files. */
  readonly process: ProcessIdentity
  /** Says since when a lease is held; a rehearsal's clock stands still and would not tell. */
  readonly wallClock: Pick<Clock, 'now'>
  /** Hears of a torn tail that was dropped. */
  readonly warn?: (warning: Diagnostic) => void
}

/** A journal of a rehearsal is gone on with in its sandbox, also where the command that found it torn asks no tenant. */
function goingOn(apply: string, [first]: readonly JournalEntry[]): Remedy {
  const isRehearsal = first?.kind === 'apply.began' && first.plan.madeIn.kind === 'sandbox'
  return {
    kind: 'run',
    command: `tenantform resume ${shellQuoted(apply)}${isRehearsal ? ' --sandbox' : ''}`,
    why: 'looks at what the torn entry was about',
  }
}

/**
 * Refuses with JOURNAL.CORRUPT, JOURNAL.BUSY, JOURNAL.LOST and JOURNAL.UNREACHABLE, thrown as Trouble, and with STATE.* where
 * the folder is not ours alone.
 */
export function createFileJournal(options: FileJournalOptions): JournalStore {
  const { root, path, wallClock } = options
  const warned = new Set<string>()
  const summaries = new Map<
    string,
    { readonly size: number; readonly mtimeMs: number; readonly summary: ApplySummary | null }
  >()
  const holderOf = (owner: LockOwner) => ({ ...owner, since: wallClock.now(), ...options.process })

  /** Looked at before each use: an apply takes hours, and the folder is anybody's who may write to the workspace. */
  const folderToRead = () => ownFolder(root, path, { create: false, odd: 'left in it' })
  const folderToWrite = () => ownFolder(root, path, { create: true, odd: 'left in it' })
  const reach = <T>(work: () => Promise<T>) => reaching(join(root, path), work)

  async function decode(folder: OwnFolder, apply: string): Promise<DecodedFile> {
    const decoded = await decodeFile(await fileOf(folder, apply), apply)
    if (decoded.damage !== null) throw new Trouble(decoded.damage)
    const torn = `${decoded.tornBytes} bytes at the end of the journal of ${apply}.`
    if (decoded.tornBytes > 0 && !warned.has(torn)) {
      warned.add(torn)
      options.warn?.(diagnose(codes.TORN, { detail: torn, remedies: [goingOn(apply, decoded.entries)] }))
    }
    return decoded
  }

  /** A list is asked for several times in one apply, and a journal only ever grows. */
  async function summarise(folder: OwnFolder, apply: string): Promise<ApplySummary | null> {
    const file = await fileOf(folder, apply)
    const look = await lookOf(file)
    if (look === null) return null // moved away meanwhile
    const { size, mtimeMs } = look
    const known = summaries.get(apply)
    if (known?.size === size && known.mtimeMs === mtimeMs) return known.summary
    const { entries, damage } = await decodeFile(file, apply)
    const summary = summaryOf(apply, entries, damage)
    summaries.set(apply, { size, mtimeMs, summary })
    return summary
  }

  return {
    async open(apply) {
      const owner = holderOf({ who: 'writer', since: wallClock.now(), apply })
      return reach(async () => {
        const folder = folderToWrite()
        // The partners' locks are the gate; whoever holds those may go on with a journal whose writer fell silent.
        const lease = await takeLease(locksIn(folder), `journal-${safe(apply)}`, {
          holder: owner,
          silent: 'taken over',
        })
        if (lease.kind === 'busy')
          throw new Trouble(
            diagnose(codes.BUSY, {
              detail: `The journal of ${apply} is open in process ${lease.holder?.pid ?? 'unknown'}.`,
            }),
          )
        try {
          const path = await fileOf(folder, apply)
          const { isThere, goodBytes } = await decode(folder, apply)
          const file = isThere
            ? await openOwn(path, 'write')
            : (bytes: Uint8Array) => beginFile(folder, path, bytes)
          if (typeof file !== 'function') await file.truncate(goodBytes)
          return writerOver(durableFile(file, goodBytes), { apply, folder, lease })
        } catch (error) {
          await lease.release()
          throw error
        }
      })
    },
    read: apply =>
      reach(async () => {
        const folder = folderToRead()
        return folder === null ? [] : (await decode(folder, apply)).entries
      }),
    salvage: apply =>
      reach(async () => {
        const folder = folderToRead()
        return folder === null ? salvageRecords(null, apply) : salvageFile(await fileOf(folder, apply), apply)
      }),
    list: () =>
      reach(async () => {
        const folder = folderToRead()
        const found: ApplySummary[] = []
        if (folder === null) return found
        for (const apply of await appliesIn(folder)) {
          const summary = await summarise(folder, apply)
          if (summary !== null) found.push(summary)
        }
        return found
      }),
    lock: (names, owner, { takeOver } = { takeOver: false }) =>
      reach(() =>
        lockAll(locksIn(folderToWrite()), names, {
          holder: holderOf(owner),
          silent: takeOver ? 'taken over' : 'respected',
        }),
      ),
  }
}

const locksIn = (folder: OwnFolder) => join(folder, 'locks')

interface WriterFacts {
  readonly apply: string
  readonly folder: string
  readonly lease: Extract<Lease, { kind: 'held' }>
}

function writerOver(
  file: ReturnType<typeof durableFile>,
  { apply, folder, lease }: WriterFacts,
): JournalWriter {
  return {
    append: entry =>
      reaching(folder, async () => {
        if (!lease.isHeld())
          throw new Trouble(diagnose(codes.LOST, { detail: `The journal of ${apply} is not ours any more.` }))
        await file.append(encodeRecord(entry))
      }),
    async close() {
      try {
        await file.close()
      } finally {
        await lease.release()
      }
    },
  }
}

async function reaching<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw unreachable(folder, error)
  }
}
