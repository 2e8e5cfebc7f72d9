/** Reads a workspace from disc: every *.yaml below it, without dot-folders; symbolic links are not followed out of it. */

import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve, sep } from 'node:path'
import { glob } from 'tinyglobby'
import { diagnose } from '../engine/diagnostic.ts'
import { type LoadOutcome, loadWorkspace } from '../engine/load/load-workspace.ts'
import { codes } from './codes.ts'

export interface OpenWorkspace extends LoadOutcome {
  /** Absolute path. */
  readonly root: string
}

export async function openWorkspace(directory: string, cwd: string): Promise<OpenWorkspace> {
  const root = resolve(cwd, directory)
  let paths: readonly string[]
  try {
    paths = await glob(['**/*.yaml'], {
      cwd: root,
      dot: false,
      ignore: ['**/node_modules/**'],
      followSymbolicLinks: false,
      onlyFiles: true,
    })
  } catch {
    paths = []
  }
  const files = await Promise.all(
    [...paths]
      .sort()
      .slice(0, mostFiles)
      .map(async path => ({
        path: path.replaceAll('\\', '/'),
        text: await readFile(join(root, path), 'utf8'),
      })),
  )
  const outcome = loadWorkspace({ files, readAttachment: path => readInside(root, path) })
  const diagnostics =
    paths.length > mostFiles
      ? [
          ...outcome.diagnostics,
          diagnose(codes.TOO_MANY_FILES, { detail: `${root} holds ${paths.length} YAML files.` }),
        ]
      : outcome.diagnostics
  return { ...outcome, diagnostics, root }
}

const mostFiles = 20_000

export function readInside(root: string, path: string): string | undefined {
  const absolute = resolve(root, path)
  if (!absolute.startsWith(root + sep)) return undefined
  try {
    return readFileSync(absolute, 'utf8')
  } catch {
    return undefined
  }
}
