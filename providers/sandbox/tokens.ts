/**
 * The token endpoint, v1 and v2 (E1; api.md 5), and the tokens themselves: signed with a key of this world, so that none has
 * to be remembered.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { Refusal } from './refusal.ts'
import type { PartnerRow, UserRow } from './rows.ts'
import { partnerByTenant, type Service } from './service.ts'
import { addMs } from './time.ts'

export interface Caller {
  readonly partner: PartnerRow
  readonly kind: 'app' | 'user'
  readonly clientId: string
  readonly upn: string
  readonly roles: readonly string[]
}

export const audience = 'https://api.partnercenter.microsoft.com'
const lifetimeSeconds = 3599

interface Claims {
  readonly aud: string
  readonly tid: string
  readonly appid: string
  readonly idtyp?: 'app'
  readonly upn?: string
  readonly exp: number
  readonly nbf: number
}

export function tokenAnswer(
  service: Service,
  tenant: string,
  form: Readonly<Record<string, string>>,
  version: 1 | 2,
): Readonly<Record<string, unknown>> {
  const partner = partnerByTenant(service, tenant)
  if (partner === undefined)
    throw tokenError(service, 400, 'invalid_request', 90002, 'The tenant was not found.')
  const wanted = version === 1 ? (form['resource'] ?? '') : (form['scope'] ?? '')
  const aud =
    version === 1
      ? wanted
      : (wanted.split(' ').find(scope => scope.startsWith('https://')) ?? '').replace(
          /\/(\.default|user_impersonation)$/,
          '',
        )
  const known = [audience, 'https://graph.windows.net', 'https://graph.microsoft.com']
  if (!known.includes(aud.replace(/\/$/, '')))
    throw tokenError(
      service,
      400,
      version === 1 ? 'invalid_resource' : 'invalid_scope',
      version === 1 ? 500011 : 70011,
      'The resource is not known.',
    )
  switch (form['grant_type']) {
    case 'client_credentials':
      return appToken(service, partner, form, aud, version)
    case 'refresh_token':
      return userToken(service, partner, form, aud, version)
    default:
      throw tokenError(service, 400, 'unsupported_grant_type', 70003, 'The grant type is not supported.')
  }
}

function appToken(
  service: Service,
  partner: PartnerRow,
  form: Readonly<Record<string, string>>,
  aud: string,
  version: 1 | 2,
) {
  const app = partner.apps.find(entry => entry.clientId.toLowerCase() === form['client_id']?.toLowerCase())
  if (app === undefined)
    throw tokenError(
      service,
      400,
      'unauthorized_client',
      700016,
      'The application was not found in the directory.',
    )
  if (form['client_secret'] !== app.clientSecret)
    throw tokenError(service, 401, 'invalid_client', 7000215, 'Invalid client secret provided.')
  return answer(service, { aud, tid: partner.tenantId, appid: app.clientId, idtyp: 'app' }, version, {})
}

/** Refresh tokens rotate; older ones of the family keep working (api.md 5). */
function userToken(
  service: Service,
  partner: PartnerRow,
  form: Readonly<Record<string, string>>,
  aud: string,
  version: 1 | 2,
) {
  const given = form['refresh_token'] ?? ''
  const user = partner.users.find(
    entry => given === entry.refreshToken || given.startsWith(`${entry.refreshToken}-r`),
  )
  if (user === undefined)
    throw tokenError(service, 400, 'invalid_grant', 70008, 'The refresh token has expired or is not known.')
  if (form['client_id']?.toLowerCase() !== user.clientId.toLowerCase())
    throw tokenError(
      service,
      400,
      'unauthorized_client',
      700016,
      'The application was not found in the directory.',
    )
  if (user.clientSecret !== null && form['client_secret'] !== user.clientSecret)
    throw tokenError(service, 401, 'invalid_client', 7000215, 'Invalid client secret provided.')
  const rotation = Number(service.store.get('meta', `rotation/${partner.name}/${user.upn}`)?.value ?? '0') + 1
  service.store.put('meta', `rotation/${partner.name}/${user.upn}`, { value: String(rotation) })
  const claims = { aud, tid: partner.tenantId, appid: user.clientId, upn: user.upn }
  return answer(service, claims, version, {
    refresh_token: `${user.refreshToken}-r${rotation}`,
    scope: 'https://api.partnercenter.microsoft.com/user_impersonation',
    id_token: idToken(service, partner, user),
  })
}

function answer(
  service: Service,
  claims: Omit<Claims, 'exp' | 'nbf'>,
  version: 1 | 2,
  more: Readonly<Record<string, unknown>>,
) {
  const now = skewedSeconds(service)
  const access = sign(service, { ...claims, nbf: now, exp: now + lifetimeSeconds, amr: ['pwd', 'mfa'] })
  if (version === 2)
    return {
      token_type: 'Bearer',
      expires_in: lifetimeSeconds,
      ext_expires_in: lifetimeSeconds,
      access_token: access,
      ...more,
    }
  return {
    token_type: 'Bearer',
    expires_in: String(lifetimeSeconds),
    ext_expires_in: String(lifetimeSeconds),
    expires_on: String(now + lifetimeSeconds),
    not_before: String(now),
    resource: claims.aud,
    access_token: access,
    ...more,
  }
}

function idToken(service: Service, partner: PartnerRow, user: UserRow): string {
  const now = skewedSeconds(service)
  return sign(service, {
    aud: user.clientId,
    iss: `https://login.microsoftonline.com/${partner.tenantId}/v2.0`,
    tid: partner.tenantId,
    oid: user.clientId,
    sub: user.upn,
    preferred_username: user.upn,
    name: user.upn,
    iat: now,
    nbf: now,
    exp: now + lifetimeSeconds,
    ver: '2.0',
  })
}

/** Who calls, or why not: missing, expired and foreign tokens are told apart (api.md 18.2). */
export function callerOf(service: Service, header: string | undefined): Caller {
  const token = /^Bearer (.+)$/i.exec(header ?? '')?.[1]
  if (token === undefined) throw unauthorised('800001', 'The partner token is missing.')
  const claims = verify(service, token)
  if (claims === null) throw unauthorised('400', 'Access denied.')
  if (claims.aud.replace(/\/$/, '') !== audience)
    throw unauthorised('900420', 'The token was issued for an audience that is no longer accepted.')
  if (claims.exp <= skewedSeconds(service)) throw unauthorised('400', 'Access denied.')
  const partner = partnerByTenant(service, claims.tid)
  if (partner === undefined) throw unauthorised('400', 'Access denied.')
  const user = partner.users.find(entry => entry.upn === claims.upn)
  return {
    partner,
    kind: claims.idtyp === 'app' ? 'app' : 'user',
    clientId: claims.appid,
    upn: claims.upn ?? '',
    roles: user?.roles ?? [],
  }
}

function unauthorised(code: string, description: string): Refusal {
  return new Refusal(
    401,
    { code, description, data: [], source: 'PartnerFD' },
    { 'WWW-Authenticate': 'OAuth realm=urn:cpsvc:cpid:sandbox' },
  )
}

function tokenError(service: Service, status: number, error: string, number: number, text: string): Refusal {
  return new Refusal(status, {
    error,
    error_description: `AADSTS${number}: ${text}`,
    error_codes: [number],
    timestamp: service.time.now(),
    trace_id: '6e0c0000-0000-4000-8000-000000000001',
    correlation_id: '6e0c0000-0000-4000-8000-000000000002',
  })
}

function skewedSeconds(service: Service): number {
  return Math.floor(Date.parse(skewed(service)) / 1000)
}

/** The time the service shows; a World's clockSkew shifts it. */
export function skewed(service: Service): string {
  const skew = service.world.clockSkew
  if (skew === undefined) return service.time.now()
  const parts = /^(-)?PT?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(skew)
  const seconds = Number(parts?.[2] ?? 0) * 3600 + Number(parts?.[3] ?? 0) * 60 + Number(parts?.[4] ?? 0)
  return addMs(service.time.now(), (parts?.[1] === '-' ? -1 : 1) * seconds * 1000)
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

function sign(service: Service, claims: object): string {
  const content = `${encode({ typ: 'JWT', alg: 'HS256' })}.${encode(claims)}`
  return `${content}.${signature(service, content)}`
}

function signature(service: Service, content: string): string {
  return createHmac('sha256', `sandbox/${service.world.name}`).update(content).digest('base64url')
}

function verify(service: Service, token: string): Claims | null {
  const [head = '', claims = '', given = ''] = token.split('.')
  const expected = Buffer.from(signature(service, `${head}.${claims}`))
  const actual = Buffer.from(given)
  if (expected.length !== actual.length || !timingSafeEqual(expected, actual)) return null
  return JSON.parse(Buffer.from(claims, 'base64url').toString()) as Claims // we signed it
}
