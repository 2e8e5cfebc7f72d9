/**
 * Which files of a workspace git tracks, read from its index without running git: a program of that name may be anybody's, and git itself
 * runs what a repository configures.
 *
 * The index: a header, then entries sorted by name; each is 40 bytes of file facts, an object's hash, flags and a name. Version 4 writes of
 * a name only how it differs from the one before. (Documentation/gitformat-index of git, read 2026-11.)
 */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { repositoryTop } from './repository-top.ts'

/** Paths from the workspace on, sorted; null: git knows this folder, and its index cannot be read here. */
export function trackedBelow(root: string, path: string): readonly string[] | null {
  const repository = repositoryOf(resolve(root))
  if (repository === null) return []
  const from = relative(repository.top, resolve(root)).split(sep).join('/')
  const base = from === '' ? '' : `${from}/`
  const wanted = `${base}${path.split(sep).join('/')}`.toLowerCase()
  const names = namesIn(repository)
  if (names === null) return null
  // Some discs do not tell capitals from small letters.
  return names
    .filter(name => name.toLowerCase() === wanted || name.toLowerCase().startsWith(`${wanted}/`))
    .map(name => name.slice(base.length))
}

interface Repository {
  /** The folder that holds `.git`. */
  readonly top: string
  readonly gitFolder: string
}

function repositoryOf(folder: string): Repository | null {
  const top = repositoryTop(folder)
  return top === null ? null : { top, gitFolder: gitFolderAt(top, join(top, '.git')) }
}

/** A work tree beside the repository has a file there that leads to its folder. */
function gitFolderAt(top: string, entry: string): string {
  if (statSync(entry).isDirectory()) return entry
  const [, path = entry] = /^gitdir: (.+)$/m.exec(readFileSync(entry, 'utf8')) ?? []
  return resolve(top, path.trim())
}

function namesIn({ gitFolder }: Repository): readonly string[] | null {
  try {
    const file = join(gitFolder, 'index')
    if (!existsSync(file)) return []
    const hashBytes = usesSha256(gitFolder) ? 32 : 20
    return parseIndex(readFileSync(file), hashBytes)
  } catch {
    return null
  }
}

function usesSha256(gitFolder: string): boolean {
  const common = join(gitFolder, 'commondir')
  const home = existsSync(common) ? resolve(gitFolder, readFileSync(common, 'utf8').trim()) : gitFolder
  const config = join(home, 'config')
  return existsSync(config) && /^\s*objectformat\s*=\s*sha256\s*$/im.test(readFileSync(config, 'utf8'))
}

/** null: it is of another form than those above, or holds only a part. */
export function parseIndex(bytes: Buffer, hashBytes: number): readonly string[] | null {
  const version = bytes.readUInt32BE(4)
  if (bytes.toString('latin1', 0, 4) !== 'DIRC' || version < 2 || version > 4) return null
  const count = bytes.readUInt32BE(8)
  const names: string[] = []
  let at = 12
  let before = Buffer.alloc(0)
  for (let entry = 0; entry < count; entry += 1) {
    const start = at
    const flags = bytes.readUInt16BE(start + 40 + hashBytes)
    at = start + 42 + hashBytes + (version > 2 && (flags & 0x4000) !== 0 ? 2 : 0)
    let kept = Buffer.alloc(0)
    if (version === 4) {
      const strip = offsetAt(bytes, at)
      kept = before.subarray(0, before.length - strip.value)
      at = strip.next
    }
    const end = bytes.indexOf(0, at)
    if (end < 0) return null
    before = Buffer.concat([kept, bytes.subarray(at, end)])
    names.push(before.toString('utf8'))
    at = version === 4 ? end + 1 : start + ((end - start + 8) & ~7)
  }
  // Further entries lie in a shared file, which this part alone does not tell.
  return bytes.toString('latin1', at, at + 4) === 'link' ? null : names
}

/** A number as git packs offsets: seven bits a byte, the highest telling that more follow, each adding one. */
function offsetAt(bytes: Buffer, from: number): { readonly value: number; readonly next: number } {
  let at = from
  let byte = bytes.readUInt8(at)
  let value = byte & 0x7f
  while ((byte & 0x80) !== 0) {
    at += 1
    byte = bytes.readUInt8(at)
    value = ((value + 1) << 7) | (byte & 0x7f)
  }
  return { value, next: at + 1 }
}
