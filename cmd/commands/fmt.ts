import { realpathSync } from 'node:fs'
import { relative, resolve, sep } from 'node:path'
import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import { jsonText } from '../../engine/json-text.ts'
import { codes as loadCodes } from '../../engine/load/codes.ts'
import { formatted } from '../../engine/load/format-text.ts'
import { isOurs } from '../../engine/load/is-ours.ts'
import { parseFile } from '../../engine/load/parse.ts'
import { textOfBytes } from '../../engine/load/text-of-bytes.ts'
import { isOfOthers, separateWorkspaces } from '../../engine/load/workspaces-below.ts'
import { Trouble } from '../../engine/trouble.ts'
import { complain, guarded, tell } from '../answer.ts'
import { codes } from '../codes.ts'
import { exitCodes } from '../exit-codes.ts'
import { readFileWithin } from '../files/read-file.ts'
import { writeWhole } from '../files/write-whole.ts'
import type { FormatOf } from '../formats.ts'
import type { GlobalOptions } from '../program/global-options.ts'
import { printable } from '../report/printable.ts'
import type { Run } from '../shell.ts'
import { findDocuments } from '../workspace/find-documents.ts'
import { noWorkspaceHere } from '../workspace/read-workspace.ts'

interface Options extends GlobalOptions {
  readonly check: boolean
  readonly format: FormatOf<'fmt'>
}

const mostBytes = 32 * 1024 * 1024

/** Brings documents into the one layout; with `--check` it only names those that are not. Never changes what a document means. */
export const run: Run<Options> = ({ shell, args, options }) =>
  guarded(shell, options.format, async () => {
    const root = resolve(shell.cwd, options.directory)
    const realRoot = realOf(root)
    const found = args.length === 0 ? findDocuments(root) : null
    const own = found === null ? null : ownOf({ root, cwd: shell.cwd }, found.paths)
    const paths = own?.map(path => resolve(root, path)) ?? args.map(path => resolve(shell.cwd, path))
    const troubles: Diagnostic[] = [...(found?.troubles ?? [])]
    const changed: string[] = []
    for (const path of paths) {
      const name = relative(root, path).split(sep).join('/')
      if (leadsOut(path, { root, realRoot })) {
        troubles.push(
          diagnose(loadCodes.PATH_OUTSIDE, { detail: `${name} is a link that leads out of the workspace.` }),
        )
        continue
      }
      const read = readFileWithin(path, mostBytes)
      const text = read.kind === 'read' ? textOfBytes(name, read.bytes) : null
      if (text === null) {
        troubles.push(diagnose(codes.NO_FILE, { detail: `${name} ${read.kind === 'read' ? '' : read.why}.` }))
        continue
      }
      if (typeof text !== 'string') {
        troubles.push(text)
        continue
      }
      if (!isOurs({ path: name, text })) continue
      const wrong = parseFile({ path: name, text }).diagnostics
      if (wrong.length > 0) {
        troubles.push(...wrong)
        continue
      }
      const layout = formatted(text)
      if (layout === null) {
        troubles.push(diagnose(codes.NOT_FORMATTED, { detail: `${name} stays as it is.` }))
        continue
      }
      if (layout === text) continue
      changed.push(name)
      if (!options.check) await writeWhole(path, layout)
    }
    const isJson = options.format === 'json'
    if (!isJson) shell.streams.out(changed.map(name => `${printable(name)}\n`).join(''))
    if (troubles.some(trouble => trouble.severity === 'error'))
      return complain(shell, troubles, { format: options.format })
    if (isJson) shell.streams.out(jsonText({ format: 1, files: changed, written: !options.check }))
    tell(shell, troubles)
    return options.check && changed.length > 0 ? exitCodes.pending : exitCodes.done
  })

/** Of a name in the workspace: whoever names a file elsewhere means that one. */
function leadsOut(
  path: string,
  { root, realRoot }: { readonly root: string; readonly realRoot: string },
): boolean {
  return (isBelow(root, path) || isBelow(realRoot, path)) && !isBelow(realRoot, realOf(path))
}

function isBelow(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`)
}

/** What does not lead anywhere is told when it is read. */
function realOf(path: string): string {
  try {
    return realpathSync(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error) return path
    throw error
  }
}

/** Documents of workspaces below are theirs. What cannot be read is told by whoever reads it. */
function ownOf(
  places: { readonly root: string; readonly cwd: string },
  paths: readonly string[],
): readonly string[] {
  const files = paths.map(path => {
    const read = readFileWithin(resolve(places.root, path), mostBytes)
    const text = read.kind === 'read' ? textOfBytes(path, read.bytes) : ''
    return { path, text: typeof text === 'string' ? text : '' }
  })
  const { others, isOne } = separateWorkspaces(files)
  if (!isOne) throw new Trouble(noWorkspaceHere(others, places))
  return paths.filter(path => !isOfOthers(path, others))
}
