/** G8: who may call Graph; lists, batches, faults, customers. */
import { describe, expect, it } from 'vitest'
import type { World } from '../../../../schemas/generated/world.ts'
import { aRig, aWorld, type Body, blu, rossi, scope, tenants, verdi } from '../rig.ts'
import { active, aGraphRig, asked, base, errorOf, pending, readers, withGroups } from './graph-rig.ts'

type Partner = World['partners'][number]

function withCentral(change: (partner: Partner) => Partner): World {
  const world = withGroups()
  return {
    ...world,
    partners: world.partners.map(partner => (partner.name === 'central' ? change(partner) : partner)),
  }
}

const denied = [403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.']

describe('G8: who may', () => {
  it('needs a token of Graph, and Graph only', async () => {
    const rig = await aGraphRig()
    const body = {
      scope,
      client_id: '0c1f7a40-5a01-4c39-9c3f-6f3f0e6b1a01',
      grant_type: 'client_credentials',
    }
    const other = await rig.token(tenants.central, { ...body, client_secret: 'sandbox-central-app' })
    const answer = await rig.graph(other.body.access_token).get(base)
    expect(answer.body).toEqual({
      error: {
        code: 'InvalidAuthenticationToken',
        message: 'Access token validation failure. Invalid audience.',
        innerError: {
          date: '2026-12-07T06:00:00',
          'request-id': answer.headers.get('request-id'),
          'client-request-id': answer.headers.get('client-request-id'),
        },
      },
    })
    expect([
      answer.status,
      (await rig.raw('GET', base)).status,
      (await rig.graph('a.b.c').get(base)).status,
    ]).toEqual([401, 401, 401])
    const app = await rig.graphApp('central')
    await rig.advance('PT1H')
    expect((await app.get(base)).status).toBe(401)
  })

  it('needs the permission', async () => {
    const rig = await aGraphRig(
      withCentral(partner => ({
        ...partner,
        apps: (partner.apps ?? []).map(app => ({
          ...app,
          graphPermissions: ['DelegatedAdminRelationship.Read.All'],
        })),
        users: (partner.users ?? []).map(user => ({ ...user, graphPermissions: ['User.Read'] })),
      })),
    )
    const app = await rig.graphApp('central')
    expect((await app.get(base)).status).toBe(200)
    expect(errorOf(await app.post(base, asked()))).toEqual(denied)
    expect(errorOf(await (await rig.graphUser('central')).get(base))).toEqual(denied)
  })

  it('gives a user what of its permissions was asked for by name', async () => {
    const rig = await aGraphRig()
    const graph = 'https://graph.microsoft.com'
    const form = {
      client_id: '0c1f7a40-5a01-4c39-9c3f-6f3f0e6b1a01',
      grant_type: 'refresh_token',
      refresh_token: 'sandbox-central-user',
    }
    const few = await rig.token(tenants.central, {
      ...form,
      scope: `${graph}/PartnerBilling.Read.All offline_access`,
    })
    expect([few.status, few.body.scope]).toEqual([200, 'PartnerBilling.Read.All'])
    expect(errorOf(await rig.graph(few.body.access_token).get(base))).toEqual(denied)
    const both = `${graph}/DelegatedAdminRelationship.ReadWrite.All ${graph}/PartnerBilling.Read.All`
    const all = await rig.token(tenants.central, { ...form, scope: both })
    expect((await rig.graph(all.body.access_token).get(base)).status).toBe(200)
    const app = { ...form, grant_type: 'client_credentials', client_secret: 'sandbox-central-app' }
    expect((await rig.token(tenants.central, { ...app, scope: both })).body.error).toBe('invalid_scope')
  })

  it.each([
    ['without a second factor', { mfa: false }],
    ['who is no admin agent', { roles: ['salesAgent' as const] }],
  ])('a user %s reads and does not write', async (_, over) => {
    const rig = await aGraphRig(
      withCentral(partner => ({
        ...partner,
        users: (partner.users ?? []).map(user => ({ ...user, ...over })),
      })),
    )
    const user = await rig.graphUser('central')
    expect((await user.get(base)).status).toBe(200)
    expect(errorOf(await user.post(base, asked()))).toEqual(denied)
  })

  it('an admin agent with a second factor writes', async () => {
    const rig = await aGraphRig()
    expect((await (await rig.graphUser('central')).post(base, asked())).status).toBe(201)
  })

  it('an app needs the service principal in its tenant, which can be made', async () => {
    const rig = await aGraphRig(
      withCentral(partner => ({
        ...partner,
        delegatedAdminPrincipal: false,
        apps: (partner.apps ?? []).map(app => ({
          ...app,
          graphPermissions: ['DelegatedAdminRelationship.ReadWrite.All', 'Application.ReadWrite.All'],
        })),
      })),
    )
    const app = await rig.graphApp('central')
    const broken = [500, 'unexpectedError', 'An unexpected error occurred.']
    expect(errorOf(await app.get(base))).toEqual(broken)
    expect((await (await rig.graphUser('central')).get(base)).status).toBe(200)
    expect((await app.post('/v1.0/servicePrincipals', { appId: 'x' })).status).toBe(400)
    const made = await app.post('/v1.0/servicePrincipals', { appId: '2832473f-ec63-45fb-976f-5d45a7d4bb91' })
    expect([made.status, made.body.appId]).toEqual([201, '2832473f-ec63-45fb-976f-5d45a7d4bb91'])
    expect((await app.post('/v1.0/servicePrincipals', { appId: made.body.appId })).status).toBe(409)
    expect((await app.get(base)).status).toBe(200)
  })
})

describe('lists', () => {
  const names = (answer: Body) => answer.body.value.map((row: Body) => row.displayName)
  const many = withGroups({
    delegatedAdmin: {
      relationships: [
        { partner: 'central', name: 'b', customer: rossi, roles: [readers] },
        { partner: 'central', name: "a d'oro", customer: verdi, roles: [readers], status: 'expired' },
        { partner: 'central', name: 'c', roles: [readers], status: 'created' },
        { partner: 'italy', name: 'd', customer: blu, roles: [readers] },
      ],
    },
  })

  it.each([
    ['', ['b', "a d'oro", 'c']],
    [
      "?$filter=(status eq 'active') and (customer/tenantId eq '3D6F0C5E-1111-4a52-9c1b-0aa1d7c2f001')",
      ['b'],
    ],
    ["?$filter=status ne 'active'", ["a d'oro", 'c']],
    ["?$filter=not (status eq 'active' or status eq 'created')", ["a d'oro"]],
    ["?$filter=displayName eq 'a d''oro'", ["a d'oro"]],
    ['?$orderby=displayName', ["a d'oro", 'b', 'c']],
    ['?$orderby=displayName desc', ['c', 'b', "a d'oro"]],
  ])('are asked with %s', async (query, expected) => {
    const app = await (await aGraphRig(many)).graphApp('central')
    expect(names(await app.get(`${base}${query}`))).toEqual(expected)
  })

  it('go on at an absolute link, which is for that query and that caller', async () => {
    const rig = await aGraphRig(many)
    const app = await rig.graphApp('central')
    const first = await app.get(`${base}?$top=2&$orderby=displayName`)
    const next: string = first.body['@odata.nextLink']
    expect([names(first), next.startsWith(`${rig.sandbox.url}${base}?`)]).toEqual([["a d'oro", 'b'], true])
    const path = next.slice(rig.sandbox.url.length)
    const second = await app.get(path)
    expect([names(second), '@odata.nextLink' in second.body]).toEqual([['c'], false])
    expect((await app.get(path.replace('top=2', 'top=1'))).status).toBe(400)
    expect((await (await rig.graphApp('italy')).get(path)).status).toBe(400)
  })

  it('show what was selected', async () => {
    const app = await (await aGraphRig(many)).graphApp('central')
    const [row] = (await app.get(`${base}?$select=id,status&$top=1`)).body.value
    expect(Object.keys(row)).toEqual(['@odata.type', '@odata.etag', 'id', 'status'])
    expect(Object.keys((await app.get(`${base}/${row.id}?$select=status`)).body)).toEqual([
      '@odata.context',
      '@odata.type',
      '@odata.etag',
      'status',
    ])
  })

  it.each([
    '$top=301',
    '$top=0',
    '$top=x',
    '$orderby=colour',
    '$orderby=status up',
    "$filter=colour eq 'red'",
    '$filter=status eq',
    "$filter=(status eq 'active'",
    "$filter=status gt 'active'",
    "$filter=status eq 'active' status",
    '$select=colour',
    '$skiptoken=x',
    '$expand=all',
    'size=5',
  ])('refuse %s', async query => {
    const app = await (await aGraphRig(many)).graphApp('central')
    expect((await app.get(`${base}?${query}`)).status).toBe(400)
  })

  it('have customers that approved at least once', async () => {
    const rig = await aGraphRig(many)
    const app = await rig.graphApp('central')
    const customers = '/v1.0/tenantRelationships/delegatedAdminCustomers'
    const { value } = (await app.get(customers)).body
    expect(value).toEqual([
      { id: rossi, tenantId: rossi, displayName: 'Panificio Rossi' },
      { id: verdi, tenantId: verdi, displayName: 'Officina Verdi' },
    ])
    expect((await app.get(`${customers}/${rossi}`)).body).toMatchObject(value[0])
    expect((await app.get(`${customers}/${blu}`)).status).toBe(404)
    expect((await app.get(`${customers}/${rossi}/serviceManagementDetails`)).body.value[0]).toEqual({
      id: 'Azure',
      serviceName: 'Azure',
      serviceManagementUrl: `https://portal.azure.com/?tenantId=${rossi}`,
    })
  })
})

describe('a batch', () => {
  it('is answered one by one, in its order', async () => {
    const rig = await aGraphRig()
    const id = await active(rig)
    const app = await rig.graphApp('central')
    const etag = (await app.get(`${base}/${id}`)).body['@odata.etag']
    const path = `${base.slice('/v1.0'.length)}/${id}`
    const headers = { 'If-Match': etag, 'Content-Type': 'application/json' }
    const change = { method: 'PATCH', url: path, headers, body: { autoExtendDuration: 'P180D' } }
    const { status, body } = await app.post('/v1.0/$batch', {
      requests: [
        { id: '1', ...change },
        { id: '2', ...change },
        { id: '3', method: 'GET', url: `${path}/nothing` },
      ],
    })
    expect([status, body.responses.map((row: Body) => [row.id, row.status])]).toEqual([
      200,
      [
        ['1', 200],
        ['2', 412],
        ['3', 404],
      ],
    ])
    expect(body.responses[0].body.autoExtendDuration).toBe('P180D')
  })

  it.each([
    [{}],
    [{ requests: [] }],
    [{ requests: Array.from({ length: 21 }, (_, id) => ({ id: String(id), method: 'GET', url: '/x' })) }],
    [{ requests: [{ id: '1', method: 'GET' }] }],
    [{ requests: [{ id: '1', method: 'GET', url: 'https://other.example/x' }] }],
    [{ requests: [1, 1].map(id => ({ id: String(id), method: 'GET', url: '/x' })) }],
    [{ requests: [{ id: '1', method: 'GET', url: '/x', dependsOn: ['0'] }] }],
  ])('is refused as %j', async body => {
    const app = await (await aGraphRig()).graphApp('central')
    expect((await app.post('/v1.0/$batch', body)).status).toBe(400)
  })
})

describe('what Graph shares with the rest', () => {
  it('faults in its own shape, and the request log', async () => {
    const rig = await aGraphRig()
    const app = await rig.graphApp('central')
    await rig.faults({ match: { path: '/v1.0/' }, do: 'throttle', retryAfter: 5 })
    const throttled = await app.get(base)
    expect([...errorOf(throttled), throttled.headers.get('retry-after')]).toEqual([
      429,
      'TooManyRequests',
      'Scripted fault.',
      '5',
    ])
    await rig.faults({ match: { path: '/v1.0/' }, do: 'status', status: 503 })
    expect(errorOf(await app.get(base))).toEqual([503, 'unknownError', 'Scripted fault.'])
    await rig.faults({
      match: { method: 'POST', path: base },
      do: 'replace-after-commit',
      status: 403,
      body: '<p>no',
    })
    expect((await app.post(base, asked())).text).toBe('<p>no')
    expect((await app.get(base)).body.value).toHaveLength(1)
    const { requests } = (await rig.control('GET', 'requests')).body
    expect(
      requests
        .filter((row: Body) => row.path === base)
        .map((row: Body) => [row.method, row.partner, row.status]),
    ).toEqual([
      ['GET', 'central', 429],
      ['GET', 'central', 503],
      ['POST', 'central', 403],
      ['GET', 'central', 200],
    ])
  })

  it('paths and methods that are not there', async () => {
    const rig = await aGraphRig()
    const id = await pending(rig)
    const app = await rig.graphApp('central')
    expect(errorOf(await app.get('/v1.0/users'))).toEqual([
      404,
      'ResourceNotFound',
      "Resource not found for the segment 'users'.",
    ])
    expect(errorOf(await app.send('PUT', `${base}/${id}`))).toEqual([
      405,
      'methodNotAllowed',
      'The path does not take PUT.',
    ])
    expect((await app.post(base, '{')).status).toBe(400)
  })

  it('oddities of bodies and budgets are not here', async () => {
    const rig = await aRig(withGroups(), { throttlePerMinute: 1 })
    await rig.control('POST', 'quirks', { all: true })
    const token = await rig.token(tenants.central, {
      client_id: '0c1f7a40-5a01-4c39-9c3f-6f3f0e6b1a01',
      grant_type: 'client_credentials',
      client_secret: 'sandbox-central-app',
      scope: 'https://graph.microsoft.com/.default',
    })
    const access = JSON.parse(token.text.slice(token.text.indexOf('{'))).access_token
    const headers = { Authorization: `Bearer ${access}` }
    for (let count = 0; count < 3; count += 1)
      expect((await rig.raw('GET', base, { headers })).text.startsWith('{"@odata.context"')).toBe(true)
  })

  it('state that is kept', async () => {
    const world = aWorld()
    expect((await (await aRig(world)).state()).delegatedAdmin).toEqual({ relationships: [], groups: [] })
    const rig = await aGraphRig()
    const id = await active(rig)
    const { relationships } = (await rig.state()).delegatedAdmin
    expect(relationships).toEqual([
      {
        partner: 'central',
        id,
        name: 'central 2026-12 rossi',
        customer: rossi,
        status: 'active',
        roles: asked().accessDetails.unifiedRoles.map(role => role.roleDefinitionId),
        autoExtend: false,
        createdAt: '2026-12-07T06:00:00.000Z',
        activatedAt: '2026-12-07T06:00:30.000Z',
        endsAt: '2028-12-06T06:00:30.000Z',
        assignments: [],
      },
    ])
  })
})
