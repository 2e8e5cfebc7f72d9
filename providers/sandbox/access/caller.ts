/** Who calls, or why not: missing, wrong and retired tokens are told apart (E1, facts 18). */
import type { Caller, Route } from '../call.ts'
import { Refusal, refuse } from '../refusal.ts'
import { partnerByTenant, type Service } from '../service.ts'
import type { PartnerRow, Role } from '../state/partner-rows.ts'
import { audiences, claimsOf, shownSeconds } from './tokens.ts'

export function callerOf(service: Service, header: string | null): Caller {
  const token = /^Bearer (\S+)$/i.exec(header ?? '')?.[1]
  if (token === undefined) throw unauthorised(800001, 'The partner token is missing.')
  const claims = claimsOf(service, token)
  const partner = claims === null ? undefined : partnerByTenant(service, claims.tid)
  const now = shownSeconds(service)
  if (claims === null || partner === undefined || claims.exp <= now || claims.nbf > now)
    throw unauthorised(400, 'Access denied.')
  if (claims.aud !== audiences[partner.cloud])
    throw unauthorised(900420, 'The token was issued for an audience that is not accepted.')
  const app = partner.apps.find(entry => entry.clientId === claims.appid)
  if (app?.registered === false) throw refuse(403, 2032, 'The app is not registered in Partner Center.')
  const user = partner.users.find(entry => entry.upn === claims.upn)
  return {
    partner,
    kind: claims.idtyp === 'app' ? 'app' : 'user',
    clientId: claims.appid,
    upn: claims.upn ?? '',
    roles: user?.roles ?? [],
  }
}

/** The partner a token claims to be of, good or bad: what the request log and the budgets go by. */
export function claimedPartner(service: Service, header: string | null): PartnerRow | undefined {
  const claims = (header ?? '').split('.')[1]
  if (claims === undefined) return undefined
  try {
    const value: unknown = JSON.parse(Buffer.from(claims, 'base64url').toString())
    if (typeof value !== 'object' || value === null || !('tid' in value)) return undefined
    return partnerByTenant(service, String(value.tid))
  } catch {
    return undefined
  }
}

function unauthorised(code: number, description: string): Refusal {
  return new Refusal(401, code, {
    body: { code: String(code), description, data: [], source: 'PartnerFD' },
    headers: { 'WWW-Authenticate': 'OAuth realm=urn:cpsvc:cpid:sandbox' },
  })
}

/** Who may, where a route does not say. */
const readers: readonly Role[] = ['adminAgent', 'salesAgent', 'helpdeskAgent']

export function checkAllowed(route: Route, caller: Caller): void {
  if (caller.kind === 'app') {
    if (route.userOnly === true)
      throw refuse(403, 900329, 'The call does not support app-only authentication.')
    return
  }
  const allowed = route.roles ?? readers
  if (!caller.roles.some(role => allowed.includes(role)))
    throw refuse(403, 900150, "The user's role lacks the right.")
}
