/** Written → desired, of a Partner document. */
import type { Partner } from '../../../schemas/generated/partner.ts'
import type { Cloud, DeclaredPartner } from '../../model/desired.ts'
import { currency, partnerName, tenantId, utcDate } from '../../model/ids.ts'
import type { KindedDocument } from '../check-schema.ts'
import { codes } from '../codes.ts'
import type { ResolveContext } from './resolve-context.ts'
import { resolveApp, resolveUser } from './resolve-credentials.ts'
import { resolveCaps } from './resolve-policy.ts'

type Path = readonly (string | number)[]

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
  if (isPlaceholder(written.tenantId))
    context.report(codes.PLACEHOLDER, at(['tenantId']), `${written.name} has no tenant yet.`)
  const cloud: Cloud = written.cloud === undefined || written.cloud === 'germany' ? 'global' : written.cloud
  const credentials = { at, report: context.report }
  return {
    name: partnerName(written.name),
    tenant: tenantId(written.tenantId),
    cloud,
    markets: written.markets ?? [],
    currency: written.currency === undefined ? null : currency(written.currency),
    ...(written.creditLimit !== undefined && { creditLimit: resolveCaps(written.creditLimit) }),
    prices: written.prices === undefined ? null : context.readPrices(written.prices, { at: at(['prices']) }),
    timeZone: written.timeZone ?? 'UTC',
    retired: written.retired === undefined ? null : utcDate(written.retired),
    app: resolveApp(written.credentials?.app, credentials),
    user: resolveUser(written.credentials?.user, credentials),
    tokenEndpoint: written.credentials?.tokenEndpoint ?? 'v2',
    audience: written.credentials?.audience ?? null,
    at: at([]),
  }
}

/** All zeros but for the digits that make a version of it. */
function isPlaceholder(id: string): boolean {
  return /^0{8}-0{4}-[04]0{3}-[08]0{3}-0{12}$/.test(id)
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
