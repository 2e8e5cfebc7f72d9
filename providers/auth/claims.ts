/** Reads what an access token says of itself. Not a verification: the API does that; this stops using the wrong tenant. */
import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import { type Instant, instant } from '../../engine/model/ids.ts'
import { codes } from './codes.ts'
import type { Secret } from './secret.ts'

/** App id of the Partner Center API itself: the audience of v2 tokens (facts 5: "or the app id GUID of Partner Center"). */
export const partnerCenterAppId = 'fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd'
/** App id of Microsoft Graph, the same in every cloud. */
const graphAppId = '00000003-0000-0000-c000-000000000000'
/** Hosts of Microsoft Graph (facts 22). Every other audience is one of Partner Center. */
const graphHosts = ['graph.microsoft.com', 'graph.microsoft.us', 'dod-graph.microsoft.us']

function appIdOf(audience: string): string {
  const isGraph = URL.canParse(audience) && graphHosts.includes(new URL(audience).hostname)
  return isGraph ? graphAppId : partnerCenterAppId
}

export interface Claims {
  readonly audience: string | null
  readonly tenant: string | null
  readonly goodUntil: Instant | null
  /** Whether a second factor was used; null: the token does not say. */
  readonly secondFactor: boolean | null
  /** Names of the permissions it carries, an app's and a user's; null: the token does not say. */
  readonly permissions: readonly string[] | null
  /** Name of the user, as it signs in; null: an app's token, or it does not say. */
  readonly user: string | null
  /** Whether the user's home is another tenant, by `acct` or `idp`; null: the token does not say. */
  readonly isGuest: boolean | null
}

export function readClaims(token: Secret): Claims | null {
  const [, payload] = token.reveal().split('.')
  if (payload === undefined) return null
  try {
    const value: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    if (typeof value !== 'object' || value === null) return null
    return {
      audience: 'aud' in value && typeof value.aud === 'string' ? value.aud : null,
      tenant: 'tid' in value && typeof value.tid === 'string' ? value.tid.toLowerCase() : null,
      goodUntil: 'exp' in value ? instantOf(value.exp) : null,
      secondFactor: 'amr' in value && Array.isArray(value.amr) ? value.amr.includes('mfa') : null,
      permissions: permissionsIn(value),
      user: textIn(value, ['upn', 'preferred_username', 'unique_name']),
      isGuest: isGuestIn(value),
    }
  } catch {
    return null
  }
}

function permissionsIn(value: object): readonly string[] | null {
  const ofApp = 'roles' in value && Array.isArray(value.roles) ? value.roles.map(String) : null
  const ofUser = 'scp' in value && typeof value.scp === 'string' ? value.scp.split(' ') : null
  return ofUser ?? ofApp
}

function textIn(value: object, names: readonly string[]): string | null {
  const found = names.map((name): unknown => Reflect.get(value, name)).find(text => typeof text === 'string')
  return typeof found === 'string' ? found : null
}

/** `idp` is in the token of a user whose home is elsewhere; `acct` is 1 for one, where the app asks for that claim. */
function isGuestIn(value: object): boolean | null {
  const [account, home, tenant] = ['acct', 'idp', 'tid'].map((name): unknown => Reflect.get(value, name))
  if (account === 0 || account === 1) return account === 1
  if (typeof home !== 'string' || typeof tenant !== 'string') return null
  return !home.toLowerCase().includes(tenant.toLowerCase())
}

/** Seconds since 1970; text in some tokens (Q16). */
function instantOf(seconds: unknown): Instant | null {
  const at = new Date(Number(seconds) * 1000)
  return Number.isNaN(at.getTime()) ? null : instant(at.toISOString())
}

/** For an App-only token the `tid` claim is the only proof of the tenant there is (facts 1). */
export function checkClaims(
  token: Secret,
  audience: string,
  { partner, tenantId }: { readonly partner: string; readonly tenantId: string },
): Diagnostic | null {
  const claims = readClaims(token)
  if (claims === null || claims.tenant === null || claims.audience === null)
    return diagnose(codes.UNREADABLE_TOKEN, {
      detail: `${partner}: the token names no tenant or no audience, so it is not used.`,
    })
  if (claims.tenant !== tenantId.toLowerCase())
    return diagnose(codes.WRONG_TENANT, {
      detail: `${partner} is tenant ${tenantId}; the token is for ${claims.tenant}. Nothing was sent with it.`,
    })
  const bare = (url: string) => url.replace(/\/+$/, '').toLowerCase()
  if (bare(claims.audience) !== bare(audience) && bare(claims.audience) !== appIdOf(audience))
    return diagnose(codes.WRONG_AUDIENCE, {
      detail: `${partner}: asked for ${audience}, got a token for ${claims.audience}.`,
    })
  return null
}
