/** The file of what plans have read, in the workspace's own folder: one for the accounts, one for the sandbox. */
import { join } from 'node:path'
import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import { linesInPieces } from '../../engine/plan/saved/pieces.ts'
import type { Kept } from '../../engine/refresh/kept.ts'
import type { EverybodyRead } from '../../engine/refresh/read-logs.ts'
import { type KeptPlace, keptFrom, keptLines } from '../../engine/refresh/saved-kept.ts'
import { Trouble } from '../../engine/trouble.ts'
import { openOwn } from '../../providers/files/open-own.ts'
import { ownFileMode, ownFolder } from '../../providers/files/own-folder.ts'
import { replaceFile } from '../../providers/files/replace-file.ts'
import { codes } from '../codes.ts'
import { fileLines, LineTooLong } from '../files/file-lines.ts'

const path = join('.tenantform', 'reads')
/** A customer list is one line. */
const mostBytesALine = 256 * 1024 * 1024

const nameOf = ({ madeIn }: KeptPlace) => (madeIn.kind === 'accounts' ? 'accounts.jsonl' : 'sandbox.jsonl')

/** Throws Trouble where the folder is not ours alone (STATE.*). */
export async function readKept(root: string, place: KeptPlace): Promise<Kept | EverybodyRead> {
  const folder = ownFolder(root, path, { create: false })
  if (folder === null) return { why: 'nothing kept' }
  try {
    const file = await openOwn(join(folder, nameOf(place)), 'read')
    try {
      const kept = keptFrom(fileLines(file.fd, mostBytesALine), place)
      return typeof kept === 'string' ? { why: kept } : kept
    } finally {
      await file.close()
    }
  } catch (error) {
    if (error instanceof LineTooLong) return { why: 'damaged' }
    const code = codeOf(error)
    if (error instanceof Trouble || code === null) throw error
    return code === 'ENOENT' ? { why: 'nothing kept' } : { why: 'damaged', detail: code }
  }
}

/** Whole or not at all. What was planned holds without it: then the next plan reads everybody. */
export async function writeKept(root: string, kept: Kept, place: KeptPlace): Promise<Diagnostic | null> {
  const unsaved = (detail: string) => diagnose(codes.READS_NOT_KEPT, { detail })
  try {
    const folder = ownFolder(root, path, { create: true })
    await replaceFile(join(folder, nameOf(place)), linesInPieces(keptLines(kept, place)), ownFileMode)
    return null
  } catch (error) {
    if (error instanceof Trouble) return unsaved(error.diagnostics.map(one => one.detail).join(' '))
    const code = codeOf(error)
    if (code === null) throw error
    return unsaved(`${path}: ${code}.`)
  }
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
}
