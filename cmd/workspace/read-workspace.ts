/** Reads a workspace from disc: its documents, and what they refer to. */

import { existsSync, realpathSync, statSync } from 'node:fs'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import picomatch from 'picomatch'
import { type Diagnostic, diagnose, type Remedy } from '../../engine/diagnostic.ts'
import { codes as documentCodes } from '../../engine/load/codes.ts'
import { documentGlobsOf } from '../../engine/load/document-globs.ts'
import { type LoadOutcome, loadWorkspace, type WorkspaceFile } from '../../engine/load/load-workspace.ts'
import type { Attachment } from '../../engine/load/prices/attach-prices.ts'
import { textOfBytes } from '../../engine/load/text-of-bytes.ts'
import { isOfOthers, separateWorkspaces } from '../../engine/load/workspaces-below.ts'
import { shellQuoted } from '../../engine/shell-words.ts'
import { codes } from '../codes.ts'
import { readFileWithin } from '../files/read-file.ts'
import { tableText } from '../files/table-text.ts'
import { unpack } from '../files/unpack.ts'
import type { Shell } from '../shell.ts'
import { findDocuments } from './find-documents.ts'
import { withTracked } from './tracked-state.ts'

export interface OpenWorkspace extends LoadOutcome {
  /** Absolute path. */
  readonly root: string
  /** Other workspaces below it, whose documents are not of this one: folders from the root on. */
  readonly others: readonly string[]
}

export async function openWorkspace(
  directory: string,
  { cwd, untrusted }: Pick<Shell, 'cwd' | 'untrusted'>,
): Promise<OpenWorkspace> {
  const root = resolve(cwd, directory)
  const { paths, troubles } = findDocuments(root)
  const texts = new Map<string, string>()
  const unread: Diagnostic[] = [...troubles]
  if (paths.length > mostFiles)
    unread.push(diagnose(codes.TOO_MANY_FILES, { detail: `${root} holds ${paths.length} YAML files.` }))
  let left = mostBytes
  for (const name of paths.slice(0, mostFiles)) {
    const text = documentText(root, name, Math.min(left, largestDocument))
    if (typeof text === 'string') {
      texts.set(name, text)
      left -= Buffer.byteLength(text)
    } else unread.push(text)
  }
  const { own, others, isOne } = separateWorkspaces([...texts].map(([path, text]) => ({ path, text })))
  if (!isOne)
    return {
      workspace: null,
      diagnostics: [noWorkspaceHere(others, { root, cwd })],
      sources: texts,
      root,
      others,
    }
  const loaded = loadWorkspace({
    files: chosenDocuments(own),
    readAttachment: path => attachmentInside(root, path),
    // What cannot be read of another workspace is said there.
    unread: unread.filter(({ at }) => at === undefined || !isOfOthers(at.file, others)),
    ...(untrusted !== null && {
      untrusted: { ...untrusted, leadsOut: (path: string) => leadsOut(root, resolve(root, path)) },
    }),
  })
  const told = withTracked(loaded, { root, isTrusted: untrusted === null })
  const leftOut = others.map(folder =>
    diagnose(documentCodes.OTHER_WORKSPACE, {
      detail: `${folder} has a Workspace document and partners of its own.`,
      remedies: [enter(folder, { root, cwd })],
    }),
  )
  return { ...told, diagnostics: [...told.diagnostics, ...leftOut], root, others }
}

interface Places {
  readonly root: string
  readonly cwd: string
}

/** `folders`: from the root on. */
export function noWorkspaceHere(folders: readonly string[], places: Places): Diagnostic {
  return diagnose(documentCodes.WORKSPACE_BELOW, {
    detail: `Each of ${folders.join(', ')} has a Workspace document and partners of its own, and nothing else of ours lies here.`,
    remedies: folders.map(folder => enter(folder, places)),
  })
}

/** From where the command was called. */
function enter(folder: string, { root, cwd }: Places): Remedy {
  const way = relative(cwd, join(root, folder)).split(sep).join('/')
  return { kind: 'run', command: `tenantform validate -C ${shellQuoted(way)}`, why: 'works in that one' }
}

/** What `documents:` of the Workspace document leaves: globs, with `!` to leave out. Without it, everything. */
export function chosenDocuments(files: readonly WorkspaceFile[]): readonly WorkspaceFile[] {
  const globs = documentGlobsOf(files)
  if (globs === null) return files
  const wanted = globs.patterns.filter(glob => !glob.startsWith('!'))
  const unwanted = globs.patterns.filter(glob => glob.startsWith('!')).map(glob => glob.slice(1))
  const isWanted = picomatch(wanted.length > 0 ? wanted : ['**/*'])
  const isUnwanted = picomatch(unwanted)
  return files.filter(({ path }) => path === globs.from || (isWanted(path) && !isUnwanted(path)))
}

const mostFiles = 200_000
/** One file of documents; more than what the loader takes, so that it says so. */
const largestDocument = 128 * 1024 * 1024
/** All files of documents. */
const mostBytes = 256 * 1024 * 1024
/** A global price sheet has some tens of MiB. */
const largestAttachment = 256 * 1024 * 1024

function documentText(root: string, path: string, most: number): string | Diagnostic {
  const at = { file: path, line: 1, column: 1, endLine: 1, endColumn: 2 }
  const read = readFileWithin(join(root, path), most)
  if (read.kind === 'read') return textOfBytes(path, read.bytes)
  return diagnose(documentCodes.UNREADABLE, { detail: `${path} ${read.why}.`, at })
}

/** undefined: there is none. A link that leads out of the workspace is refused like a path that does. What is in it is read later, when it is asked for. */
export function attachmentInside(root: string, path: string): Attachment | Diagnostic | undefined {
  const absolute = resolve(root, path)
  if (!isInside(root, absolute) || !existsSync(absolute)) return undefined
  if (leadsOut(root, absolute))
    return diagnose(documentCodes.PATH_OUTSIDE, {
      detail: `${path} is a link that leads out of the workspace.`,
    })
  const about = statSync(absolute)
  const why = about.isFile()
    ? `has ${about.size} bytes; ${largestAttachment} are read at most`
    : `is ${about.isDirectory() ? 'a folder' : 'a pipe or a device'}, not a file`
  if (!about.isFile() || about.size > largestAttachment)
    return diagnose(documentCodes.UNREADABLE, { detail: `${path} ${why}.` })
  return { read: () => attachedText(absolute, path) }
}

/** Of a price list, as it was downloaded or as it was saved again. */
function attachedText(absolute: string, path: string): string | Diagnostic {
  const trouble = (why: string) => diagnose(documentCodes.PRICE_LIST, { detail: `${path}: ${why}` })
  const read = readFileWithin(absolute, largestAttachment)
  if (read.kind === 'unread') return trouble(`it ${read.why}.`)
  const unpacked = unpack(read.bytes)
  if (unpacked.kind === 'workbook') return trouble('It is a workbook; save the sheet as CSV.')
  if (unpacked.kind === 'trouble') return trouble(unpacked.why)
  const tables = unpacked.files.filter(file => /[.](csv|tsv|txt)$/i.test(file.name))
  const files = tables.length > 0 ? tables : unpacked.files
  const [only, another] = files
  if (only === undefined || another !== undefined)
    return trouble(`It holds ${files.length} files, and one of them is meant: unpack it and name that one.`)
  return tableText(only.bytes)
}

export function leadsOut(root: string, absolute: string): boolean {
  try {
    return !isInside(realpathSync(root), realpathSync(absolute))
  } catch {
    return false // not there, which reading says
  }
}

function isInside(root: string, absolute: string): boolean {
  const way = relative(root, absolute)
  return way !== '' && way !== '..' && !/^\.\.[\\/]/.test(way) && !isAbsolute(way)
}
