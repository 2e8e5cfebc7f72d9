/** The token endpoint, old form and new (E1, facts 5): secrets for apps, rotating refresh tokens for users. */
import type { WireToken } from '../../partner-center/wire/token.ts'
import type { Answer } from '../call.ts'
import { nextCount, uuidOf } from '../ids.ts'
import type { Refusal } from '../refusal.ts'
import { partnerByTenant, type Service } from '../service.ts'
import type { PartnerRow, UserRow } from '../state/partner-rows.ts'
import { addDuration } from '../time/calendar.ts'
import { checkApp, checkSecret } from './client-proof.ts'
import { isDeviceGrant, redeemed } from './device-code.ts'
import { failing } from './token-errors.ts'
import { audiences, graphAudiences, otherAudiences, shownSeconds, signed, tokenSecondsOf } from './tokens.ts'

interface Question {
  readonly service: Service
  readonly partner: PartnerRow
  readonly form: URLSearchParams
  readonly audience: string
  readonly version: 1 | 2
}

export function answerToken(service: Service, tenant: string, text: string, version: 1 | 2): Answer {
  const form = new URLSearchParams(text)
  const partner = partnerByTenant(service, tenant)
  const fail = failing(service)
  if (partner === undefined) throw fail(400, 'invalid_request', 90002, `Tenant '${tenant}' was not found.`)
  for (const name of ['grant_type', 'client_id'])
    if (!form.has(name)) throw fail(400, 'invalid_request', 900144, `The body must contain '${name}'.`)
  const device = isDeviceGrant(form) ? redeemed(service, partner, form) : null
  if (device !== null && !form.has('scope')) form.set('scope', device.scope)
  const audience = audienceIn(service, partner, form, version)
  const question: Question = { service, partner, form, audience, version }
  if (device !== null) return { status: 200, body: deviceToken(question, device.upn ?? '') }
  switch (form.get('grant_type') ?? '') {
    case 'client_credentials':
      return { status: 200, body: appToken(question) }
    case 'refresh_token':
      return { status: 200, body: userToken(question) }
    case 'authorization_code':
      throw fail(400, 'invalid_grant', 70008, 'The authorization code has expired or is not known.')
    default:
      throw fail(400, 'unsupported_grant_type', 70003, 'The grant type is not supported.')
  }
}

/** Old form: `resource`. New form: one scope of a resource, beside those every sign-in asks for. */
function audienceIn(service: Service, partner: PartnerRow, form: URLSearchParams, version: 1 | 2): string {
  const fail = failing(service)
  const known = [audiences[partner.cloud], ...otherAudiences]
  if (version === 1) {
    const resource = (form.get('resource') ?? '').replace(/\/$/, '')
    if (!known.includes(resource))
      throw fail(400, 'invalid_resource', 500011, `The resource '${resource}' was not found.`)
    return resource
  }
  const plain = ['openid', 'profile', 'offline_access', 'email']
  const scopes = (form.get('scope') ?? '').split(' ').filter(scope => scope !== '' && !plain.includes(scope))
  const isApp = form.get('grant_type') === 'client_credentials'
  const graph = graphScopeIn(scopes)
  if (graph !== null && !(isApp && graph.names.some(name => name !== '.default'))) return graph.audience
  const [scope, ...others] = scopes.map(text => /^(.*?)\/+(\.default|user_impersonation)$/.exec(text))
  const resource = scope?.[1] ?? ''
  if (others.length > 0 || !known.includes(resource) || (isApp && scope?.[2] !== '.default'))
    throw fail(400, 'invalid_scope', 70011, `The scope '${form.get('scope') ?? ''}' is not valid.`)
  return resource
}

/** Graph takes its permissions by name, several of them; null: they are not all of Graph. */
function graphScopeIn(
  scopes: readonly string[],
): { readonly audience: string; readonly names: readonly string[] } | null {
  const parts = scopes.map(scope => /^(.*?)\/+([\w.]+)$/.exec(scope))
  const audience = parts[0]?.[1] ?? ''
  if (!isGraph(audience) || parts.some(part => part?.[1] !== audience)) return null
  return { audience, names: parts.map(part => part?.[2] ?? '') }
}

/** What the user's token may: all that was consented, or what of it was asked for by name. */
function permissionsOf({ form, audience }: Question, user: UserRow): string {
  if (!isGraph(audience)) return 'user_impersonation'
  const asked =
    graphScopeIn((form.get('scope') ?? '').split(' ').filter(scope => scope.includes('/')))?.names ?? []
  const isAll = asked.length === 0 || asked.includes('.default')
  return user.graphPermissions.filter(permission => isAll || asked.includes(permission)).join(' ')
}

function appToken(question: Question): WireToken {
  const { service, partner, form, audience } = question
  const clientId = form.get('client_id')?.toLowerCase() ?? ''
  const app = partner.apps.find(entry => entry.clientId.toLowerCase() === clientId)
  if (app === undefined) throw unknownApp(service, clientId)
  checkApp(question, app)
  const tid = app.tokenTenant ?? partner.tenantId
  const roles = isGraph(audience) ? { roles: app.graphPermissions } : {}
  const claims = { aud: audience, tid, appid: app.clientId, idtyp: 'app', ...roles }
  return tokenBody(question, { ...claims, oid: uuidOf('app', app.clientId) }, {})
}

const isGraph = (audience: string) => Object.values(graphAudiences).includes(audience)

function unknownApp(service: Service, clientId: string): Refusal {
  return failing(service)(
    400,
    'unauthorized_client',
    700016,
    `Application '${clientId}' was not found in the directory.`,
  )
}

function userToken(question: Question): WireToken {
  const { service, partner, form, audience } = question
  const clientId = form.get('client_id')?.toLowerCase() ?? ''
  const isKnown = [...partner.apps, ...partner.users].some(entry => entry.clientId.toLowerCase() === clientId)
  if (!isKnown) throw unknownApp(service, clientId)
  const row = service.store.refreshTokens.get(form.get('refresh_token') ?? '')
  const user = partner.users.find(entry => entry.upn === row?.upn && row.partner === partner.name)
  const fail = failing(service)
  if (row === undefined) throw fail(400, 'invalid_grant', 70000, 'The refresh token is not valid.')
  if (user === undefined)
    throw fail(
      400,
      'invalid_grant',
      50020,
      `The user account does not exist in tenant '${partner.tenantId}'.`,
    )
  if (user.clientId.toLowerCase() !== clientId)
    throw fail(400, 'invalid_grant', 700007, 'The grant was issued for a different client id.')
  checkClientOf(question, user)
  if (addDuration(row.lastUsedAt, service.settings.refreshTokenLife) < service.time.now())
    throw fail(400, 'invalid_grant', 700082, 'The refresh token has expired due to inactivity.')
  if (user.revoked) throw fail(400, 'invalid_grant', 50173, 'The sign-in was revoked.')
  // Graph gives a token, and refuses what needs a second factor.
  if (!user.mfa && !isGraph(audience))
    throw fail(400, 'invalid_grant', 50076, 'Multi-factor authentication is needed.')
  if (!user.consented) throw notConsented(service)
  service.store.refreshTokens.put({ ...row, lastUsedAt: service.time.now() })
  return tokensOf(question, user)
}

function notConsented(service: Service): Refusal {
  return failing(service)(
    400,
    'invalid_grant',
    65001,
    'The user or administrator has not consented to the app.',
  )
}

/** The first tokens of a sign-in; whoever signs in anew is no longer revoked. */
function deviceToken(question: Question, upn: string): WireToken {
  const { service, partner } = question
  const user = partner.users.find(entry => entry.upn === upn)
  if (user === undefined)
    throw failing(service)(400, 'invalid_grant', 50034, 'The user account does not exist.')
  if (!user.consented) throw notConsented(service)
  return tokensOf(question, user)
}

function tokensOf(question: Question, user: UserRow): WireToken {
  const { service, partner, form, audience } = question
  const oid = uuidOf('user', partner.tenantId, user.upn)
  const tid = user.tokenTenant ?? partner.tenantId
  const home = `https://sts.windows.net/${uuidOf('home tenant', user.upn)}/`
  const claims = {
    aud: audience,
    tid,
    appid: user.clientId,
    upn: user.upn,
    oid,
    ...(user.guest && { acct: 1, idp: home }),
  }
  const permissions = permissionsOf(question, user)
  return tokenBody(
    question,
    { ...claims, amr: user.mfa ? ['pwd', 'mfa'] : ['pwd'], scp: permissions },
    {
      scope: isGraph(audience) || question.version === 1 ? permissions : `${audience}/user_impersonation`,
      refresh_token: newRefreshToken(service, partner.name, user),
      id_token: idToken(service, partner, user, oid),
      ...(form.get('client_info') === '1' && {
        client_info: Buffer.from(JSON.stringify({ uid: oid, utid: partner.tenantId })).toString('base64url'),
      }),
    },
  )
}

/** A web app proves itself with the user's secret or the app's certificate; a native one has nothing to prove. */
function checkClientOf(question: Question, user: UserRow): void {
  const app = question.partner.apps.find(
    entry => entry.clientId.toLowerCase() === user.clientId.toLowerCase(),
  )
  if (app !== undefined && question.form.has('client_assertion')) checkApp(question, app)
  else if (user.clientSecret !== null) checkSecret(question, user.clientSecret, app?.secretExpires ?? null)
}

/** A new one each time; the old one goes on working until nobody used it for long. */
function newRefreshToken(service: Service, partner: string, user: UserRow): string {
  const { upn } = user
  const count = nextCount(service, 'refresh', partner, upn)
  const token = `${user.refreshToken}.${count}`
  service.store.refreshTokens.put({ token, partner, upn, lastUsedAt: service.time.now() })
  return token
}

function tokenBody(question: Question, claims: object, more: Partial<WireToken>): WireToken {
  const { service, audience, version } = question
  const now = shownSeconds(service)
  const tokenSeconds = tokenSecondsOf(service)
  const access = signed(service, {
    ...claims,
    iat: now,
    nbf: now,
    exp: now + tokenSeconds,
    ver: `${version}.0`,
  })
  if (version === 2)
    return {
      token_type: 'Bearer',
      expires_in: tokenSeconds,
      ext_expires_in: tokenSeconds,
      access_token: access,
      ...more,
    }
  return {
    token_type: 'Bearer',
    expires_in: String(tokenSeconds),
    ext_expires_in: String(tokenSeconds),
    expires_on: String(now + tokenSeconds),
    not_before: String(now),
    resource: audience,
    access_token: access,
    ...more,
  }
}

function idToken(service: Service, partner: PartnerRow, user: UserRow, oid: string): string {
  const now = shownSeconds(service)
  return signed(service, {
    aud: user.clientId,
    iss: `https://login.microsoftonline.com/${partner.tenantId}/v2.0`,
    tid: partner.tenantId,
    oid,
    sub: oid,
    preferred_username: user.upn,
    name: user.upn,
    iat: now,
    nbf: now,
    exp: now + tokenSecondsOf(service),
    ver: '2.0',
  })
}
