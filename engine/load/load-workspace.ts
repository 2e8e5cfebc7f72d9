/** Files → desired state, or every mistake in them: all at once, in file order, each at its place. */
import type { Catalog } from '../../schemas/generated/catalog.ts'
import type { Consolidation } from '../../schemas/generated/consolidation.ts'
import type { Customer } from '../../schemas/generated/customer.ts'
import type { Partner } from '../../schemas/generated/partner.ts'
import type { Policy } from '../../schemas/generated/policy.ts'
import type { Workspace } from '../../schemas/generated/workspace.ts'
import type { World } from '../../schemas/generated/world.ts'
import { type CodeEntry, type Diagnostic, diagnose, type SourceRange } from '../diagnostic.ts'
import type { DeclaredCustomer, Desired } from '../model/desired.ts'
import { checkDocument, type KindedDocument } from './check-schema.ts'
import { checkWorld } from './check-world.ts'
import { codes } from './codes.ts'
import type { SourceTexts } from './draw-source.ts'
import type { DocumentKind } from './known-keys.ts'
import { notSoldThere } from './not-sold-there.ts'
import { parseFile, type WorkspaceFile } from './parse.ts'
import { readPrices } from './prices.ts'
import {
  type PricesUse,
  type ResolveContext,
  resolveAliases,
  resolveCustomer,
  resolvePartner,
  resolvePolicy,
  resolveWorkspace,
} from './resolve.ts'
import { catalogMappings, resolveConsolidation } from './resolve-consolidation.ts'
import { resolveReference } from './resolve-credentials.ts'
import { rulesOfExceptions } from './rules-of-exceptions.ts'
import { suggest } from './suggest.ts'

export type { WorkspaceFile } from './parse.ts'

export interface LoadInput {
  readonly files: readonly WorkspaceFile[]
  /** Text of a file that a document refers to, by its path relative to the workspace; undefined when there is none. */
  readonly readAttachment: (path: string) => string | Diagnostic | undefined
  /** Why other files could not be read; each an error, so that nothing is planned from a part of the documents. */
  readonly unread?: readonly Diagnostic[]
}

export interface LoadedWorkspace {
  readonly desired: Desired
  readonly world: World | null
  readonly sources: SourceTexts
}

export interface LoadOutcome {
  /** null when anything is wrong enough to be an error. */
  readonly workspace: LoadedWorkspace | null
  readonly diagnostics: readonly Diagnostic[]
  readonly sources: SourceTexts
}

interface Written {
  readonly Partner: Partner
  readonly Customer: Customer
  readonly Consolidation: Consolidation
  readonly Policy: Policy
  readonly Catalog: Catalog
  readonly Workspace: Workspace
  readonly World: World
}

interface Accepted<K extends DocumentKind> {
  readonly document: KindedDocument
  readonly written: Written[K]
}

/** Documents of all files; every one costs its time, however little stands in it. */
const mostDocuments = 100_000
/** Mistakes told of one file. */
const mostMistakes = 200

export function loadWorkspace({ files, readAttachment, unread = [] }: LoadInput): LoadOutcome {
  const inOrder = [...files].sort((a, b) => (a.path < b.path ? -1 : 1))
  const texts = new Map(inOrder.map(file => [file.path, file.text]))
  const diagnostics: Diagnostic[] = [...unread]
  const report = (entry: CodeEntry, at: SourceRange, detail: string, related?: Diagnostic['related']) => {
    diagnostics.push(diagnose(entry, { detail, at, ...(related !== undefined && { related }) }))
  }
  const accepted: KindedDocument[] = []
  const rejected: KindedDocument[] = []
  for (const file of inOrder) {
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
  if (accepted.length === 0 && diagnostics.length === 0)
    diagnostics.push(diagnose(codes.NOTHING, { detail: 'No *.yaml file of the workspace holds a document.' }))
  const context: ResolveContext = {
    brokenPartners: new Set(
      rejected
        .filter(document => document.kind === 'Partner')
        .map(document => String(document.value['name'])),
    ),
    hasBrokenPolicies: rejected.some(document => document.kind === 'Policy'),
    aliases: resolveAliases(ofKind(accepted, 'Catalog'), report),
    report,
    readPrices: (path, use) => attachPrices(path, use, { readAttachment, texts, diagnostics }),
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
  const sorted = inFileOrder(diagnostics)
  const hasErrors = sorted.some(entry => entry.severity === 'error')
  return {
    workspace: hasErrors ? null : { desired, world: firstWorld?.written ?? null, sources: texts },
    diagnostics: sorted,
    sources: texts,
  }
}

function firstOf(file: string, mistakes: readonly Diagnostic[]): readonly Diagnostic[] {
  if (mistakes.length <= mostMistakes) return mistakes
  const detail = `${mistakes.length - mostMistakes} more of ${mistakes.length} in ${file}.`
  return [...inFileOrder(mistakes).slice(0, mostMistakes), diagnose(codes.AND_MORE, { detail })]
}

function ofKind<K extends DocumentKind>(
  documents: readonly KindedDocument[],
  kind: K,
): readonly Accepted<K>[] {
  // the schema of this kind has accepted the value
  return documents
    .filter(document => document.kind === kind)
    .map(document => ({ document, written: document.value as unknown as Written[K] }))
}

function resolveAll(accepted: readonly KindedDocument[], context: ResolveContext): Desired {
  const { report } = context
  const written = ofKind(accepted, 'Partner')
  const partners = written.map(({ document, written: partner }) => resolvePartner(document, partner, context))
  unique(
    written.map(({ document, written: partner }) => ({
      id: partner.name,
      what: `partner \`${partner.name}\``,
      at: document.rangeOf(['name']),
    })),
    report,
  )
  unique(
    written.map(({ document, written: partner }) => ({
      id: partner.tenantId.toLowerCase(),
      what: `partner tenant ${partner.tenantId}`,
      at: document.rangeOf(['tenantId']),
    })),
    report,
  )

  const customerDocuments = ofKind(accepted, 'Customer')
  const customers = customerDocuments.map(({ document, written: customer }) =>
    resolveCustomer(document, customer, context),
  )
  const names = partners.map(entry => String(entry.name))
  for (const { document, written: customer } of customerDocuments) {
    if (names.includes(customer.partner) || context.brokenPartners.has(customer.partner)) continue
    const near = suggest(customer.partner, names)
    report(
      codes.UNKNOWN_PARTNER,
      document.rangeOf(['partner']),
      `No Partner document is named \`${customer.partner}\`${near === null ? '' : `; did you mean \`${near}\`?`}.`,
    )
  }
  notSoldThere(customers, partners, report)
  unique(
    customerDocuments.map(({ document, written: customer }) => ({
      id: `${customer.partner}/${customer.customer.tenantId.toLowerCase()}`,
      what: `customer ${customer.customer.name} under ${customer.partner}`,
      at: document.rangeOf(['customer', 'tenantId']),
    })),
    report,
  )

  const mappings = ofKind(accepted, 'Catalog').flatMap(({ document, written: catalog }) =>
    catalogMappings(document, catalog, context),
  )
  const consolidationDocuments = ofKind(accepted, 'Consolidation')
  const consolidations = consolidationDocuments.map(({ document, written: consolidation }) => {
    const resolved = resolveConsolidation(document, consolidation, partners, context)
    return { ...resolved, map: [...resolved.map, ...mappings] }
  })
  unique(
    consolidationDocuments.map(({ document, written: consolidation }) => ({
      id: consolidation.name,
      what: `consolidation \`${consolidation.name}\``,
      at: document.rangeOf(['name']),
    })),
    report,
  )

  const policyDocuments = ofKind(accepted, 'Policy')
  unique(
    policyDocuments.flatMap(({ document, written: policy }) =>
      policy.rules.map((rule, position) => ({
        id: `${policy.name}/${rule.id}`,
        what: `rule \`${rule.id}\` of policy \`${policy.name}\``,
        at: document.rangeOf(['rules', position, 'id']),
      })),
    ),
    report,
  )

  const workspaces = ofKind(accepted, 'Workspace')
  unique(
    workspaces.map(({ document }) => ({
      id: 'workspace',
      what: 'Workspace document',
      at: document.rangeOf([]),
    })),
    report,
  )
  const [workspace] = workspaces
  const path = workspace?.written.journal?.path
  if (workspace !== undefined && path !== undefined && leavesWorkspace(path))
    report(
      codes.PATH_OUTSIDE,
      workspace.document.rangeOf(['journal', 'path']),
      `\`${path}\` is outside of the workspace.`,
    )
  const connection =
    workspace?.written.journal !== undefined && workspace.written.journal.store !== 'file'
      ? resolveReference(workspace.written.journal.connection, ['journal', 'connection'], {
          at: place => workspace.document.rangeOf(place),
          report,
        })
      : null
  const policies = policyDocuments.flatMap(({ document, written: policy }) =>
    resolvePolicy(document, policy, report),
  )
  if (workspace !== undefined && !context.hasBrokenPolicies)
    rulesOfExceptions(
      (workspace.written.exceptions ?? []).map(({ rule }, position) => ({
        rule,
        ruleAt: workspace.document.rangeOf(['exceptions', position, 'rule']),
      })),
      policies,
      report,
    )
  return {
    workspace: resolveWorkspace(workspace?.document ?? null, workspace?.written ?? null, connection),
    partners: sorted(partners, entry => entry.name),
    customers: sorted(customers, customerId),
    consolidations: sorted(consolidations, entry => entry.name),
    policies: sorted(policies, entry => `${entry.policy}/${entry.id}/${entry.effect}`),
    aliases: context.aliases,
  }
}

const customerId = (entry: DeclaredCustomer) => `${entry.partner}/${entry.tenant}`

function sorted<T>(entries: readonly T[], key: (entry: T) => string): readonly T[] {
  return [...entries].sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

function unique(
  entries: readonly { readonly id: string; readonly what: string; readonly at: SourceRange }[],
  report: ResolveContext['report'],
): void {
  const first = new Map<string, SourceRange>()
  for (const entry of entries) {
    const before = first.get(entry.id)
    if (before === undefined) first.set(entry.id, entry.at)
    else
      report(codes.DUPLICATE, entry.at, `There are two of ${entry.what}.`, [
        { at: before, note: 'the first is here' },
      ])
  }
}

interface Attachments {
  readonly readAttachment: LoadInput['readAttachment']
  readonly texts: Map<string, string>
  readonly diagnostics: Diagnostic[]
}

/** Paths in documents resolve from the document. */
function attachPrices(
  path: string,
  { at, markets }: PricesUse,
  { readAttachment, texts, diagnostics }: Attachments,
) {
  const resolved = joinPath(at.file, path)
  if (resolved === null) {
    diagnostics.push(diagnose(codes.PATH_OUTSIDE, { detail: `\`${path}\` is outside of the workspace.`, at }))
    return null
  }
  const text = readAttachment(resolved)
  if (text === undefined) {
    diagnostics.push(diagnose(codes.PRICES_MISSING, { detail: `There is no file ${resolved}.`, at }))
    return null
  }
  if (typeof text !== 'string') {
    diagnostics.push({ ...text, at: text.at ?? at })
    return null
  }
  texts.set(resolved, text)
  const list = readPrices(resolved, text, markets)
  diagnostics.push(...list.diagnostics)
  return list.prices
}

function joinPath(from: string, path: string): string | null {
  if (/^([A-Za-z]:)?[\\/]/.test(path)) return null
  const parts = from.split('/').slice(0, -1)
  for (const part of path.replaceAll('\\', '/').split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return null
    } else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}

function leavesWorkspace(path: string): boolean {
  return joinPath('workspace.yaml', path) === null
}

function inFileOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const keyOf = ({ at }: Diagnostic) =>
    at === undefined
      ? ''
      : `${at.file}\u0000${String(at.line).padStart(9, '0')}\u0000${String(at.column).padStart(9, '0')}`
  return diagnostics
    .map((entry, position) => ({ entry, key: keyOf(entry), position }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.position - b.position))
    .map(({ entry }) => entry)
}
