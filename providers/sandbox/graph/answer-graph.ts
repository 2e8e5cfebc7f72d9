/**
 * Graph, on the host of the sandbox below `/v1.0` and `/beta`: another service in the same world, with tokens, errors and paging of
 * its own. None of the oddities of Partner Center's bodies are here.
 */
import { TrieRouter } from 'hono/router/trie-router'
import type { Answer } from '../call.ts'
import { exportRoutes } from '../exports/export-routes.ts'
import type { Fault } from '../faults.ts'
import { uuidOf } from '../ids.ts'
import type { Sent } from '../outcome.ts'
import { Refusal } from '../refusal.ts'
import type { Service } from '../service.ts'
import { assignmentRoutes } from './assignments.ts'
import { type BatchEntry, batched } from './batch.ts'
import { delegatedCustomerRoutes } from './customers.ts'
import { checkGraphAllowed, graphCallerOf } from './graph-access.ts'
import type { GraphRoute } from './graph-call.ts'
import { codeOfStatus, graphRefusal, refuseGraph } from './graph-refusal.ts'
import { operationRoutes } from './operations.ts'
import { principalRoutes } from './principals.ts'
import { relationshipRoutes } from './relationships.ts'
import { requestRoutes } from './requests.ts'
import { graphTime } from './shapes.ts'

const routes: readonly GraphRoute[] = [
  ...relationshipRoutes,
  ...requestRoutes,
  ...assignmentRoutes,
  ...operationRoutes,
  ...delegatedCustomerRoutes,
  ...principalRoutes,
  ...exportRoutes,
]

const anyMethod = 'ALL'
const table = new TrieRouter<GraphRoute>()
for (const route of routes) table.add(anyMethod, route.path.toLowerCase(), route)

const version = /^\/(v1\.0|beta)(?=\/|$)/i

export const isGraph = (url: URL) => version.test(url.pathname)

export interface GraphRequest {
  readonly method: string
  readonly url: URL
  readonly headers: Headers
  readonly text: string
  readonly fault: Fault | null
  /** Unlike any other request's; names it in answers. */
  readonly position: number
}

/** The whole answer, headers included. */
export function answerGraph(service: Service, request: GraphRequest): Sent {
  const answer = caught(() => answered(service, request))
  const id = uuidOf(service.world.name, 'graph-request', String(request.position))
  const clientId = request.headers.get('client-request-id') ?? id
  const inner = { date: graphTime(service.time.now()).slice(0, 19), id, clientId }
  // An operation that failed is answered with 200, and its error is a part of it.
  const body = answer.status >= 400 ? withInner(answer.body, inner) : answer.body
  return {
    status: answer.status,
    text: body === undefined ? '' : JSON.stringify(body),
    headers: {
      'request-id': id,
      'client-request-id': clientId,
      ...(body !== undefined && {
        'Content-Type':
          'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8',
      }),
      ...answer.headers,
    },
  }
}

function caught(handle: () => Answer): Answer {
  try {
    return handle()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { status: error.status, body: error.body, headers: error.headers }
  }
}

/** An error says when it was, and which request it was of. */
function withInner(
  body: unknown,
  { date, id, clientId }: { readonly date: string; readonly id: string; readonly clientId: string },
): unknown {
  if (typeof body !== 'object' || body === null || !('error' in body)) return body
  const innerError = { date, 'request-id': id, 'client-request-id': clientId }
  return { error: { ...(body.error as object), innerError } } // every refusal of Graph has an object there
}

function answered(service: Service, request: GraphRequest): Answer {
  const { url, headers } = request
  const root = `${url.origin}${version.exec(url.pathname)?.[0] ?? ''}`
  const caller = graphCallerOf(service, headers.get('authorization'))
  scripted(request.fault)
  const isBatch = url.pathname.replace(version, '').replace(/\/+$/, '').toLowerCase() === '/$batch'
  const one = (entry: BatchEntry): Answer => caught(() => handled(service, { ...entry, caller, root }))
  if (!isBatch) return handled(service, { ...request, caller, root, body: parsed(request.text) })
  if (request.method !== 'POST') throw refuseGraph(405, 'A batch is posted.')
  return batched(parsed(request.text), root, one)
}

interface Asked extends BatchEntry {
  readonly caller: ReturnType<typeof graphCallerOf>
  readonly root: string
}

function handled(service: Service, { method, url, headers, body, caller, root }: Asked): Answer {
  const path = url.pathname.replace(version, '').replace(/\/+$/, '')
  const [found] = table.match(anyMethod, path.toLowerCase()) as unknown as [
    readonly (readonly [GraphRoute, Readonly<Record<string, string>>])[],
  ] // the trie router answers parameters by name; its type also covers routers that answer positions
  const [route, params] = found.find(([entry]) => entry.method === method) ?? [null, {}]
  if (route === null && found.length > 0) throw refuseGraph(405, `The path does not take ${method}.`)
  if (route === null)
    throw refuseGraph(404, `Resource not found for the segment '${path.split('/')[1] ?? ''}'.`)
  checkGraphAllowed(service, route, caller)
  const query = new Map([...url.searchParams].map(([name, value]) => [name.toLowerCase(), value] as const))
  const stranger = [...query.keys()].find(name => !(route.query ?? []).includes(name))
  if (stranger !== undefined) throw refuseGraph(400, `The query option '${stranger}' is not supported.`)
  return route.handle({ service, caller, params, query, headers, body, root })
}

function parsed(text: string): unknown {
  if (text.trim() === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    throw refuseGraph(400, 'Unable to read JSON request payload.')
  }
}

/** A scripted refusal takes the place of the handler, in Graph's shape. */
function scripted(fault: Fault | null): void {
  if (fault?.kind !== 'throttle' && fault?.kind !== 'status') return
  const headers = Object.fromEntries(
    Object.entries(fault.headers).filter((entry): entry is [string, string] => entry[1] !== null),
  )
  const status = fault.kind === 'throttle' ? 429 : fault.status
  if (fault.kind === 'status' && fault.body !== null)
    throw new Refusal(status, status, { body: fault.body, headers })
  throw graphRefusal(status, codeOfStatus(status), 'Scripted fault.', headers)
}
