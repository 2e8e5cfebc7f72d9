/** An app that proves itself without a secret, at both forms of the token endpoint. */
import { constants, createHash, createPublicKey, verify, X509Certificate } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { instant } from '../../../engine/model/ids.ts'
import { type AssertionFacts, signAssertion } from '../../../providers/auth/certificate-assertion.ts'
import type { Credential, Proof } from '../../../providers/auth/credential.ts'
import { githubActionsToken } from '../../../providers/auth/github-actions.ts'
import { msalExchange } from '../../../providers/auth/msal-exchange.ts'
import { v1Exchange } from '../../../providers/auth/v1-exchange.ts'
import type { HttpRequest } from '../../../providers/http/request.ts'
import { createTransport, type Transport } from '../../../providers/http/transport.ts'
import { anIdentity } from '../../support/certificate.ts'
import { type Script, type ScriptedServer, scriptedServer } from '../../support/scripted-server.ts'
import { aToken, italyTenant, partnerCenter } from '../../support/tokens.ts'

const identity = anIdentity()
const now = instant('2026-12-07T06:00:00Z')
const seconds = Date.parse(now) / 1000
const authority = 'https://login.microsoftonline.com'

const open: { server?: ScriptedServer; transport?: Transport } = {}
afterEach(async () => {
  open.transport?.close()
  await open.server?.close()
})

function facts(changes: Partial<AssertionFacts> = {}): AssertionFacts {
  return {
    partner: 'italy',
    certificate: identity.certificate,
    privateKey: identity.privateKey,
    clientId: 'app-1',
    tokenEndpoint: `${authority}/${italyTenant}/oauth2/v2.0/token`,
    now,
    id: 'one',
    ...changes,
  }
}

function parts(jwt: string) {
  const [header = '', claims = '', signature = ''] = jwt.split('.')
  const read = (text: string): unknown => JSON.parse(Buffer.from(text, 'base64url').toString())
  return { header: read(header), claims: read(claims), signed: `${header}.${claims}`, signature }
}

describe('an assertion of a certificate', () => {
  it('says who it is for and whom it speaks for, is good for ten minutes of the given clock, and is signed', () => {
    const made = signAssertion(facts())
    const { header, claims, signed, signature } = parts(made.ok ? made.value : '')
    const thumbprint = createHash('sha256').update(new X509Certificate(identity.certificate).raw)
    expect(header).toEqual({ alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprint.digest('base64url') })
    expect(claims).toEqual({
      aud: `${authority}/${italyTenant}/oauth2/v2.0/token`,
      iss: 'app-1',
      sub: 'app-1',
      jti: 'one',
      nbf: seconds,
      iat: seconds,
      exp: seconds + 600,
    })
    const key = { key: createPublicKey(identity.publicKey), padding: constants.RSA_PKCS1_PSS_PADDING }
    expect(verify('sha256', Buffer.from(signed), key, Buffer.from(signature, 'base64url'))).toBe(true)
  })

  it.each([
    ['a key of another certificate', { privateKey: anIdentity().privateKey }, 'AUTH.CERTIFICATE_UNUSABLE'],
    ['a certificate that is no PEM', { certificate: 'hunter2' }, 'AUTH.CERTIFICATE_UNUSABLE'],
    ['a key that is no PEM', { privateKey: 'hunter2' }, 'AUTH.CERTIFICATE_UNUSABLE'],
    ['a certificate that has ended', { now: instant('2051-01-01T00:00:00Z') }, 'AUTH.CERTIFICATE_EXPIRED'],
  ])('is not made with %s, and nothing of it is repeated', (_, changes, code) => {
    const made = signAssertion(facts(changes))
    expect(!made.ok && made.diagnostics.map(entry => entry.code)).toEqual([code])
    expect(JSON.stringify(made)).not.toContain('hunter2')
  })
})

const certificate: Proof = {
  kind: 'certificate',
  certificate: async () => identity.certificate,
  privateKey: async () => identity.privateKey,
}
const federated: Proof = { kind: 'federated', token: async () => 'pipeline-token' }
const app = (proof: Proof): Credential => ({ kind: 'app', clientId: async () => 'app-1', proof })

async function exchanging(version: 'v1' | 'v2', script: Script) {
  const server = await scriptedServer(script)
  const transport = createTransport({ timeoutMs: 5_000 })
  Object.assign(open, { server, transport })
  const exchange = (version === 'v1' ? v1Exchange : msalExchange)({
    partner: 'italy',
    tenantId: italyTenant,
    authority,
    authorityOverride: server.url,
    send: transport.send,
    now: () => now,
    newId: () => '00000000-0000-4000-8000-000000000001',
  })
  const form = () => Object.fromEntries(new URLSearchParams(server.asked[0]?.body))
  return { server, exchange, form }
}

const grant = {
  json: { token_type: 'Bearer', expires_in: '3599', access_token: aToken(), refresh_token: 'r-1' },
}

describe.each(['v1', 'v2'] as const)('the token endpoint %s', version => {
  const path = version === 'v1' ? 'oauth2/token' : 'oauth2/v2.0/token'

  it('is given an assertion for itself, under the name the service knows it by', async () => {
    const { server, exchange, form } = await exchanging(version, [grant])
    const answer = await exchange({ credential: app(certificate), audience: partnerCenter, rotated: null })
    expect(answer.ok && answer.value.accessToken.reveal()).toBe(aToken())
    expect(server.asked.map(asked => asked.url.split('?')[0])).toEqual([`/${italyTenant}/${path}`])
    expect(form()).toMatchObject({
      grant_type: 'client_credentials',
      client_id: 'app-1',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    })
    expect(form()['client_secret']).toBeUndefined()
    expect(parts(form()['client_assertion'] ?? '').claims).toMatchObject({
      aud: `${authority}/${italyTenant}/${path}`,
      nbf: seconds,
    })
  })

  it('is given the token of the pipeline as it is', async () => {
    const { exchange, form } = await exchanging(version, [grant])
    await exchange({ credential: app(federated), audience: partnerCenter, rotated: null })
    expect(form()['client_assertion']).toBe('pipeline-token')
  })

  it('trades a refresh token for a user, with the proof of the app beside it', async () => {
    const { exchange, form } = await exchanging(version, [grant])
    const user: Credential = { ...app(certificate), kind: 'user', refreshToken: async () => 'r-0' }
    const answer = await exchange({ credential: user, audience: partnerCenter, rotated: null })
    expect(answer.ok && answer.value.refreshToken?.reveal()).toBe('r-1')
    expect(form()).toMatchObject({ grant_type: 'refresh_token', refresh_token: 'r-0' })
    expect(form()['client_assertion']).toBeDefined()
  })
})

it('v1 names the resource in place of a scope, and its numbers are text', async () => {
  const { exchange, form } = await exchanging('v1', [grant])
  const secret: Proof = { kind: 'secret', secret: async () => 's' }
  const answer = await exchange({ credential: app(secret), audience: partnerCenter, rotated: null })
  expect(form()).toEqual({
    grant_type: 'client_credentials',
    client_id: 'app-1',
    client_secret: 's',
    resource: partnerCenter,
  })
  expect(answer.ok && answer.value.expiresInMs).toBe(3_599_000)
})

describe('the token of GitHub Actions', () => {
  const env = {
    ACTIONS_ID_TOKEN_REQUEST_URL: 'https://github.example/token?x=1',
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 't',
  }
  const ask = async (answer: { status: number; body: unknown }, variables: Record<string, string> = env) => {
    const sent: HttpRequest[] = []
    const token = await githubActionsToken({
      partner: 'italy',
      env: variables,
      newId: () => 'id',
      send: async request => {
        sent.push(request)
        return { kind: 'response', headers: {}, source: null, text: '', ...answer }
      },
    })
    return { token, sent }
  }

  it('is asked for the audience that Entra wants', async () => {
    const { token, sent } = await ask({ status: 200, body: { value: 'jwt' } })
    expect(token.ok && token.value).toBe('jwt')
    expect(sent.map(({ url, headers }) => [url, headers['Authorization']])).toEqual([
      ['https://github.example/token?x=1&audience=api%3A%2F%2FAzureADTokenExchange', 'Bearer t'],
    ])
  })

  it.each([
    ['outside of a job that may ask', {}, 200],
    ['at an address that is not https', { ...env, ACTIONS_ID_TOKEN_REQUEST_URL: 'http://x' }, 200],
    ['when GitHub refuses', env, 403],
  ])('is missing %s', async (_, variables, status) => {
    const { token } = await ask({ status, body: {} }, variables)
    expect(!token.ok && token.diagnostics.map(entry => entry.code)).toEqual(['AUTH.NO_PIPELINE_TOKEN'])
  })
})
