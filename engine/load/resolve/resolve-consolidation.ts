/** Consolidation documents: sources, window, waves, mappings, and everything that refers to something else. */
import type { Catalog } from '../../../schemas/generated/catalog.ts'
import type { Consolidation } from '../../../schemas/generated/consolidation.ts'
import { limitsOf } from '../../model/clouds.ts'
import type {
  CutoverWindow,
  DeclaredConsolidation,
  DeclaredPartner,
  ProductMapping,
  Wave,
} from '../../model/desired.ts'
import { partnerName, subscriptionId, tenantId, utcDate } from '../../model/ids.ts'
import { orMeant, suggest } from '../../scope/suggest.ts'
import type { KindedDocument } from '../check-schema.ts'
import { codes } from '../codes.ts'
import type { ResolveContext } from './resolve-context.ts'
import { resolveCaps } from './resolve-policy.ts'
import { resolveProduct } from './resolve-product.ts'

export function resolveConsolidation(
  document: KindedDocument,
  written: Consolidation,
  partners: readonly DeclaredPartner[],
  context: ResolveContext,
): DeclaredConsolidation {
  checkPartners(document, written, partners, context)
  const waves = (written.waves ?? []).map(
    (wave, position): Wave => ({
      name: wave.name,
      labels: wave.customers.labels ?? [],
      partner: wave.customers.partner === undefined ? null : partnerName(wave.customers.partner),
      tenants: (wave.customers.tenants ?? []).map(tenantId),
      max: wave.max ?? null,
      needs: wave.needs ?? null,
      at: document.rangeOf(['waves', position, 'name']),
    }),
  )
  checkWaves(document, written, context)
  return {
    name: written.name,
    to: partnerName(written.to),
    from: written.from.map(partnerName),
    irreversibleAcknowledged: written.irreversible === 'acknowledged',
    assertDomain: written.match?.assert?.includes('domain') ?? false,
    window: resolveWindow(document, written, context),
    methods: (written.methods ?? []).map(({ when, do: method, acceptOverlap }, position) => {
      if (acceptOverlap !== undefined && method !== 'reprovision')
        context.report(
          codes.OVERLAP_NOT_CAUSED,
          document.rangeOf(['methods', position, 'acceptOverlap']),
          `\`do: ${method}\` charges nothing on both sides; \`acceptOverlap:\` belongs to \`do: reprovision\`.`,
        )
      const product =
        when.product === undefined
          ? null
          : resolveProduct(when.product, document.rangeOf(['methods', position, 'when', 'product']), context)
      return {
        when: {
          ...(when.commerce !== undefined && { commerce: when.commerce }),
          ...(when.transferEligible !== undefined && { transferEligible: when.transferEligible }),
          ...(when.trial !== undefined && { trial: when.trial }),
          ...(product !== null && { product: product.key }),
          ...(when.partner !== undefined && { partner: partnerName(when.partner) }),
        },
        method,
        acceptOverlap: acceptOverlap === undefined ? null : resolveCaps(acceptOverlap),
        at: document.rangeOf(['methods', position]),
      }
    }),
    map: (written.map ?? []).flatMap((line, position) =>
      mapping(
        document,
        ['map', position],
        {
          from: line.offer ?? line.product,
          fromKey: line.offer === undefined ? 'product' : 'offer',
          to: line.to,
          acknowledged: line.licenceReassignment === 'acknowledged',
        },
        context,
      ),
    ),
    leave: (written.leave ?? []).map((line, position) => ({
      partner: partnerName(line.partner),
      customer: tenantId(line.customer),
      subscription: subscriptionId(line.subscription),
      reason: line.reason,
      at: document.rangeOf(['leave', position]),
    })),
    waves,
    at: document.rangeOf(['name']),
  }
}

/** Catalog documents say once for all consolidations what retired offers become. */
export function catalogMappings(
  document: KindedDocument,
  written: Catalog,
  context: ResolveContext,
): readonly ProductMapping[] {
  return (written.retired ?? []).flatMap((line, position) =>
    mapping(
      document,
      ['retired', position],
      {
        from: line.offer,
        fromKey: 'offer',
        to: line.to,
        acknowledged: line.licenceReassignment === 'acknowledged',
      },
      context,
    ),
  )
}

interface WrittenMapping {
  readonly from: string | undefined
  readonly fromKey: string
  readonly to: string
  readonly acknowledged: boolean
}

function mapping(
  document: KindedDocument,
  path: readonly (string | number)[],
  line: WrittenMapping,
  context: ResolveContext,
): readonly ProductMapping[] {
  if (line.from === undefined) {
    context.report(codes.PRODUCT_OR_OFFER, document.rangeOf(path), 'The mapping does not say what is mapped.')
    return []
  }
  const from = resolveProduct(line.from, document.rangeOf([...path, line.fromKey]), context)
  const to = resolveProduct(line.to, document.rangeOf([...path, 'to']), context)
  return from === null || to === null
    ? []
    : [
        {
          from: from.key,
          to: to.key,
          licenceReassignmentAcknowledged: line.acknowledged,
          at: document.rangeOf(path),
        },
      ]
}

function checkPartners(
  document: KindedDocument,
  written: Consolidation,
  partners: readonly DeclaredPartner[],
  context: ResolveContext,
): void {
  const names = partners.map(entry => String(entry.name))
  const clouds = new Set<string>()
  for (const [name, path] of [
    [written.to, ['to']] as const,
    ...written.from.map((entry, position) => [entry, ['from', position]] as const),
  ]) {
    if (context.brokenPartners.has(name)) continue
    const partner = partners.find(entry => entry.name === name)
    if (partner === undefined) {
      const near = suggest(name, names)
      context.report(
        codes.UNKNOWN_PARTNER,
        document.rangeOf(path),
        `No Partner document is named \`${name}\`${orMeant(near)}`,
      )
      continue
    }
    clouds.add(partner.cloud)
    if (!limitsOf(partner).severalPartners)
      context.report(
        codes.SINGLE_PARTNER_CLOUD,
        document.rangeOf(path),
        `${name} is in the US Government cloud, where a customer cannot have two partners at once.`,
      )
  }
  if (clouds.size > 1)
    context.report(
      codes.CLOUDS_DIFFER,
      document.rangeOf(['from']),
      `${written.name} spans ${[...clouds].sort().join(' and ')}.`,
    )
  const self = written.from.indexOf(written.to)
  if (self >= 0)
    context.report(
      codes.SAME_PARTNER,
      document.rangeOf(['from', self]),
      `${written.to} is both target and source.`,
    )
  for (const [position, line] of (written.leave ?? []).entries())
    notASource(document, ['leave', position, 'partner'], line.partner, written, context)
  for (const [position, wave] of (written.waves ?? []).entries())
    if (wave.customers.partner !== undefined)
      notASource(
        document,
        ['waves', position, 'customers', 'partner'],
        wave.customers.partner,
        written,
        context,
      )
  for (const [position, rule] of (written.methods ?? []).entries())
    if (rule.when.partner !== undefined)
      notASource(document, ['methods', position, 'when', 'partner'], rule.when.partner, written, context)
}

function notASource(
  document: KindedDocument,
  path: readonly (string | number)[],
  name: string,
  written: Consolidation,
  context: ResolveContext,
): void {
  if (written.from.includes(name)) return
  const near = suggest(name, written.from)
  context.report(
    codes.NOT_A_SOURCE,
    document.rangeOf(path),
    `\`${name}\` is not among ${written.from.join(', ')}${orMeant(near)}`,
  )
}

function checkWaves(document: KindedDocument, written: Consolidation, context: ResolveContext): void {
  const waves = written.waves ?? []
  const names = waves.map(wave => wave.name)
  for (const [position, wave] of waves.entries()) {
    const first = names.indexOf(wave.name)
    if (first < position)
      context.report(
        codes.DUPLICATE,
        document.rangeOf(['waves', position, 'name']),
        `Wave \`${wave.name}\` is defined twice.`,
        [{ at: document.rangeOf(['waves', first, 'name']), note: 'first defined here' }],
      )
    if (wave.needs === undefined) continue
    const at = document.rangeOf(['waves', position, 'needs'])
    if (!names.includes(wave.needs)) {
      const near = suggest(wave.needs, names)
      context.report(codes.UNKNOWN_WAVE, at, `${written.name} has no wave \`${wave.needs}\`${orMeant(near)}`)
    } else if (needsItself(wave.name, written))
      context.report(codes.WAVE_CYCLE, at, `Wave \`${wave.name}\` waits for itself.`)
  }
}

function needsItself(name: string, written: Consolidation): boolean {
  const seen = new Set<string>()
  for (
    let next = written.waves?.find(wave => wave.name === name)?.needs;
    next !== undefined && !seen.has(next);
    next = written.waves?.find(wave => wave.name === next)?.needs
  ) {
    if (next === name) return true
    seen.add(next)
  }
  return false
}

function resolveWindow(
  document: KindedDocument,
  written: Consolidation,
  context: ResolveContext,
): CutoverWindow | null {
  const window = written.window
  if (window === undefined) return null
  const [from, to] = (window.utcHours ?? '').split('-')
  const hours = from !== undefined && to !== undefined ? { from, to } : null
  if (window.from > window.to || (hours !== null && hours.from >= hours.to))
    context.report(
      codes.WINDOW_EMPTY,
      document.rangeOf(['window']),
      `The window of ${written.name} runs from ${window.from} to ${window.to}${hours === null ? '' : `, ${hours.from} to ${hours.to} UTC`}.`,
    )
  for (const [position, day] of (window.freezeDays ?? []).entries()) {
    if (day < window.from || day > window.to)
      context.report(
        codes.FREEZE_OUTSIDE,
        document.rangeOf(['window', 'freezeDays', position]),
        `${day} is not between ${window.from} and ${window.to}.`,
      )
  }
  return {
    from: utcDate(window.from),
    to: utcDate(window.to),
    utcHours: hours,
    freezeDays: (window.freezeDays ?? []).map(utcDate),
  }
}
