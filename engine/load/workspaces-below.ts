/**
 * Which of the documents below a folder are its own, where there are several workspaces: two in one repository, or one within another.
 *
 * A folder is the top of a workspace of its own where a Workspace document lies in it, and a Partner document in it or below it. The folder
 * that a command works in is a workspace whatever lies below: what belongs to others is left out. It is none where everything of ours
 * belongs to others; where one other has all partners and the rest lies beside it, they are one workspace, written in several folders.
 */
import { holdsKind } from './holds-kind.ts'
import { isOurs } from './is-ours.ts'
import type { WorkspaceFile } from './parse.ts'

export interface Separated {
  readonly own: readonly WorkspaceFile[]
  /** Tops of other workspaces, relative to the folder, sorted; one within another is left to that one. */
  readonly others: readonly string[]
  /** Whether the folder is a workspace itself. */
  readonly isOne: boolean
}

export function separateWorkspaces(files: readonly WorkspaceFile[]): Separated {
  const all = { own: files, others: [], isOne: true }
  const holders = new Set(
    files.flatMap(file => (holdsKind(file, ['Workspace']) && folderOf(file) !== '' ? [folderOf(file)] : [])),
  )
  if (holders.size === 0) return all
  const partners = files.filter(file => holdsKind(file, ['Partner'])).map(({ path }) => path)
  const isTop = (folder: string) => partners.some(path => isBelow(path, folder))
  const tops = [...holders].filter(isTop)
  const others = tops.filter(folder => !tops.some(around => isBelow(folder, around))).sort()
  const own = files.filter(({ path }) => !others.some(folder => isBelow(path, folder)))
  const ours = own.filter(isOurs)
  if (ours.some(file => holdsKind(file, ['Workspace', 'Partner']))) return { own, others, isOne: true }
  if (others.length <= 1 && ours.length > 0) return all
  return others.length === 0 ? all : { own: [], others, isOne: false }
}

/** Whether a path lies in one of the folders. */
export function isOfOthers(path: string, others: readonly string[]): boolean {
  return others.some(folder => isBelow(path, folder))
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`)
}

function folderOf({ path }: WorkspaceFile): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : ''
}
