/**
 * Lines that can have no effect, because what they name is nowhere or is never looked at: exceptions and approvals for nobody or of the other kind, and waves of
 * labels and tenants that no customer has. Nothing breaks by them, so they are warnings, told once the documents hold no mistake: where
 * a document is broken, what it holds may be what is named.
 */
import type { Consolidation } from '../../schemas/generated/consolidation.ts'
import type { Workspace } from '../../schemas/generated/workspace.ts'
import type { Desired, ProductMapping } from '../model/desired.ts'
import { type ProductKey, tenantId } from '../model/ids.ts'
import { orMeant, suggest } from '../scope/suggest.ts'
import { restWave } from '../scope/wave-of.ts'
import type { KindedDocument } from './check-schema.ts'
import { codes } from './codes.ts'
import type { ResolveContext } from './resolve/resolve-context.ts'

type Report = ResolveContext['report']

interface Accepted<T> {
  readonly document: KindedDocument
  readonly written: T
}

export interface NamingDocuments {
  readonly workspaces: readonly Accepted<Workspace>[]
  readonly consolidations: readonly Accepted<Consolidation>[]
}

export function idleNames(
  { workspaces, consolidations }: NamingDocuments,
  desired: Desired,
  report: Report,
): void {
  for (const { document, written } of workspaces)
    for (const position of (written.exceptions ?? []).keys()) {
      idleException(document, position, { desired, report })
      idleScope(document, position, { desired, report })
    }
  for (const { document, written } of consolidations) idleWaves(document, written, { desired, report })
  idleMappings(desired, report)
}

/**
 * New commerce moves or runs out as what it is; only a legacy offer is bought anew as something else, and as what some customer declares. Several lines
 * for one offer are no mistake: each customer gets what its document declares.
 */
function idleMappings({ consolidations, customers }: Desired, report: Report): void {
  const told = new Set<ProductMapping['at']>()
  for (const { map, to: target } of consolidations) {
    const declared = new Set(
      customers
        .filter(entry => entry.partner === target)
        .flatMap(entry => entry.subscriptions.filter(line => line.state === 'active'))
        .map(line => line.product),
    )
    for (const mapping of map) {
      const { from, to, at } = mapping
      if (told.has(at)) continue
      told.add(at)
      const first = map.find(entry => entry.from === from && entry.to === to)
      // The SKU of an extended service term, and what it extends (engine/model/stands-for.ts).
      const isSameProduct = from !== to && from.split(':')[0] === to.split(':')[0]
      if (from.includes(':') && !isSameProduct)
        report(
          codes.MAP_IDLE,
          at,
          `The map from ${from} to ${to} is about new commerce, which is transferred or runs out as what it is.`,
        )
      else if (first !== undefined && first !== mapping)
        report(codes.MAP_UNUSED, at, `The same map from ${from} to ${to} is written before.`)
      else if (!declared.has(to) && isUsedOtherwise(from, map, declared))
        report(
          codes.MAP_UNUSED,
          at,
          `No customer of ${target} declares ${to}, so this line of \`map:\` changes nothing.`,
        )
    }
  }
}

/** Who writes a map before anybody has it declared has begun; who declares the offer itself, or maps it to something else that is declared, has decided. */
function isUsedOtherwise(
  from: ProductKey,
  map: readonly ProductMapping[],
  declared: ReadonlySet<ProductKey>,
): boolean {
  return declared.has(from) || map.some(entry => entry.from === from && declared.has(entry.to))
}

interface Facts {
  readonly desired: Desired
  readonly report: Report
}

/** An exception lets no rule pass that only asks for an approval. */
function idleException(document: KindedDocument, position: number, { desired, report }: Facts): void {
  const line = desired.workspace.exceptions[position]
  if (line?.kind !== 'exception') return
  const rules = desired.policies.filter(
    ({ policy, id }) => line.rule === id || line.rule === `${policy}/${id}`,
  )
  if (rules.some(rule => rule.effect === 'deny')) return
  report(
    codes.EXCEPTION_IDLE,
    document.rangeOf(['exceptions', position, 'kind']),
    `\`${line.rule}\` denies nothing, it asks for an approval, which an exception is not.`,
  )
}

function idleScope(document: KindedDocument, position: number, { desired, report }: Facts): void {
  const scope = desired.workspace.exceptions[position]?.scope
  if (scope === undefined || scope === '*') return
  const { customers, consolidations } = desired
  const waves = consolidations.flatMap(entry => [...entry.waves.map(wave => wave.name), restWave])
  const names = [...new Set([...consolidations.map(entry => entry.name), ...waves])]
  const tenants = new Set<string>(customers.map(entry => entry.tenant))
  if (names.includes(scope) || tenants.has(scope)) return
  report(
    codes.SCOPE_UNKNOWN,
    document.rangeOf(['exceptions', position, 'scope']),
    `No customer, wave or consolidation is \`${scope}\`${didYouMean(scope, [...names, ...tenants])}`,
  )
}

function idleWaves(document: KindedDocument, written: Consolidation, { desired, report }: Facts): void {
  const customers = desired.customers.filter(entry => entry.partner === written.to)
  const labels = [...new Set(customers.flatMap(entry => entry.labels))]
  const tenants = new Set<string>(desired.customers.map(entry => entry.tenant))
  for (const [wave, { name, customers: wanted }] of (written.waves ?? []).entries()) {
    for (const [position, label] of (wanted.labels ?? []).entries())
      if (!labels.includes(label))
        report(
          codes.WAVE_OF_NOBODY,
          document.rangeOf(['waves', wave, 'customers', 'labels', position]),
          `Wave \`${name}\`: no customer of ${written.to} has the label \`${label}\`${didYouMean(label, labels)}`,
        )
    for (const [position, tenant] of (wanted.tenants ?? []).entries())
      if (!tenants.has(tenantId(tenant)))
        report(
          codes.WAVE_OF_NOBODY,
          document.rangeOf(['waves', wave, 'customers', 'tenants', position]),
          `Wave \`${name}\`: no Customer document is about ${tenant}${didYouMean(tenant, [...tenants])}`,
        )
  }
}

function didYouMean(word: string, known: readonly string[]): string {
  return orMeant(suggest(word, known))
}
