/** All documents together → desired: each resolved by its kind, and held against the others. */
import type { Catalog } from '../../../schemas/generated/catalog.ts'
import type { Consolidation } from '../../../schemas/generated/consolidation.ts'
import type { Customer } from '../../../schemas/generated/customer.ts'
import type { Partner } from '../../../schemas/generated/partner.ts'
import type { Policy } from '../../../schemas/generated/policy.ts'
import type { Workspace } from '../../../schemas/generated/workspace.ts'
import type { World } from '../../../schemas/generated/world.ts'
import { by } from '../../compare.ts'
import type { SourceRange } from '../../diagnostic.ts'
import type { DeclaredCustomer, Desired } from '../../model/desired.ts'
import { orMeant, suggest } from '../../scope/suggest.ts'
import type { KindedDocument } from '../check-schema.ts'
import { codes } from '../codes.ts'
import type { DocumentKind } from '../known-keys.ts'
import { notSoldThere } from '../not-sold-there.ts'
import { rulesOfExceptions } from '../rules-of-exceptions.ts'
import { leavesWorkspace } from '../workspace-path.ts'
import { movesTogether } from './moves-together.ts'
import { adminOfPartners } from './resolve-admin.ts'
import { catalogMappings, resolveConsolidation } from './resolve-consolidation.ts'
import type { ResolveContext } from './resolve-context.ts'
import { resolveReference } from './resolve-credentials.ts'
import { resolveCustomer } from './resolve-customer.ts'
import { resolvePartner } from './resolve-partner.ts'
import { resolvePolicy } from './resolve-policy.ts'
import { resolveWorkspace } from './resolve-workspace.ts'

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

/** The documents of one kind, as its schema types them. */
export function ofKind<K extends DocumentKind>(
  documents: readonly KindedDocument[],
  kind: K,
): readonly Accepted<K>[] {
  // the schema of this kind has accepted the value
  return documents
    .filter(document => document.kind === kind)
    .map(document => ({ document, written: document.value as unknown as Written[K] }))
}

/** Accepted documents → what they mean, with every mistake that only shows between documents reported at its place. */
export function resolveAll(accepted: readonly KindedDocument[], context: ResolveContext): Desired {
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
  const adminOf = adminOfPartners(written, context)
  const customers = customerDocuments.map(({ document, written: customer }) =>
    resolveCustomer(document, customer, { ...context, adminOf }),
  )
  const names = partners.map(entry => String(entry.name))
  for (const { document, written: customer } of customerDocuments) {
    if (names.includes(customer.partner) || context.brokenPartners.has(customer.partner)) continue
    const near = suggest(customer.partner, names)
    report(
      codes.UNKNOWN_PARTNER,
      document.rangeOf(['partner']),
      `No Partner document is named \`${customer.partner}\`${orMeant(near)}`,
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

  movesTogether({ consolidations, customers }, report)

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
    workspace: resolveWorkspace(workspace?.document ?? null, workspace?.written ?? null, {
      connection,
      policies,
    }),
    partners: sorted(partners, entry => entry.name),
    customers: sorted(customers, customerId),
    consolidations: sorted(consolidations, entry => entry.name),
    policies: sorted(policies, entry => `${entry.policy}/${entry.id}/${entry.effect}`),
    aliases: context.aliases,
  }
}

const customerId = (entry: DeclaredCustomer) => `${entry.partner}/${entry.tenant}`

function sorted<T>(entries: readonly T[], key: (entry: T) => string): readonly T[] {
  return [...entries].sort(by(key))
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
