/** Who calls Graph, and whether it may: token, permission, role, second factor, service principal (G8). */
import { claimsOf, graphAudiences, shownSeconds } from '../access/tokens.ts'
import type { Caller } from '../call.ts'
import type { Refusal } from '../refusal.ts'
import { partnerByTenant, type Service } from '../service.ts'
import type { GraphRoute } from './graph-call.ts'
import { graphRefusal, refuseGraph } from './graph-refusal.ts'

export interface GraphCaller extends Caller {
  readonly permissions: readonly string[]
  readonly hasSecondFactor: boolean
}

export function graphCallerOf(service: Service, header: string | null): GraphCaller {
  const token = /^Bearer (\S+)$/i.exec(header ?? '')?.[1]
  if (token === undefined) throw refuseGraph(401, 'Access token is empty.')
  const claims = claimsOf(service, token)
  const partner = claims === null ? undefined : partnerByTenant(service, claims.tid)
  const now = shownSeconds(service)
  if (claims === null || partner === undefined) throw refuseGraph(401, 'The access token is not valid.')
  if (claims.exp <= now || claims.nbf > now)
    throw refuseGraph(401, 'Lifetime validation failed, the token is expired.')
  if (claims.aud !== graphAudiences[partner.cloud])
    throw refuseGraph(401, 'Access token validation failure. Invalid audience.')
  const isApp = claims.idtyp === 'app'
  const user = partner.users.find(entry => entry.upn === claims.upn)
  return {
    partner,
    kind: isApp ? 'app' : 'user',
    clientId: claims.appid,
    upn: claims.upn ?? '',
    roles: user?.roles ?? [],
    permissions: isApp ? (claims.roles ?? []) : (claims.scp ?? '').split(' '),
    hasSecondFactor: claims.amr?.includes('mfa') === true,
  }
}

export function checkGraphAllowed(service: Service, route: GraphRoute, caller: GraphCaller): void {
  if (!route.permissions.some(permission => caller.permissions.includes(permission))) throw denied()
  if (caller.partner.cloud === 'china') throw refuseGraph(404, 'The resource is not available in this cloud.')
  const isAgent = caller.roles.includes('adminAgent') && caller.hasSecondFactor
  if (caller.kind === 'user' && route.agentsOnly === true && !isAgent) throw denied()
  if (caller.kind === 'app' && route.needsPrincipal === true && !hasPrincipal(service, caller))
    throw refuseGraph(500, 'An unexpected error occurred.')
}

const hasPrincipal = (service: Service, { partner }: Caller) =>
  service.store.principals.get(partner.name) !== undefined

/** One text for every reason, as Graph has it. */
function denied(): Refusal {
  return graphRefusal(
    403,
    'Authorization_RequestDenied',
    'Insufficient privileges to complete the operation.',
  )
}
