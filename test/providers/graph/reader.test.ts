import { describe, expect, it } from 'vitest'
import { tenantId } from '../../../engine/model/ids.ts'
import { groupA, licences, readers } from '../../support/admin/builders.ts'
import { aGraph, base, central, graphError, graphHost, linesOf } from '../../support/graph/api.ts'
import { aWireAssignment, aWireRelationship, relationshipId, rossi } from '../../support/graph/wire.ts'

const asOurs = {
  partner: 'central',
  id: relationshipId,
  name: 'central 1',
  status: 'active',
  customer: { tenant: rossi, name: 'Rossi' },
  duration: 'P730D',
  autoExtend: 'P180D',
  roles: [licences, readers],
  createdAt: '2026-11-01T00:00:00.123Z',
  activatedAt: '2026-11-02T00:00:00.765Z',
  endsAt: '2028-11-01T00:00:00Z',
  indirectProvider: null,
  etag: 'W/"JyI0NzAw"',
}

describe('relationships', () => {
  it('come whole over all pages, each once, by the links as they are', async () => {
    const graph = await aGraph(({ url }) => {
      const link = `${graph.server.url}${base}?$skipToken=abc%20d`
      if (!url.includes('skipToken'))
        return { json: { value: [aWireRelationship()], '@odata.nextLink': link } }
      return { json: { value: [aWireRelationship({ id: 'other', displayName: 'central 2' })] } }
    })
    expect(await graph.reader.relationships(central, null)).toEqual({
      kind: 'present',
      value: [asOurs, { ...asOurs, id: 'other', name: 'central 2' }],
    })
    expect(graph.server.asked.map(({ url }) => url)).toEqual([
      `${base}?$top=300`,
      `${base}?$skipToken=abc%20d`,
    ])
    expect(graph.server.asked[0]?.headers).toMatchObject({ accept: 'application/json' })
    expect(graph.server.asked[0]?.headers['client-request-id']).toMatch(/^[0-9a-f-]{36}$/)
    expect(graph.audiences).toEqual([`user ${graphHost}`, `user ${graphHost}`])
  })

  it('of one customer are asked for by a filter, and looked at again', async () => {
    const others = { customer: { tenantId: 'somebody-else' } }
    const graph = await aGraph([
      { json: { value: [aWireRelationship(), aWireRelationship({ id: 'b', ...others })] } },
    ])
    expect(await graph.reader.relationships(central, tenantId(rossi))).toEqual({
      kind: 'present',
      value: [asOurs],
    })
    expect(linesOf(graph.server.asked)).toEqual([
      `GET ${base}?$filter=customer/tenantId eq '${rossi}'&$top=300`,
    ])
  })

  it('are all read where the filter is not taken', async () => {
    const graph = await aGraph([
      graphError(400, 'badRequest'),
      { json: { value: [aWireRelationship({ customer: null }), aWireRelationship({ id: 'b' })] } },
    ])
    expect(await graph.reader.relationships(central, tenantId(rossi))).toEqual({
      kind: 'present',
      value: [{ ...asOurs, id: 'b' }],
    })
    expect(linesOf(graph.server.asked).at(-1)).toBe(`GET ${base}?$top=300`)
  })

  it.each([
    ['null', null],
    ['an empty text', ''],
    ['left out', undefined],
  ])('are not active yet where the dates are %s', async (_, date) => {
    const graph = await aGraph([
      {
        json: {
          value: [aWireRelationship({ status: 'created', activatedDateTime: date, endDateTime: date })],
        },
      },
    ])
    expect(await graph.reader.relationships(central, null)).toEqual({
      kind: 'present',
      value: [{ ...asOurs, status: 'created', activatedAt: null, endsAt: null }],
    })
  })

  it.each([
    ['a new word', 'paused', 'unknown:paused'],
    ['none', undefined, 'unknown:absent'],
  ])('keep %s of a status that is not known', async (_, status, ours) => {
    const graph = await aGraph([{ json: { value: [aWireRelationship({ status })] } }])
    expect(await graph.reader.relationships(central, null)).toMatchObject({ value: [{ status: ours }] })
  })

  it.each(['PT0S', 'P0D', '', null, undefined])('are not extended with %j', async autoExtendDuration => {
    const graph = await aGraph([{ json: { value: [aWireRelationship({ autoExtendDuration })] } }])
    expect(await graph.reader.relationships(central, null)).toMatchObject({ value: [{ autoExtend: null }] })
  })

  it('of an indirect provider name it, and one without a customer has none', async () => {
    const graph = await aGraph([
      {
        json: {
          value: [
            aWireRelationship({
              '@odata.type': '#microsoft.graph.resellerDelegatedAdminRelationship',
              indirectProviderTenantId: 'AA10BB20-0000-4000-8000-0000000000F2',
              isPartnerConsentPending: true,
              customer: { tenantId: '', displayName: '' },
            }),
          ],
        },
      },
    ])
    expect(await graph.reader.relationships(central, null)).toMatchObject({
      value: [{ indirectProvider: 'aa10bb20-0000-4000-8000-0000000000f2', customer: null }],
    })
  })

  it.each([
    ['is no list', {}],
    ['holds what has no id', { value: [aWireRelationship({ id: '' })] }],
    ['holds what has no name', { value: [aWireRelationship({ displayName: null })] }],
    ['holds what is no object', { value: ['r-1'] }],
  ])('are unknown where the answer %s', async (_, json) => {
    const graph = await aGraph([{ json }])
    expect(await graph.reader.relationships(central, null)).toMatchObject({
      kind: 'unknown',
      because: { code: 'GRAPH.UNREADABLE' },
    })
  })

  it('are unknown where a later page fails, and never half', async () => {
    const graph = await aGraph(({ url }) =>
      url.includes('skipToken')
        ? graphError(403, 'accessDenied')
        : {
            json: {
              value: [aWireRelationship()],
              '@odata.nextLink': `${graph.server.url}${base}?$skipToken=1`,
            },
          },
    )
    expect(await graph.reader.relationships(central, null)).toMatchObject({
      kind: 'unknown',
      because: { code: 'GRAPH.NOT_ALLOWED' },
    })
  })

  it('are unknown where a link leads to another host, which is not asked', async () => {
    const link = 'http://evil.example/v1.0?$skipToken=1'
    const graph = await aGraph([{ json: { value: [aWireRelationship()], '@odata.nextLink': link } }])
    expect(await graph.reader.relationships(central, null)).toMatchObject({
      kind: 'unknown',
      because: { code: 'GRAPH.FOREIGN_LINK' },
    })
    expect(graph.server.asked).toHaveLength(1)
  })

  it.each([
    ['the link repeats', () => ({ value: [] }), '?$skipToken=1'],
    ['the page repeats', () => ({ value: [aWireRelationship()] }), '?$skipToken='],
  ])('are unknown where %s', async (_, page, next) => {
    const graph = await aGraph((__, position) => {
      const token = next.endsWith('=') ? `${next}${position}` : next
      return { json: { ...page(), '@odata.nextLink': `${graph.server.url}${base}${token}` } }
    })
    expect(await graph.reader.relationships(central, null)).toMatchObject({
      kind: 'unknown',
      because: { code: 'GRAPH.PAGING_STUCK' },
    })
    expect(graph.server.asked).toHaveLength(2)
  })
})

describe('single things', () => {
  it('are absent where Graph does not know them, or has cleaned them up', async () => {
    const graph = await aGraph([
      graphError(404, 'ResourceNotFound'),
      graphError(404, 'notFound'),
      graphError(404, 'notFound'),
    ])
    expect(await graph.reader.relationship(central, relationshipId)).toEqual({ kind: 'absent' })
    expect(await graph.reader.operation(central, relationshipId, 'o-1')).toEqual({ kind: 'absent' })
    // A list is never absent: what it belongs to is.
    expect(await graph.reader.assignments(central, relationshipId)).toMatchObject({
      kind: 'unknown',
      because: { code: 'GRAPH.GONE' },
    })
  })

  it.each([
    ['a page of somebody else', { status: 404, text: '<h1>Not found</h1>' }],
    [
      'an error without the word of Graph',
      { status: 404, json: { error: { code: 'notFound', message: '' } } },
    ],
    ['another code', graphError(404, 'SomethingElse')],
  ])('are unknown, and not absent, by %s', async (_, answer) => {
    const graph = await aGraph([answer])
    expect((await graph.reader.relationship(central, relationshipId)).kind).toBe('unknown')
  })

  it('are those that were asked for', async () => {
    const graph = await aGraph([
      { json: aWireRelationship() },
      { json: aWireRelationship({ id: 'another' }) },
      { json: { id: 'o-1', operationType: 'delegatedAdminAccessAssignmentUpdate', status: 'running' } },
    ])
    expect(await graph.reader.relationship(central, relationshipId)).toEqual({
      kind: 'present',
      value: asOurs,
    })
    expect(await graph.reader.relationship(central, relationshipId)).toMatchObject({
      kind: 'unknown',
      because: { code: 'GRAPH.UNREADABLE' },
    })
    expect(await graph.reader.operation(central, relationshipId, 'o-1')).toEqual({
      kind: 'present',
      value: { id: 'o-1', status: 'running' },
    })
    expect(linesOf(graph.server.asked)).toEqual([
      `GET ${base}/${relationshipId}`,
      `GET ${base}/${relationshipId}`,
      `GET ${base}/${relationshipId}/operations/o-1`,
    ])
  })
})

describe('assignments and requests', () => {
  it('are listed with what is deleted', async () => {
    const graph = await aGraph([
      {
        json: {
          value: [
            aWireAssignment({ id: 'gone', status: 'deleted' }),
            aWireAssignment(),
            aWireAssignment({ id: 'odd', status: 'resting', accessDetails: null }),
          ],
        },
      },
      {
        json: {
          value: [
            { id: 'q-1', action: 'lockForApproval', status: 'succeeded' },
            { id: 'q-2', action: 'unknownFutureValue', status: 'created' },
          ],
        },
      },
    ])
    const ours = { group: groupA, createdAt: '2026-11-03T00:00:00Z', etag: 'W/"JyI0NzAx"', roles: [readers] }
    expect(await graph.reader.assignments(central, relationshipId)).toEqual({
      kind: 'present',
      value: [
        { ...ours, id: 'gone', status: 'deleted' },
        { ...ours, id: 'assignment-1', status: 'active' },
        { ...ours, id: 'odd', status: 'unknown:resting', roles: [] },
      ],
    })
    expect(await graph.reader.requests(central, relationshipId)).toEqual({
      kind: 'present',
      value: [
        { id: 'q-1', action: 'lockForApproval', status: 'succeeded' },
        { id: 'q-2', action: 'unknown:unknownFutureValue', status: 'created' },
      ],
    })
  })

  it('are unknown where one does not say which group it is of', async () => {
    const graph = await aGraph([{ json: { value: [aWireAssignment({ accessContainer: {} })] } }])
    expect(await graph.reader.assignments(central, relationshipId)).toMatchObject({
      kind: 'unknown',
      because: { code: 'GRAPH.UNREADABLE' },
    })
  })
})
