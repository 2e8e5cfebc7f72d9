/** One call as a handler of Graph sees it, and what a route of Graph is. */
import type { Answer, Caller } from '../call.ts'
import type { Service } from '../service.ts'

export interface GraphCall {
  readonly service: Service
  readonly caller: Caller
  readonly params: Readonly<Record<string, string>>
  /** Names in lower case. */
  readonly query: ReadonlyMap<string, string>
  readonly headers: Headers
  /** Parsed JSON; undefined when there was none. */
  readonly body: unknown
  /** `http://127.0.0.1:4100/v1.0`: what links and locations begin with. */
  readonly root: string
}

export interface GraphRoute {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Below the version, with :names. */
  readonly path: string
  /** Query options; others are refused. In lower case. */
  readonly query?: readonly string[]
  /** Any one of these permissions. */
  readonly permissions: readonly string[]
  /** A user needs the role of an admin agent, and a second factor. */
  readonly agentsOnly?: true
  /** App-only callers need the service principal of delegated administration in the partner's tenant. */
  readonly needsPrincipal?: true
  readonly handle: (call: GraphCall) => Answer
}

export const readPermissions = [
  'DelegatedAdminRelationship.Read.All',
  'DelegatedAdminRelationship.ReadWrite.All',
] as const
export const writePermissions = ['DelegatedAdminRelationship.ReadWrite.All'] as const

export const relationshipsPath = '/tenantRelationships/delegatedAdminRelationships'

export function graphParam(call: GraphCall, name: string): string {
  return (call.params[name] ?? '').toLowerCase()
}
