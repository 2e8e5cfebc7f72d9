/** G1, G2, G3, G7: relationships are made, locked, changed and ended. */
import { describe, expect, it } from 'vitest'
import { rossi, tenants } from '../rig.ts'
import {
  active,
  aGraphRig,
  asked,
  base,
  errorOf,
  globalAdmin,
  helpers,
  licences,
  pending,
  readers,
  records,
  roles,
  withGroups,
  writers,
} from './graph-rig.ts'

const page = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/v1\.0\/\$metadata#/)

describe('G1: a relationship that is created', () => {
  it('is answered whole, with its place', async () => {
    const rig = await aGraphRig()
    const app = await rig.graphApp('central')
    const { status, headers, body } = await app.post(base, asked({ autoExtendDuration: 'P180D' }))
    expect([status, headers.get('location'), headers.get('ms-requestid')]).toEqual([
      201,
      `${rig.sandbox.url}${base}/${body.id}`,
      null,
    ])
    expect(body.id).toMatch(new RegExp(`^[0-9a-f-]{36}-${tenants.central}$`))
    expect(body).toEqual({
      '@odata.context': page,
      '@odata.type': '#microsoft.graph.delegatedAdminRelationship',
      '@odata.etag': expect.stringMatching(/^W\/"[\w=]+"$/),
      id: body.id,
      displayName: 'central 2026-12 rossi',
      duration: 'P730D',
      customer: { tenantId: rossi, displayName: 'Panificio Rossi' },
      accessDetails: roles(readers, licences),
      status: 'created',
      autoExtendDuration: 'P180D',
      createdDateTime: '2026-12-07T06:00:00.0000000Z',
      lastModifiedDateTime: '2026-12-07T06:00:00.0000000Z',
      activatedDateTime: null,
      endDateTime: null,
    })
    expect((await app.get(`${base}/${body.id}`)).body).toEqual(body)
    expect((await app.get(`/beta${base.slice(5)}/${body.id.toUpperCase()}`)).body.id).toBe(body.id)
  })

  it.each([
    ['no name', { displayName: undefined }],
    ['an empty name', { displayName: '' }],
    ['a long name', { displayName: 'a'.repeat(51) }],
    ['a name with other characters', { displayName: 'rossi <1>' }],
    ["a name of Microsoft's", { displayName: 'MLT_rossi' }],
    ['no duration', { duration: undefined }],
    ['no days', { duration: 'P0D' }],
    ['less than a day', { duration: 'PT23H' }],
    ['too many days', { duration: 'P731D' }],
    ['too many months', { duration: 'P25M' }],
    ['no duration at all', { duration: '730' }],
    ['no roles', { accessDetails: roles() }],
    ['no details', { accessDetails: undefined }],
    ['a role of its own', { accessDetails: roles('11111111-2222-4333-8444-555555555555') }],
    ['a role twice', { accessDetails: roles(readers, readers.toUpperCase()) }],
    [
      'auto-extend of a Global administrator',
      { autoExtendDuration: 'P180D', accessDetails: roles(globalAdmin) },
    ],
    ['another auto-extend', { autoExtendDuration: 'P90D' }],
    ['an unknown customer', { customer: { tenantId: '11111111-2222-4333-8444-555555555555' } }],
    ['a customer without a tenant', { customer: { displayName: 'Rossi' } }],
    ['a property nobody knows', { colour: 'red' }],
  ])('is refused with %s', async (_, over) => {
    const app = await (await aGraphRig()).graphApp('central')
    const answer = await app.post(base, asked(over))
    expect([answer.status, answer.body.error.code]).toEqual([400, 'badRequest'])
    expect((await app.get(base)).body.value).toEqual([])
  })

  it.each(['P1D', 'P730D', 'P2Y', 'P24M', 'P104W', 'P1Y6M', 'PT24H'])('lasts %s', async duration => {
    const app = await (await aGraphRig()).graphApp('central')
    const { status, body } = await app.post(base, asked({ duration, customer: undefined }))
    expect([status, body.duration, body.customer]).toEqual([201, duration, null])
  })

  it('has a name of its own among all that can be seen', async () => {
    const rig = await aGraphRig()
    const app = await rig.graphApp('central')
    const id = await active(rig)
    const taken = [409, 'conflict', 'A relationship with the same displayName exists.']
    expect(errorOf(await app.post(base, asked()))).toEqual(taken)
    expect(errorOf(await app.post(base, asked({ displayName: 'CENTRAL 2026-12 rossi' })))).toEqual(taken)
    expect((await (await rig.graphApp('italy')).post(base, asked())).status).toBe(201)
    await app.post(`${base}/${id}/requests`, { action: 'terminate' })
    await rig.advance('PT20S')
    expect((await app.get(`${base}/${id}`)).body.status).toBe('terminated')
    expect(errorOf(await app.post(base, asked()))).toEqual(taken)
    await rig.advance('P365D')
    expect((await app.get(`${base}/${id}`)).status).toBe(401)
    const later = await rig.graphApp('central')
    expect([(await later.get(`${base}/${id}`)).status, (await later.post(base, asked())).status]).toEqual([
      404, 201,
    ])
  })
})

describe('G2: changes need the etag', () => {
  it('428 without, 412 with an old one', async () => {
    const rig = await aGraphRig()
    const app = await rig.graphApp('central')
    const { body } = await app.post(base, asked())
    const path = `${base}/${body.id}`
    const etag = body['@odata.etag']
    const change = (etagOf: string | null) =>
      app.send(
        'PATCH',
        path,
        { displayName: 'rossi 2' },
        etagOf === null ? {} : { headers: { 'If-Match': etagOf } },
      )
    expect(errorOf(await change(null))).toEqual([428, 'preconditionRequired', 'If-Match is required.'])
    expect((await change(etag)).body).toMatchObject({ displayName: 'rossi 2', status: 'created' })
    expect(errorOf(await change(etag))).toEqual([412, 'preconditionFailed', 'The etag does not match.'])
    expect((await app.send('DELETE', path)).status).toBe(428)
    expect((await app.send('DELETE', path, undefined, { headers: { 'If-Match': etag } })).status).toBe(412)
    const gone = await app.remove(path)
    expect([gone.status, gone.text, (await app.get(path)).status]).toEqual([204, '', 404])
  })

  it('a POST takes one and ignores it', async () => {
    const rig = await aGraphRig()
    const app = await rig.graphApp('central')
    const { body } = await app.post(base, asked())
    const headers = { 'If-Match': 'W/"old"' }
    expect(
      (await app.post(`${base}/${body.id}/requests`, { action: 'lockForApproval' }, { headers })).status,
    ).toBe(201)
  })

  it('every field changes while it is created, and a taken name does not', async () => {
    const rig = await aGraphRig()
    const app = await rig.graphApp('central')
    const first = (await app.post(base, asked())).body.id
    await app.post(base, asked({ displayName: 'second' }))
    const changed = await app.patch(`${base}/${first}`, {
      displayName: 'first',
      duration: 'P90D',
      customer: null,
      accessDetails: roles(writers),
      autoExtendDuration: 'P180D',
    })
    expect(changed.body).toMatchObject({
      displayName: 'first',
      duration: 'P90D',
      customer: null,
      accessDetails: roles(writers),
      autoExtendDuration: 'P180D',
    })
    expect((await app.patch(`${base}/${first}`, { displayName: 'second' })).status).toBe(409)
    expect((await app.patch(`${base}/${first}`, { accessDetails: roles(globalAdmin) })).status).toBe(400)
    expect((await app.patch(`${base}/${first}`, { status: 'active' })).status).toBe(400)
  })
})

describe('G3: requests', () => {
  it('lock it for approval, after a while', async () => {
    const rig = await aGraphRig()
    const app = await rig.graphApp('central')
    const { id } = (await app.post(base, asked())).body
    const path = `${base}/${id}`
    const made = await app.post(`${path}/requests`, { action: 'lockForApproval' })
    expect([made.status, made.headers.get('location')]).toEqual([
      201,
      `${rig.sandbox.url}${path}/requests/${made.body.id}`,
    ])
    expect(made.body).toEqual({
      '@odata.context': page,
      id: made.body.id,
      action: 'lockForApproval',
      status: 'created',
      createdDateTime: '2026-12-07T06:00:00.0000000Z',
      lastModifiedDateTime: '2026-12-07T06:00:00.0000000Z',
    })
    expect((await app.post(`${path}/requests`, { action: 'lockForApproval' })).status).toBe(409)
    expect((await app.patch(path, { displayName: 'late' })).status).toBe(409)
    await rig.advance('PT5S')
    const statuses = async () => [
      (await app.get(`${path}/requests/${made.body.id}`)).body.status,
      (await app.get(path)).body.status,
    ]
    expect(await statuses()).toEqual(['pending', 'created'])
    await rig.advance('PT5S')
    expect(await statuses()).toEqual(['succeeded', 'approvalPending'])
    expect((await app.get(`${path}/requests`)).body.value.map((row: { id: string }) => row.id)).toEqual([
      made.body.id,
    ])
    expect((await app.remove(path)).status).toBe(409)
  })

  it.each([
    ['terminate', 409],
    ['approve', 400],
    ['reject', 400],
    ['cancel', 400],
    [undefined, 400],
  ])('%s is refused before it is active', async (action, status) => {
    const rig = await aGraphRig()
    const id = await pending(rig)
    const app = await rig.graphApp('central')
    expect((await app.post(`${base}/${id}/requests`, { action })).status).toBe(status)
  })

  it('terminate ends an active one, step by step', async () => {
    const rig = await aGraphRig()
    const id = await active(rig)
    const app = await rig.graphApp('central')
    await app.post(`${base}/${id}/requests`, { action: 'terminate' })
    const seen: string[] = []
    for (let step = 0; step < 3; step += 1) {
      seen.push((await app.get(`${base}/${id}`)).body.status)
      await rig.advance('PT10S')
    }
    expect(seen).toEqual(['terminationRequested', 'terminating', 'terminated'])
    expect((await app.post(`${base}/${id}/requests`, { action: 'terminate' })).status).toBe(409)
    expect((await app.post(`${base}/${id}/requests`, { action: 'lockForApproval' })).status).toBe(409)
  })

  it("consent to a provider's relationship, and show reject only to who asks for it", async () => {
    const provider = '9a9a0000-0000-4000-8000-0000000000e1'
    const made = { partner: 'central', roles: [readers], status: 'created', indirectProvider: provider }
    const relationships = [
      { ...made, name: 'by provider' },
      { ...made, name: 'unwanted' },
    ]
    const rig = await aGraphRig(withGroups({ delegatedAdmin: { groups: [], relationships } }))
    const app = await rig.graphApp('central')
    const [first, second] = (await app.get(base)).body.value
    expect(first).toMatchObject({
      '@odata.type': '#microsoft.graph.resellerDelegatedAdminRelationship',
      indirectProviderTenantId: provider,
      isPartnerConsentPending: true,
    })
    const act = (id: string, action: string, headers = {}) =>
      app.post(`${base}/${id}/requests`, { action }, { headers })
    expect((await act(first.id, 'lockForApproval')).status).toBe(409)
    expect((await act(first.id, 'approve')).body.action).toBe('approve')
    expect((await app.get(`${base}/${first.id}`)).body.isPartnerConsentPending).toBe(false)
    expect((await act(first.id, 'approve')).status).toBe(409)
    expect((await act(second.id, 'reject')).body.action).toBe('unknownFutureValue')
    const headers = { Prefer: 'include-unknown-enum-members' }
    expect((await app.get(`${base}/${second.id}/requests`, { headers })).body.value[0].action).toBe('reject')
  })
})

describe('G7: while it is active', () => {
  it('auto-extend changes', async () => {
    const rig = await aGraphRig()
    const id = await active(rig)
    const app = await rig.graphApp('central')
    const on = await app.patch(`${base}/${id}`, { autoExtendDuration: 'P180D' })
    expect([on.status, on.body.autoExtendDuration]).toEqual([200, 'P180D'])
    expect((await app.patch(`${base}/${id}`, { autoExtendDuration: 'P0D' })).body.autoExtendDuration).toBe(
      'PT0S',
    )
  })

  it('other changes are answered with what was there before', async () => {
    const rig = await aGraphRig()
    const id = await active(rig)
    const app = await rig.graphApp('central')
    const before = (await app.get(`${base}/${id}`)).body
    for (const body of [
      { displayName: 'other' },
      { duration: 'P1D' },
      { accessDetails: roles(readers) },
      { accessDetails: roles(readers, licences, writers) },
      { customer: null },
    ]) {
      const { status, body: after } = await app.patch(`${base}/${id}`, body)
      expect([status, after]).toEqual([200, before])
    }
    expect((await app.remove(`${base}/${id}`)).status).toBe(409)
  })

  it('the Global administrator is taken away by an operation', async () => {
    const rig = await aGraphRig()
    const id = await active(rig, { accessDetails: roles(readers, globalAdmin) })
    const app = await rig.graphApp('central')
    const path = `${base}/${id}`
    expect((await app.patch(path, { autoExtendDuration: 'P180D' })).status).toBe(400)
    const { status, headers, body } = await app.patch(path, { accessDetails: roles(readers) })
    expect([status, headers.get('retry-after'), body]).toEqual([202, '10', {}])
    const place = (headers.get('location') ?? '').slice(rig.sandbox.url.length)
    const operation = (await app.get(place)).body
    expect(operation).toEqual({
      '@odata.context': page,
      id: place.split('/').at(-1),
      operationType: 'delegatedAdminAccessAssignmentUpdate',
      data: id,
      status: 'notStarted',
      createdDateTime: '2026-12-07T06:00:30.0000000Z',
      lastModifiedDateTime: '2026-12-07T06:00:30.0000000Z',
    })
    await rig.advance('PT1S')
    expect((await app.get(place)).body.status).toBe('running')
    expect((await app.get(path)).body.accessDetails).toEqual(roles(readers, globalAdmin))
    await rig.advance('PT29S')
    expect([(await app.get(place)).body.status, (await app.get(path)).body.accessDetails]).toEqual([
      'succeeded',
      roles(readers),
    ])
    expect((await app.get(`${path}/operations`)).body.value).toHaveLength(1)
    expect((await app.patch(path, { autoExtendDuration: 'P180D' })).status).toBe(200)
  })

  it("Microsoft's own are read, and not changed", async () => {
    const relationships = [
      {
        partner: 'central',
        name: 'MLT_led',
        roles: [readers],
        customer: rossi,
        assignments: [{ group: helpers, roles: [readers] }],
      },
    ]
    const rig = await aGraphRig(withGroups({ delegatedAdmin: { groups: [], relationships } }))
    const app = await rig.graphApp('central')
    const [{ id, displayName }] = (await app.get(base)).body.value
    expect(displayName).toBe('MLT_led')
    expect((await app.patch(`${base}/${id}`, { autoExtendDuration: 'P180D' })).status).toBe(403)
    expect((await app.post(`${base}/${id}/requests`, { action: 'terminate' })).status).toBe(403)
    const [assignment] = (await app.get(`${base}/${id}/accessAssignments`)).body.value
    expect((await app.remove(`${base}/${id}/accessAssignments/${assignment.id}`)).status).toBe(403)
    expect(await records(rig)).toEqual([])
  })
})
