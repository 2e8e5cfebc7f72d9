import { describe, expect, it } from 'vitest'
import { partnerName, tenantId } from '../../../engine/model/ids.ts'
import { succeed } from '../../../engine/result.ts'
import { secret } from '../../../providers/auth/secret.ts'
import { placeOf } from '../../../providers/graph/connect.ts'
import { examineGraph, lackingInGraph } from '../../../providers/graph/examine.ts'
import { aGraph, base, central, graphError, ids } from '../../support/graph/api.ts'
import { aWireRelationship, relationshipId, rossi } from '../../support/graph/wire.ts'
import { aToken } from '../../support/tokens.ts'

const somewhere = { name: central, cloud: 'global', endpoints: null } as const

describe('the place of Graph', () => {
  it.each([
    [
      'the cloud',
      somewhere,
      { audience: 'https://graph.microsoft.com', root: 'https://graph.microsoft.com/v1.0' },
    ],
    [
      'the government cloud',
      { ...somewhere, cloud: 'us-government' as const },
      { audience: 'https://graph.microsoft.us', root: 'https://graph.microsoft.us/v1.0' },
    ],
    [
      'another host, with the audience of the cloud',
      { ...somewhere, endpoints: { api: 'http://127.0.0.1:1', graph: 'http://127.0.0.1:1/' } },
      { audience: 'https://graph.microsoft.com', root: 'http://127.0.0.1:1/v1.0' },
    ],
  ])('is that of %s', (_, access, place) => {
    expect(placeOf(access)).toEqual({ kind: 'some', ...place })
  })

  it.each([
    ['where the cloud has none', { ...somewhere, cloud: 'china' as const }, 'GRAPH.NOT_IN_CLOUD'],
    [
      'beside another host of Partner Center: nothing of a copy reaches the real tenants',
      { ...somewhere, endpoints: { api: 'http://127.0.0.1:1' } },
      'GRAPH.NO_ENDPOINT',
    ],
    [
      'in the clear',
      { ...somewhere, endpoints: { graph: 'http://graph.example' } },
      'GRAPH.INSECURE_ENDPOINT',
    ],
  ])('is none %s', (_, access, code) => {
    expect(placeOf(access)).toMatchObject({ kind: 'none', because: { code } })
    expect(lackingInGraph({ ...access, sources: {} }).get('read delegated administration')).toMatchObject([
      { code },
    ])
  })
})

describe('a connection', () => {
  it('asks nothing for a partner without access, in another cloud, or without credentials', async () => {
    const stranger = partnerName('nobody')
    const graph = await aGraph([])
    expect(await graph.reader.relationships(stranger, null)).toMatchObject({
      kind: 'unknown',
      because: { code: 'GRAPH.UNKNOWN_PARTNER' },
    })
    const china = await aGraph([], { cloud: 'china' })
    const wish = {
      name: 'n',
      customer: { tenant: tenantId(rossi), name: 'Rossi' },
      duration: 'P730D',
      autoExtend: null,
      roles: [],
    }
    expect(await china.writer.request(central, wish, ids)).toMatchObject({
      kind: 'refused',
      because: { code: 'GRAPH.NOT_IN_CLOUD' },
    })
    const keyless = await aGraph([], { kinds: [] })
    expect(await keyless.reader.relationship(central, relationshipId)).toMatchObject({
      kind: 'unknown',
      because: {
        code: 'AUTH.KIND_MISSING',
        detail: 'central: relationships.get needs `credentials.user` or `credentials.app`.',
      },
    })
    expect([graph, china, keyless].flatMap(({ server }) => server.asked)).toEqual([])
  })

  it('takes the app where there is no user', async () => {
    const graph = await aGraph([{ json: { value: [] } }], { kinds: ['app'] })
    expect(await graph.reader.relationships(central, null)).toEqual({ kind: 'present', value: [] })
    expect(graph.audiences).toEqual(['app https://graph.microsoft.com'])
  })

  it('repeats a read that failed', async () => {
    const graph = await aGraph([
      graphError(503, 'serviceNotAvailable'),
      'drop',
      { json: aWireRelationship() },
    ])
    expect((await graph.reader.relationship(central, relationshipId)).kind).toBe('present')
  })
})

describe('looking at what a partner can do', () => {
  const access = (claims: Readonly<Record<string, unknown>>, url: string) => ({
    ...somewhere,
    endpoints: { graph: url },
    sources: {
      user: {
        get: () =>
          Promise.resolve(succeed(secret(aToken({ aud: 'https://graph.microsoft.com', ...claims })))),
        reject: () => undefined,
      },
    },
  })
  const write = 'DelegatedAdminRelationship.ReadWrite.All'
  const read = 'DelegatedAdminRelationship.Read.All'
  const one = { json: { value: [aWireRelationship()] } }

  it.each([
    ['everything', { scp: `openid ${write}`, amr: ['pwd', 'mfa'] }, one, [], []],
    ['everything, for an app', { roles: [write] }, one, [], []],
    ['as far as the token tells', {}, one, [], []],
    ['reading alone', { scp: read }, one, [], [`central: ${write} is not in the token for Graph.`]],
    [
      'nothing',
      { scp: 'openid' },
      one,
      [`central: ${write} is not in the token for Graph.`],
      [`central: ${write} is not in the token for Graph.`],
    ],
    [
      'reading, without a second factor',
      { scp: write, amr: ['pwd'] },
      one,
      [],
      ['central: the user signed in without a second factor, without which Graph takes no change.'],
    ],
    [
      'nothing, where Graph refuses',
      { scp: write },
      graphError(403, 'accessDenied'),
      [
        'central: Graph relationships.list: answered 403/accessDenied: there is no MFA, no Admin agent or no permission behind it ("No.").',
      ],
      [
        'central: Graph relationships.list: answered 403/accessDenied: there is no MFA, no Admin agent or no permission behind it ("No.").',
      ],
    ],
  ])('finds %s', async (_, claims, answer, reading, changing) => {
    const graph = await aGraph([answer])
    const found = await examineGraph(access(claims, graph.server.url), graph.connection)
    const details = [...found].map(([ability, because]) => [ability, because.map(({ detail }) => detail)])
    expect(details).toEqual([
      ['read delegated administration', reading],
      ['change delegated administration', changing],
    ])
    expect(graph.server.asked.map(({ method, url }) => `${method} ${url}`)).toEqual(
      reading.length === 1 && answer === one ? [] : [`GET ${base}?$top=1`],
    )
  })
})
