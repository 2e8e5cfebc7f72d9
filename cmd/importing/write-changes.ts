/** Changed documents to disc: only when all of them together make a workspace that loads, each file whole or not at all. */
import { join } from 'node:path'
import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import { codes } from '../../engine/inventory/codes.ts'
import type { ImportChanges } from '../../engine/inventory/file-changes.ts'
import type { SourceTexts } from '../../engine/load/draw-source.ts'
import { loadWorkspace } from '../../engine/load/load-workspace.ts'
import { Bug } from '../../engine/result.ts'
import { writeWhole } from '../files/write-whole.ts'
import { attachmentInside } from '../workspace/read-workspace.ts'

const mostNamed = 10

/** Without `--update` nothing that is there is touched: every document in the way is named, and nothing is written. */
export function inTheWay(changes: ImportChanges): readonly Diagnostic[] {
  const there = changes.files.filter(entry => entry.change !== 'create')
  const named = there
    .slice(0, mostNamed)
    .map(entry =>
      diagnose(codes.EXISTS, { detail: `${entry.path} has ${entry.name} under ${entry.partner}.` }),
    )
  const others = there.length - named.length
  return others > 0 ? [...named, diagnose(codes.EXISTS, { detail: `So have ${others} more.` })] : named
}

export async function writeChanges(
  root: string,
  texts: ReadonlyMap<string, string>,
  sources: SourceTexts,
): Promise<void> {
  const merged = new Map([...sources, ...texts])
  const { diagnostics } = loadWorkspace({
    files: [...merged].filter(([path]) => path.endsWith('.yaml')).map(([path, text]) => ({ path, text })),
    readAttachment: path => attachmentInside(root, path),
  })
  const wrong = diagnostics.find(entry => entry.severity === 'error')
  if (wrong !== undefined)
    throw new Bug(`import would write documents that do not load: ${wrong.summary} ${wrong.detail ?? ''}`)
  for (const [path, text] of [...texts].sort(([a], [b]) => (a < b ? -1 : 1)))
    if (sources.get(path) !== text) await writeWhole(join(root, path), text)
}
