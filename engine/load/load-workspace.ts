/** Files → desired state, or every mistake in them: all at once, in file order, each at its place. */
import type { World } from '../../schemas/generated/world.ts'
import { by } from '../compare.ts'
import { type CodeEntry, type Diagnostic, diagnose, type SourceRange } from '../diagnostic.ts'
import type { Desired } from '../model/desired.ts'
import { checkDocument, type KindedDocument } from './check-schema.ts'
import { checkWorld } from './check-world.ts'
import { codes } from './codes.ts'
import type { SourceTexts } from './draw-source.ts'
import { idleNames } from './idle-names.ts'
import { inFileOrder } from './in-file-order.ts'
import { invisibleIn } from './invisible-characters.ts'
import { isOurs } from './is-ours.ts'
import { parseFile, type WorkspaceFile } from './parse.ts'
import { type Attachment, attachPrices } from './prices/attach-prices.ts'
import type { PriceFile } from './prices/prices.ts'
import { ofKind, resolveAll } from './resolve/resolve-all.ts'
import type { ResolveContext } from './resolve/resolve-context.ts'
import { resolveAliases } from './resolve/resolve-product.ts'

import { checkUntrusted, type Untrusted } from './untrusted.ts'

export type { WorkspaceFile } from './parse.ts'

export interface LoadInput {
  readonly files: readonly WorkspaceFile[]
  /** A file that a document refers to, by its path relative to the workspace; undefined when there is none. */
  readonly readAttachment: (path: string) => Attachment | Diagnostic | undefined
  /** Why other files could not be read; each an error, so that nothing is planned from a part of the documents. */
  readonly unread?: readonly Diagnostic[]
  /** Whose documents these are is not known: what of them would run, read or send something is refused. */
  readonly untrusted?: Untrusted
}

export interface LoadedWorkspace {
  readonly desired: Desired
  readonly world: World | null
  readonly sources: SourceTexts
  /** Of all partners; none of them has been read. */
  readonly priceLists: readonly PriceFile[]
}

export interface LoadOutcome {
  /** null when anything is wrong enough to be an error. */
  readonly workspace: LoadedWorkspace | null
  readonly diagnostics: readonly Diagnostic[]
  readonly sources: SourceTexts
}

/** Documents of all files; every one costs its time, however little stands in it. */
const mostDocuments = 200_000
/** Mistakes told of one file. */
const mostMistakes = 200

export function loadWorkspace({ files, readAttachment, unread = [], untrusted }: LoadInput): LoadOutcome {
  const inOrder = [...files].sort(by(entry => entry.path))
  const texts = new Map(inOrder.map(file => [file.path, file.text]))
  const diagnostics: Diagnostic[] = [...unread]
  const report = (entry: CodeEntry, at: SourceRange, detail: string, related?: Diagnostic['related']) => {
    diagnostics.push(diagnose(entry, { detail, at, ...(related !== undefined && { related }) }))
  }
  const lists = new Map<string, PriceFile>()
  const accepted: KindedDocument[] = []
  const rejected: KindedDocument[] = []
  for (const file of inOrder) {
    if (!isOurs(file)) {
      diagnostics.push(notOurs(file.path))
      // Somebody else's file may hold secrets, and a document may lead to it by a link.
      texts.delete(file.path)
      continue
    }
    const parsed = parseFile(file)
    const mistakes = [...parsed.diagnostics]
    for (const document of parsed.documents) {
      const checked = checkDocument(document)
      for (const entry of checked.diagnostics) mistakes.push(entry)
      if (checked.document === null) continue
      if (checked.isUsable) accepted.push(checked.document)
      else rejected.push(checked.document)
    }
    diagnostics.push(...firstOf(file.path, mistakes))
    if (accepted.length + rejected.length > mostDocuments) {
      const at = { file: file.path, line: 1, column: 1, endLine: 1, endColumn: 2 }
      const detail = `The workspace has more than ${mostDocuments} documents.`
      return { workspace: null, diagnostics: [diagnose(codes.TOO_LARGE, { detail, at })], sources: texts }
    }
  }
  if (accepted.length === 0 && !diagnostics.some(entry => entry.severity === 'error'))
    diagnostics.push(
      diagnose(codes.NOTHING, { detail: 'No *.yaml or *.yml file of the workspace holds a document.' }),
    )
  if (untrusted !== undefined)
    for (const document of [...accepted, ...rejected]) checkUntrusted(document, untrusted, report)
  const context: ResolveContext = {
    brokenPartners: new Set(
      rejected
        .filter(document => document.kind === 'Partner')
        .map(document => String(document.value['name'])),
    ),
    hasBrokenPolicies: rejected.some(document => document.kind === 'Policy'),
    aliases: resolveAliases(ofKind(accepted, 'Catalog'), report),
    report,
    readPrices: (path, use) => attachPrices(path, use, { readAttachment, texts, lists, diagnostics }),
  }
  const desired = resolveAll(accepted, context)
  const worlds = ofKind(accepted, 'World')
  const firstWorld = worlds[0]
  for (const other of worlds.slice(1))
    if (firstWorld !== undefined)
      report(codes.DUPLICATE, other.document.rangeOf(['name']), 'A workspace has at most one World.', [
        { at: firstWorld.document.rangeOf(['name']), note: 'the first is here' },
      ])
  if (firstWorld !== undefined) checkWorld(firstWorld.document, firstWorld.written, report)
  const hasErrors = diagnostics.some(entry => entry.severity === 'error')
  if (!hasErrors)
    idleNames(
      { workspaces: ofKind(accepted, 'Workspace'), consolidations: ofKind(accepted, 'Consolidation') },
      desired,
      report,
    )
  const wrong = new Set(
    diagnostics.flatMap(({ severity, at }) => (severity === 'note' || !at ? [] : at.file)),
  )
  if (wrong.size > 0) diagnostics.push(...invisibleIn(inOrder, wrong))
  const sorted = inFileOrder(diagnostics)
  return {
    workspace: hasErrors
      ? null
      : {
          desired,
          world: firstWorld?.written ?? null,
          sources: texts,
          priceLists: [...lists.values()],
        },
    diagnostics: sorted,
    sources: texts,
  }
}

function notOurs(file: string): Diagnostic {
  const at = { file, line: 1, column: 1, endLine: 1, endColumn: 2 }
  return diagnose(codes.NOT_OURS, { detail: `${file} names neither our format nor a kind of ours.`, at })
}

function firstOf(file: string, mistakes: readonly Diagnostic[]): readonly Diagnostic[] {
  if (mistakes.length <= mostMistakes) return mistakes
  const detail = `${mistakes.length - mostMistakes} more of ${mistakes.length} in ${file}.`
  return [...inFileOrder(mistakes).slice(0, mostMistakes), diagnose(codes.AND_MORE, { detail })]
}
