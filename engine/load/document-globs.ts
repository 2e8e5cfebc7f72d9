import { holdsKind } from './holds-kind.ts'
import { parseFile, type WorkspaceFile } from './parse.ts'

/** What `documents:` of the Workspace document says, and the file that says it; null: nothing, so that every file counts. */
export function documentGlobsOf(
  files: readonly WorkspaceFile[],
): { readonly from: string; readonly patterns: readonly string[] } | null {
  for (const file of files) {
    if (!/\bdocuments\b/.test(file.text) || !holdsKind(file, ['Workspace'])) continue
    for (const { value } of parseFile(file).documents) {
      const written = value['kind'] === 'Workspace' ? value['documents'] : undefined
      if (Array.isArray(written) && written.every(glob => typeof glob === 'string'))
        return { from: file.path, patterns: written }
    }
  }
  return null
}
