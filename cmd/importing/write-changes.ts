/** Changed documents to disc: only when all of them together make a workspace that loads, each file whole or not at all. */

import { isAbsolute, join, relative, resolve } from 'node:path'
import { by } from '../../engine/compare.ts'
import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import { codes } from '../../engine/inventory/codes.ts'
import type { ImportChanges } from '../../engine/inventory/file-changes.ts'
import { loadWorkspace } from '../../engine/load/load-workspace.ts'
import { isOfOthers } from '../../engine/load/workspaces-below.ts'
import { Bug } from '../../engine/result.ts'
import { writeWhole } from '../files/write-whole.ts'
import type { Shell } from '../shell.ts'
import { attachmentInside, type OpenWorkspace, openWorkspace } from '../workspace/read-workspace.ts'
import type { LeaveToWrite } from './leave-to-write.ts'

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

/** Documents that should change and stay as they are, each with what it does not say now. */
export function notEdited({ files }: ImportChanges): readonly Diagnostic[] {
  return files
    .filter(entry => entry.change === 'refused' && entry.changes.length > 0)
    .map(({ path, name, changes }) =>
      diagnose(codes.NOT_EDITABLE, { detail: `${path} (${name}) stays as it is: ${changes.join(', ')}.` }),
    )
}

/**
 * The workspace itself, or the one under `--out`, which may be empty yet. A folder inside of the workspace is a part of it: its documents are
 * read with all others, and need no partners of their own.
 */
export async function placeToWrite(
  here: OpenWorkspace,
  shell: Pick<Shell, 'cwd' | 'untrusted'>,
  out: string | undefined,
): Promise<OpenWorkspace> {
  if (out === undefined) return here
  const root = resolve(shell.cwd, out)
  const inner = insideOf(here, root)
  if (inner === null) return openWorkspace(out, shell)
  const isIn = (path: string) => path.startsWith(inner)
  const sources = new Map(
    [...here.sources].flatMap(([path, text]) =>
      isIn(path) ? [[path.slice(inner.length), text] as const] : [],
    ),
  )
  if (here.workspace === null) return { ...here, root, sources }
  const { desired } = here.workspace
  const customers = desired.customers
    .filter(({ at }) => isIn(at.file))
    .map(entry => ({ ...entry, at: { ...entry.at, file: entry.at.file.slice(inner.length) } }))
  return { ...here, root, sources, workspace: { ...here.workspace, desired: { ...desired, customers } } }
}

/** Customers that the workspace declares outside of the folder that is written to: declared once more there, nothing would load. */
export function declaredElsewhere(
  here: OpenWorkspace,
  place: OpenWorkspace,
  changes: ImportChanges,
): readonly Diagnostic[] {
  const inner = insideOf(here, place.root)
  if (inner === null || inner === '') return []
  const others = new Map(
    (here.workspace?.desired.customers ?? [])
      .filter(({ at }) => !at.file.startsWith(inner))
      .map(entry => [`${entry.partner}/${entry.tenant}`, entry.at.file]),
  )
  return changes.files
    .flatMap(({ partner, customer, name }) => {
      const file = others.get(`${partner}/${customer}`)
      return file === undefined
        ? []
        : [diagnose(codes.EXISTS, { detail: `${file} has ${name} under ${partner}.` })]
    })
    .slice(0, mostNamed)
}

/** With a slash behind it; null: outside. */
function insideOf(here: OpenWorkspace, root: string): string | null {
  const way = relative(here.root, root).replaceAll('\\', '/')
  if (way === '') return ''
  if (way.startsWith('../') || way === '..' || isAbsolute(way)) return null
  return isOfOthers(`${way}/`, here.others) ? null : `${way}/`
}

export interface PlaceToWrite {
  /** Nothing is written without. */
  readonly leave: LeaveToWrite
  readonly place: OpenWorkspace
  /** The workspace around the place; left out: the place itself. */
  readonly here?: OpenWorkspace
}

export async function writeChanges(
  texts: ReadonlyMap<string, string>,
  { place, here = place }: PlaceToWrite,
): Promise<void> {
  const { root, sources } = place
  const inner = insideOf(here, root)
  const around = inner === null ? new Map<string, string>() : here.sources
  const merged = new Map([
    ...around,
    ...[...sources, ...texts].map(([path, text]): readonly [string, string] => [
      `${inner ?? ''}${path}`,
      text,
    ]),
  ])
  const { diagnostics } = loadWorkspace({
    files: [...merged].filter(([path]) => /[.]ya?ml$/i.test(path)).map(([path, text]) => ({ path, text })),
    readAttachment: path => attachmentInside(inner === null ? root : here.root, path),
  })
  const wrong = diagnostics.find(entry => entry.severity === 'error')
  if (wrong !== undefined)
    throw new Bug(`import would write documents that do not load: ${wrong.summary} ${wrong.detail ?? ''}`)
  for (const [path, text] of [...texts].sort(by(([key]) => key)))
    if (sources.get(path) !== text) await writeWhole(join(root, path), text)
}
