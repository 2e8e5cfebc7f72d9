/** One call as a handler sees it, and what a route is. */
import { type Activity, type Actor, recordActivity } from './audit.ts'
import type { Fault } from './faults.ts'
import { isOn } from './quirks.ts'
import { noRelationship, type Refusal, refuse } from './refusal.ts'
import { type Service, visibleRelationship } from './service.ts'
import type { CustomerRow } from './state/customer-rows.ts'
import type { PartnerRow, Role } from './state/partner-rows.ts'

/** A request as it comes, over a socket or as a value. Without a signal nobody gives up waiting for the answer. */
export interface AskedRequest extends Pick<Request, 'method' | 'url' | 'headers'> {
  readonly signal?: AbortSignal
  text(): Promise<string>
}

export interface Caller {
  readonly partner: PartnerRow
  readonly kind: 'app' | 'user'
  readonly clientId: string
  /** Empty for app-only. */
  readonly upn: string
  readonly roles: readonly Role[]
}

export interface Call {
  readonly service: Service
  readonly caller: Caller
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly headers: Headers
  /** Parsed JSON; undefined when there was none. */
  readonly body: unknown
  readonly correlationId: string
  /** Scripted for this request. */
  readonly fault: Fault | null
}

export interface Answer {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Counted together against one budget (facts 4.7). */
export type Family = 'customer' | 'order' | 'subscription' | 'other'

export interface Route {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /** As in docs/partner-center-facts.md, with :names. */
  readonly path: string
  readonly family: Family
  /** Parameters of the query; others are refused. */
  readonly query?: readonly string[]
  /** E2: refused for app-only callers. */
  readonly userOnly?: true
  /** Which users may; every role that reads customers unless written. */
  readonly roles?: readonly Role[]
  /** A write: its settled answer is kept for repeats (E8). */
  readonly write?: true
  /** The activity record of a refused write (E19). */
  readonly refusedAs?: { readonly resource: string; readonly operation: string }
  readonly handle: (call: Call) => Answer
}

export function ok(body: unknown): Answer {
  return { status: 200, body }
}

export function created(body: unknown): Answer {
  return { status: 201, body }
}

export function param(call: Call, name: string): string {
  return call.params[name] ?? ''
}

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** E3: the customer of the path, if the caller has a relationship with it; refused alike for everything below it. */
export function customerOf(call: Call): CustomerRow {
  const id = param(call, 'customer').toLowerCase()
  if (!guid.test(id)) throw refuse(400, 900118, 'The customer id is not valid.')
  const row = call.service.store.customers.get(id)
  if (row === undefined) throw refuse(404, 60003, 'The tenant was not found.')
  if (visibleRelationship(call.service, call.caller.partner.name, id) === undefined) throw strange(call)
  return row
}

/** Q25: which refusal it is varies by endpoint. */
function strange(call: Call): Refusal {
  if (!isOn(call.service, 'variedStrangers')) return noRelationship()
  if (call.params['subscription'] !== undefined) return refuse(404, 60003, 'The tenant was not found.')
  return call.params['order'] === undefined ? noRelationship() : refuse(404, 1000, 'Not found.')
}

export function needQuery(call: Call, name: string): string {
  const value = call.query.get(name)
  if (value === null || value === '') throw refuse(400, 400056, `The parameter ${name} is needed.`)
  return value
}

export function actorOf(call: Call): Actor {
  return { user: call.caller.upn, application: call.caller.clientId, correlationId: call.correlationId }
}

export function record(call: Call, activity: Omit<Activity, 'partner' | 'status'>): void {
  recordActivity(
    call.service,
    { ...activity, partner: call.caller.partner.name, status: 'succeeded' },
    actorOf(call),
  )
}
