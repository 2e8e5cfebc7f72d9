/**
 * Every YAML file below a workspace, in any letter case, without dot-folders and node_modules. Links are followed while they
 * stay inside and lead to what was not read yet; what cannot be listed or followed is an error with its name, never left out (T31).
 */
import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { by } from '../../engine/compare.ts'
import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import { codes } from '../../engine/load/codes.ts'

export interface FoundDocuments {
  /** Relative to the workspace, forward slashes, sorted. */
  readonly paths: readonly string[]
  readonly troubles: readonly Diagnostic[]
}

/** Folders below folders; deeper is a circle that links make, or a mistake. */
const deepest = 64

export function findDocuments(root: string): FoundDocuments {
  const paths: string[] = []
  const troubles: Diagnostic[] = []
  const realRoot = realOf(root)
  if (realRoot === null) return { paths, troubles }
  /** Real paths, so that nothing counts twice however many ways lead to it. */
  const seen = new Set<string>([realRoot])
  const links: { readonly path: string; readonly depth: number }[] = []
  const refuse = (path: string, why: string, code = codes.UNREADABLE) =>
    troubles.push(diagnose(code, { detail: `${path} ${why}.`, at: startOf(path) }))

  const enter = (path: string, depth: number) => {
    for (const entry of listed(join(root, path), why => refuse(path === '' ? '.' : path, why))) {
      const below = path === '' ? entry.name : `${path}/${entry.name}`
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue
      if (entry.isSymbolicLink()) links.push({ path: below, depth: depth + 1 })
      else if (entry.isDirectory()) {
        if (depth >= deepest) refuse(below, `lies more than ${deepest} folders deep`)
        else if (isNew(join(root, below), seen)) enter(below, depth + 1)
      } else if (isYaml(entry.name) && isNew(join(root, below), seen)) paths.push(below)
    }
  }
  enter('', 0)
  // After what lies in the workspace itself: a file and a link to it count once, under the file's own name.
  for (let link = links.shift(); link !== undefined; link = links.shift()) {
    const { path, depth } = link
    const real = realOf(join(root, path))
    if (real === null) {
      if (isYaml(path)) refuse(path, 'is a link that leads nowhere')
      continue
    }
    const isFolder = statSync(real).isDirectory()
    if (!isFolder && !isYaml(path)) continue
    if (real !== realRoot && !real.startsWith(`${realRoot}/`)) {
      refuse(path, 'is a link that leads out of the workspace', codes.PATH_OUTSIDE)
      continue
    }
    if (seen.has(real)) continue
    seen.add(real)
    if (!isFolder) paths.push(path)
    else if (depth < deepest) enter(path, depth)
  }
  return { paths: paths.sort(), troubles }
}

function isYaml(name: string): boolean {
  return /[.]ya?ml$/i.test(name)
}

function isNew(path: string, seen: Set<string>): boolean {
  const real = realOf(path) ?? path
  if (seen.has(real)) return false
  seen.add(real)
  return true
}

function listed(folder: string, refuse: (why: string) => void): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort(by(entry => entry.name))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    // A workspace that is not there is told by whoever opens it.
    if (code !== 'ENOENT') refuse(`is a folder that cannot be listed (${code}), so its documents are unknown`)
    return []
  }
}

function realOf(path: string): string | null {
  try {
    return realpathSync(path)
  } catch {
    return null
  }
}

function startOf(file: string) {
  return { file, line: 1, column: 1, endLine: 1, endColumn: 2 }
}
