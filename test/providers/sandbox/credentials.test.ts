/** E1: secrets that end, certificates, tokens of other issuers, sign-ins that are over, apps of the wrong kind. */
import { X509Certificate } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { World } from '../../../schemas/generated/world.ts'
import { anIdentity } from '../../support/certificate.ts'
import { aRig, aWorld, codeOf, rossi, scope, tenants } from './rig.ts'

type Partner = World['partners'][number]
type App = NonNullable<Partner['apps']>[number]
type User = NonNullable<Partner['users']>[number]

const clientId = '0c1f7a40-5a01-4c39-9c3f-6f3f0e6b1a01'
const own = anIdentity()
const issuer = anIdentity()
const federated = {
  issuer: 'https://token.actions.example',
  subject: 'repo:example/tenants:ref:refs/heads/main',
  audience: 'api://AzureADTokenExchange',
  publicKey: issuer.publicKey,
}
const now = Date.parse('2026-12-07T06:00:00Z') / 1000

function withApp(app: Partial<App>, user: Partial<User> = {}): World {
  const world = aWorld()
  return {
    ...world,
    partners: world.partners.map(partner =>
      partner.name === 'central'
        ? {
            ...partner,
            apps: [{ clientId, ...app }],
            users: (partner.users ?? []).map(entry => ({ ...entry, ...user })),
          }
        : partner,
    ),
  }
}

const assertion = (jwt: string) => ({
  grant_type: 'client_credentials',
  client_id: clientId,
  client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  client_assertion: jwt,
  scope,
})

const ownClaims = {
  iss: clientId,
  sub: clientId,
  aud: `https://login.microsoftonline.com/${tenants.central}/oauth2/v2.0/token`,
  jti: '1',
  nbf: now,
  exp: now + 600,
}
const issuerClaims = {
  iss: federated.issuer,
  sub: federated.subject,
  aud: federated.audience,
  iat: now,
  exp: now + 600,
}

async function asked(world: World, form: Readonly<Record<string, string>>, version: 1 | 2 = 2) {
  const rig = await aRig(world)
  const answer = await rig.token(tenants.central, form, version)
  return { rig, answer, error: [answer.status, answer.body.error, answer.body.error_codes?.[0]] }
}

const thumbprint = Buffer.from(
  new X509Certificate(own.certificate).fingerprint256.replaceAll(':', ''),
  'hex',
).toString('base64url')

describe('an assertion signed with the certificate of the app', () => {
  const world = () => withApp({ certificate: own.certificate })

  test.each([
    ['plain', {}],
    ['naming the certificate', { 'x5t#S256': thumbprint }],
  ])('%s, is a token', async (_, header) => {
    const { rig, answer } = await asked(world(), assertion(own.sign(ownClaims, header)))
    expect(answer.status).toBe(200)
    const listed = await rig.raw('GET', '/v1/customers', {
      headers: { Authorization: `Bearer ${answer.body.access_token}` },
    })
    expect(listed.status).toBe(200)
  })

  test('is a token of the old endpoint too', async () => {
    const aud = `https://login.microsoftonline.com/central.example/oauth2/token`
    const { scope: _, ...form } = assertion(own.sign({ ...ownClaims, aud }))
    const { answer } = await asked(
      world(),
      { ...form, resource: 'https://api.partnercenter.microsoft.com' },
      1,
    )
    expect(answer.status).toBe(200)
  })

  test.each([
    ['signed with another key', issuer.sign(ownClaims), 700027],
    ['naming another certificate', own.sign(ownClaims, { x5t: 'AAAA' }), 700027],
    ['unsigned', `${own.sign(ownClaims, { alg: 'none' })}`, 700027],
    [
      'for another tenant',
      own.sign({ ...ownClaims, aud: ownClaims.aud.replace(tenants.central, tenants.italy) }),
      700023,
    ],
    ['about another app', own.sign({ ...ownClaims, sub: rossi }), 700030],
    ['that is over', own.sign({ ...ownClaims, exp: now - 301 }), 700024],
    ['that is not yet valid', own.sign({ ...ownClaims, nbf: now + 301 }), 700024],
    ['that is no token', 'nonsense', 50027],
  ])('%s, is none', async (_, jwt, number) => {
    expect((await asked(world(), assertion(jwt))).error).toEqual([401, 'invalid_client', number])
  })

  test('is none for an app without certificate', async () => {
    const { error } = await asked(withApp({ clientSecret: 'sandbox-s' }), assertion(own.sign(ownClaims)))
    expect(error).toEqual([401, 'invalid_client', 700027])
  })

  test('of another type is refused', async () => {
    const form = { ...assertion(own.sign(ownClaims)), client_assertion_type: 'saml' }
    expect((await asked(world(), form)).error).toEqual([400, 'invalid_request', 900144])
  })

  test('proves the app of a user, too', async () => {
    const rig = await aRig(world())
    const refreshing = { grant_type: 'refresh_token', refresh_token: 'sandbox-central-user' }
    const good = await rig.token(tenants.central, { ...assertion(own.sign(ownClaims)), ...refreshing })
    const bad = await rig.token(tenants.central, { ...assertion(issuer.sign(ownClaims)), ...refreshing })
    expect([good.status, bad.status]).toEqual([200, 401])
  })
})

describe('a token of an issuer the app trusts', () => {
  const world = () => withApp({ federated: [federated] })

  test('is a token', async () => {
    expect((await asked(world(), assertion(issuer.sign(issuerClaims)))).answer.status).toBe(200)
  })

  test.each([
    ['of another issuer', { iss: 'https://elsewhere.example' }, 700211],
    ['about another subject', { sub: 'repo:example/fork:ref:refs/heads/main' }, 700213],
    ['for another audience', { aud: 'api://other' }, 700212],
    ['that is over', { exp: now - 301 }, 700024],
  ])('%s, is none', async (_, over, number) => {
    const { error } = await asked(world(), assertion(issuer.sign({ ...issuerClaims, ...over })))
    expect(error).toEqual([401, 'invalid_client', number])
  })

  test('signed with another key is none', async () => {
    const { error } = await asked(world(), assertion(own.sign(issuerClaims)))
    expect(error).toEqual([401, 'invalid_client', 700027])
  })
})

const secretForm = {
  grant_type: 'client_credentials',
  client_id: clientId,
  client_secret: 'sandbox-s',
  scope,
}

describe('a secret', () => {
  test('ends', async () => {
    const app = { clientSecret: 'sandbox-s', secretExpires: '2026-12-07T06:00:01Z' }
    const { rig, answer } = await asked(withApp(app), secretForm)
    expect(answer.status).toBe(200)
    await rig.advance('PT1S')
    const late = await rig.token(tenants.central, secretForm)
    expect([late.status, late.body.error, late.body.error_codes]).toEqual([401, 'invalid_client', [7000222]])
  })

  test.each([
    ['is needed', { client_secret: undefined }, 7000218],
    ['must be right', { client_secret: 'sandbox-other' }, 7000215],
  ])('%s', async (_, over, number) => {
    const form = Object.fromEntries(
      Object.entries({ ...secretForm, ...over }).filter(([, value]) => value !== undefined),
    ) as Record<string, string>
    const { error } = await asked(withApp({ clientSecret: 'sandbox-s' }), form)
    expect(error).toEqual([401, 'invalid_client', number])
  })
})

describe('a sign-in of a user', () => {
  const form = {
    grant_type: 'refresh_token',
    client_id: clientId,
    refresh_token: 'sandbox-central-user',
    scope: 'https://api.partnercenter.microsoft.com/user_impersonation offline_access',
  }
  const app = { clientSecret: 'sandbox-s' }

  test.each([
    ['that nobody used for ninety days', { lastSignIn: '2026-09-08T05:59:59Z' }, 700082],
    ['that was revoked', { revoked: true }, 50173],
    ['without a second factor', { mfa: false }, 50076],
  ])('%s is over', async (_, user, number) => {
    expect((await asked(withApp(app, user), form)).error).toEqual([400, 'invalid_grant', number])
  })

  test('is over sooner where the World says so', async () => {
    const world = { ...withApp(app), settings: { refreshTokenLife: 'P1D' } }
    const rig = await aRig(world)
    await rig.advance('P1DT1S')
    expect((await rig.token(tenants.central, form)).body.error_codes).toEqual([700082])
  })
})

describe('an access token', () => {
  test('lives as long as the World says', async () => {
    const rig = await aRig({ ...withApp({ clientSecret: 'sandbox-s' }), settings: { tokenLife: 'PT5M' } })
    const { body } = await rig.token(tenants.central, secretForm)
    const headers = { Authorization: `Bearer ${body.access_token}` }
    expect(body.expires_in).toBe(300)
    expect((await rig.raw('GET', '/v1/customers', { headers })).status).toBe(200)
    await rig.advance('PT5M')
    expect(codeOf(await rig.raw('GET', '/v1/customers', { headers }))).toEqual([401, 400])
  })

  test('can name another tenant, and then counts there', async () => {
    const { answer } = await asked(
      withApp({ clientSecret: 'sandbox-s', tokenTenant: tenants.italy }),
      secretForm,
    )
    const claims = JSON.parse(Buffer.from(answer.body.access_token.split('.')[1], 'base64url').toString())
    expect(claims.tid).toBe(tenants.italy)
  })

  test('of an app that Partner Center does not list opens nothing', async () => {
    const { rig, answer } = await asked(withApp({ clientSecret: 'sandbox-s', registered: false }), secretForm)
    const headers = { Authorization: `Bearer ${answer.body.access_token}` }
    expect(codeOf(await rig.raw('GET', '/v1/customers', { headers }))).toEqual([403, 2032])
  })

  test.each([['PT1H'], ['-PT1H']])(
    'tells times shifted by a clock skew of %s, as Date does',
    async clockSkew => {
      const { answer } = await asked({ ...withApp({ clientSecret: 'sandbox-s' }), clockSkew }, secretForm)
      const claims = JSON.parse(Buffer.from(answer.body.access_token.split('.')[1], 'base64url').toString())
      const shift = clockSkew.startsWith('-') ? -3600 : 3600
      expect([claims.iat, Date.parse(answer.headers.get('date') ?? '') / 1000]).toEqual([
        now + shift,
        now + shift,
      ])
    },
  )
})

test('several apps and users of one partner each have their own rights', async () => {
  const world = aWorld()
  const second = '0c1f7a40-5a01-4c39-9c3f-6f3f0e6b1a09'
  const partners = world.partners.map(partner =>
    partner.name === 'central'
      ? {
          ...partner,
          apps: [...(partner.apps ?? []), { clientId: second, clientSecret: 'sandbox-second' }],
          users: [
            ...(partner.users ?? []),
            {
              upn: 'help@central.example',
              clientId: second,
              refreshToken: 'sandbox-help',
              roles: ['helpdeskAgent' as const],
            },
            {
              upn: 'bill@central.example',
              clientId: second,
              refreshToken: 'sandbox-bill',
              roles: ['billingAdmin' as const],
            },
          ],
        }
      : partner,
  )
  const rig = await aRig({ ...world, partners })
  const statusOf = async (form: Readonly<Record<string, string>>, path: string, method = 'GET') => {
    const { body } = await rig.token(tenants.central, { client_id: second, scope, ...form })
    const answer = await rig.raw(method, path, { headers: { Authorization: `Bearer ${body.access_token}` } })
    return answer.status === 200 ? 200 : codeOf(answer)
  }
  const app = { grant_type: 'client_credentials', client_secret: 'sandbox-second' }
  const refreshing = (refresh_token: string) => ({ grant_type: 'refresh_token', refresh_token })
  expect([
    await statusOf(app, '/v1/customers'),
    await statusOf(app, '/v1/profiles/organization'),
    await statusOf(refreshing('sandbox-help'), '/v1/customers'),
    await statusOf(refreshing('sandbox-help'), `/v1/customers/${rossi}/carts`, 'POST'),
    await statusOf(refreshing('sandbox-bill'), '/v1/customers'),
    await statusOf(refreshing('sandbox-bill'), '/v1/profiles/organization'),
  ]).toEqual([200, [403, 900329], 200, [403, 900150], [403, 900150], 200])
})
