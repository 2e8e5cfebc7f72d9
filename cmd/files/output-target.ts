/**
 * What a file that somebody names for an output leads to. Links are followed by hand: one that leads to an open descriptor of this process
 * (`/dev/stdout`) means the descriptor and not the file behind it, and one whose end is missing means the file that is to be there.
 */
import type { Stats } from 'node:fs'
import { lstat, readlink, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'

export type OutputTarget =
  /** Written into where it stands. */
  | { readonly kind: 'descriptor'; readonly fd: number }
  | { readonly kind: 'pipe' | 'device'; readonly path: string }
  /** To be replaced whole; `mode`: of the file that is there. */
  | { readonly kind: 'file'; readonly path: string; readonly mode: number | undefined }
  /** `why`: a sentence without its subject. */
  | { readonly kind: 'refused'; readonly why: string }

const mostLinks = 40

/** `path`: absolute. Rejects with the system's error where a folder on the way cannot be looked into. */
export async function outputTarget(path: string): Promise<OutputTarget> {
  let at = path
  for (let links = 0; links < mostLinks; links += 1) {
    at = join(await realpath(dirname(at)), basename(at))
    const named = descriptorIn(at)
    if (named?.isOurs === true) return { kind: 'descriptor', fd: named.fd }
    const found = await orNull(named === null ? lstat(at) : stat(at))
    if (found === null) return { kind: 'file', path: at, mode: undefined }
    if (!found.isSymbolicLink()) return targetOf(at, found, named !== null)
    at = resolve(dirname(at), await readlink(at))
  }
  return { kind: 'refused', why: 'is a link that leads to itself' }
}

function targetOf(path: string, found: Stats, isOpenElsewhere: boolean): OutputTarget {
  if (found.isFIFO()) return { kind: 'pipe', path }
  if (found.isSocket())
    return {
      kind: 'refused',
      why: 'is a socket, which cannot be opened as a file; name a file, a pipe, or /dev/stdout',
    }
  if (found.isDirectory()) return { kind: 'refused', why: 'is a folder; name a file in it' }
  return found.isFile() && !isOpenElsewhere
    ? { kind: 'file', path, mode: found.mode & 0o777 }
    : { kind: 'device', path }
}

/** Linux has those of every process under `/proc`, and `/dev/stdout` and `/dev/fd` lead there; macOS has its own under `/dev/fd`. */
function descriptorIn(path: string): { readonly fd: number; readonly isOurs: boolean } | null {
  const [, whose, fd] = /^(?:\/dev|\/proc\/(\d+)(?:\/task\/\d+)?)\/fd\/(\d+)$/.exec(path) ?? []
  if (fd === undefined) return null
  return { fd: Number(fd), isOurs: whose === undefined || Number(whose) === process.pid }
}

async function orNull<Found>(found: Promise<Found>): Promise<Found | null> {
  try {
    return await found
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
