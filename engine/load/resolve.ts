/**
 * Written → desired: defaults filled in, aliases resolved, ids branded, every part with the place it came from. What does
 * not resolve becomes a diagnostic at its place and is left out, so that all mistakes come in one run.
 */
import type { Catalog } from '../../schemas/generated/catalog.ts'
import type { Customer } from '../../schemas/generated/customer.ts'
import type { Partner } from '../../schemas/generated/partner.ts'
import type { Policy } from '../../schemas/generated/policy.ts'
import type { Workspace } from '../../schemas/generated/workspace.ts'
import type { CodeEntry, Diagnostic, SourceRange } from '../diagnostic.ts'
import type {
  Caps,
  Cloud,
  DeclaredCustomer,
  DeclaredPartner,
  DeclaredSubscription,
  Limit,
  PolicyRule,
  SecretRef,
  WorkspaceSettings,
} from '../model/desired.ts'
import {
  currency,
  decimal,
  type ProductKey,
  partnerName,
  productKey,
  seats,
  subscriptionId,
  tenantId,
  utcDate,
} from '../model/ids.ts'
import type { Commerce } from '../model/live.ts'
import type { Price } from '../model/money.ts'
import type { KindedDocument } from './check-schema.ts'
import { codes } from './codes.ts'
import { resolveApp, resolveUser } from './resolve-credentials.ts'
import { resolveFreeze } from './resolve-freeze.ts'
import { suggest } from './suggest.ts'

/** Who names a price list, and where this partner sells. */
export interface PricesUse {
  readonly at: SourceRange
  readonly markets: readonly string[]
}

export interface ResolveContext {
  /** Names of Partner documents that are there but too wrong to be used: naming them is no second mistake. */
  readonly brokenPartners: ReadonlySet<string>
  /** Rules of a Policy document that is too wrong to be used may be named too. */
  readonly hasBrokenPolicies: boolean
  readonly aliases: Readonly<Record<string, ProductKey>>
  readonly report: (
    entry: CodeEntry,
    at: SourceRange,
    detail: string,
    related?: Diagnostic['related'],
  ) => void
  /** Text of a price list, by its path relative to the workspace. */
  readonly readPrices: (path: string, use: PricesUse) => readonly Price[] | null
}

type Path = readonly (string | number)[]

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const productSku = /^[A-Z0-9]{12}:[A-Z0-9]{4}$/i

/** Legacy offers are GUIDs or Azure's own ids, new commerce is PRODUCT:SKU. */
export function commerceOf(key: string): Commerce | null {
  if (productSku.test(key)) return 'nce'
  return guid.test(key) || /^MS-AZR-[0-9A-Z]+$/i.test(key) ? 'legacy' : null
}

export function resolveProduct(
  text: string,
  at: SourceRange,
  context: ResolveContext,
): { readonly key: ProductKey; readonly commerce: Commerce } | null {
  const key = context.aliases[text] ?? productKey(text)
  const commerce = commerceOf(key)
  if (commerce !== null) return { key, commerce }
  const near = suggest(text, Object.keys(context.aliases))
  context.report(
    codes.UNKNOWN_PRODUCT,
    at,
    `\`${text}\` is neither PRODUCT:SKU nor an offer id nor an alias${near === null ? '' : `; did you mean \`${near}\`?`}.`,
  )
  return null
}

export function resolveAliases(
  documents: readonly { readonly document: KindedDocument; readonly written: Catalog }[],
  report: ResolveContext['report'],
): Readonly<Record<string, ProductKey>> {
  const aliases: Record<string, ProductKey> = {}
  const places = new Map<string, SourceRange>()
  for (const { document, written } of documents) {
    for (const [alias, target] of Object.entries(written.aliases ?? {})) {
      const at = document.rangeOf(['aliases', alias])
      const first = places.get(alias)
      if (first !== undefined)
        report(
          codes.DUPLICATE,
          document.rangeOf(['aliases'], alias),
          `The alias \`${alias}\` is defined twice.`,
          [{ at: first, note: 'first defined here' }],
        )
      else if (commerceOf(target) === null)
        report(codes.UNKNOWN_PRODUCT, at, `\`${target}\` is neither PRODUCT:SKU nor an offer id.`)
      else aliases[alias] = productKey(target)
      places.set(alias, first ?? document.rangeOf(['aliases'], alias))
    }
  }
  return aliases
}

export function resolvePartner(
  document: KindedDocument,
  written: Partner,
  context: ResolveContext,
): DeclaredPartner {
  const at = (path: Path) => document.rangeOf(path)
  if (written.cloud === 'germany')
    context.report(codes.CLOSED_CLOUD, at(['cloud']), `${written.name} is declared in the German cloud.`)
  if (written.timeZone !== undefined && !isZone(written.timeZone))
    context.report(codes.UNKNOWN_ZONE, at(['timeZone']), `\`${written.timeZone}\` is no IANA time zone.`)
  const cloud: Cloud = written.cloud === undefined || written.cloud === 'germany' ? 'global' : written.cloud
  const credentials = { at, report: context.report }
  return {
    name: partnerName(written.name),
    tenant: tenantId(written.tenantId),
    cloud,
    markets: written.markets ?? [],
    currency: written.currency === undefined ? null : currency(written.currency),
    prices:
      written.prices === undefined
        ? null
        : context.readPrices(written.prices, {
            at: at(['prices']),
            markets: written.markets ?? [],
          }),
    timeZone: written.timeZone ?? 'UTC',
    retired: written.retired === undefined ? null : utcDate(written.retired),
    app: resolveApp(written.credentials?.app, credentials),
    user: resolveUser(written.credentials?.user, credentials),
    tokenEndpoint: written.credentials?.tokenEndpoint ?? 'v2',
    audience: written.credentials?.audience ?? null,
    at: at([]),
  }
}

export function resolveCustomer(
  document: KindedDocument,
  written: Customer,
  context: ResolveContext,
): DeclaredCustomer {
  const subscriptions = (written.subscriptions ?? []).flatMap(
    (_, position) => resolveSubscription(document, written, position, context) ?? [],
  )
  const keys = new Map<string, number>()
  for (const [position, entry] of (written.subscriptions ?? []).entries()) {
    const first = keys.get(entry.key)
    if (first !== undefined)
      context.report(
        codes.DUPLICATE,
        document.rangeOf(['subscriptions', position, 'key']),
        `The key \`${entry.key}\` is used twice for ${written.customer.name}.`,
        [{ at: document.rangeOf(['subscriptions', first, 'key']), note: 'first used here' }],
      )
    else keys.set(entry.key, position)
    if (
      entry.addOnTo !== undefined &&
      !(written.subscriptions ?? []).some(other => other.key === entry.addOnTo && other.key !== entry.key)
    ) {
      const near = suggest(
        entry.addOnTo,
        (written.subscriptions ?? []).map(other => other.key),
      )
      context.report(
        codes.UNKNOWN_BASE,
        document.rangeOf(['subscriptions', position, 'addOnTo']),
        `There is no subscription \`${entry.addOnTo}\` here${near === null ? '' : `; did you mean \`${near}\`?`}.`,
      )
    }
  }
  return {
    partner: partnerName(written.partner),
    tenant: tenantId(written.customer.tenantId),
    domain: written.customer.domain ?? null,
    name: written.customer.name,
    labels: written.labels ?? [],
    invited: written.invited === undefined ? null : utcDate(written.invited),
    agreement: written.agreement ?? 'required',
    subscriptions,
    at: document.rangeOf(['customer', 'name']),
  }
}

function resolveSubscription(
  document: KindedDocument,
  customer: Customer,
  position: number,
  context: ResolveContext,
): DeclaredSubscription | null {
  const written = customer.subscriptions?.[position]
  if (written === undefined) return null
  const at = (key?: string) =>
    document.rangeOf(key === undefined ? ['subscriptions', position] : ['subscriptions', position, key])
  const text = written.product ?? written.offer
  if (text === undefined || (written.product !== undefined && written.offer !== undefined)) {
    context.report(
      codes.PRODUCT_OR_OFFER,
      at(),
      `\`${written.key}\` has ${text === undefined ? 'neither' : 'both'}.`,
    )
    return null
  }
  const product = resolveProduct(text, at(written.product === undefined ? 'offer' : 'product'), context)
  if (product === null) return null
  if (product.commerce === 'nce' && (written.term === undefined || written.billing === undefined)) {
    context.report(
      codes.TERM_NEEDED,
      at(),
      `\`${written.key}\` is new commerce and has no \`${written.term === undefined ? 'term' : 'billing'}:\`.`,
    )
    return null
  }
  const foreign = (['term', 'endOfTerm', 'nextTerm'] as const).find(key => written[key] !== undefined)
  if (product.commerce === 'legacy' && foreign !== undefined) {
    context.report(
      codes.TERM_NOT_LEGACY,
      at(foreign),
      `\`${written.key}\` is a legacy offer and has \`${foreign}:\`.`,
    )
    return null
  }
  const next = written.nextTerm
  const nextProduct =
    next?.product === undefined
      ? null
      : resolveProduct(
          next.product,
          document.rangeOf(['subscriptions', position, 'nextTerm', 'product']),
          context,
        )
  return {
    key: written.key,
    product: product.key,
    commerce: product.commerce,
    seats: seats(written.seats),
    term: written.term ?? null,
    billing: written.billing ?? 'monthly',
    billingWritten: written.billing !== undefined,
    state: written.state ?? 'active',
    endOfTerm: written.endOfTerm ?? null,
    nextTerm:
      next === undefined
        ? null
        : {
            ...(next.seats !== undefined && { seats: seats(next.seats) }),
            ...(nextProduct !== null && { product: nextProduct.key }),
            ...(next.term !== undefined && { term: next.term }),
            ...(next.billing !== undefined && { billing: next.billing }),
            ...(next.endsOn !== undefined && { endsOn: utcDate(next.endsOn) }),
          },
    partnerOfRecord: written.partnerOfRecord ?? null,
    subscriptionId: written.subscriptionId === undefined ? null : subscriptionId(written.subscriptionId),
    friendlyName: written.friendlyName ?? null,
    addOnTo: written.addOnTo ?? null,
    fewerSeatsAcknowledged: written.fewerSeats === 'acknowledged',
    acceptContinuedBilling: written.acceptContinuedBilling === true,
    at: at(),
  }
}

export function resolvePolicy(
  document: KindedDocument,
  written: Policy,
  report: ResolveContext['report'],
): readonly PolicyRule[] {
  return written.rules.flatMap((rule, position) =>
    (['deny', 'needsApproval'] as const).flatMap(effect => {
      const limits = rule[effect]
      return limits === undefined
        ? []
        : [
            {
              policy: written.name,
              id: rule.id,
              scope: rule.scope,
              effect,
              limits: [
                ...resolveLimits(limits),
                ...(limits.freeze === undefined
                  ? []
                  : [
                      {
                        kind: 'freeze' as const,
                        windows: resolveFreeze(limits.freeze, ['rules', position, effect, 'freeze'], {
                          document,
                          report,
                        }),
                      },
                    ]),
              ],
              at: document.rangeOf(['rules', position]),
            },
          ]
    }),
  )
}

/** The schema holds it to a map of numbers. */
export function resolveCaps(written: unknown): Caps {
  return Object.entries(written as Readonly<Record<string, number>>).map(([code, amount]) => ({
    currency: currency(code),
    amount: decimal(String(amount)),
  }))
}

function resolveLimits(limits: NonNullable<Policy['rules'][number]['deny']>): readonly Limit[] {
  const found: Limit[] = []
  if (limits.overlapDaysOver !== undefined)
    found.push({ kind: 'overlapDaysOver', days: limits.overlapDaysOver })
  if (limits.moneyAtRiskOver !== undefined)
    found.push({ kind: 'moneyAtRiskOver', caps: resolveCaps(limits.moneyAtRiskOver) })
  if (limits.committedOver !== undefined)
    found.push({ kind: 'committedOver', caps: resolveCaps(limits.committedOver) })
  if (limits.increasePercentOver !== undefined)
    found.push({ kind: 'increasePercentOver', percent: limits.increasePercentOver })
  if (limits.decreasePercentOver !== undefined)
    found.push({ kind: 'decreasePercentOver', percent: limits.decreasePercentOver })
  if (limits.decreaseBelowConsumed === true) found.push({ kind: 'decreaseBelowConsumed' })
  if (limits.irreversibleOver !== undefined)
    found.push({ kind: 'irreversibleOver', count: limits.irreversibleOver })
  if (limits.customersOver !== undefined) found.push({ kind: 'customersOver', count: limits.customersOver })
  return found
}

export const defaultJournalPath = '.tenantform/journal'

const defaultContainer = 'tenantform-journal'

function resolveJournal(
  written: Workspace['journal'],
  connection: SecretRef | null,
): WorkspaceSettings['journal'] {
  if (connection === null) return { store: 'file', path: written?.path ?? defaultJournalPath }
  return written?.store === 'azure-blob'
    ? { store: 'azure-blob', connection, container: written.container ?? defaultContainer }
    : { store: 'postgres', connection }
}

export function resolveWorkspace(
  document: KindedDocument | null,
  written: Workspace | null,
  connection: SecretRef | null,
): WorkspaceSettings {
  const endpoints = written?.endpoints
  return {
    name: written?.name ?? null,
    journal: resolveJournal(written?.journal, connection),
    endpoints:
      endpoints === undefined
        ? null
        : {
            ...(endpoints.api !== undefined && { api: endpoints.api }),
            ...(endpoints.authority !== undefined && { authority: endpoints.authority }),
          },
    requestsPerMinute: written?.limits?.requestsPerMinute ?? null,
    exceptions: (written?.exceptions ?? []).flatMap((line, position) =>
      document === null
        ? []
        : [
            {
              rule: line.rule,
              scope: line.scope,
              kind: line.kind ?? 'exception',
              reason: line.reason,
              until: utcDate(line.until),
              at: document.rangeOf(['exceptions', position]),
            },
          ],
    ),
  }
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
