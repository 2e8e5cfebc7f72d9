/** Callers of Graph in the small world: apps and users with tokens of its audience, and the customer's side. */
import type { World } from '../../../../schemas/generated/world.ts'
import {
  type Answer,
  aRig,
  aWorld,
  type Body,
  type PartnerName,
  type Rig,
  rossi,
  type SendOptions,
  tenants,
} from '../rig.ts'

export const base = '/v1.0/tenantRelationships/delegatedAdminRelationships'
export const readers = '88d8e3e3-8f55-4a1e-953a-9b9898b8876b'
export const licences = '4d6ac14f-3453-41d0-bef9-a3e0c569773a'
export const writers = '9360feb5-f418-4baa-8175-e2a00bac4301'
export const globalAdmin = '62e90394-69f5-4237-9190-012177145e10'
export const helpers = '3c3c0000-0000-4000-8000-0000000000d1'
export const others = '3c3c0000-0000-4000-8000-0000000000d2'

export const withGroups = (over: Partial<World> = {}): World =>
  aWorld({
    delegatedAdmin: {
      groups: [
        { partner: 'central', id: helpers, name: 'Helpers' },
        { partner: 'central', id: others, name: 'Others' },
        { partner: 'italy', id: '3c3c0000-0000-4000-8000-0000000000d3', name: 'Of italy' },
      ],
    },
    ...over,
  })

export interface GraphCaller {
  send(method: string, path: string, body?: unknown, options?: SendOptions): Promise<Answer>
  get(path: string, options?: SendOptions): Promise<Answer>
  post(path: string, body?: unknown, options?: SendOptions): Promise<Answer>
  /** With the etag that a GET gives. */
  patch(path: string, body: unknown): Promise<Answer>
  remove(path: string): Promise<Answer>
}

export interface GraphRig extends Rig {
  graphApp(partner: PartnerName): Promise<GraphCaller>
  graphUser(partner: PartnerName): Promise<GraphCaller>
  graph(token: string): GraphCaller
  /** What the customer does. */
  customer(act: string, relationship: string, customer?: string): Promise<Answer>
}

const appId = (partner: PartnerName) =>
  `0c1f7a40-5a01-4c39-9c3f-6f3f0e6b1a${partner === 'central' ? '01' : '02'}`
const graphScope = 'https://graph.microsoft.com/.default'

export async function aGraphRig(world: World = withGroups()): Promise<GraphRig> {
  const rig = await aRig(world)
  function graph(token: string): GraphCaller {
    const send: GraphCaller['send'] = (method, path, body, options = {}) =>
      rig.raw(method, path, {
        ...options,
        ...(body !== undefined && { body }),
        headers: { Authorization: `Bearer ${token}`, ...options.headers },
      })
    const withEtag = async (method: string, path: string, body?: unknown) => {
      const etag: string = (await send('GET', path)).body['@odata.etag']
      return send(method, path, body, { headers: { 'If-Match': etag } })
    }
    return {
      send,
      get: (path, options) => send('GET', path, undefined, options),
      post: (path, body, options) => send('POST', path, body, options),
      patch: (path, body) => withEtag('PATCH', path, body),
      remove: path => withEtag('DELETE', path),
    }
  }
  async function signedIn(
    partner: PartnerName,
    form: Readonly<Record<string, string>>,
  ): Promise<GraphCaller> {
    const { body } = await rig.token(tenants[partner], {
      client_id: appId(partner),
      scope: graphScope,
      ...form,
    })
    return graph(body.access_token)
  }
  return {
    ...rig,
    graph,
    graphApp: partner =>
      signedIn(partner, { grant_type: 'client_credentials', client_secret: `sandbox-${partner}-app` }),
    graphUser: partner =>
      signedIn(partner, { grant_type: 'refresh_token', refresh_token: `sandbox-${partner}-user` }),
    customer: (act, relationship, customer) =>
      rig.control('POST', 'delegated-admin', {
        do: act,
        relationship,
        ...(customer !== undefined && { customer }),
      }),
  }
}

export const roles = (...ids: readonly string[]) => ({
  unifiedRoles: ids.map(roleDefinitionId => ({ roleDefinitionId })),
})

export const asked = (over: Readonly<Record<string, unknown>> = {}) => ({
  displayName: 'central 2026-12 rossi',
  duration: 'P730D',
  customer: { tenantId: rossi, displayName: 'Panificio Rossi' },
  accessDetails: roles(readers, licences),
  ...over,
})

/** Created, locked and waiting for the customer; answers its id. */
export async function pending(rig: GraphRig, over: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const app = await rig.graphApp('central')
  const { status, text, body } = await app.post(base, asked(over))
  if (status !== 201) throw new Error(text)
  await app.post(`${base}/${body.id}/requests`, { action: 'lockForApproval' })
  await rig.advance('PT10S')
  return body.id
}

export async function active(rig: GraphRig, over: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const id = await pending(rig, over)
  const { status, text } = await rig.customer('approve', id, rossi)
  if (status !== 200) throw new Error(text)
  await rig.advance('PT20S')
  return id
}

/** Code and message without what names the request. */
export const errorOf = ({ status, body }: Answer) => [status, body?.error?.code, body?.error?.message]

export async function records(rig: Rig): Promise<readonly (readonly [string, string])[]> {
  const { items } = (await (await rig.app('central')).get('/v1/auditrecords')).body
  return items
    .filter((item: Body) => item.resourceType.startsWith('granular_admin'))
    .map((item: Body) => [item.operationDate.slice(0, 19), item.operationType])
    .toReversed()
}
