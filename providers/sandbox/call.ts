/** One call as a handler sees it, and the table of routes. */
import type { Refusal } from './refusal.ts'
import { noRelationship, refuse } from './refusal.ts'
import type { CustomerRow } from './rows.ts'
import { type Service, visibleRelationship } from './service.ts'
import type { Caller } from './tokens.ts'

export interface Call {
  readonly service: Service
  readonly caller: Caller
  /** Path parameters by name. */
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly headers: Headers
  /** Parsed JSON; undefined when there was none. */
  readonly body: unknown
  readonly correlationId: string
}

export interface Answer {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export type Family = 'customer' | 'order' | 'subscription' | 'other'

export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'HEAD'
  /** As in api.md, without /v1, with :names. */
  readonly path: string
  readonly family: Family
  /** E2: refused for app-only callers. */
  readonly userOnly?: boolean
  /** Some POSTs only look. */
  readonly write?: boolean
  readonly handle: (call: Call) => Answer
}

export function ok(body: unknown): Answer {
  return { status: 200, body }
}

/** E3: only customers with a relationship can be seen, by anybody. */
export function customerOf(call: Call): CustomerRow {
  const id = (call.params['customer'] ?? '').toLowerCase()
  if (!/^[0-9a-f-]{36}$/.test(id)) throw refuse(400, 900118, 'The customer id is not valid.')
  const row = call.service.store.get('customers', id)
  if (row === undefined) throw refuse(404, 60003, 'The tenant was not found.')
  if (visibleRelationship(call.service, call.caller.partner.name, id) === undefined) throw noRelationship()
  return row
}

export function needQuery(call: Call, name: string): string {
  const value = call.query.get(name)
  if (value === null || value === '') throw refuse(400, 400056, `The parameter ${name} is needed.`)
  return value
}

/** Parameters nobody knows are refused. */
export function onlyQuery(call: Call, allowed: readonly string[]): void {
  const stranger = [...call.query.keys()].find(key => !allowed.includes(key))
  if (stranger !== undefined) throw refuse(400, 2000, `The parameter ${stranger} is not supported.`)
}

export type { Refusal }
