/** G6, G10: groups get roles; licences are read through them. */
import { describe, expect, it } from 'vitest'
import { type Body, codeOf, rossi } from '../rig.ts'
import {
  active,
  aGraphRig,
  base,
  errorOf,
  type GraphRig,
  helpers,
  licences,
  others,
  pending,
  readers,
  records,
  roles,
  withGroups,
  writers,
} from './graph-rig.ts'

const assignment = (group: string = helpers, ...given: readonly string[]) => ({
  accessContainer: { accessContainerId: group, accessContainerType: 'securityGroup' },
  accessDetails: roles(...(given.length === 0 ? [readers] : given)),
})

async function assigned(rig: GraphRig, body: object = assignment()) {
  const id = await active(rig)
  const path = `${base}/${id}/accessAssignments`
  const app = await rig.graphApp('central')
  return { app, path, made: await app.post(path, body) }
}

describe('G6: an assignment', () => {
  it('is pending, then active', async () => {
    const rig = await aGraphRig()
    const { app, path, made } = await assigned(rig)
    expect([made.status, made.headers.get('location')]).toEqual([
      201,
      `${rig.sandbox.url}${path}/${made.body.id}`,
    ])
    expect(made.body).toEqual({
      '@odata.context': `${rig.sandbox.url}/v1.0/$metadata#${path.slice('/v1.0/'.length)}/$entity`,
      '@odata.etag': expect.stringMatching(/^W\/"/),
      id: made.body.id,
      status: 'pending',
      createdDateTime: '2026-12-07T06:00:30.0000000Z',
      lastModifiedDateTime: '2026-12-07T06:00:30.0000000Z',
      accessContainer: { accessContainerId: helpers, accessContainerType: 'securityGroup' },
      accessDetails: roles(readers),
    })
    await rig.advance('PT30S')
    const now = (await app.get(`${path}/${made.body.id}`)).body
    expect([now.status, now['@odata.etag'] === made.body['@odata.etag']]).toEqual(['active', false])
    expect((await records(rig)).slice(2)).toEqual([
      ['2026-12-07T06:00:30', 'granular_admin_access_assignment_created'],
      ['2026-12-07T06:01:00', 'granular_admin_access_assignment_activated'],
    ])
  })

  it.each([
    ['a role outside the relationship', assignment(helpers, writers)],
    ['an unknown group', assignment('11111111-2222-4333-8444-555555555555')],
    ["another partner's group", assignment('3c3c0000-0000-4000-8000-0000000000d3')],
    ['no role', { ...assignment(), accessDetails: roles() }],
    [
      'another kind of container',
      { ...assignment(), accessContainer: { accessContainerId: helpers, accessContainerType: 'user' } },
    ],
    ['no container', { accessDetails: roles(readers) }],
    ['a property nobody knows', { ...assignment(), colour: 'red' }],
  ])('is refused with %s', async (_, body) => {
    const rig = await aGraphRig()
    const { app, path, made } = await assigned(rig, body)
    expect([made.status, made.body.error.code, (await app.get(path)).body.value]).toEqual([
      400,
      'badRequest',
      [],
    ])
  })

  it('needs an active relationship, and its whole id', async () => {
    const rig = await aGraphRig()
    const id = await pending(rig)
    const app = await rig.graphApp('central')
    expect((await app.post(`${base}/${id}/accessAssignments`, assignment())).status).toBe(400)
    expect((await app.post(`${base}/${id.slice(0, 36)}/accessAssignments`, assignment())).status).toBe(400)
    const other = await rig.graphApp('italy')
    expect((await other.post(`${base}/${id}/accessAssignments`, assignment())).status).toBe(404)
  })

  it('is one a group, until it is deleted; then it stays listed', async () => {
    const rig = await aGraphRig()
    const { app, path, made } = await assigned(rig)
    expect(errorOf(await app.post(path, assignment(helpers, licences)))).toEqual([
      409,
      'conflict',
      'The resource exists: the group has an assignment.',
    ])
    expect((await app.post(path, assignment(others))).status).toBe(201)
    await rig.advance('PT30S')
    expect((await app.send('DELETE', `${path}/${made.body.id}`)).status).toBe(428)
    const gone = await app.remove(`${path}/${made.body.id}`)
    expect([gone.status, gone.text]).toEqual([204, ''])
    const statuses = async () => (await app.get(path)).body.value.map((row: Body) => row.status)
    expect(await statuses()).toEqual(['deleting', 'active'])
    expect((await app.post(path, assignment())).status).toBe(409)
    await rig.advance('PT30S')
    expect(await statuses()).toEqual(['deleted', 'active'])
    expect((await app.remove(`${path}/${made.body.id}`)).status).toBe(409)
    expect((await app.patch(`${path}/${made.body.id}`, { accessDetails: roles(licences) })).status).toBe(409)
    expect((await app.post(path, assignment())).status).toBe(201)
    expect(await statuses()).toEqual(['deleted', 'active', 'pending'])
  })

  it('changes by an operation that names all its roles', async () => {
    const rig = await aGraphRig()
    const { app, path, made } = await assigned(rig)
    await rig.advance('PT30S')
    const one = `${path}/${made.body.id}`
    const same = await app.patch(one, { accessDetails: roles(readers) })
    expect([same.status, same.body.id]).toEqual([200, made.body.id])
    const changed = await app.patch(one, { accessDetails: roles(licences, readers) })
    expect([changed.status, changed.body, changed.headers.get('retry-after')]).toEqual([202, {}, '10'])
    const place = (changed.headers.get('location') ?? '').slice(rig.sandbox.url.length)
    expect((await app.get(one)).body.accessDetails).toEqual(roles(readers))
    await rig.advance('PT30S')
    expect([(await app.get(place)).body.status, (await app.get(one)).body.accessDetails]).toEqual([
      'succeeded',
      roles(licences, readers),
    ])
    expect((await records(rig)).at(-1)?.[1]).toBe('granular_admin_access_assignment_updated')
    expect((await app.patch(one, { accessDetails: roles(writers) })).status).toBe(400)
    const { accessContainer } = assignment(others)
    expect((await app.patch(one, { accessContainer, accessDetails: roles(licences) })).status).toBe(400)
    expect((await app.send('PATCH', one, { accessDetails: roles(licences) })).status).toBe(428)
  })

  it('of sixteen roles stays pending, until it has fewer', async () => {
    const many = [
      '88d8e3e3-8f55-4a1e-953a-9b9898b8876b',
      'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
      'fe930be7-5e62-47db-91af-98c3a49a38b1',
      '4d6ac14f-3453-41d0-bef9-a3e0c569773a',
      '9360feb5-f418-4baa-8175-e2a00bac4301',
      'f023fd81-a637-4b56-95fd-791ac0226033',
      '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
      '158c047a-c907-4556-b7ef-446551a6b5f7',
      'e8611ab8-c189-46e8-94e1-60213ab1f814',
      '729827e3-9c14-49f7-bb1b-9608f156bbb8',
      '7be44c8a-adaf-4e2a-84d6-ab2649e08a13',
      'b0f54661-2d74-4c50-afa3-1ec803f12efe',
      '29232cdf-9323-42fd-ade2-1d097af3e4de',
      'f28a1f50-f6e7-4571-818b-6a12f2af6b6c',
      '69091246-20e8-4a56-aa4d-066075b2a7a8',
      '3a2c62db-5318-420d-8d74-23affee5d9d5',
    ]
    const rig = await aGraphRig()
    const id = await active(rig, { accessDetails: roles(...many) })
    const app = await rig.graphApp('central')
    const { body } = await app.post(`${base}/${id}/accessAssignments`, assignment(helpers, ...many))
    const one = `${base}/${id}/accessAssignments/${body.id}`
    await rig.advance('PT59M')
    expect((await app.get(one)).body.status).toBe('pending')
    await app.patch(one, { accessDetails: roles(readers) })
    await rig.advance('PT30S')
    await rig.advance('PT30S')
    const later = await rig.graphApp('central')
    expect((await later.get(one)).body.status).toBe('active')
  })
})

describe('G10: licences in use', () => {
  const path = `/v1/customers/${rossi}/subscribedskus`
  const read = async (rig: GraphRig) => codeOf(await (await rig.user('central')).get(path))

  it('are read through an active assignment with a reader role', async () => {
    const rig = await aGraphRig()
    expect(await read(rig)).toEqual([403, 2032])
    const { app, path: assignments, made } = await assigned(rig, assignment(helpers, licences))
    expect(await read(rig)).toEqual([403, 2032])
    await rig.advance('PT30S')
    expect((await read(rig))[0]).toBe(200)
    expect(codeOf(await (await rig.user('italy')).get(path))).toEqual([403, 2032])
    await app.remove(`${assignments}/${made.body.id}`)
    expect(await read(rig)).toEqual([403, 2032])
  })

  it('are not read through other roles, nor through a relationship that ended', async () => {
    const seeded = (over: object) => ({
      partner: 'central',
      name: 'seeded',
      customer: rossi,
      roles: [readers, writers],
      assignments: [{ group: helpers, roles: [readers] }],
      ...over,
    })
    const reads = async (over: object) =>
      (
        await read(
          await aGraphRig(withGroups({ delegatedAdmin: { groups: [], relationships: [seeded(over)] } })),
        )
      )[0]
    expect([
      await reads({}),
      await reads({ assignments: [{ group: helpers, roles: [writers] }] }),
      await reads({ assignments: [{ group: helpers, roles: [readers], status: 'pending' }] }),
      await reads({ status: 'expired' }),
      await reads({ customer: undefined }),
    ]).toEqual([200, 403, 403, 403, 403])
  })

  it('need no reader where the World has no delegated administration, unless it says so', async () => {
    const bare = withGroups()
    delete bare.delegatedAdmin
    expect((await read(await aGraphRig(bare)))[0]).toBe(200)
    expect(await read(await aGraphRig({ ...bare, settings: { licencesNeedReader: true } }))).toEqual([
      403, 2032,
    ])
  })
})
