import { describe, expect, it } from 'vitest'
import type { AdminAnswer, AdminWriter } from '../../../engine/admin/port.ts'
import { tenantId } from '../../../engine/model/ids.ts'
import { groupA, licences, readers } from '../../support/admin/builders.ts'
import { aGraph, base, central, graphError, ids, linesOf } from '../../support/graph/api.ts'
import { aWireAssignment, aWireRelationship, relationshipId, rossi } from '../../support/graph/wire.ts'

const at = { partner: central, relationship: relationshipId }
const etag = 'W/"JyI0NzAw"'
const wish = {
  name: 'central 1',
  customer: { tenant: tenantId(rossi), name: 'Rossi' },
  duration: 'P730D',
  autoExtend: 'P180D',
  roles: [licences, readers],
} as const
const wishSent = {
  duration: 'P730D',
  customer: { tenantId: rossi, displayName: 'Rossi' },
  accessDetails: { unifiedRoles: [{ roleDefinitionId: licences }, { roleDefinitionId: readers }] },
  autoExtendDuration: 'P180D',
}
const operation = (id: string, owner = relationshipId) => ({
  status: 202,
  headers: { Location: `https://graph.microsoft.com${base}/${owner}/operations/${id}`, 'Retry-After': '10' },
  json: {},
})

type Write = (writer: AdminWriter) => Promise<AdminAnswer<unknown>>
const request: Write = writer => writer.request(central, wish, ids)
const amend: Write = writer => writer.amend({ ...at, etag }, wish, ids)
const lock: Write = writer => writer.lockForApproval(at, ids)
const terminate: Write = writer => writer.terminate(at, ids)
const extend: Write = writer => writer.setAutoExtend({ ...at, etag }, null, ids)
const assign: Write = writer => writer.assign(at, { group: groupA, roles: [readers] }, ids)
const change: Write = writer => writer.changeAssignment({ ...at, assignment: 'a-1', etag }, [readers], ids)

describe('a write', () => {
  it.each([
    ['request', request, { status: 201, json: aWireRelationship({ status: 'created' }) }],
    ['amend', amend, { json: aWireRelationship() }],
    ['lock', lock, { status: 201, json: { id: 'q-1', action: 'lockForApproval', status: 'created' } }],
    ['terminate', terminate, { status: 201, json: { id: 'q-2', action: 'terminate', status: 'created' } }],
    ['extend', extend, { json: aWireRelationship() }],
    ['assign', assign, { status: 201, json: aWireAssignment({ status: 'pending' }) }],
    ['change', change, operation('o-1')],
  ] as const)('%s says in the words of Graph what is wanted', async (name, write, answer) => {
    const graph = await aGraph([answer])
    const { kind } = await write(graph.writer)
    const [asked] = graph.server.asked
    const { method, url, body, headers } = asked ?? {}
    expect({
      kind,
      method,
      url,
      body: JSON.parse(body ?? ''),
      id: headers?.['client-request-id'],
      etag: headers?.['if-match'],
      type: headers?.['content-type'],
    }).toEqual({
      kind: 'done',
      id: 'request-1',
      type: 'application/json',
      ...{
        request: { method: 'POST', url: base, body: { displayName: 'central 1', ...wishSent } },
        amend: { method: 'PATCH', url: `${base}/${relationshipId}`, body: wishSent, etag },
        lock: {
          method: 'POST',
          url: `${base}/${relationshipId}/requests`,
          body: { action: 'lockForApproval' },
        },
        terminate: {
          method: 'POST',
          url: `${base}/${relationshipId}/requests`,
          body: { action: 'terminate' },
        },
        extend: {
          method: 'PATCH',
          url: `${base}/${relationshipId}`,
          body: { autoExtendDuration: 'PT0S' },
          etag,
        },
        assign: {
          method: 'POST',
          url: `${base}/${relationshipId}/accessAssignments`,
          body: {
            accessContainer: { accessContainerId: groupA, accessContainerType: 'securityGroup' },
            accessDetails: { unifiedRoles: [{ roleDefinitionId: readers }] },
          },
        },
        change: {
          method: 'PATCH',
          url: `${base}/${relationshipId}/accessAssignments/a-1`,
          body: { accessDetails: { unifiedRoles: [{ roleDefinitionId: readers }] } },
          etag,
        },
      }[name],
    })
  })

  it('answers what was made', async () => {
    const graph = await aGraph([
      { status: 201, json: aWireRelationship({ status: 'created', activatedDateTime: '' }) },
      { status: 201, json: aWireAssignment({ status: 'pending' }) },
      { status: 201, json: { id: 'q-1', action: 'lockForApproval', status: 'created' } },
    ])
    expect(await request(graph.writer)).toMatchObject({
      kind: 'done',
      value: { id: relationshipId, status: 'created', activatedAt: null, name: 'central 1' },
    })
    expect(await assign(graph.writer)).toMatchObject({
      kind: 'done',
      value: { id: 'assignment-1', status: 'pending', group: groupA },
    })
    expect(await lock(graph.writer)).toEqual({
      kind: 'done',
      value: { id: 'q-1', action: 'lockForApproval', status: 'created' },
    })
  })

  it('is accepted at once by a 200, which may have changed nothing, and later by a 202 with its operation', async () => {
    const graph = await aGraph([
      { json: aWireRelationship() },
      operation('o-7'),
      { json: aWireAssignment({ id: 'a-1' }) },
      operation('o-8'),
    ])
    expect(await extend(graph.writer)).toEqual({ kind: 'done', value: { operation: null } })
    expect(await amend(graph.writer)).toEqual({ kind: 'done', value: { operation: 'o-7' } })
    expect(await change(graph.writer)).toEqual({ kind: 'done', value: { operation: null } })
    expect(await change(graph.writer)).toEqual({ kind: 'done', value: { operation: 'o-8' } })
  })

  it.each([
    ['a 201 of another name', request, { status: 201, json: aWireRelationship({ displayName: 'x' }) }],
    ['a 200 in place of a 201', request, { status: 200, json: aWireRelationship() }],
    ['an empty 201', request, { status: 201 }],
    ['a 200 of another relationship', extend, { json: aWireRelationship({ id: 'x' }) }],
    ['a 202 without an operation', change, { status: 202, json: {} }],
    ['a 202 with an operation of another', change, operation('o-1', 'x')],
    ['a 202 with a page', change, { ...operation('o-1'), json: undefined, text: '<p>Accepted</p>' }],
    [
      'a 201 of another action',
      lock,
      { status: 201, json: { id: 'q', action: 'terminate', status: 'created' } },
    ],
    [
      'a 201 of another group',
      assign,
      { status: 201, json: aWireAssignment({ accessContainer: { accessContainerId: 'x' } }) },
    ],
    ['a redirect', terminate, { status: 302, headers: { Location: 'https://portal.example/' } }],
    ['a 204', change, { status: 204 }],
    [
      'an error in the shape of a filter',
      assign,
      { status: 403, json: { error: { code: 'accessDenied', message: 'Blocked' } } },
    ],
    ['a code that nobody told us of', assign, graphError(400, 'SomethingNew')],
    ['a known code under another status', assign, graphError(410, 'conflict')],
    ['a 500', request, graphError(500, 'unexpectedError')],
    ['a 503', request, graphError(503, 'serviceNotAvailable')],
    ['a 429 with a page', request, { status: 429, text: '<p>Slow down</p>' }],
    ['nothing', request, 'drop'],
  ] as const)('is unknown after %s, and not sent again', async (_, write, answer) => {
    const graph = await aGraph([answer])
    expect((await write(graph.writer)).kind).toBe('unknown')
    expect(graph.server.asked).toHaveLength(1)
  })

  it('waits while Graph throttles, and takes what a repeat is refused with for no answer', async () => {
    const graph = await aGraph([
      { ...graphError(429, 'TooManyRequests'), headers: { 'Retry-After': '7' } },
      { status: 201, json: aWireRelationship() },
      { ...graphError(429, 'TooManyRequests'), headers: { 'Retry-After': '7' } },
      graphError(409, 'conflict'),
    ])
    expect((await request(graph.writer)).kind).toBe('done')
    expect(graph.clock.slept).toEqual([7_000])
    expect((await request(graph.writer)).kind).toBe('unknown')
  })

  it('leaves with a fresh token after a 401 of Graph, and not after one of somebody else', async () => {
    const graph = await aGraph([
      graphError(401, 'InvalidAuthenticationToken'),
      { status: 201, json: aWireRelationship() },
      { status: 401, text: '<p>Sign in</p>' },
    ])
    expect((await request(graph.writer)).kind).toBe('done')
    expect(graph.rejected).toEqual(['user https://graph.microsoft.com'])
    expect((await request(graph.writer)).kind).toBe('unknown')
    expect(graph.server.asked).toHaveLength(3)
  })

  it('does not leave where it may not any more', async () => {
    const graph = await aGraph([])
    const late = {
      ...ids,
      mayLeave() {
        throw new Error('too late')
      },
    }
    await expect(graph.writer.terminate(at, late)).rejects.toThrow('too late')
    expect(linesOf(graph.server.asked)).toEqual([])
  })
})
