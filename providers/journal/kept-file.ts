/**
 * A journal's file as it lies in its folder. Whatever stands there and cannot be read is a damaged journal, never an absent one (T31): a
 * folder or a pipe in its place, a file of another account, a file that a copy or a disc spoilt.
 */
import { type FileHandle, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Salvage } from '../../engine/ports.ts'
import { Trouble } from '../../engine/trouble.ts'
import { codes as stateCodes } from '../files/codes.ts'
import { openOwn } from '../files/open-own.ts'
import { ownFileMode } from '../files/own-folder.ts'
import { replaceFile } from '../files/replace-file.ts'
import { syncFolder } from './durable-folder.ts'
import { isCode } from './journal-trouble.ts'
import { corrupt, type Decoded, decodeRecords, salvageRecords } from './records.ts'

const extension = '.jsonl'

/** Names come from people too (`resume NAME`); none of them leads out of the folder. */
export function safe(apply: string): string {
  return apply.replaceAll(/[^A-Za-z0-9._-]/g, '_').replace(/^\.+/, '_')
}

/** One that a person gave a name of their own (a copy: `NAME (copy).jsonl`) is found by it too, as far as it is in this folder. */
export async function fileOf(folder: string, apply: string): Promise<string> {
  const cleaned = join(folder, `${safe(apply)}${extension}`)
  if (safe(apply) === apply) return cleaned
  const found = (await namesIn(folder)).includes(apply)
  return found ? join(folder, `${apply}${extension}`) : cleaned
}

/**
 * What stands here under a journal's name, sorted. A copy of another journal that holds nothing which that one does not is left out:
 * it says nothing of its own.
 */
export async function appliesIn(folder: string): Promise<readonly string[]> {
  const names = await namesIn(folder)
  const copies = new Set<string>()
  for (const name of names) if (await isMereCopy(folder, name, names)) copies.add(name)
  return names.filter(name => !copies.has(name)).sort()
}

async function namesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(error => {
    if (isCode(error, 'ENOENT')) return []
    throw error
  })
  return names.filter(name => name.endsWith(extension)).map(name => name.slice(0, -extension.length))
}

/** Journals that we name are never looked into for this: only a name that is none of ours can be a person's copy. */
async function isMereCopy(folder: string, name: string, names: readonly string[]): Promise<boolean> {
  if (isOurs.test(name)) return false
  const [original] = names
    .filter(other => isOurs.test(other) && name.includes(other))
    .sort((a, b) => b.length - a.length)
  if (original === undefined) return false
  const [copy, whole] = await Promise.all(
    [name, original].map(each => bytesAt(join(folder, `${each}${extension}`), each).catch(() => null)),
  )
  if (!copy || !whole || copy.length === 0 || copy.length > whole.length) return false
  return Buffer.compare(copy, whole.subarray(0, copy.length)) === 0
}

/** As `newApplyId` makes them. */
const isOurs = /^\d{8}T\d{6}Z-[0-9a-f]{8}(-\d+)?$/

/** null: nothing stands there. Throws JOURNAL.CORRUPT where what stands there cannot be read, and STATE.LINK. */
async function bytesAt(path: string, apply: string): Promise<Uint8Array | null> {
  try {
    const file = await openOwn(path, 'read')
    try {
      return await file.readFile()
    } finally {
      await file.close()
    }
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null
    if (error instanceof Trouble && error.diagnostic.code === stateCodes.LINK.code) throw error
    throw new Trouble(corrupt(apply, `what stands in its place ${whyUnreadable(error)}`))
  }
}

function whyUnreadable(error: unknown): string {
  // A socket cannot even be opened.
  if (error instanceof Trouble || isCode(error, 'EISDIR', 'ENXIO')) return 'is no file'
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
  return `cannot be read${code}`
}

/** `isThere`: something stands there, be it empty. */
export interface DecodedFile extends Decoded {
  readonly isThere: boolean
  readonly tornBytes: number
}

export async function decodeFile(path: string, apply: string): Promise<DecodedFile> {
  try {
    const bytes = await bytesAt(path, apply)
    const decoded = decodeRecords(bytes, apply)
    return { ...decoded, isThere: bytes !== null, tornBytes: (bytes?.length ?? 0) - decoded.goodBytes }
  } catch (error) {
    if (!(error instanceof Trouble)) throw error
    return { entries: [], goodBytes: 0, damage: error.diagnostic, isThere: true, tornBytes: 0 }
  }
}

export async function salvageFile(path: string, apply: string): Promise<Salvage> {
  try {
    return salvageRecords(await bytesAt(path, apply), apply)
  } catch (error) {
    if (!(error instanceof Trouble)) throw error
    return { entries: [], kept: 0, intact: 0, isWhole: false }
  }
}

/** What a list that was made before is compared by; null: nothing stands there any more. */
export async function lookOf(
  path: string,
): Promise<{ readonly size: number; readonly mtimeMs: number } | null> {
  try {
    return await stat(path)
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null
    throw error
  }
}

/** The file with its first entries, whole or not at all: an empty one, or half an entry, is never left behind. */
export async function beginFile(folder: string, path: string, bytes: Uint8Array): Promise<FileHandle> {
  await replaceFile(path, bytes, ownFileMode)
  await syncFolder(folder)
  return openOwn(path, 'write')
}
