import { inspect } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { instant } from '../../../engine/model/ids.ts'
import type { Credential } from '../../../providers/auth/credential.ts'
import { msalExchange } from '../../../providers/auth/msal-exchange.ts'
import { secret } from '../../../providers/auth/secret.ts'
import { createTransport, type Transport } from '../../../providers/http/transport.ts'
import { type Script, type ScriptedServer, scriptedServer } from '../../support/scripted-server.ts'
import { aToken, italyTenant, partnerCenter, spellings } from '../../support/tokens.ts'

const open: { server?: ScriptedServer; transport?: Transport } = {}
afterEach(async () => {
  open.transport?.close()
  await open.server?.close()
})

const clientSecret = 'sandbox-s3cret/with+signs='
const app: Credential = {
  kind: 'app',
  clientId: async () => 'app-1',
  proof: { kind: 'secret', secret: async () => clientSecret },
}
const user: Credential = { ...app, kind: 'user', refreshToken: async () => 'refresh-0' }
const publicUser: Credential = {
  kind: 'user',
  clientId: async () => 'app-1',
  refreshToken: async () => 'refresh-0',
}

async function exchanging(script: Script, authority = 'https://login.microsoftonline.com') {
  const server = await scriptedServer(script)
  const transport = createTransport({ timeoutMs: 5_000 })
  Object.assign(open, { server, transport })
  const exchange = msalExchange({
    partner: 'italy',
    tenantId: italyTenant,
    authority,
    authorityOverride: server.url,
    send: transport.send,
    now: () => instant('2026-12-07T06:00:00Z'),
    newId: () => '00000000-0000-4000-8000-000000000001',
  })
  return { server, exchange }
}

const grant = (facts: object = {}) => ({
  json: { token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599, access_token: aToken(), ...facts },
})
const form = (server: ScriptedServer, position = 0) =>
  Object.fromEntries(new URLSearchParams(server.asked[position]?.body))

describe('the token endpoint', () => {
  it('is asked by client credentials, at the place the override names', async () => {
    const { server, exchange } = await exchanging([grant()])
    const answer = await exchange({ credential: app, audience: partnerCenter, rotated: null })
    expect(
      answer.ok && [answer.value.accessToken.reveal(), answer.value.expiresInMs, answer.value.refreshToken],
    ).toEqual([aToken(), 3_599_000, null])
    expect(server.asked.map(asked => `${asked.method} ${asked.url.split('?')[0]}`)).toEqual([
      `POST /${italyTenant}/oauth2/v2.0/token`,
    ])
    expect(form(server)).toMatchObject({
      grant_type: 'client_credentials',
      client_id: 'app-1',
      client_secret: clientSecret,
      scope: `${partnerCenter}/.default`,
    })
  })

  it.each([
    ['a confidential app', user, clientSecret],
    ['a public app', publicUser, undefined],
  ])(
    'is asked by refresh token for %s, and its new refresh token is seen',
    async (_, credential, sentSecret) => {
      const { server, exchange } = await exchanging([
        grant({ refresh_token: 'refresh-1', scope: 'user_impersonation', expires_in: '60' }),
      ])
      const answer = await exchange({ credential, audience: partnerCenter, rotated: null })
      expect(answer.ok && [answer.value.refreshToken?.reveal(), answer.value.expiresInMs]).toEqual([
        'refresh-1',
        60_000,
      ])
      expect(form(server)).toMatchObject({ grant_type: 'refresh_token', refresh_token: 'refresh-0' })
      expect(form(server)['client_secret']).toBe(sentSecret)
      expect(form(server)['scope']?.split(' ')).toContain(`${partnerCenter}/.default`)
    },
  )

  it('is given the rotated token rather than the first one', async () => {
    const { server, exchange } = await exchanging([grant()])
    await exchange({ credential: user, audience: partnerCenter, rotated: secret('refresh-7') })
    expect(form(server)['refresh_token']).toBe('refresh-7')
  })

  it.each([
    'https://login.microsoftonline.us',
    'https://login.partner.microsoftonline.cn',
    'https://login.microsoftonline.com',
  ])('is asked once, without a discovery before it, for %s', async authority => {
    const { server, exchange } = await exchanging([grant()], authority)
    expect(await exchange({ credential: app, audience: partnerCenter, rotated: null })).toMatchObject({
      ok: true,
    })
    expect(server.asked).toHaveLength(1)
  })

  it('can be asked again at once after it throttled us', async () => {
    const { server, exchange } = await exchanging([
      { status: 429, headers: { 'Retry-After': '60' } },
      grant(),
    ])
    const ask = () => exchange({ credential: app, audience: partnerCenter, rotated: null })
    expect(await ask()).toMatchObject({ ok: false, diagnostics: [{ code: 'AUTH.UNREACHABLE' }] })
    expect(await ask()).toMatchObject({ ok: true })
    expect(server.asked).toHaveLength(2)
  })

  it('gives no answer when nobody listens', async () => {
    const { server, exchange } = await exchanging([])
    await server.close()
    expect(await exchange({ credential: app, audience: partnerCenter, rotated: null })).toMatchObject({
      ok: false,
      diagnostics: [
        { code: 'AUTH.UNREACHABLE', detail: `italy: ${server.url} gave no answer (connection refused).` },
      ],
    })
  })

  it('is not asked when a secret cannot be read', async () => {
    const { server, exchange } = await exchanging([])
    const credential: Credential = {
      ...app,
      kind: 'app',
      proof: { kind: 'secret', secret: () => Promise.reject(new Error(`no ${clientSecret}`)) },
    }
    const answer = await exchange({ credential, audience: partnerCenter, rotated: null })
    expect(answer).toMatchObject({ ok: false, diagnostics: [{ code: 'AUTH.SECRET_MISSING' }] })
    expect(JSON.stringify(answer)).not.toContain(clientSecret)
    expect(server.asked).toEqual([])
  })

  it('may quote what was sent; nobody sees it', async () => {
    const { exchange } = await exchanging(asked => ({
      status: 401,
      json: {
        error: 'invalid_client',
        error_description: `AADSTS7000215: ${asked.body}`,
        error_codes: [7000215],
        trace_id: asked.body,
      },
    }))
    const answer = await exchange({ credential: user, audience: partnerCenter, rotated: null })
    const shown = `${JSON.stringify(answer)}${inspect(answer, { depth: 20, showHidden: true })}`
    for (const spelling of [...spellings(clientSecret), ...spellings('refresh-0')])
      expect(shown).not.toContain(spelling)
  })
})
