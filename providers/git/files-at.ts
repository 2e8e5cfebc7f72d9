/** What files held at a commit, whatever lies in the folder now. */
import { type GitRun, runGit } from './run-git.ts'

export type FilesAt =
  | {
      readonly kind: 'found'
      readonly commit: string
      /** From the folder on, forward slashes. */
      readonly files: ReadonlyMap<string, Buffer>
      /** All that the commit holds of the folder. */
      readonly paths: ReadonlySet<string>
      /** Files that git tracks and that differ now from what they were. */
      readonly changed: ReadonlySet<string>
    }
  /** git knows no such commit here, or there is no git. */
  | { readonly kind: 'unknown' }

/** `revision`: a commit, a tag, a branch, as git takes it. `wants`: which paths are read. */
export async function filesAt(
  folder: string,
  revision: string,
  { wants, run }: { readonly wants: (path: string) => boolean; readonly run: GitRun },
): Promise<FilesAt> {
  const resolved = await runGit(
    folder,
    ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`],
    run,
  )
  if (resolved.kind !== 'answer') return { kind: 'unknown' }
  const commit = resolved.out.toString('utf8').trim()
  const [tree, diff] = await Promise.all([
    runGit(folder, ['ls-tree', '-r', '-z', commit], run),
    runGit(
      folder,
      ['diff', '--name-only', '-z', '--relative', '--no-renames', '--no-ext-diff', commit, '--', '.'],
      run,
    ),
  ])
  if (tree.kind !== 'answer' || diff.kind !== 'answer') return { kind: 'unknown' }
  const listed = parts(tree.out).flatMap(entry => {
    const [, mode = '', hash = '', path = ''] = /^(\d+) blob ([0-9a-f]+)\t(.+)$/s.exec(entry) ?? []
    return path === '' ? [] : [{ mode, hash, path }]
  })
  const entries = listed.flatMap(({ mode, hash, path }) => {
    // A link (120000) is followed in the folder; in a commit it would hold a path alone.
    return mode.startsWith('100') && wants(path) ? [{ hash, path }] : []
  })
  const blobs = await runGit(
    folder,
    ['cat-file', '--batch'],
    run,
    entries.map(({ hash }) => `${hash}\n`).join(''),
  )
  if (blobs.kind !== 'answer') return { kind: 'unknown' }
  const files = new Map<string, Buffer>()
  let at = 0
  for (const { path } of entries) {
    const lineEnd = blobs.out.indexOf(0x0a, at)
    const size = Number(blobs.out.toString('latin1', at, lineEnd).split(' ')[2])
    files.set(path, blobs.out.subarray(lineEnd + 1, lineEnd + 1 + size))
    at = lineEnd + 1 + size + 1
  }
  const paths = new Set(listed.map(entry => entry.path))
  return { kind: 'found', commit, files, paths, changed: new Set(parts(diff.out)) }
}

function parts(out: Buffer): readonly string[] {
  return out
    .toString('utf8')
    .split('\0')
    .filter(part => part !== '')
}
