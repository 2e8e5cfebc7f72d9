/**
 * The folders of the workspace in which we keep files of our own (journal, locks, sandbox state). A workspace comes from git or from
 * an archive, so what lies there may be of a stranger's making: no part of the way may be a link, everything must belong to the
 * account that runs us, and nobody else may read or write it. Everything below is looked at before anything of it is used.
 *
 * Windows has neither owners nor modes of this kind; there only links and special files are refused.
 */
import { chmodSync, type Dirent, lstatSync, mkdirSync, readdirSync, type Stats } from 'node:fs'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { type CodeEntry, diagnose } from '../../engine/diagnostic.ts'
import { Trouble } from '../../engine/trouble.ts'
import { codes } from './codes.ts'

/** For its owner alone, whatever the umask. */
export const ownFileMode = 0o600
export const ownFolderMode = 0o700

/** The folder whose name marks what is ours; other folders on the way to a journal are the workspace's and keep their modes. */
const ownName = '.tenantform'

/** STATE.LINK, STATE.NOT_OURS or STATE.NOT_WRITABLE. */
export function stateTrouble(entry: CodeEntry, detail: string): Trouble {
  return new Trouble(diagnose(entry, { detail }))
}

declare const checked: unique symbol
/** Absolute path of a folder that was checked by `ownFolder`. */
export type OwnFolder = string & { readonly [checked]: true }

export interface OwnFolderOptions {
  /** Makes what is missing; otherwise null is answered for it. */
  readonly create: boolean
  /**
   * What becomes of a pipe, a socket or a device that stands in the folder itself; on the way to it and below it they are refused. Left in it
   * where each file is opened by `openOwn`, which waits for none of them, so that one hides no other. In folders beside it nothing is opened
   * here, and they are let be. A link is refused everywhere.
   */
  readonly odd?: 'refused' | 'left in it'
}

export function ownFolder(
  root: string,
  path: string,
  options: OwnFolderOptions & { readonly create: true },
): OwnFolder
export function ownFolder(root: string, path: string, options: OwnFolderOptions): OwnFolder | null
/** `path` leads from the workspace `root`. Throws Trouble. */
export function ownFolder(
  root: string,
  path: string,
  { create, odd = 'refused' }: OwnFolderOptions,
): OwnFolder | null {
  const target = resolve(root, path)
  const way = relative(root, target)
  if (way === '' || way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way))
    throw stateTrouble(codes.LINK, `${path} leads out of the workspace.`)
  const parts = way.split(sep)
  const first = parts.indexOf(ownName)
  const own = first < 0 ? parts.length - 1 : first
  let folder = resolve(root)
  for (const [position, part] of parts.entries()) {
    folder = join(folder, part)
    const isOwn = position >= own
    const found = create ? made(folder, isOwn) : statOf(folder)
    if (found === null) return null
    checkFolder(root, folder, found)
    if (isOwn) keepPrivate(root, folder, found)
  }
  const letsBe = (place: string) =>
    place === target ? odd === 'left in it' : !isAbove(place, target) && !isAbove(target, place)
  checkBelow(root, join(resolve(root), ...parts.slice(0, own + 1)), letsBe)
  return target as OwnFolder // every part of it was looked at
}

function made(folder: string, isOwn: boolean): Stats {
  const found = statOf(folder)
  if (found !== null) return found
  try {
    mkdirSync(folder, isOwn ? { mode: ownFolderMode } : {})
    // A umask takes bits away, from the owner too.
    if (isOwn) chmodSync(folder, ownFolderMode)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw notWritable(folder, error)
  }
  return lstatSync(folder)
}

function checkFolder(root: string, folder: string, found: Stats): void {
  if (found.isSymbolicLink()) throw stateTrouble(codes.LINK, `${shown(root, folder)} is a link.`)
  if (!found.isDirectory()) throw stateTrouble(codes.NOT_OURS, `${shown(root, folder)} is not a folder.`)
}

const isAbove = (folder: string, other: string) => other.startsWith(`${folder}${sep}`)

/** Everything below an own folder, whoever put it there. `letsBe`: in which folders special files are. */
function checkBelow(root: string, folder: string, letsBe: (folder: string) => boolean): void {
  let entries: readonly Dirent[]
  try {
    entries = readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return
    throw notWritable(folder, error)
  }
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (entry.isSymbolicLink()) throw stateTrouble(codes.LINK, `${shown(root, path)} is a link.`)
    if (!entry.isDirectory() && !entry.isFile()) {
      if (letsBe(folder)) continue
      throw stateTrouble(codes.NOT_OURS, `${shown(root, path)} is neither a file nor a folder.`)
    }
    const found = statOf(path)
    if (found === null) continue // gone again: locks come and go
    if (found.isSymbolicLink()) throw stateTrouble(codes.LINK, `${shown(root, path)} is a link.`)
    keepPrivate(root, path, found)
    if (found.isDirectory()) checkBelow(root, path, letsBe)
  }
}

function keepPrivate(root: string, path: string, found: Stats): void {
  const own = process.geteuid?.()
  if (own === undefined) return
  if (found.uid !== own)
    throw stateTrouble(
      codes.NOT_OURS,
      `${shown(root, path)} belongs to account ${found.uid}; this process runs as ${own}.`,
    )
  if ((found.mode & 0o077) === 0) return
  try {
    chmodSync(path, found.isDirectory() ? ownFolderMode : ownFileMode)
  } catch (error) {
    // On a disc that takes no writes nobody else writes either.
    if (!['EROFS', 'ENOENT'].includes(codeOf(error))) throw notWritable(path, error)
  }
}

function notWritable(path: string, error: unknown): Error {
  const code = codeOf(error)
  if (code === '') return error instanceof Error ? error : new Error(String(error))
  return stateTrouble(codes.NOT_WRITABLE, `${path}: ${code}.`)
}

function statOf(path: string): Stats | null {
  try {
    return lstatSync(path)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw notWritable(path, error)
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** From the workspace on, with forward slashes. */
function shown(root: string, path: string): string {
  return relative(resolve(root), path).split(sep).join('/')
}
