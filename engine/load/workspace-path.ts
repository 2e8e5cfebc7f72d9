/** Paths in documents resolve from the document, and stay inside the workspace. */

/** The path a document at `from` means by `path`, from the workspace on; null: it leads out of the workspace. */
export function joinPath(from: string, path: string): string | null {
  if (/^([A-Za-z]:)?[\\/]/.test(path)) return null
  const parts = from.split('/').slice(0, -1)
  for (const part of path.replaceAll('\\', '/').split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return null
    } else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}

/** Does a path of the Workspace document lead out of the workspace? */
export function leavesWorkspace(path: string): boolean {
  return joinPath('workspace.yaml', path) === null
}
