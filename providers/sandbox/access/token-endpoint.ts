/** The token endpoint, old form and new (E1, api.md 5): secrets for apps, rotating refresh tokens for users. */
import type { WireToken } from '../../partner-center/wire/token.ts'
import type { Answer } from '../call.ts'
import { nextCount, uuidOf } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { partnerByTenant, type Service, shownTime } from '../service.ts'
import type { PartnerRow, RefreshTokenRow, UserRow } from '../state/rows.ts'
import { addDuration } from '../time/calendar.ts'
import { audiences, otherAudiences, shownSeconds, signed, tokenSeconds } from './tokens.ts'

/** A refresh token nobody used for so long has expired. */
const refreshDuration = 'P90D'

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
  const audience = audienceIn(service, partner, form, version)
  const question: Question = { service, partner, form, audience, version }
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

function failing(service: Service) {
  return (status: number, error: string, number: number, text: string) =>
    new Refusal(status, number, {
      body: {
        error,
        error_description: `AADSTS${number}: ${text}`,
        error_codes: [number],
        timestamp: shownTime(service)
          .replace('T', ' ')
          .replace(/\.\d+Z$/, 'Z'),
        trace_id: uuidOf('trace', String(number)),
        correlation_id: uuidOf('correlation', String(number)),
      },
    })
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
  const [scope, ...others] = scopes.map(text => /^(.*?)\/+(\.default|user_impersonation)$/.exec(text))
  const resource = scope?.[1] ?? ''
  if (others.length > 0 || !known.includes(resource) || (isApp && scope?.[2] !== '.default'))
    throw fail(400, 'invalid_scope', 70011, `The scope '${form.get('scope') ?? ''}' is not valid.`)
  return resource
}

function appToken(question: Question): WireToken {
  const { service, partner, form, audience } = question
  const clientId = form.get('client_id')?.toLowerCase() ?? ''
  const app = partner.apps.find(entry => entry.clientId.toLowerCase() === clientId)
  if (app === undefined) throw unknownApp(service, clientId)
  checkSecret(service, form, app.clientSecret)
  const claims = { aud: audience, tid: partner.tenantId, appid: app.clientId, idtyp: 'app' }
  return tokenBody(question, { ...claims, oid: uuidOf('app', app.clientId) }, {})
}

function unknownApp(service: Service, clientId: string): Refusal {
  return failing(service)(
    400,
    'unauthorized_client',
    700016,
    `Application '${clientId}' was not found in the directory.`,
  )
}

function checkSecret(service: Service, form: URLSearchParams, secret: string | null): void {
  if (form.get('client_secret') !== secret)
    throw failing(service)(401, 'invalid_client', 7000215, 'Invalid client secret provided.')
}

function userToken(question: Question): WireToken {
  const { service, partner, form, audience } = question
  const clientId = form.get('client_id')?.toLowerCase() ?? ''
  const isKnown = [...partner.apps, ...partner.users].some(entry => entry.clientId.toLowerCase() === clientId)
  if (!isKnown) throw unknownApp(service, clientId)
  const row = service.store.refreshTokens.get(form.get('refresh_token') ?? '')
  const user = partner.users.find(entry => entry.upn === row?.upn && row.partner === partner.name)
  const fail = failing(service)
  if (row === undefined || user === undefined || user.clientId.toLowerCase() !== clientId)
    throw fail(400, 'invalid_grant', 70000, 'The refresh token is not valid.')
  if (user.clientSecret !== null) checkSecret(service, form, user.clientSecret)
  if (addDuration(row.lastUsedAt, refreshDuration) < service.time.now())
    throw fail(400, 'invalid_grant', 700082, 'The refresh token has expired due to inactivity.')
  const oid = uuidOf('user', partner.tenantId, user.upn)
  const claims = { aud: audience, tid: partner.tenantId, appid: user.clientId, upn: user.upn, oid }
  return tokenBody(
    question,
    { ...claims, amr: ['pwd', 'mfa'], scp: 'user_impersonation' },
    {
      scope: question.version === 1 ? 'user_impersonation' : `${audience}/user_impersonation`,
      refresh_token: rotated(service, row, user),
      id_token: idToken(service, partner, user, oid),
      ...(form.get('client_info') === '1' && {
        client_info: Buffer.from(JSON.stringify({ uid: oid, utid: partner.tenantId })).toString('base64url'),
      }),
    },
  )
}

/** A new one each time; the old one goes on working until nobody used it for long. */
function rotated(service: Service, row: RefreshTokenRow, user: UserRow): string {
  const now = service.time.now()
  service.store.refreshTokens.put({ ...row, lastUsedAt: now })
  const count = nextCount(service, 'refresh', row.partner, row.upn)
  const token = `${user.refreshToken}.${count}`
  service.store.refreshTokens.put({ token, partner: row.partner, upn: row.upn, lastUsedAt: now })
  return token
}

function tokenBody(question: Question, claims: object, more: Partial<WireToken>): WireToken {
  const { service, audience, version } = question
  const now = shownSeconds(service)
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
    exp: now + tokenSeconds,
    ver: '2.0',
  })
}
