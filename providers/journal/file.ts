/**
 * Journals as files: one JSONL file per apply, one lease per journal and per partner tenant. An append is on the disc once
 * its promise resolves; entries that arrive while the disc is busy share the next sync.
 */
import { type FileHandle, mkdir, open, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { diagnose } from '../../engine/diagnostic.ts'
import type { JournalEntry } from '../../engine/journal/entry.ts'
import { foldJournal } from '../../engine/journal/fold.ts'
import type { ApplySummary, JournalStore, JournalWriter, LockOwner, LockResult } from '../../engine/ports.ts'
import { codes } from './codes.ts'
import { JournalTrouble } from './journal-trouble.ts'
import { type Holder, takeLease } from './lease.ts'
import { decodeRecords, encodeRecord } from './records.ts'

export interface FileJournalOptions {
  readonly folder: string
  /** Who this process is, for the lease's owner file. */
  readonly pid: number
  readonly host: string
}

const extension = '.jsonl'

export function createFileJournal({ folder, pid, host }: FileJournalOptions): JournalStore {
  const locks = join(folder, 'locks')
  const fileOf = (apply: string) => join(folder, `${apply.replaceAll(/[^A-Za-z0-9._-]/g, '_')}${extension}`)

  async function entriesOf(apply: string): Promise<readonly JournalEntry[]> {
    const bytes = await readIfThere(fileOf(apply))
    return bytes === null ? [] : decodeRecords(bytes, apply).entries
  }

  return {
    async open(apply) {
      const holder: Holder = { who: 'writer', since: '' as Holder['since'], apply, pid, host } // shown to nobody: the partner locks carry the real owner
      const lease = await takeLease(locks, `journal-${apply}`, holder).catch(error =>
        Promise.reject(unreachable(folder, error)),
      )
      if (lease.kind === 'busy')
        throw new JournalTrouble(
          diagnose(codes.BUSY, {
            detail: `The journal of ${apply} is open in process ${lease.holder?.pid ?? 'unknown'}.`,
          }),
        )
      try {
        return await openWriter(folder, fileOf(apply), apply, lease.release)
      } catch (error) {
        await lease.release()
        throw unreachable(folder, error)
      }
    },
    read: entriesOf,
    async list() {
      const names = await readdir(folder).catch(() => [])
      const found: ApplySummary[] = []
      for (const name of names.filter(entry => entry.endsWith(extension)).sort()) {
        const state = foldJournal(await entriesOf(name.slice(0, -extension.length)))
        if (state !== null)
          found.push({ apply: state.apply, startedAt: state.startedAt, finished: state.finished })
      }
      return found
    },
    lock: (names, owner) => lockAll(locks, [...names].sort(), { ...owner, pid, host }),
  }
}

/** All or none, in the order given; what was taken is given back when one is busy. */
async function lockAll(
  folder: string,
  names: readonly string[],
  holder: LockOwner & Pick<Holder, 'pid' | 'host'>,
): Promise<LockResult> {
  const taken: (() => Promise<void>)[] = []
  const releaseAll = async () => {
    for (const release of taken.reverse()) await release()
  }
  for (const name of names) {
    const lease = await takeLease(folder, `partner-${name}`, holder).catch(async error => {
      await releaseAll()
      throw unreachable(folder, error)
    })
    if (lease.kind === 'busy') {
      await releaseAll()
      return { kind: 'busy', name, owner: lease.holder }
    }
    taken.push(lease.release)
  }
  return { kind: 'held', release: releaseAll }
}

async function openWriter(
  folder: string,
  path: string,
  apply: string,
  release: () => Promise<void>,
): Promise<JournalWriter> {
  await mkdir(folder, { recursive: true })
  const before = await readIfThere(path)
  const file = await open(path, before === null ? 'ax' : 'r+')
  let position = 0
  if (before !== null) {
    position = decodeRecords(before, apply).goodBytes
    await file.truncate(position)
  }
  await syncFolder(folder)
  return groupCommit(file, position, release)
}

/** One sync for all entries that wait while the disc is busy. */
function groupCommit(file: FileHandle, start: number, release: () => Promise<void>): JournalWriter {
  let position = start
  let waiting: {
    readonly text: string
    readonly resolve: () => void
    readonly reject: (error: unknown) => void
  }[] = []
  let running: Promise<void> | null = null

  async function flush(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      try {
        const bytes = Buffer.from(batch.map(entry => entry.text).join(''))
        await file.write(bytes, 0, bytes.length, position)
        await file.datasync()
        position += bytes.length
        for (const entry of batch) entry.resolve()
      } catch (error) {
        const trouble = unreachable('the journal', error)
        for (const entry of batch) entry.reject(trouble)
      }
    }
    running = null
  }

  return {
    append(entry) {
      const promise = new Promise<void>((resolve, reject) => {
        waiting.push({ text: encodeRecord(entry), resolve, reject })
      })
      running ??= flush()
      return promise
    },
    async close() {
      if (running !== null) await running
      await file.close()
      await release()
    },
  }
}

async function readIfThere(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** A new file is only there after a crash once its folder is on the disc too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function unreachable(folder: string, error: unknown): JournalTrouble {
  if (error instanceof JournalTrouble) return error
  return new JournalTrouble(
    diagnose(codes.UNREACHABLE, {
      detail: `${folder}: ${error instanceof Error ? error.message : String(error)}.`,
    }),
  )
}
